/** A paste goes where it says it belongs, and what does not go in is said in words. */
import { expect } from 'chai';
import { copiedFields, copyWithHeadings, onePlace, readClipboard, type OwnFields } from '../../../client/views/results/bench/blocks.ts';
import { namesIn } from '../../../client/views/results/bench/labels.ts';
import { placeByPosition, type PastePlan } from '../../../client/views/results/bench/pastePlan.ts';
import { placeByLabels } from '../../../client/views/results/bench/placeByLabels.ts';
import type { GridIndex } from '../../../client/views/results/bench/gridTypes.ts';
import type { Sheet } from '../../../client/views/results/bench/sheet.ts';
import { ANALYTES, roundOf, sheetOf } from '../support/smallGrid.ts';

const MDMA = { id: 'mdma', name: { zh: '亚甲二氧基甲基苯丙胺', en: 'MDMA' }, abbreviation: 'MDMA' };
const index = roundOf(5);
const sheet = sheetOf(index);
const lines = (...rows: string[][]): string => rows.map((row) => row.join('\t')).join('\r\n');

const labelled = (text: string, from = { x: 1, y: 0 }, on: Sheet = sheet, inRound: GridIndex = index): PastePlan | null => placeByLabels(readClipboard(text), from, on, inRound, namesIn(inRound.grid, [...ANALYTES, MDMA]));
const written = (plan: PastePlan | null): string[] => (plan?.edits ?? []).map(({ key, field, text }) => `${key}|${field}=${text}`);
const why = (plan: PastePlan | null): string[] => (plan?.leftOut ?? []).map(({ why: reason, place, text }) => `${reason}: ${place} ${text}`);

