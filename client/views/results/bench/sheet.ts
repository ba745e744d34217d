/**
 * The round laid out as a sheet: samples down and analytes across, or the other way round, with the
 * fields that are shown. A row whose cells and drafts are the same objects as before is the same
 * row, so that one typed value in a thousand rows costs one row. Pure.
 */
import type { GridCell, Words } from '../../../api/types.ts';
import { viewOf, type CellView, type Wording, type Tone } from './cellView.ts';
import type { Draft } from './draft.ts';
import { cellKey, splitKey, type Field, type GridAnalyte, type GridIndex, type GridSample } from './gridTypes.ts';

export interface SheetRow {
  [prop: string]: unknown;
  id: string;
  /** Where the rows and not the columns carry the field. */
  field: Field | null;
  /** The pinned text of the row. */
  head: string;
  /** The same in full, as a copy carries it. */
  label: string;
  /** Place of the bottle in the whole round, as people count it: a filter leaves gaps. Empty where the rows are analytes. */
  ordinal: string;
  /** Texts of the columns before the first result, by their prop. */
  lead: Readonly<Record<string, string>>;
  views: Readonly<Record<string, CellView>>;
  keys: Readonly<Record<string, string>>;
}

export interface SheetColumn {
  prop: string;
  /** null: a text column before the results. */
  field: Field | null;
  name: string;
  /** The heading in full, as a copy carries it. Without a unit: a text is in the unit that was typed beside it. */
  label: string;
  /** Unit that the texts below it are reported in; empty where it says nothing. */
  unit: string;
  hint: string;
  size: number;
}

/** What stays the same while values change. */
export interface SheetShape {
  /** Heading of the pinned column. */
  head: string;
  /** The same without what is left out of the others. */
  corner: string;
  headSize: number;
  /** Columns that scroll: first `fixed` ones with text, then those that are typed into. */
  columns: SheetColumn[];
  fixed: number;
}

export interface Sheet extends SheetShape {
  rows: SheetRow[];
}

export interface SheetWords extends Wording {
  sample: string;
  site: string;
  analyte: string;
  limits: string;
  field: Readonly<Record<Field, string>>;
}

export interface SheetOptions {
  fields: readonly Field[];
  transposed: boolean;
  /** Leaves the column of sites out: on a phone it would take the place of the results. */
  narrow?: boolean;
  words: SheetWords;
}

const SIZES: Readonly<Record<Field, number>> = { result: 124, dilution: 96, unit: 96, remark: 150 };

interface CachedRow {
  row: SheetRow;
  /** Everything the row was made of, besides its cells. */
  fixed: readonly unknown[];
  spots: readonly Spot[];
  cells: readonly (GridCell | undefined)[];
  drafts: readonly (Draft | undefined)[];
  /** Drawing in which it was last found right. */
  turn: number;
}

/** The rows of the last drawing, to be taken over where nothing in them changed. */
export interface RowCache {
  words: SheetWords | null;
  shape: string;
  index: GridIndex | null;
  drafts: ReadonlyMap<string, Draft>;
  turn: number;
  rows: Map<string, CachedRow>;
}
export const emptyCache = (): RowCache => ({ words: null, shape: '', index: null, drafts: new Map(), turn: 0, rows: new Map() });

const same = (a: readonly unknown[], b: readonly unknown[]): boolean => a.length === b.length && a.every((part, index) => part === b[index]);

/** Samples and analytes whose drafts are not what they were. */
function touchedBy(before: ReadonlyMap<string, Draft>, now: ReadonlyMap<string, Draft>): ReadonlySet<string> {
  const touched = new Set<string>();
  const note = (key: string): void => {
    const { sampleId, analyteId } = splitKey(key);
    touched.add(sampleId).add(analyteId);
  };
  for (const [key, draft] of now) if (before.get(key) !== draft) note(key);
  for (const key of before.keys()) if (!now.has(key)) note(key);
  return touched;
}

function columnOf(prop: string, name: string, unit: string, hint: string, field: Field, words: SheetWords): SheetColumn {
  const heading = (text: string): string => (field === 'result' ? text : `${text} ${words.field[field]}`);
  // Of several abbreviations the first: the unit has to stand beside it.
  return { prop, field, name: heading(name.split(' / ')[0] ?? name), label: heading(name), unit: field === 'result' ? unit : '', hint: `${hint} · ${words.field[field]}${unit === '' ? '' : ` · ${unit}`}`, size: SIZES[field] };
}

/** What all numbers begin with, up to a dash: "2019Q4-" of 2019Q4-HL101-1 and 2019Q4-HL102-3. One bottle alone keeps its whole number. */
export function commonStart(numbers: readonly string[]): string {
  const [first = '', ...others] = numbers;
  if (others.length === 0) return '';
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, first.lastIndexOf('-', length - 1) + 1);
}

