import { expect } from 'chai';
import type { SampleItem } from '../../../client/api/types.ts';
import { withQuery } from '../../../client/api/request.ts';
import { fileNameOf } from '../../../client/state/fileNameOf.ts';
import { filterSamples } from '../../../client/state/filterSamples.ts';
import { findEntries } from '../../../client/state/findEntries.ts';
import { matchLanguage } from '../../../client/state/language.ts';
import { nextRoundCode } from '../../../client/state/nextRoundCode.ts';
import { roundProgress } from '../../../client/state/roundProgress.ts';
import { sortRows } from '../../../client/state/sortRows.ts';
import { chordOf } from '../../../client/state/useShortcuts.ts';

const sample = (number: string, state: string, area: string): SampleItem =>
  ({
    number,
    state,
    dueOn: '2018-01-10',
    site: { code: `${number}-site`, name: { zh: '惠城1号点', en: 'Huicheng 1' } },
    area: { code: area },
  }) as unknown as SampleItem;

describe('client: lists', () => {
  it('missing keys sort last in both directions, numbers by size', () => {
    const rows = [{ v: 10 }, { v: null }, { v: 9 }, { v: Number.NaN }];
    expect(sortRows(rows, (row) => row.v).map((row) => row.v)).to.deep.equal([9, 10, null, Number.NaN]);
    expect(sortRows(rows, (row) => row.v, true).map((row) => row.v)).to.deep.equal([10, 9, null, Number.NaN]);
    expect(sortRows(['HL-10', 'HL-9'], (row) => row)).to.deep.equal(['HL-9', 'HL-10']);
  });

  it('filters add up; a bottle that a link opened is shown all the same', () => {
    const samples = [sample('A1', 'planned', '100'), sample('A2', 'received', '100'), sample('B1', 'received', '109')];
    const numbers = (filter: Partial<Parameters<typeof filterSamples>[1]>): string[] =>
      filterSamples(samples, { state: '', area: '', text: '', dueBefore: '', number: '', ...filter }).map((one) => one.number);
    expect(numbers({})).to.have.length(3);
    expect(numbers({ state: 'received', area: '100' })).to.deep.equal(['A2']);
    expect(numbers({ state: 'planned,received' })).to.have.length(3);
    expect(numbers({ text: 'ｂ1' })).to.deep.equal(['B1']);
    expect(numbers({ text: '惠城' })).to.have.length(3);
    expect(numbers({ dueBefore: '2018-01-10' })).to.deep.equal([]);
    expect(numbers({ dueBefore: '2018-01-11' })).to.have.length(3);
    expect(numbers({ state: 'planned', number: 'B1' })).to.deep.equal(['A1', 'B1']);
  });

  it('the search finds every word in either language, beginnings first', () => {
    const entries = [
      { title: 'Old Qishi', also: '岐石' },
      { title: 'Qishi', also: '岐石 445224109' },
      { title: 'Longjiang', also: '隆江' },
    ];
    expect(findEntries(entries, 'qishi', 9).map((one) => one.title)).to.deep.equal(['Qishi', 'Old Qishi']);
    expect(findEntries(entries, '岐石 445', 9).map((one) => one.title)).to.deep.equal(['Qishi']);
    expect(findEntries(entries, 'nothing', 9)).to.deep.equal([]);
    expect(findEntries(entries, '', 2)).to.have.length(2);
  });

  it('the next round follows the newest of its kind', () => {
    expect(nextRoundCode(['2018-Q1', '2018-Q4', '2018-Q2'])).to.equal('2019-Q1');
    expect(nextRoundCode(['2018-11'])).to.equal('2018-12');
    expect(nextRoundCode(['2018-12'])).to.equal('2019-01');
    expect(nextRoundCode(['2023'])).to.equal('2024');
    expect(nextRoundCode(['flood'])).to.equal(null);
  });

  it('a round without results has stages of zero, not of NaN', () => {
    expect(roundProgress({ areas: [] }).every((one) => one.done === 0 && one.of === 0)).to.equal(true);
  });

  it('a round is the sum of its towns, bottles first and results after', () => {
    const town = {
      areaId: 'a',
      code: '1',
      name: { zh: '', en: '' },
      planned: 5,
      collected: 4,
      received: 3,
      entered: 20,
      verified: 10,
      released: 5,
      total: 30,
    };
    const shown = roundProgress({ areas: [town, town] }).map((one) => `${one.stage} ${one.done}/${one.of}`);
    expect(shown).to.deep.equal(['collected 8/10', 'received 6/10', 'entered 40/60', 'verified 20/60', 'released 10/60']);
  });

  it('the language is the first of the browser that is spoken here, else Chinese', () => {
    expect(matchLanguage(['en-GB', 'zh-CN'])).to.equal('en');
    expect(matchLanguage(['fr', 'zh-TW', 'en'])).to.equal('zh-CN');
    expect(matchLanguage(['fr'])).to.equal('zh-CN');
  });

  it('a file is called what the answer calls it, in UTF-8 first', () => {
    expect(fileNameOf(`attachment; filename="results.csv"; filename*=UTF-8''%E7%BB%93%E6%9E%9C-2018-Q1.csv`)).to.equal('结果-2018-Q1.csv');
    expect(fileNameOf('attachment; filename="results.csv"')).to.equal('results.csv');
    expect(fileNameOf(`attachment; filename=a.csv; filename*=UTF-8''%E7%BB%`)).to.equal('a.csv');
    expect(fileNameOf('inline')).to.equal(null);
    expect(fileNameOf(null)).to.equal(null);
  });

  it('parameters that are not set are left out of an address', () => {
    expect(withQuery('/api/x', { a: '', b: undefined, c: null, d: 0, e: '岐' })).to.equal('/api/x?d=0&e=%E5%B2%90');
    expect(withQuery('/api/x', {})).to.equal('/api/x');
  });

  it('Ctrl and ⌘ are the same chord, Shift is part of the character, and of a chord with a letter', () => {
    const press = (key: string, more: Partial<Record<'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey', boolean>> = {}) =>
      chordOf({ key, ctrlKey: false, metaKey: false, altKey: false, shiftKey: false, ...more });
    expect(press('K', { ctrlKey: true })).to.equal('mod+k');
    expect(press('k', { metaKey: true })).to.equal('mod+k');
    expect(press('?', { shiftKey: true })).to.equal('?');
    expect(press('L', { ctrlKey: true, shiftKey: true })).to.equal('mod+shift+l');
    expect(press('Escape')).to.equal('Escape');
  });
});
