/** The filter of the bench: which bottles it shows, and that nothing done in a filtered sheet reaches a bottle it hides. */
import { expect } from 'chai';
import fc from 'fast-check';
import { clearEdits, copyWithHeadings, fillDown, readClipboard, type Area } from '../../../client/views/results/bench/blocks.ts';
import { DraftBook } from '../../../client/views/results/bench/draftBook.ts';
import { FIELDS, type Edit, type Field } from '../../../client/views/results/bench/gridTypes.ts';
import { namesIn } from '../../../client/views/results/bench/labels.ts';
import { placeByPosition } from '../../../client/views/results/bench/pastePlan.ts';
import { placeByLabels } from '../../../client/views/results/bench/placeByLabels.ts';
import { commonStart, placesIn, targetAt, type Sheet } from '../../../client/views/results/bench/sheet.ts';
import { filterBottles, NO_FILTER, NO_RUN, type FilterChoice } from '../../../client/views/results/bench/sheetFilter.ts';
import type { Cell } from '../../../client/api/types.ts';
import { ANALYTES, roundOf, sheetOf } from '../support/smallGrid.ts';

const NO_DRAFTS = new Map();
const ids = (index: ReturnType<typeof roundOf>, choice: Partial<FilterChoice>): string[] => [...(filterBottles(index, NO_DRAFTS, { ...NO_FILTER, ...choice }) ?? ['all'])];
const entered = (rawText: string, more: Partial<Cell> = {}): Partial<Cell> => ({ rawText, state: 'entered', revision: 1, ...more });

describe('client: the filter of the bench', () => {
  const index = roundOf(6, {
    's1|meth': entered('5'), 's1|amph': entered('6'), 's1|ket': entered('7', { runId: 'r1' }),
    's2|meth': entered('5', { runId: 'r1', flags: [{ code: 'hold', zh: '', en: '' }] }),
  });

  it('shows what is flagged, not complete, of a run, of a town, or named', () => {
    expect(ids(index, {})).to.deep.equal(['all']);
    expect(ids(index, { what: 'flagged' })).to.deep.equal(['s2']);
    expect(ids(index, { what: 'incomplete' }), 'without the complete one and the one that has not arrived').to.deep.equal(['s2', 's3', 's4', 's5']);
    expect(ids(index, { run: 'r1' })).to.deep.equal(['s1', 's2']);
    expect(ids(index, { run: NO_RUN })).to.deep.equal(['s1']);
    expect(ids(index, { area: 'B' })).to.deep.equal(['s2', 's4', 's6']);
    expect(ids(index, { text: ' hl103' })).to.deep.equal(['s3']);
    expect(ids(index, { text: '点位4' })).to.deep.equal(['s4']);
    expect(ids(index, { area: 'A', what: 'incomplete', text: '2018Q1' })).to.deep.equal(['s3', 's5']);
  });

  it('a row whose results all stand is complete, however many dilutions are empty', () => {
    const sheet = sheetOf(index, { fields: FIELDS });
    expect(Object.values(sheet.rows[0]?.views ?? {}).filter((view) => view.raw === '')).to.have.length(9);
    expect(ids(index, { what: 'incomplete' })).not.to.include('s1');
  });

  it('a text that is typed and not saved yet counts as it stands', () => {
    const draft = { texts: { result: '' }, base: 1, status: 'waiting' as const, why: null, code: null, sent: [] };
    expect([...(filterBottles(index, new Map([['s1|ket', draft]]), { ...NO_FILTER, what: 'incomplete' }) ?? [])]).to.include('s1');
    expect([...(filterBottles(index, new Map([['s3|ket', { ...draft, status: 'refused' as const }]]), { ...NO_FILTER, what: 'flagged' }) ?? [])]).to.include('s3');
  });

  it('row numbers are places in the round, so that a filter shows its gaps; turned headings keep what tells bottles apart', () => {
    expect(sheetOf(index, { shown: new Set(['s2', 's5']) }).rows.map((row) => row.ordinal)).to.deep.equal(['2', '5']);
    const turned = sheetOf(index, { transposed: true });
    expect(turned.columns.slice(1, 3).map((column) => [column.name, column.label])).to.deep.equal([['HL101-1', '2018Q1-HL101-1'], ['HL102-1', '2018Q1-HL102-1']]);
    expect(turned.head).to.equal('2018Q1-…');
    expect(commonStart(['2019Q4-HL101-1'])).to.equal('');
    expect(commonStart(['2019Q4-HL101-1', '2019Q4-HL101-12'])).to.equal('2019Q4-HL101-');
    expect(commonStart(['A-1', 'B-1'])).to.equal('');
    expect(sheetOf(index).columns.map((column) => column.unit)).to.deep.equal(['', 'ng/L', 'ng/L', 'ng/L']);
  });

  it('a typed uncertainty stands beside the value, and where none is reported the note says so', () => {
    const typed = sheetOf(roundOf(3, { 's1|meth': entered('12±1', { reportedText: '12.0', qualifier: '=' }), 's2|meth': entered('0.2±0.1', { reportedText: '< 0.5', qualifier: '<' }) }));
    expect(typed.rows[0]?.views['meth:result']).to.include({ reported: '12.0', uncertainty: ' ± 1', raw: '12±1' });
    expect(typed.rows[1]?.views['meth:result']).to.include({ reported: '< 0.5', uncertainty: '', raw: '0.2±0.1' });
    expect(typed.rows[1]?.views['meth:result']?.notes).to.include('kept');
  });
});

