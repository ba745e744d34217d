/**
 * CSV files of the command line's analyses: UTF-8, comma, one header row.
 * A cell that is no finite number is refused with its row (the header is row 1), column and text:
 * a blank is neither zero nor below a limit.
 */
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { Fault } from '../../../models/errors.ts';

export interface Table {
  readonly path: string;
  readonly header: readonly string[];
  readonly rowCount: number;
  has(column: string): boolean;
  /** @throws Fault naming row, column and text of the first cell that is no finite number */
  numbers(column: string): Float64Array;
  /** 1, 0, true, false. @throws Fault naming row, column and text of any other cell */
  flags(column: string): boolean[];
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/;

function refuse(path: string, message: string, place: { row?: number; column?: string; got?: string } = {}): Fault {
  const where = place.row === undefined ? '' : `, row ${place.row}`;
  const which = place.column === undefined ? '' : `, column ${place.column}`;
  const text = `${path}${where}${which}: ${message}`;
  return new Fault('invalid', text, { details: [{ ...place, message: 'analyse.table' }] });
}

async function readText(path: string): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await readFile(path);
  } catch (error) {
    throw new Fault('not-found', `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Fault('unsupported-encoding', `${path} is not UTF-8 (UTF-16 or GBK?); save it as "CSV UTF-8" and try again`);
  }
}

function hint(text: string): string {
  if (text.trim() === '') return 'is blank; give a number, or leave the whole row out: blank is not zero';
  if (/^[+-]?\d+,\d+$/.test(text)) return `is "${text}"; expected a point as decimal sign`;
  if (NUMBER.test(text)) return `is "${text}", which is beyond the range of a double; expected a finite number`;
  return `is "${text}"; expected a finite number such as 12.5`;
}

/**
 * @param path file
 * @param required columns that must be there, in any order; others are kept
 * @throws Fault for a missing file, another encoding, a ragged row, a missing or doubled column, no rows
 */
export async function readTable(path: string, required: readonly string[]): Promise<Table> {
  const text = await readText(path);
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { bom: true, skip_empty_lines: true, trim: true, info: true }) as unknown as typeof records;
  } catch (error) {
    throw refuse(path, error instanceof Error ? error.message : String(error));
  }
  const [first, ...rows] = records;
  if (first === undefined) throw refuse(path, `the file is empty; expected a header row with ${required.join(', ')}`);
  const header = first.record;
  for (const column of required) {
    if (header.includes(column)) continue;
    const separator = header.length === 1 && /[;\t]/.test(header[0] ?? '') ? '; the separator must be a comma' : '';
    throw refuse(path, `column "${column}" is missing; the header has ${header.join(', ')}${separator}`);
  }
  const doubled = header.find((column, index) => header.indexOf(column) !== index);
  if (doubled !== undefined) throw refuse(path, `column "${doubled}" stands twice in the header`);
  if (rows.length === 0) throw refuse(path, 'the file has a header and no rows');

  const cells = (column: string): { text: string; row: number }[] => {
    const index = header.indexOf(column);
    if (index < 0) throw refuse(path, `column "${column}" is missing; the header has ${header.join(', ')}`);
    return rows.map(({ record, info }) => ({ text: record[index] ?? '', row: info.lines }));
  };
  return {
    path,
    header,
    rowCount: rows.length,
    has: (column) => header.includes(column),
    numbers: (column) =>
      Float64Array.from(cells(column), (cell) => {
        const value = NUMBER.test(cell.text) ? Number(cell.text) : Number.NaN;
        if (!Number.isFinite(value)) throw refuse(path, hint(cell.text), { row: cell.row, column, got: cell.text });
        return value;
      }),
    flags: (column) =>
      cells(column).map((cell) => {
        const word = cell.text.toLowerCase();
        if (word === '1' || word === 'true') return true;
        if (word === '0' || word === 'false') return false;
        throw refuse(path, `is "${cell.text}"; expected 1 or 0`, { row: cell.row, column, got: cell.text });
      }),
  };
}
