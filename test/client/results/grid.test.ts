/** The round grid without a browser: blocks of the clipboard, keys, and what a draft may say before it is sent. */
import { expect } from 'chai';
import type { Method } from '../../../models/schemas/index.ts';
import { boundsOf, clearEdits, copyText, fillDown, onePlace, readClipboard, type Area } from '../../../client/views/results/bench/blocks.ts';
import { placeByPosition } from '../../../client/views/results/bench/pastePlan.ts';
import { isOwnEcho, judge, sentCell, type Draft } from '../../../client/views/results/bench/draft.ts';
import { keyAction } from '../../../client/views/results/bench/gridKeys.ts';
import { cellKey, indexGrid, type GridAnswer, type Texts } from '../../../client/views/results/bench/gridTypes.ts';
import { filterNotes, notesAsText } from '../../../client/views/exchange/importTypes.ts';
import { emptyCache, placeOf, rowsOf, shapeOf, targetAt, type Sheet, type SheetWords } from '../../../client/views/results/bench/sheet.ts';
import { withoutStepsBack } from '../../../client/views/results/bench/useGrid.ts';
import { stillMissing } from '../../../client/views/results/review/stillMissing.ts';
import type { Cell } from '../../../client/api/types.ts';

const method = (analyteId: string): Method => ({ id: `m-${analyteId}`, analyteId, matrix: 'sewage', version: 1, code: 'M', unit: 'ng/L', lod: '10', loq: '20', upper: '1000', significantDigits: 3, maximumDecimals: 4, rounding: 'half-up', uncertainty: [], manualLimits: false }) as unknown as Method;
const cell = (sampleId: string, analyteId: string, more: Partial<Cell> = {}): Cell => ({ resultId: null, sampleId, analyteId, basis: 'concentration', state: 'pending', revision: 0, valueRevision: 0, attempt: 1, rawText: null, dilution: null, typedUnit: null, reportedText: null, qualifier: null, value: null, limit: null, unit: null, detected: null, flags: [], remark: null, authorId: null, authorName: null, runId: null, allowedActions: [], ...more });
const same = { zh: '', en: '' };
const samples = ['s1', 's2', 's3', 's4'].map((id) => ({ id, number: id.toUpperCase(), siteId: id, siteCode: id, siteName: same, areaCode: 'a', areaName: same, matrix: 'sewage' as const, state: id === 's4' ? ('planned' as const) : ('received' as const), kind: 'routine', collectedAt: null, ...(id === 's4' ? { locked: { code: 'x', zh: '未收样', en: 'not received' } } : {}) }));
const analytes = ['meth', 'ket'].map((id, order) => ({ id, name: same, abbreviation: id.toUpperCase(), order }));
const grid = { round: {}, revision: 1, analytes, samples, methods: analytes.map(({ id }) => method(id)), cells: samples.flatMap((sample) => analytes.map((analyte) => cell(sample.id, analyte.id, sample.id === 's1' ? { state: 'entered', rawText: analyte.id === 'meth' ? '11' : 'a\tb', revision: 1 } : {}))) } as unknown as GridAnswer;
const words: SheetWords = { name: () => '', state: () => '', noMethod: '', saving: '', unsaved: '', incomplete: '', conflict: '', uncertaintyKept: '', sample: '', site: '', analyte: '', limits: '', field: { result: '', dilution: '', unit: '', remark: '' } };

function sheetOf(transposed: boolean, fields: readonly ('result' | 'dilution')[] = ['result']): Sheet {
  const options = { fields, transposed, words };
  return { ...shapeOf(analytes, samples, indexGrid(grid).method, options), rows: rowsOf(indexGrid(grid), samples, new Map(), options, emptyCache()) };
}
const sheet = sheetOf(false);
const pasteEdits = (text: string, area: Area, on: Sheet) => placeByPosition(readClipboard(text), area, on, indexGrid(grid));