interface InCells { do: 'paste' | 'labels' | 'fill' | 'clear' | 'type'; area: Area; block: string[][] }
interface Step { do: 'undo' | 'redo' }
type Act = InCells | Step;
const isStep = (one: Act): one is Step => one.do === 'undo' || one.do === 'redo';

describe('client: a filtered sheet', () => {
  const COUNT = 12;
  const place = fc.record({ x: fc.integer({ min: 0, max: 6 }), y: fc.integer({ min: 0, max: 5 }) });
  const text = fc.constantFrom('5', '61', '<2', 'ND', '', 'abc', '12±1', '2018Q1-HL104-1', '2017Q4-HL104-1', 'METH', 'AMP', 'Ketamine', 'Site');
  const act: fc.Arbitrary<Act> = fc.oneof(
    fc.record({ do: fc.constantFrom('paste' as const, 'labels' as const, 'fill' as const, 'clear' as const, 'type' as const), area: fc.record({ from: place, to: place }), block: fc.array(fc.array(text, { minLength: 1, maxLength: 4 }), { minLength: 1, maxLength: 14 }) }),
    fc.record({ do: fc.constantFrom('undo' as const, 'redo' as const) }),
  );
  const choice: fc.Arbitrary<FilterChoice> = fc.record({ what: fc.constantFrom('all' as const, 'incomplete' as const, 'incomplete' as const, 'flagged' as const), area: fc.constantFrom(null, null, 'A', 'B'), run: fc.constantFrom(null, null, null, 'r1', NO_RUN), text: fc.constantFrom('', '', 'HL10', '11', 'Place 3') });
  const given = fc.dictionary(fc.constantFrom(...Array.from({ length: COUNT }, (_, at) => ANALYTES.map(({ id }) => `s${String(at + 1)}|${id}`)).flat()), fc.constantFrom<Partial<Cell>>(entered('5'), entered('6', { runId: 'r1' }), entered('7', { flags: [{ code: 'hold', zh: '', en: '' }] }), { rawText: '8', state: 'verified', revision: 3 }));

  it('whatever is filtered, pasted, filled, cleared, typed or undone, written cells are visible ones', () => {
    let writes = 0;
    fc.assert(fc.property(given, fc.array(fc.record({ choice, fields: fc.subarray(FIELDS.filter((field) => field !== 'result')), transposed: fc.boolean(), acts: fc.array(act, { maxLength: 6 }) }), { minLength: 1, maxLength: 4 }), (cells, turns) => {
      const index = roundOf(COUNT, cells);
      const kept = new Map<string, string>();
      const store = { getItem: (name: string) => kept.get(name) ?? null, setItem: (name: string, value: string) => void kept.set(name, value), removeItem: (name: string) => void kept.delete(name), key: (at: number) => [...kept.keys()][at] ?? null, get length() { return kept.size; }, clear: () => kept.clear() };
      const book = new DraftBook({ userId: 'u', round: '2018-Q1', store, send: () => Promise.reject(new Error('offline')), onChange: () => undefined, maySend: () => false });
      book.setIndex(index);
      for (const turn of turns) {
        const shown = filterBottles(index, book.view().drafts, turn.choice);
        for (const one of turn.acts) {
          // Drawn anew after each act, with the rows that were chosen when the filter was applied.
          const sheet: Sheet = sheetOf(index, { shown, fields: FIELDS.filter((field) => field === 'result' || turn.fields.includes(field)), transposed: turn.transposed, drafts: book.view().drafts });
          const places = placesIn(sheet);
          const onScreen = ({ key, field }: { key: string; field: Field }): boolean => places.has(`${key}|${field}`);
          const before = new Map(index.grid.samples.flatMap(({ id }) => ANALYTES.flatMap((analyte) => FIELDS.map((field): [string, string] => [`${id}|${analyte.id}|${field}`, book.textAt(`${id}|${analyte.id}`, field)]))));
          const edits = ((): readonly Edit[] => {
            if (isStep(one)) {
              if (book.unseen(one.do, onScreen) === 0) book[one.do]();
              return [];
            }
            const { area, block } = one;
            if (one.do === 'paste') return placeByPosition(block, area, sheet, index).edits;
            if (one.do === 'labels') return (placeByLabels(block, area.from, sheet, index, namesIn(index.grid, ANALYTES)) ?? placeByPosition(readClipboard(copyWithHeadings(sheet, area)), area, sheet, index)).edits;
            if (one.do === 'fill') return fillDown(area, sheet);
            if (one.do === 'clear') return clearEdits(area, sheet);
            const target = targetAt(sheet, area.from);
            return target === null ? [] : [{ key: target.key, field: target.field, text: block[0]?.[0] ?? '' }];
          })();
          book.edit(edits);
          for (const [name, text] of before) {
            const cut = name.lastIndexOf('|');
            if (book.textAt(name.slice(0, cut), name.slice(cut + 1) as Field) === text) continue;
            writes += 1;
            expect(places.has(name), `${name} was written by ${one.do} and is not on screen`).to.equal(true);
          }
        }
      }
    }), { seed: 13, numRuns: 400 });
    expect(writes, 'something was written at all').to.be.above(1000);
  });
});