/** The units that an analyte is reported in for these bottles: one, or one for each matrix. */
function unitsOf(analyte: GridAnalyte, samples: readonly GridSample[], methodOf: GridIndex['method']): string {
  const matrices = [...new Set(samples.map(({ matrix }) => matrix))];
  return [...new Set(matrices.flatMap((matrix) => methodOf(analyte.id, matrix)?.unit ?? []))].join(' · ');
}

function makeRow(id: string, field: Field | null, head: string, label: string, ordinal: string, lead: Record<string, string>, cells: readonly { prop: string; key: string; view: CellView }[]): SheetRow {
  const row: SheetRow = { id, field, head, label, ordinal, lead, views: Object.fromEntries(cells.map(({ prop, view }) => [prop, view])), keys: Object.fromEntries(cells.map(({ prop, key }) => [prop, key])) };
  Object.assign(row, lead);
  for (const { prop, view } of cells) row[prop] = view.raw;
  return row;
}

interface Spot {
  sample: GridSample;
  analyte: GridAnalyte;
  prop: string;
  field: Field;
  key: string;
}

const spotOf = (sample: GridSample, analyte: GridAnalyte, field: Field, prop: string): Spot => ({ sample, analyte, field, prop, key: cellKey(sample.id, analyte.id) });

const siteOf = (sample: GridSample, name: (words: Words) => string): string => `${sample.siteCode} ${name(sample.siteName)}`;

export function shapeOf(analytes: readonly GridAnalyte[], samples: readonly GridSample[], methodOf: GridIndex['method'], { fields, transposed, narrow = false, words }: SheetOptions): SheetShape {
  if (transposed) {
    const start = commonStart(samples.map(({ number }) => number));
    return {
      // What is left out of every heading is said once.
      corner: words.analyte,
      head: start === '' ? words.analyte : `${start}…`, headSize: narrow ? 112 : 140, fixed: 1,
      columns: [
        { prop: 'limits', field: null, name: words.limits, label: words.limits, unit: '', hint: words.limits, size: 128 },
        ...samples.map((sample): SheetColumn => ({ prop: sample.id, field: 'result', name: sample.number.slice(start.length), label: sample.number, unit: '', hint: `${sample.number} · ${siteOf(sample, words.name)}`, size: SIZES.result })),
      ],
    };
  }
  return {
    corner: words.sample, head: words.sample, headSize: narrow ? 104 : 150, fixed: narrow ? 0 : 1,
    columns: [
      ...(narrow ? [] : [{ prop: 'site', field: null, name: words.site, label: words.site, unit: '', hint: words.site, size: 152 }]),
      ...analytes.flatMap((analyte) => fields.map((field) => columnOf(`${analyte.id}:${field}`, analyte.abbreviation, unitsOf(analyte, samples, methodOf), words.name(analyte.name), field, words))),
    ],
  };
}

/** Places of the bottles in the round, counted from 1; one map for the life of an answer's list. */
const ordinals = new WeakMap<readonly GridSample[], ReadonlyMap<string, string>>();
function ordinalsOf(all: readonly GridSample[]): ReadonlyMap<string, string> {
  const known = ordinals.get(all) ?? new Map(all.map(({ id }, at) => [id, String(at + 1)]));
  ordinals.set(all, known);
  return known;
}

const twice = (text: string): [string, string] => [text, text];