describe('client: a block with labels', () => {
  it('the block that was shifted by its heading and numbers goes to the cells it names, wherever the selection is', () => {
    const text = lines(['样品编号', 'METH', 'AMP'], ['2018Q1-HL101-1', '5', '6'], ['2018Q1-HL102-1', '7', '8']);
    const plan = labelled(text, { x: 2, y: 3 });
    expect(written(plan)).to.deep.equal(['s1|meth|result=5', 's1|amph|result=6', 's2|meth|result=7', 's2|amph|result=8']);
    expect(plan).to.include({ fits: true, by: 'label' });
  });

  it('names in either language, codes, units, any width and case', () => {
    for (const head of ['甲基苯丙胺', 'methamphetamine', 'MAMP', 'meth', 'ＭＥＴＨ', 'METH / MAMP (ng/L)', 'METH ng/L', '甲基苯丙胺 结果'])
      expect(written(labelled(lines(['Sample', head], ['2018q1-hl101-1 ', '5']))), head).to.deep.equal(['s1|meth|result=5']);
  });

  it('turned, with analytes down and bottles across', () => {
    const text = lines(['', '2018Q1-HL102-1', '2018Q1-HL101-1'], ['KET', '5', '6'], ['AMP', '7', '8']);
    const plan = labelled(text);
    expect(written(plan)).to.have.members(['s2|ket|result=5', 's1|ket|result=6', 's2|amph|result=7', 's1|amph|result=8']);
    expect(plan?.fits, 'another order is shown first').to.equal(false);
    expect(written(labelled('METH\t5\t6', { x: 1, y: 1 })), 'one analyte, bottles by place').to.deep.equal(['s2|meth|result=5', 's3|meth|result=6']);
  });

  it('only numbers, or only names: the other side goes by place', () => {
    expect(written(labelled(lines(['2018Q1-HL102-1', '5', '6'], ['2018Q1-HL103-1', '7', '8']), { x: 2, y: 0 }))).to.deep.equal(['s2|amph|result=5', 's2|ket|result=6', 's3|amph|result=7', 's3|ket|result=8']);
    expect(written(labelled(lines(['KET'], ['5'], ['6']), { x: 1, y: 1 }))).to.deep.equal(['s2|ket|result=5', 's3|ket|result=6']);
    expect(written(labelled(lines(['HL102-1', '5'])), ), 'the code of a site with one bottle').to.deep.equal(['s2|meth|result=5']);
  });

  it('columns that say where are passed over; columns and rows that name nothing here are listed', () => {
    const plan = labelled(lines(
      ['Sample', 'Site', 'METH', 'MDMA', 'Creatinine', ''],
      ['2018Q1-HL101-1', 'Place 1', '5', '6', '7', '8'],
      ['2017Q4-HL101-1', 'Place 1', '9', '', '', ''],
      ['Cal 1', '', '10', '', '', ''],
      ['', '', '11', '', '', ''],
      ['2018Q1-HL105-1', '', '12', '', '', ''],
      ['2018Q1-HL101-1', '', '13', '', '', ''],
    ));
    expect(written(plan)).to.deep.equal(['s1|meth|result=5']);
    expect(why(plan)).to.deep.equal([
      'outside-plan: 2018Q1-HL101-1 MDMA 6', 'unknown-analyte: 2018Q1-HL101-1 Creatinine 7', 'unknown-analyte: 2018Q1-HL101-1 8',
      'other-round: 2017Q4-HL101-1 METH 9', 'unknown-number: Cal 1 METH 10', 'no-number: METH 11',
      'not-received: 2018Q1-HL105-1 METH / MAMP 12', 'twice: 2018Q1-HL101-1 METH 13',
    ]);
    expect(plan?.leftOut.at(-2)?.words?.en).to.equal('the sample is not received');
    expect(plan?.fits).to.equal(false);
  });

  it('a heading with another unit than the method is refused, in the heading or in a row of units; its own is no value', () => {
    expect(why(labelled(lines(['Sample', 'METH (µg/L)'], ['2018Q1-HL101-1', '5'])))).to.deep.equal(['other-unit: 2018Q1-HL101-1 METH (µg/L) 5']);
    const plan = labelled(lines(['Sample', 'METH', 'AMP'], ['', 'ug/L', 'ng/L'], ['2018Q1-HL101-1', '5', '6']));
    expect(written(plan)).to.deep.equal(['s1|amph|result=6']);
    expect(why(plan)).to.deep.equal(['other-unit: 2018Q1-HL101-1 METH 5']);
  });

  it('missing rows are shown first; a blank takes nothing away; what the filter or the columns hide is left out', () => {
    expect(labelled(lines(['Sample', 'METH'], ['2018Q1-HL101-1', '5'], ['2018Q1-HL103-1', '6']))?.fits).to.equal(false);
    const full = roundOf(5, { 's1|meth': { rawText: '12', state: 'entered' } });
    expect(why(labelled(lines(['Sample', 'METH', 'AMP'], ['2018Q1-HL101-1', '', '5']), { x: 1, y: 0 }, sheetOf(full), full))).to.deep.equal(['blank: 2018Q1-HL101-1 METH ']);
    const filtered = sheetOf(index, { shown: new Set(['s1']) });
    expect(why(labelled(lines(['Sample', 'METH'], ['2018Q1-HL102-1', '5']), { x: 1, y: 0 }, filtered))).to.deep.equal(['hidden: 2018Q1-HL102-1 METH 5']);
    expect(why(labelled(lines(['Sample', 'METH dilution'], ['2018Q1-HL102-1', '5'])))).to.deep.equal(['field-hidden: 2018Q1-HL102-1 METH dilution 5']);
    expect(written(labelled(lines(['样品', '甲基苯丙胺稀释倍数'], ['2018Q1-HL102-1', '5']), { x: 1, y: 0 }, sheetOf(index, { fields: ['result', 'dilution'] })))).to.deep.equal(['s2|meth|dilution=5']);
  });

  it('numbers alone are no labels', () => {
    for (const text of ['12.3', lines(['<10', 'ND'], ['10L', '12±1']), lines(['2018-01', '1-2'])]) expect(labelled(text), text).to.equal(null);
  });

  it('a copy with headings comes back to its own cells, from either direction of the sheet', () => {
    const full = roundOf(4, { 's1|meth': { rawText: '11' }, 's1|ket': { rawText: '<2' }, 's3|amph': { rawText: 'ND' } });
    for (const transposed of [false, true]) {
      const from = sheetOf(full, { transposed });
      const all = { from: { x: 1, y: 0 }, to: { x: from.columns.length - 1, y: from.rows.length - 1 } };
      const copied = copyWithHeadings(from, all);
      expect(copied).to.contain('2018Q1-HL103-1').and.to.contain('METH / MAMP');
      for (const back of [false, true]) expect(written(labelled(copied, { x: 2, y: 1 }, sheetOf(index, { transposed: back })))).to.have.members(['s1|meth|result=11', 's1|ket|result=<2', 's3|amph|result=ND']);
    }
  });
});

