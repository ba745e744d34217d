/**
 * Where the texts of a block go, and what is left out and why. Nothing is dropped without its words: what lies beyond the
 * edge, is locked, has not arrived, is another round's or no part of the plan. A block that names bottles or analytes is
 * placed by them (placeByLabels), any other by its place, into columns of the field it was begun in. Pure.
 */
import type { Reason, Words } from '../../../api/types.ts';
import { boundsOf, NO_FIELDS, type Area, type OwnFields } from './blocks.ts';
import { lockOf, splitKey, type Edit, type Field, type GridIndex } from './gridTypes.ts';
import { targetAt, textAt, type Sheet } from './sheet.ts';

export type WhyLeftOut = 'edge' | 'text-column' | 'not-received' | 'locked' | 'no-method' | 'hidden' | 'field-hidden' | 'unknown-number' | 'no-number' | 'other-round' | 'unknown-analyte' | 'outside-plan' | 'other-unit' | 'blank' | 'twice' | 'above';

export interface LeftOut {
  text: string;
  why: WhyLeftOut;
  /** Number of the bottle and name of the analyte, as far as they are known, or as the block wrote them. */
  place: string;
  /** What the laboratory says of the lock, where it says something. */
  words: Words | null;
}

export interface PastePlan {
  edits: Edit[];
  leftOut: LeftOut[];
  by: 'place' | 'label';
  /** Every text has its cell, in the order of the sheet: nothing needs to be shown first. */
  fits: boolean;
}

const nameOf = (index: GridIndex, key: string): string => {
  const { sampleId, analyteId } = splitKey(key);
  return `${index.samples.get(sampleId)?.number ?? sampleId} ${index.grid.analytes.find(({ id }) => id === analyteId)?.abbreviation ?? analyteId}`;
};

/** Why a cell takes no text; null where it does. */
function whyClosed(index: GridIndex, key: string): { why: WhyLeftOut; words: Words | null } | null {
  const lock = lockOf(index, key);
  if (lock === null) return null;
  const { sampleId } = splitKey(key);
  const locked: Reason | undefined = index.samples.get(sampleId)?.locked;
  if (lock === 'sample') return { why: 'not-received', words: locked ?? null };
  return { why: lock === 'state' ? 'locked' : 'no-method', words: null };
}

/** A text for a place of the sheet: the edit, or why not. */
export function placeText(index: GridIndex, key: string, field: Field, text: string, stands: string): Edit | LeftOut | null {
  const closed = whyClosed(index, key);
  if (closed === null) return { key, field, text };
  return text.trim() === stands ? null : { text, place: nameOf(index, key), ...closed };
}

const isLeftOut = (one: Edit | LeftOut): one is LeftOut => 'why' in one;

export function sorted(found: readonly (Edit | LeftOut | null)[], by: PastePlan['by'], fits: boolean): PastePlan {
  const edits: Edit[] = [];
  const leftOut: LeftOut[] = [];
  for (const one of found) {
    if (one === null) continue;
    if (isLeftOut(one)) leftOut.push(one);
    else edits.push(one);
  }
  return { edits, leftOut, by, fits: fits && leftOut.length === 0 };
}

/** Columns from a place on that take a block's columns in turn: of text, which refuse, and of the wanted field. */
const columnsFrom = (sheet: Sheet, from: number, field: Field | null): number[] =>
  sheet.columns.flatMap((column, x) => (x < from || (column.field !== null && sheet.rows[0]?.field === null && column.field !== field) ? [] : [x]));

/** Rows from a place on; where the rows carry the field, those of the wanted one. */
const rowsFrom = (sheet: Sheet, from: number, field: Field | null): number[] => sheet.rows.flatMap((row, y) => (y < from || (row.field !== null && row.field !== field) ? [] : [y]));

/**
 * The places for lanes that are known by field: each takes the next one of its field; -1 where the sheet shows none.
 * @param shown fields of the sheet's lanes of this direction; null for a lane that takes any
 */
function byFields(shown: readonly (Field | null)[], from: number, fields: readonly Field[], begun: Field | null): number[] {
  let at = from;
  return fields.map((field) => {
    const place = shown.findIndex((one, index) => index >= at && (one === null ? field === begun : one === field));
    if (place >= 0) at = place + 1;
    return place;
  });
}

/**
 * A block without labels, as in Excel: one text fills the whole selection, a block that goes evenly into it is repeated, else
 * it goes from the top left corner on. Results never run into dilution, unit or remark: what is of another field is passed over.
 */
export function placeByPosition(block: readonly (readonly string[])[], area: Area, sheet: Sheet, index: GridIndex, own: OwnFields = NO_FIELDS): PastePlan {
  const width = Math.max(0, ...block.map((line) => line.length));
  if (block.length === 0 || width === 0) return { edits: [], leftOut: [], by: 'place', fits: true };
  const { left, top, right, bottom } = boundsOf(area);
  // On a column of text the block is about the results beside it.
  const begun = sheet.rows[top]?.field ?? sheet.columns[left]?.field ?? 'result';
  const inRows = sheet.rows[0]?.field !== null;
  const ys = own.down === null ? rowsFrom(sheet, top, begun) : byFields(sheet.rows.map((row) => row.field), top, own.down, begun);
  const xs = own.across === null ? columnsFrom(sheet, left, begun) : byFields(sheet.columns.map((column) => (inRows ? null : column.field)), left, own.across, begun);
  const fill = (lanes: readonly number[], last: number, size: number, fixed: boolean): number => {
    const chosen = lanes.filter((lane) => lane <= last).length;
    return !fixed && chosen > 0 && chosen % size === 0 ? chosen : size;
  };
  const across = fill(xs, right, width, own.across !== null);
  const down = fill(ys, bottom, block.length, own.down !== null);
  const found: (Edit | LeftOut | null)[] = [];
  for (let dy = 0; dy < down; dy += 1) {
    const line = block[dy % block.length] ?? [];
    for (let dx = 0; dx < across; dx += 1) {
      const text = line[dx % width];
      // A short line of the clipboard says nothing about the cells beyond its end.
      if (text === undefined) continue;
      const [x, y] = [xs[dx], ys[dy]];
      const place = { x: x ?? -1, y: y ?? -1 };
      const target = targetAt(sheet, place);
      if (target !== null) found.push(placeText(index, target.key, target.field, text, target.view.raw));
      else if (text.trim() !== '' && text.trim() !== textAt(sheet, place)) found.push({ text, why: x === -1 || y === -1 ? 'field-hidden' : x === undefined || y === undefined ? 'edge' : 'text-column', place: '', words: null });
    }
  }
  return sorted(found, 'place', true);
}
