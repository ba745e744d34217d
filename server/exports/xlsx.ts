/**
 * A table as a workbook. Text is text: a cell that starts with "=" holds those characters and no
 * formula, so nothing has to be disarmed. Numbers that a double cannot hold exactly stay text, so
 * that no digit is lost. Behind this one function, because exceljs is not maintained any more.
 */
import ExcelJS from 'exceljs';
import type { Language } from '../../models/schemas/vocabulary.ts';
import type { Column } from './csv.ts';

export const XLSX_MEDIA = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

export interface Workbook<R> {
  title: string;
  /** Lines above the table, e.g. that the data are synthetic. */
  notices: readonly string[];
  columns: readonly Column<R>[];
  rows: readonly R[];
  language: Language;
  /** Milliseconds since the epoch: when the file was made. */
  at: number;
}

const WIDEST = 60;
/** Characters that the name of a sheet may not hold, and how long it may be. */
const NOT_IN_NAMES = /[\\/*?:[\]]/g;
const LONGEST_NAME = 31;
/** Control characters that XML cannot hold. */
const NOT_IN_XML = /[^\P{Cc}\t\n\r]/gu;

const text = (value: string): string => value.replace(NOT_IN_XML, '');

/** A decimal as a number where that loses nothing. */
function numberOrText(value: string | number | boolean): string | number | boolean {
  if (typeof value !== 'string') return value;
  const read = Number(value);
  return value.trim() !== '' && Number.isFinite(read) && digits(String(read)) === digits(value) ? read : text(value);
}

const digits = (value: string): string => value.replace(/^-/, '').replace(/e.*$/i, '').replace('.', '').replace(/^0+/, '').replace(/0+$/, '');

export async function writeXlsx<R>({ title, notices, columns, rows, language, at }: Workbook<R>): Promise<Uint8Array> {
  const book = new ExcelJS.Workbook();
  book.creator = 'Shuijian 水鉴';
  book.created = new Date(at);
  book.modified = new Date(at);
  const sheet = book.addWorksheet(title.replace(NOT_IN_NAMES, ' ').slice(0, LONGEST_NAME));
  for (const notice of notices) sheet.addRow([text(notice)]);
  const heads = columns.map(({ heading: [zh, en] }) => text(language === 'en' ? en : zh));
  const head = sheet.addRow(heads);
  head.font = { bold: true };
  for (const row of rows) {
    sheet.addRow(
      columns.map(({ type, of }) => {
        const value = of(row);
        if (value === null) return null;
        return type === 'number' ? numberOrText(value) : type === 'flag' ? value : text(String(value));
      }),
    );
  }
  heads.forEach((heading, i) => {
    const column = sheet.getColumn(i + 1);
    const longest = Math.max(2 * heading.length, ...rows.slice(0, 200).map((row) => String(columns[i]?.of(row) ?? '').length));
    column.width = Math.min(WIDEST, Math.max(8, longest + 2));
  });
  sheet.views = [{ state: 'frozen', ySplit: notices.length + 1 }];
  return new Uint8Array(await book.xlsx.writeBuffer());
}
