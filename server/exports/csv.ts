/**
 * CSV as spreadsheets and programs both read it: UTF-8 with BOM, CRLF, RFC 4180 quoting. Text that a
 * spreadsheet would take for a formula gets an apostrophe; numbers are written as numbers. Pure.
 */
import type { Heading } from '../../models/schemas/fields.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';

export interface Column<R> {
  /** Name of the field in JSON. */
  key: string;
  heading: Heading;
  /** `number` cells are decimals or numbers and are never guarded; a missing one is blank, never 0. */
  type: 'text' | 'number' | 'flag';
  of: (row: R) => string | number | boolean | null;
}

const BOM = '\uFEFF';
/** After blanks of any kind: = + - @ | TAB CR LF and their full-width forms. */
const FORMULA = /^[ \u00A0\u2000-\u200B\u3000\uFEFF]*[=+\-@|\t\r\n\uFF1D\uFF0B\uFF0D\uFF20\uFF5C]/;
const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i;

const quoted = (text: string): string => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Text that no spreadsheet runs. */
export const guarded = (text: string): string => (FORMULA.test(text) ? `'${text}` : text);

/** @throws RangeError for a number cell that is none: a wrong cell in a file is worse than no file */
function cell<R>({ key, type, of }: Column<R>, row: R): string {
  const value = of(row);
  if (value === null) return '';
  if (type === 'number') {
    const text = String(value);
    if (!NUMBER.test(text)) throw new RangeError(`column ${key} holds "${text}"; a number or nothing was expected`);
    return text;
  }
  return type === 'flag' ? String(value) : quoted(guarded(String(value)));
}

export function writeCsv<R>(columns: readonly Column<R>[], rows: readonly R[], language: Language): string {
  const head = columns.map(({ heading: [zh, en] }) => quoted(guarded(language === 'en' ? en : zh)));
  const lines = rows.map((row) => columns.map((column) => cell(column, row)).join(','));
  return `${BOM}${[head.join(','), ...lines].join('\r\n')}\r\n`;
}
