/**
 * The round grid as data: what the API answers, and the rows that are drawn from it and from what
 * was typed but not yet taken. Pure, so that paste, undo and locks can be tested without a browser.
 */
import { readResult } from '../../../models/schemas/readResult.ts';
import type { Method, Matrix, Round, SampleState } from '../../../models/schemas/index.ts';
import type { Cell, Reason, Words } from '../../api/types.ts';

export interface GridSample {
  id: string;
  number: string;
  siteId: string;
  siteCode: string;
  siteName: Words;
  areaCode: string;
  areaName: Words;
  matrix: Matrix;
  state: SampleState;
  kind: string;
  locked?: Reason;
}

export interface GridAnalyte {
  id: string;
  name: Words;
  abbreviation: string;
  order: number;
}

export interface GridAnswer {
  round: Round;
  revision: number;
  analytes: GridAnalyte[];
  samples: GridSample[];
  methods: Method[];
  cells: Cell[];
}

/** Something typed that the server has not taken yet. It is kept until it is taken or the person drops it. */
export interface Draft {
  rawText: string;
  /** Revision of the cell that was on screen when it was typed. */
  base: number;
  status: 'waiting' | 'sending' | 'refused';
  /** Why it was refused, in the reader's language. */
  sentence: string | null;
  code: string | null;
}

export interface Edit {
  key: string;
  rawText: string;
}

export interface UndoStep {
  edits: { key: string; before: string; after: string }[];
}

export const cellKey = (sampleId: string, analyteId: string): string => `${sampleId}|${analyteId}`;

export function splitKey(key: string): { sampleId: string; analyteId: string } {
  const cut = key.indexOf('|');
  return { sampleId: key.slice(0, cut), analyteId: key.slice(cut + 1) };
}

/** The method in force for an analyte in a matrix: the newest version. */
export function methodFor(methods: readonly Method[], analyteId: string, matrix: Matrix): Method | undefined {
  return methods.filter((method) => method.analyteId === analyteId && method.matrix === matrix).sort((a, b) => b.version - a.version)[0];
}

/** States in which the bench may still type over a value. */
export const OPEN_STATES: ReadonlySet<Cell['state']> = new Set(['pending', 'entered']);

export type Tone = 'plain' | 'waiting' | 'refused' | 'below' | 'above' | 'flagged' | 'locked' | 'verified' | 'released' | 'submitted' | 'missing-method';

export interface CellView {
  /** What Excel would copy and the editor opens with: the text as typed. */
  raw: string;
  /** How a report prints it; null where nothing is entered or the text could not be read. */
  reported: string | null;
  tone: Tone;
  /** Words for the tooltip and the screen reader: state, flags, refusal. */
  notes: string[];
  locked: boolean;
}

export interface GridRow {
  [prop: string]: unknown;
  sampleId: string;
  number: string;
  site: string;
  area: string;
  views: Record<string, CellView>;
}

export interface Wording {
  name: (words: Words) => string;
  state: (state: Cell['state']) => string;
  noMethod: string;
  saving: string;
  unsaved: string;
}

function toneOf(cell: Cell | undefined, draft: Draft | undefined, reading: ReturnType<typeof readResult> | null): Tone {
  if (draft !== undefined) return draft.status === 'refused' ? 'refused' : 'waiting';
  if (cell === undefined) return 'plain';
  if (cell.flags.some((flag) => flag.code === 'hold' || flag.code === 'qc-fail' || flag.code === 'returned')) return 'flagged';
  if (cell.state === 'released') return 'released';
  if (cell.state === 'verified') return 'verified';
  if (cell.state === 'submitted') return 'submitted';
  if (reading !== null && !reading.ok) return 'refused';
  if (cell.qualifier === '<') return 'below';
  if (cell.qualifier === '>') return 'above';
  return 'plain';
}

/** Unit and dilution that go with a text typed into a cell: those already written beside it. */
export function givenOf(cell: Cell | undefined): { unit?: string; dilution?: string } {
  const unit = cell?.typedUnit ?? null;
  const dilution = cell?.dilution ?? null;
  return { ...(unit === null ? {} : { unit }), ...(dilution === null ? {} : { dilution }) };
}

/** One cell as drawn. */
export function viewOf(sample: GridSample, cell: Cell | undefined, draft: Draft | undefined, method: Method | undefined, words: Wording): CellView {
  const raw = draft?.rawText ?? cell?.rawText ?? '';
  if (method === undefined) return { raw, reported: null, tone: 'missing-method', notes: [words.noMethod], locked: true };
  const reading = draft === undefined || raw.trim() === '' ? null : readResult(raw, method, givenOf(cell));
  const reported = draft === undefined ? (cell?.reportedText ?? null) : reading !== null && reading.ok ? reading.reportedText : null;
  const closed = cell !== undefined && !OPEN_STATES.has(cell.state);
  const locked = sample.locked !== undefined || closed;
  const notes: string[] = [];
  if (sample.locked !== undefined) notes.push(words.name(sample.locked));
  if (cell !== undefined && cell.state !== 'pending') notes.push(words.state(cell.state));
  if (draft !== undefined) notes.push(draft.sentence ?? (draft.status === 'sending' ? words.saving : words.unsaved));
  for (const flag of cell?.flags ?? []) notes.push(words.name(flag));
  const tone = toneOf(cell, draft, reading);
  return { raw, reported, tone: sample.locked !== undefined && tone === 'plain' ? 'locked' : tone, notes, locked };
}