describe('client: blocks of the round grid', () => {
  it('a clipboard of Excel: quotes, line breaks inside a cell, and its trailing line break', () => {
    expect(readClipboard('1\t2\r\n3\t4\r\n')).to.deep.equal([['1', '2'], ['3', '4']]);
    expect(readClipboard('"a\tb"\t"say ""x"""\r\n"two\nlines"\t"5')).to.deep.equal([['a\tb', 'say "x"'], ['two\nlines', '"5']]);
    expect(readClipboard('\r\n\r\n')).to.deep.equal([]);
    expect(readClipboard('1\r\n\r\n2')).to.deep.equal([['1'], [''], ['2']]);
  });

  it('a copy gives back what a paste takes', () => {
    const text = copyText(sheet, { from: { x: 1, y: 0 }, to: { x: 2, y: 1 } });
    expect(text).to.equal('11\t"a\tb"\r\n\t');
    expect(readClipboard(text)).to.deep.equal([['11', 'a\tb']]);
  });

  it('a paste counts what falls outside and never wraps', () => {
    const { edits, leftOut } = pasteEdits('1\t2\t3\r\n4\t5\t6', onePlace({ x: 1, y: 2 }), sheet);
    expect(edits.map((edit) => [edit.key, edit.text])).to.deep.equal([[cellKey('s3', 'meth'), '1'], [cellKey('s3', 'ket'), '2']]);
    expect(leftOut.map(({ why, text, place }) => [why, text, place])).to.deep.equal([['edge', '3', ''], ['not-received', '4', 'S4 METH'], ['not-received', '5', 'S4 KET'], ['edge', '6', '']]);
  });

  it('one value fills, a block repeats only where it goes in evenly', () => {
    const area = { from: { x: 2, y: 2 }, to: { x: 1, y: 0 } };
    expect(boundsOf(area)).to.deep.equal({ left: 1, right: 2, top: 0, bottom: 2 });
    expect(pasteEdits('7', area, sheet).edits).to.have.length(6);
    expect(pasteEdits('7\t8', area, sheet).edits.map((edit) => edit.text)).to.deep.equal(['7', '8', '7', '8', '7', '8']);
    expect(pasteEdits('7\r\n8', area, sheet).edits.map((edit) => edit.text), 'two rows do not go into three').to.deep.equal(['7', '7', '8', '8']);
  });

  it('fill down takes the row above where one row is chosen, and nothing above the first', () => {
    expect(fillDown(onePlace({ x: 1, y: 1 }), sheet)).to.deep.equal([{ key: cellKey('s2', 'meth'), field: 'result', text: '11' }]);
    expect(fillDown(onePlace({ x: 1, y: 0 }), sheet)).to.deep.equal([]);
    expect(clearEdits({ from: { x: 0, y: 0 }, to: { x: 1, y: 0 } }, sheet).map((edit) => edit.key), 'the site is no result').to.deep.equal([cellKey('s1', 'meth')]);
  });

  it('a cell is found again when the sheet is turned', () => {
    const turned = sheetOf(true, ['result', 'dilution']);
    const target = targetAt(sheet, { x: 2, y: 2 });
    expect(target?.key).to.equal(cellKey('s3', 'ket'));
    const place = placeOf(turned, { key: cellKey('s3', 'ket'), field: 'dilution' });
    expect(place).to.deep.equal({ x: 3, y: 3 });
    expect(targetAt(turned, place ?? { x: -1, y: -1 })).to.include({ key: cellKey('s3', 'ket'), field: 'dilution' });
  });

  it('a row in which nothing changed is the same row', () => {
    const cache = emptyCache();
    const options = { fields: ['result'] as const, transposed: false, words };
    const before = rowsOf(indexGrid(grid), samples, new Map(), options, cache);
    const changed = { ...grid, cells: grid.cells.map((one) => (one.sampleId === 's2' && one.analyteId === 'ket' ? { ...one, rawText: '5', revision: 1 } : one)) };
    const after = rowsOf(indexGrid(changed), samples, new Map(), options, cache);
    expect(after.map((row, index) => row === before[index])).to.deep.equal([true, false, true, true]);
  });
});

describe('client: keys of the round grid', () => {
  const press = (key: string, more: object = {}) => keyAction({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...more }, { x: 1, y: 1 }, sheet);
  it('are Excel’s', () => {
    expect(press('Enter', { shiftKey: true })).to.deep.equal({ do: 'step', by: { x: 0, y: -1, kind: 'enter' } });
    expect(press('ArrowDown', { shiftKey: true })).to.deep.equal({ do: 'extend', by: { x: 0, y: 1 } });
    expect(press('End')).to.deep.equal({ do: 'go', to: { x: 2, y: 1 }, extend: false });
    expect(press('Home', { ctrlKey: true })).to.deep.equal({ do: 'go', to: { x: 1, y: 0 }, extend: false });
    expect(press('ArrowDown', { metaKey: true, shiftKey: true })).to.deep.equal({ do: 'go', to: { x: 1, y: 3 }, extend: true });
    expect(press('Z', { ctrlKey: true, shiftKey: true })).to.deep.equal({ do: 'redo' });
    expect(press('5')).to.deep.equal({ do: 'type' });
  });
  it('leave to the browser what is not theirs', () => {
    for (const [key, more] of [['c', { ctrlKey: true }], ['k', { ctrlKey: true }], ['F5', {}], ['Escape', {}], ['5', { altKey: true }]] as const) expect(press(key, more), key).to.equal(null);
  });
});