describe('client: a block without labels', () => {
  const wide = sheetOf(index, { fields: ['result', 'dilution', 'unit', 'remark'] });
  const place = (text: string, x: number, y: number, on: Sheet = wide, own?: OwnFields): PastePlan => placeByPosition(readClipboard(text), onePlace({ x, y }), on, index, own);

  it('results never run into dilution, unit or remark', () => {
    const plan = place('5.00\t6.10\t7.20\t8.30', 1, 0);
    expect(written(plan)).to.deep.equal(['s1|meth|result=5.00', 's1|amph|result=6.10', 's1|ket|result=7.20']);
    expect(why(plan)).to.deep.equal(['edge:  8.30']);
    expect(written(place('10\t20', 2, 0)), 'nor dilutions into units').to.deep.equal(['s1|meth|dilution=10', 's1|amph|dilution=20']);
    const turnedSheet = sheetOf(index, { fields: ['result', 'dilution'], transposed: true });
    expect(written(place('5\r\n6', 1, 0, turnedSheet))).to.deep.equal(['s1|meth|result=5', 's1|amph|result=6']);
  });

  it('one value and an even block fill only what is of their field in the selection', () => {
    const area = { from: { x: 1, y: 0 }, to: { x: 8, y: 1 } };
    expect(written(placeByPosition([['7']], area, wide, index))).to.have.members(['s1|meth|result=7', 's1|amph|result=7', 's2|meth|result=7', 's2|amph|result=7']);
  });

  it('a block of our own with its dilutions keeps them', () => {
    const own = copiedFields(wide, { from: { x: 1, y: 0 }, to: { x: 4, y: 0 } });
    expect(own).to.deep.equal({ across: ['result', 'dilution', 'unit', 'remark'], down: null });
    expect(written(place('5\t10\tug/L\tcloudy', 5, 1, wide, own))).to.deep.equal(['s2|amph|result=5', 's2|amph|dilution=10', 's2|amph|unit=ug/L', 's2|amph|remark=cloudy']);
    const plan = place('5\t10\tug/L\tcloudy', 1, 1, sheet, own);
    expect(written(plan)).to.deep.equal(['s2|meth|result=5']);
    expect(why(plan), 'where they are not shown').to.deep.equal(['field-hidden:  10', 'field-hidden:  ug/L', 'field-hidden:  cloudy']);
    expect(copiedFields(sheet, { from: { x: 1, y: 0 }, to: { x: 2, y: 0 } })).to.deep.equal({ across: null, down: null });
  });

  it('a column of text refuses, the edge and a bottle that has not arrived are named', () => {
    const plan = place('a\t5\r\nb\t6\r\nc\t7', 0, 3, sheet);
    expect(written(plan)).to.deep.equal(['s4|meth|result=5']);
    expect(why(plan)).to.deep.equal(['text-column:  a', 'text-column:  b', 'not-received: 2018Q1-HL105-1 METH / MAMP 6', 'edge:  c', 'edge:  7']);
  });
});
