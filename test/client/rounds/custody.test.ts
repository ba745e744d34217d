import { expect } from 'chai';
import { allows, emptyDraft, faultsOf, isTooWarm, requestsOf, stepsFor, type CustodyDraft } from '../../../client/state/custody.ts';
import type { SampleItem } from '../../../client/api/types.ts';
import { createScanReader } from '../../../client/state/scanReader.ts';
import { judgeScan } from '../../../client/state/judgeScan.ts';
import { parseNumber } from '../../../client/state/parseNumber.ts';

const ZONE = 'Asia/Shanghai';
const NOW = new Date('2018-01-10T04:00:00.000Z');
const draft = (more: Partial<CustodyDraft>): CustodyDraft => ({ ...emptyDraft('receive', '2018-01-10T11:00'), ...more });
const bottle = (number: string, state: SampleItem['state'], actions: string[]) => ({
  id: number,
  number,
  state,
  revision: 2,
  allowedActions: actions.map((action) => ({ action, allowed: true })),
});

describe('client: steps of custody', () => {
  it('exactly the limit is not too warm; above it, a reason in words is wanted', () => {
    expect(isTooWarm('6', 6)).to.equal(false);
    expect(isTooWarm('6.1', 6)).to.equal(true);
    expect(isTooWarm('', 6)).to.equal(false);
    expect(isTooWarm('9', null)).to.equal(false);
    expect(faultsOf(draft({ temperature: '9' }), ZONE, 6, NOW)).to.deep.equal(['deviation-needed']);
    expect(faultsOf(draft({ temperature: '9', deviation: '   ' }), ZONE, 6, NOW)).to.deep.equal(['deviation-needed']);
    expect(faultsOf(draft({ temperature: '9', deviation: 'ice melted on the way' }), ZONE, 6, NOW)).to.deep.equal([]);
  });

  it('the future, no time and unreadable numbers are all said at once', () => {
    expect(faultsOf(draft({ wall: '2018-01-11T11:00', temperature: 'cold' }), ZONE, 6, NOW)).to.deep.equal([
      'time-future',
      'temperature-unreadable',
    ]);
    expect(faultsOf(draft({ wall: '' }), ZONE, 6, NOW)).to.deep.equal(['time-missing']);
    expect(faultsOf(draft({ kind: 'reject' }), ZONE, 6, NOW)).to.deep.equal(['reasons-needed']);
    expect(faultsOf(draft({ kind: 'collect', measurements: { pH: '7,2' } }), ZONE, 6, NOW)).to.deep.equal(['measurement-unreadable']);
  });

  it('a request names the revision that was seen, keeps the local date and sends no blank as zero', () => {
    const late = draft({
      kind: 'collect',
      wall: '2018-01-09T23:30',
      seal: ' A1 ',
      measurements: { pH: '7.2', rainMm: '' },
      temperature: '',
    });
    const [request] = requestsOf(late, [{ id: 's1', revision: 7 }], ZONE, 6);
    expect(request).to.deep.equal({
      sampleId: 's1',
      revision: 7,
      kind: 'collect',
      at: '2018-01-09T15:30:00.000Z',
      localDate: '2018-01-09',
      seal: 'A1',
      measurements: { pH: 7.2 },
    });
  });

  it('a box that is too warm carries the reason code with each bottle', () => {
    const [request] = requestsOf(draft({ temperature: '９.５', deviation: 'accepted: kept dark' }), [{ id: 's1', revision: 1 }], ZONE, 6);
    expect(request).to.include({ temperatureC: 9.5, deviation: 'accepted: kept dark' });
    expect(request?.reasons).to.deep.equal(['temperature']);
  });

  it('only steps that some bottle allows are offered, with how many', () => {
    const samples = [bottle('A', 'collected', ['receive', 'reject']), bottle('B', 'planned', ['collect'])] as unknown as SampleItem[];
    expect(stepsFor(samples)).to.deep.equal([
      { kind: 'collect', count: 1 },
      { kind: 'receive', count: 1 },
      { kind: 'reject', count: 1 },
    ]);
    expect(allows({ allowedActions: [{ action: 'receive', allowed: false }] }, 'receive')).to.equal(false);
  });
});