describe('client: drafts of the round grid', () => {
  const nothing: Texts = { result: '', dilution: '', unit: '', remark: '' };
  const draft = (texts: Partial<Texts>, more: Partial<Draft> = {}): Draft => ({ texts, base: 3, status: 'waiting', why: null, code: null, sent: [], ...more });
  const plain = method('meth');
  it('a dilution waits for its result, and is judged with it', () => {
    expect(judge(draft({ dilution: '10' }), nothing, plain).status).to.equal('incomplete');
    expect(judge(draft({ dilution: '10', result: '12.5' }), nothing, plain).status).to.equal('waiting');
    expect(judge(draft({ dilution: '0' }), { ...nothing, result: '5' }, plain)).to.include({ status: 'refused', code: 'dilution-invalid' });
  });
  it('what is too long for the API is refused by itself, not with everything sent beside it', () => {
    expect(judge(draft({ remark: 'x'.repeat(501) }), { ...nothing, result: '5' }, plain)).to.include({ status: 'refused', code: 'too-long-remark' });
  });
  it('a conflict stays until somebody has decided it, whatever is typed', () => {
    expect(judge(draft({ result: '5' }, { status: 'conflict' }), nothing, plain).status).to.equal('conflict');
  });
  it('an emptied dilution goes back to 1, an emptied unit to the method’s, an emptied remark to none', () => {
    expect(sentCell({ sampleId: 's', analyteId: 'a' }, draft({ dilution: '', unit: '', remark: ' ' }), { ...nothing, result: '5' }, plain)).to.deep.equal({ sampleId: 's', analyteId: 'a', revision: 3, rawText: '5', dilution: '1', unit: 'ng/L', remark: null });
    expect(sentCell({ sampleId: 's', analyteId: 'a' }, draft({ result: '6' }), { ...nothing, dilution: '10' }, plain)).to.deep.equal({ sampleId: 's', analyteId: 'a', revision: 3, rawText: '6' });
  });
  it('only one’s own text, sent before, is one’s own echo', () => {
    const current = cell('s1', 'meth', { rawText: '5', authorId: 'me' });
    expect(isOwnEcho(draft({ result: '6' }, { sent: ['5'] }), current, 'me')).to.equal(true);
    expect(isOwnEcho(draft({ result: '6' }, { sent: ['5'] }), current, 'you')).to.equal(false);
    expect(isOwnEcho(draft({ result: '6' }), current, 'me')).to.equal(false);
  });
});

describe('client: lists of the bench and of review', () => {
  it('errors of a file are filtered by every word and copied as a table', () => {
    const notes = [{ row: 5, column: 'unit', value: '5', message: 'the unit is missing' }, { row: 6, column: 'value', value: 'a\tb', message: 'no number' }];
    expect(filterNotes(notes, 'UNIT missing')).to.deep.equal([notes[0]]);
    expect(notesAsText(notes, ['r', 'c', 'v', 'm'])).to.equal('r\tc\tv\tm\r\n5\tunit\t5\tthe unit is missing\r\n6\tvalue\ta b\tno number');
  });
  it('what a round still misses is named by what it waits for; what was given up is not missing', () => {
    const lines = stillMissing({ ...grid, samples: samples.map((sample) => (sample.id === 's3' ? { ...sample, state: 'rejected' as const } : sample)) });
    expect(lines.map((line) => [line.number, line.wait, line.analytes.join()])).to.deep.equal([['S4', 'not-received', 'METH,KET'], ['S2', 'not-entered', 'METH,KET'], ['S1', 'not-submitted', 'METH,KET']]);
  });
});

describe('client: a grid that was read before what is shown', () => {
  const answer = (revision: number, cells: GridAnswer['cells']): GridAnswer => ({ ...grid, revision, cells });

  it('takes no cell back to an earlier revision, and takes what is newer', () => {
    const shown = answer(9, [cell('s1', 'meth', { revision: 3, rawText: '12' }), cell('s1', 'ket', { revision: 1, rawText: '5' })]);
    const read = answer(7, [cell('s1', 'meth', { revision: 2, rawText: '11' }), cell('s1', 'ket', { revision: 2, rawText: '6' })]);
    const { revision, cells } = withoutStepsBack(shown, read);
    expect([revision, ...cells.map(({ rawText }) => rawText)]).to.deep.equal([9, '12', '6']);
    expect(withoutStepsBack(shown, answer(9, read.cells)).cells, 'as new as what is shown: taken as it is').to.equal(read.cells);
    expect(withoutStepsBack(undefined, read)).to.equal(read);
  });
});
