/** The bytes of an uploaded file as a table: separated text of any usual encoding, or a sheet of a workbook. */
import { Fault } from '../../../models/errors.ts';
import { decodeText, type Encoding } from './decodeText.ts';
import { readTable, type Table } from './readTable.ts';
import { readWorkbook } from '../workbook/readWorkbook.ts';

export interface ReadFile {
  table: Table;
  encoding: Encoding | 'XLSX';
  /** Of a workbook: the sheet that was read, and all that could be. */
  sheet: string | null;
  sheets: string[];
}

const isZip = (bytes: Uint8Array): boolean => bytes[0] === 0x50 && bytes[1] === 0x4b && bytes[2] === 3 && bytes[3] === 4;

/**
 * @param sheet of a workbook; absent, the first visible one that is not empty
 * @throws Fault `unsupported-encoding`, `unsupported-format`, `too-large`
 */
export async function readFile(bytes: Buffer, sheet?: string): Promise<ReadFile> {
  if (!isZip(bytes)) {
    const { text, encoding } = decodeText(bytes);
    return { table: readTable(text), encoding, sheet: null, sheets: [] };
  }
  const read = await readWorkbook(bytes, sheet);
  if (read.rows.length === 0) throw new Fault('unsupported-format', 'the sheet is empty', { details: [{ message: 'import.empty' }] });
  return { table: { separator: null, rows: read.rows }, encoding: 'XLSX', sheet: read.sheet, sheets: read.sheets };
}