describe('client: scanning', () => {
  const NUMBERS = new Set(['hl100-1-18q1', 'hl100-10']);
  const type = (text: string, gap: (index: number) => number) => {
    const reader = createScanReader((code) => NUMBERS.has(code));
    let at = 0;
    return [...text, 'Enter'].map((key, index) => reader.press(key, (at += gap(index)))).at(-1);
  };

  it('a bottle is known by its number, at whatever speed the keys arrive and whatever stood before it', () => {
    for (const gap of [1, 5, 44, 46, 90, 400, 3000]) expect(type('HL100-1-18Q1', () => gap), `${gap} ms`).to.deep.equal({ code: 'HL100-1-18Q1', length: 12 });
    // a busy machine splits a scan in the middle
    expect(type('HL100-1-18Q1', (index) => (index === 6 ? 900 : 4))).to.deep.equal({ code: 'HL100-1-18Q1', length: 12 });
    expect(type('4.5HL100-1-18Q1', (index) => (index < 3 ? 200 : 4))).to.deep.equal({ code: 'HL100-1-18Q1', length: 12 });
    // the longer of two numbers that both stand at the end
    expect(type('ｈｌ１００-10', () => 5)).to.deep.equal({ code: 'ｈｌ１００-10', length: 8 });
  });

  it('a line of prose that ends with a number stays prose, unless a scanner wrote it', () => {
    for (const [gap, found] of [[5, true], [90, false]] as const) {
      const reader = createScanReader((code) => NUMBERS.has(code));
      for (const [index, key] of [...'HL100-10'].entries()) reader.press(key, index * gap, true);
      expect(reader.press('Enter', 8 * gap, true) !== null, `${gap} ms`).to.equal(found);
    }
  });

  it('a code that nobody expects is told from a person by the middle of its gaps', () => {
    expect(type('ZZ-9-2', () => 5)).to.deep.equal({ code: 'ZZ-9-2', length: 6 });
    expect(type('ZZ-9-2', (index) => (index === 3 ? 500 : 5))).to.deep.equal({ code: 'ZZ-9-2', length: 6 });
    expect(type('ZZ-9-2', () => 90)).to.equal(null);
    expect(type('9', () => 5)).to.equal(null);
    expect(type('a remark', () => 70)).to.equal(null);
  });

  it('what was rubbed out, and what stood in another field, is no part of a code', () => {
    const reader = createScanReader((code) => NUMBERS.has(code));
    for (const [index, key] of [...'HL100-1X'].entries()) reader.press(key, index * 200);
    reader.press('Backspace', 2000);
    reader.press('0', 2200);
    expect(reader.press('Enter', 2400)).to.deep.equal({ code: 'HL100-10', length: 8 });
    for (const [index, key] of [...'HL100-'].entries()) reader.press(key, 5000 + index * 200);
    reader.press('Tab', 7000);
    for (const [index, key] of [...'10'].entries()) reader.press(key, 7200 + index * 200);
    expect(reader.press('Enter', 9000)).to.equal(null);
  });

  it('each scan gets one verdict', () => {
    const samples = [bottle('HL-1', 'in-transit', ['receive']), bottle('HL-2', 'received', []), bottle('HL-3', 'planned', ['collect'])];
    const verdict = (code: string, held: string[] = [], open = false): string => judgeScan(code, samples, held, open).verdict;
    expect(verdict('ｈｌ-1')).to.equal('ready');
    expect(verdict('HL-1', [], true)).to.equal('waiting');
    expect(verdict('HL-1', ['HL-1'])).to.equal('twice');
    expect(verdict('HL-2')).to.equal('already');
    expect(verdict('HL-3')).to.equal('not-possible');
    expect(verdict('HL-9')).to.equal('unknown');
  });
});

describe('client: typed numbers', () => {
  it('blanks, words and commas are no numbers', () => {
    for (const text of ['', ' ', '12,5', '1e400', 'NaN', 'abc', '0x10', '1 2']) expect(parseNumber(text), `"${text}"`).to.equal(null);
    expect(parseNumber('－４．５')).to.equal(-4.5);
    expect(parseNumber(' 6 ')).to.equal(6);
  });
});