/** All rows, in the order of the answer. */
export function rowsOf(grid: GridAnswer, drafts: ReadonlyMap<string, Draft>, words: Wording): GridRow[] {
  const cells = new Map(grid.cells.map((cell) => [cellKey(cell.sampleId, cell.analyteId), cell]));
  return grid.samples.map((sample) => {
    const row: GridRow = { sampleId: sample.id, number: sample.number, site: `${sample.siteCode} ${words.name(sample.siteName)}`, area: words.name(sample.areaName), views: {} };
    for (const analyte of grid.analytes) {
      const key = cellKey(sample.id, analyte.id);
      const view = viewOf(sample, cells.get(key), drafts.get(key), methodFor(grid.methods, analyte.id, sample.matrix), words);
      row.views[analyte.id] = view;
      row[analyte.id] = view.raw;
    }
    return row;
  });
}

/** Why a typed text cannot be taken, before it is sent; null where it can, or is blank. */
export function refusalOf(rawText: string, method: Method, given: { unit?: string; dilution?: string }): { code: string; zh: string; en: string } | null {
  if (rawText.trim() === '') return null;
  const reading = readResult(rawText, method, given);
  return reading.ok ? null : reading;
}

/** A block of cells by column and row, both ends included. */
export interface Area {
  x: number;
  y: number;
  x1: number;
  y1: number;
}

/** Every place of a block, row by row. */
export function blockOf(area: Area): { x: number; y: number }[] {
  const places: { x: number; y: number }[] = [];
  for (let y = Math.min(area.y, area.y1); y <= Math.max(area.y, area.y1); y += 1) {
    for (let x = Math.min(area.x, area.x1); x <= Math.max(area.x, area.x1); x += 1) places.push({ x, y });
  }
  return places;
}

/**
 * Clipboard text as rows and columns, without the blank rows that Excel's trailing newline makes,
 * which would blank the cells below the block.
 */
export function clipboardBlock(text: string): string[][] {
  const block = text.split(/\r\n|\n|\r/).map((line) => line.split('\t'));
  let end = block.length;
  while (end > 0 && (block[end - 1] ?? []).every((cell) => cell === '')) end -= 1;
  return block.slice(0, end);
}

/**
 * What a paste asks for. One copied value fills the whole selection; a block goes from its top left corner on.
 * @param fixed columns before the first analyte
 * @returns the edits, and how many pasted texts fell outside the results and were not taken
 */
export function pasteEdits(text: string, area: Area, rows: readonly GridRow[], analyteIds: readonly string[], fixed: number): { edits: Edit[]; outside: number } {
  const block = clipboardBlock(text);
  const single = block.length === 1 && block[0]?.length === 1 ? (block[0][0] ?? '') : null;
  const x0 = Math.min(area.x, area.x1);
  const y0 = Math.min(area.y, area.y1);
  const wanted = single === null ? block.flatMap((line, dy) => line.map((raw, dx) => ({ x: x0 + dx, y: y0 + dy, raw }))) : blockOf(area).map((place) => ({ ...place, raw: single }));
  const edits: Edit[] = [];
  let outside = 0;
  for (const { x, y, raw } of wanted) {
    const row = rows[y];
    const analyte = analyteIds[x - fixed];
    if (row === undefined || analyte === undefined) outside += 1;
    else edits.push({ key: cellKey(row.sampleId, analyte), rawText: raw.trim() });
  }
  return { edits, outside };
}

/** Ctrl+D: the texts of the top row of the selection into the rows below; of one cell, the text above it. */
export function fillDown(area: Area, rows: readonly GridRow[], analyteIds: readonly string[], fixed: number): Edit[] {
  const top = Math.min(area.y, area.y1);
  const source = top === Math.max(area.y, area.y1) ? top - 1 : top;
  return blockOf(area).flatMap(({ x, y }) => {
    const analyte = analyteIds[x - fixed];
    const row = rows[y];
    const raw = analyte === undefined ? undefined : rows[source]?.views[analyte]?.raw;
    return analyte === undefined || row === undefined || raw === undefined || y === source ? [] : [{ key: cellKey(row.sampleId, analyte), rawText: raw }];
  });
}

/** The step that puts every text back. */
export const inverse = (step: UndoStep): UndoStep => ({ edits: step.edits.map(({ key, before, after }) => ({ key, before: after, after: before })) });