export function rowsOf(index: GridIndex, samples: readonly GridSample[], drafts: ReadonlyMap<string, Draft>, { fields, transposed, narrow = false, words }: SheetOptions, cache: RowCache): SheetRow[] {
  const { analytes, methods } = index.grid;
  const places = ordinalsOf(index.grid.samples);
  // On a phone a number in full would be cut where bottles begin to differ.
  const start = narrow ? commonStart(index.grid.samples.map(({ number }) => number)) : '';
  const shape = `${String(transposed)} ${fields.join()}`;
  if (cache.words !== words || cache.shape !== shape) Object.assign(cache, emptyCache(), { words, shape });
  // where only drafts changed, the rows that hold none of them need no look
  const touched = cache.index === index ? touchedBy(cache.drafts, drafts) : null;
  cache.turn += 1;
  const { turn } = cache;
  /** @param subject id of the sample or analyte that the row is about */
  const rowFor = (id: string, subject: string, fixed: readonly unknown[], spotsOf: () => Spot[], field: Field | null, head: string, label: string, ordinal: string, lead: () => Record<string, string>): SheetRow => {
    const known = cache.rows.get(id);
    const stands = known !== undefined && same(known.fixed, fixed) ? known : undefined;
    const untouched = touched !== null && !touched.has(subject) && stands?.turn === turn - 1;
    if (stands !== undefined && (untouched || stands.spots.every(({ key }, at) => index.cells.get(key) === stands.cells[at] && drafts.get(key) === stands.drafts[at]))) {
      stands.turn = turn;
      return stands.row;
    }
    const spots = stands?.spots ?? spotsOf();
    const views = spots.map(({ sample, analyte, prop, field: one, key }) => ({ prop, key, view: viewOf(sample, index.cells.get(key), drafts.get(key), index.method(analyte.id, sample.matrix), one, words) }));
    const row = makeRow(id, field, head, label, ordinal, lead(), views);
    cache.rows.set(id, { row, fixed, spots, cells: spots.map(({ key }) => index.cells.get(key)), drafts: spots.map(({ key }) => drafts.get(key)), turn });
    return row;
  };
  const rows = transposed
    ? analytes.flatMap((analyte) => fields.map((field) => rowFor(`${analyte.id}:${field}`, analyte.id, [methods, analyte, ...samples], () => samples.map((sample) => spotOf(sample, analyte, field, sample.id)), field, ...twice(field === 'result' ? analyte.abbreviation : `${analyte.abbreviation} ${words.field[field]}`), '', () => {
        const method = samples[0] === undefined ? undefined : index.method(analyte.id, samples[0].matrix);
        return { limits: field === 'result' && method !== undefined ? `${method.lod} · ${method.loq} ${method.unit}` : '' };
      })))
    : samples.map((sample) => rowFor(sample.id, sample.id, [methods, sample, analytes, places, start], () => analytes.flatMap((analyte) => fields.map((field) => spotOf(sample, analyte, field, `${analyte.id}:${field}`))), null, sample.number.slice(start.length), sample.number, places.get(sample.id) ?? '', () => ({ site: words.name(sample.siteName) })));
  cache.index = index;
  cache.drafts = drafts;
  return rows;
}

/** A place of the sheet: column among those that scroll, and row. */
export interface Place {
  x: number;
  y: number;
}

export interface Target {
  key: string;
  field: Field;
  view: CellView;
}

/** What is typed into at a place; null on a column of text and outside the sheet. */
export function targetAt(sheet: Sheet, { x, y }: Place): Target | null {
  const row = sheet.rows[y];
  const column = sheet.columns[x];
  if (row === undefined || column === undefined) return null;
  const field = column.field === null ? null : (row.field ?? column.field);
  const key = row.keys[column.prop];
  const view = row.views[column.prop];
  return field === null || key === undefined || view === undefined ? null : { key, field, view };
}

/** Where a cell's field now lies; null where it is not shown. */
export function placeOf(sheet: Sheet, { key, field }: Pick<Target, 'key' | 'field'>): Place | null {
  const y = sheet.rows.findIndex((row) => (row.field === null || row.field === field) && Object.values(row.keys).includes(key));
  const row = sheet.rows[y];
  if (row === undefined) return null;
  const x = sheet.columns.findIndex((column) => row.keys[column.prop] === key && (row.field ?? column.field) === field);
  return x < 0 ? null : { x, y };
}

const WANTS_A_LOOK: readonly Tone[] = ['refused', 'conflict', 'incomplete', 'flagged'];

/** The next place after this one, row by row and around the end, whose cell wants somebody's eyes; null where none does. */
export function nextToAttend(sheet: Sheet, from: Place, back: boolean): Place | null {
  const [width, all] = [sheet.columns.length, sheet.columns.length * sheet.rows.length];
  const start = from.y * width + from.x;
  for (let step = 1; step <= all; step += 1) {
    const at = (((start + (back ? -step : step)) % all) + all) % all;
    const place = { x: at % width, y: Math.floor(at / width) };
    const target = targetAt(sheet, place);
    if (target !== null && WANTS_A_LOOK.includes(target.view.tone)) return place;
  }
  return null;
}

/** Where every cell's field lies, by `key|field`. */
export function placesIn(sheet: Sheet): Map<string, Place> {
  return new Map(sheet.rows.flatMap((row, y) => sheet.columns.flatMap(({ prop, field: ofColumn }, x): [string, Place][] => {
    const field = ofColumn === null ? null : (row.field ?? ofColumn);
    const key = row.keys[prop];
    return field === null || key === undefined ? [] : [[`${key}|${field}`, { x, y }]];
  })));
}

/** The text that a copy takes from a place. */
export function textAt(sheet: Sheet, { x, y }: Place): string {
  const row = sheet.rows[y];
  const prop = sheet.columns[x]?.prop;
  if (row === undefined || prop === undefined) return '';
  return row.views[prop]?.raw ?? row.lead[prop] ?? '';
}
