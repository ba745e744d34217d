/** A separated text as rows of cells with their lines; the separator is found, quotes are respected. */
import { parse } from 'csv-parse/sync';
import { Fault } from '../../../models/errors.ts';

const SEPARATORS = [',', ';', '\t', '|'] as const;
export type Separator = (typeof SEPARATORS)[number];

export interface TableRow {
  /** Line of the file, from 1. */
  line: number;
  cells: string[];
}

export interface Table {
  /** Null for a sheet of a workbook. */
  separator: Separator | null;
  /** Rows that are not wholly empty, the heading among them. */
  rows: TableRow[];
}

/** Most rows that are read: 20,000-row files are everyday, a hundred times that is a mistake. */
export const MAX_ROWS = 300_000;
const SNIFFED_LINES = 20;

/** Separators outside quotes, per line. */
function countOf(lines: readonly string[], separator: string): number[] {
  return lines.map((line) => {
    let count = 0;
    let quoted = false;
    for (const letter of line) {
      if (letter === '"') quoted = !quoted;
      else if (letter === separator && !quoted) count += 1;
    }
    return count;
  });
}

/** The separator that stands most often and equally often in the first lines. */
function findSeparator(text: string): Separator {
  const lines = text.slice(0, 100_000).split(/\r\n|\n|\r/).filter((line) => line.trim() !== '').slice(0, SNIFFED_LINES);
  const scored = SEPARATORS.map((separator) => {
    const counts = countOf(lines, separator);
    const first = counts[0] ?? 0;
    const agreeing = counts.filter((count) => count === first).length;
    return { separator, first, share: first === 0 ? 0 : agreeing / counts.length };
  });
  const best = scored.sort((a, b) => b.share - a.share || b.first - a.first)[0];
  return best === undefined || best.first === 0 ? ',' : best.separator;
}

/** @throws Fault `unsupported-format` for an empty file, an open quote (the file was cut), too many rows */
export function readTable(text: string): Table {
  if (text.trim() === '') throw new Fault('unsupported-format', 'the file is empty', { details: [{ message: 'import.empty' }] });
  const separator = findSeparator(text);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { delimiter: separator, info: true, relax_column_count: true, skip_empty_lines: true, bom: true, to: MAX_ROWS + 1 }) as unknown as typeof records;
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    throw new Fault('unsupported-format', `the file cannot be read as a table: ${said}. Was it cut off?`, { details: [{ message: 'import.broken', parameters: { said } }], cause });
  }
  if (records.length > MAX_ROWS) throw new Fault('too-large', `the file has more than ${String(MAX_ROWS)} rows; split it`, { details: [{ message: 'import.rows', parameters: { limit: MAX_ROWS } }] });
  // a record that holds line breaks inside quotes ends on a later line than it begins
  const rows = records.map(({ record, info }) => ({ line: info.lines, cells: record })).filter((row) => row.cells.some((cell) => cell.trim() !== ''));
  return { separator, rows };
}
