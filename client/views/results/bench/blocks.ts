/** Rectangles of the sheet and of the clipboard, as Excel understands them. Pure. */
import type { Edit, Field } from './gridTypes.ts';
import { targetAt, textAt, type Place, type Sheet } from './sheet.ts';

/** A rectangle, both ends included; where it was begun and where it now ends. */
export interface Area {
  from: Place;
  to: Place;
}

export const onePlace = (place: Place): Area => ({ from: place, to: place });

export function boundsOf({ from, to }: Area): { left: number; top: number; right: number; bottom: number } {
  return { left: Math.min(from.x, to.x), right: Math.max(from.x, to.x), top: Math.min(from.y, to.y), bottom: Math.max(from.y, to.y) };
}

/** Fields of a block's columns and rows where it was copied from a sheet of ours that showed several; null where it says none. */
export interface OwnFields {
  across: readonly Field[] | null;
  down: readonly Field[] | null;
}
export const NO_FIELDS: OwnFields = { across: null, down: null };

const span = (from: number, to: number): number[] => Array.from({ length: to - from + 1 }, (_, index) => from + index);

/** Every place of a rectangle, row by row. */
export function placesOf(area: Area): Place[] {
  const { left, right, top, bottom } = boundsOf(area);
  return span(top, bottom).flatMap((y) => span(left, right).map((x) => ({ x, y })));
}

/** Excel's quotes: a text that holds a tab, a line break or begins with a quote. */
const quoted = (text: string): string => (/[\t\r\n]|^"/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** What a copy puts on the clipboard: the texts as typed, tabs between columns, line breaks between rows. */
export function copyText(sheet: Sheet, area: Area): string {
  const { left, right, top, bottom } = boundsOf(area);
  return span(top, bottom).map((y) => span(left, right).map((x) => quoted(textAt(sheet, { x, y }))).join('\t')).join('\r\n');
}

/** The same with the headings above and the numbers beside it, so that it can be placed by them, here or elsewhere. */
export function copyWithHeadings(sheet: Sheet, area: Area): string {
  const { left, right, top, bottom } = boundsOf(area);
  const columns = span(left, right);
  const heading = [sheet.corner, ...columns.map((x) => sheet.columns[x]?.label ?? '')];
  const lines = span(top, bottom).map((y) => [sheet.rows[y]?.label ?? '', ...columns.map((x) => textAt(sheet, { x, y }))]);
  return [heading, ...lines].map((line) => line.map(quoted).join('\t')).join('\r\n');
}

/** The fields of what is copied, where it holds more than results: they come back with it when it is pasted here. */
export function copiedFields(sheet: Sheet, area: Area): OwnFields {
  const { left, right, top, bottom } = boundsOf(area);
  const inRows = sheet.rows[0]?.field !== null;
  const across = inRows ? [] : span(left, right).flatMap((x) => sheet.columns[x]?.field ?? []);
  const down = inRows ? span(top, bottom).flatMap((y) => sheet.rows[y]?.field ?? []) : [];
  const mixed = (fields: readonly Field[], size: number): readonly Field[] | null => (fields.length === size && new Set(fields).size > 1 ? fields : null);
  return { across: mixed(across, right - left + 1), down: mixed(down, bottom - top + 1) };
}

/**
 * Clipboard text as rows and columns. A quoted cell may hold tabs and line breaks; a lone quote is a
 * quote. Without the blank rows that Excel's trailing newline makes, which would blank the cells below.
 */
export function readClipboard(text: string): string[][] {
  const rows: string[][] = [[]];
  // A cell is a complete quoted text before a separator or the end, or whatever lies before the next separator.
  const pattern = /(?:"((?:[^"]|"")*)"(?=[\t\r\n]|$)|([^\t\r\n]*))(\t|\r\n|\n|\r|$)/gy;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    rows.at(-1)?.push(match[1]?.replaceAll('""', '"') ?? match[2] ?? '');
    if (match[3] === '') break;
    if (match[3] !== '\t') rows.push([]);
  }
  while (rows.length > 0 && (rows.at(-1) ?? []).every((cell) => cell === '')) rows.pop();
  return rows;
}

/** Ctrl+D: the texts of the top row of the selection into the rows below; of one row, the texts above it. */
export function fillDown(area: Area, sheet: Sheet): Edit[] {
  const { left, right, top, bottom } = boundsOf(area);
  const source = top === bottom ? top - 1 : top;
  if (source < 0) return [];
  return span(source + 1, bottom).flatMap((y) =>
    span(left, right).flatMap((x): Edit[] => {
      const from = targetAt(sheet, { x, y: source });
      const to = targetAt(sheet, { x, y });
      return from === null || to === null || from.field !== to.field ? [] : [{ key: to.key, field: to.field, text: from.view.raw }];
    }),
  );
}

/** Delete, and the second half of a cut. */
export function clearEdits(area: Area, sheet: Sheet): Edit[] {
  return placesOf(area).flatMap((place) => {
    const target = targetAt(sheet, place);
    return target === null ? [] : [{ key: target.key, field: target.field, text: '' }];
  });
}
