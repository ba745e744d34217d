/**
 * A sheet of a workbook (XLSX, ECMA-376) as rows of texts. What a spreadsheet did to a value is not
 * hidden: a formula arrives as "=A1*2", a date as "2018-01-02", an error as "#N/A", and reading
 * them as a result refuses each in words. Numbers arrive in the shortest form that is the same
 * double: Excel writes 0.07 as 7.0000000000000007E-2.
 */
import type { TableRow } from '../text/readTable.ts';
import { MAX_ROWS } from '../text/readTable.ts';
import { readXml } from './readXml.ts';
import { broken, tooMuch, unpack, type Unpacked } from './unpack.ts';

export interface Sheet {
  /** The visible sheets, in order. */
  sheets: string[];
  sheet: string;
  rows: TableRow[];
}

const MAX_COLUMNS = 2000;
const MAX_CELLS = 5_000_000;
/** Number formats that show a date or time, as ECMA-376 part 1, 18.8.30 lists them. */
const isBuiltInDate = (id: number): boolean => (id >= 14 && id <= 22) || (id >= 27 && id <= 36) || (id >= 45 && id <= 47) || (id >= 50 && id <= 58);
const isDateFormat = (code: string): boolean => /[ymdhs]/i.test(code.replace(/"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]/gi, '').replace(/general/gi, ''));

interface Book { sheets: { name: string; part: string; visible: boolean }[]; from1904: boolean }

async function readBook(parts: Unpacked): Promise<Book> {
  const targets = new Map<string, string>();
  await readXml(parts.read('xl/_rels/workbook.xml.rels'), {
    open: (name, { Id, Target }) => {
      if (name !== 'Relationship' || Id === undefined || Target === undefined) return;
      targets.set(Id, Target.startsWith('/') ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const book: Book = { sheets: [], from1904: false };
  await readXml(parts.read('xl/workbook.xml'), {
    open: (name, attributes) => {
      if (name === 'workbookPr') book.from1904 = attributes['date1904'] === '1' || attributes['date1904'] === 'true';
      if (name !== 'sheet') return;
      const part = targets.get(attributes['r:id'] ?? Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1] ?? '');
      if (part !== undefined && parts.has(part)) book.sheets.push({ name: attributes['name'] ?? '', part, visible: (attributes['state'] ?? 'visible') === 'visible' });
    },
  });
  return book;
}

async function readStrings(parts: Unpacked): Promise<string[]> {
  const strings: string[] = [];
  let text = '';
  let taking = false;
  let phonetic = 0;
  await readXml(parts.read('xl/sharedStrings.xml'), {
    open: (name) => {
      if (name === 'si') text = '';
      if (name === 'rPh') phonetic += 1;
      if (name === 't') taking = phonetic === 0;
    },
    text: (piece) => { if (taking) text += piece; },
    close: (name) => {
      if (name === 't') taking = false;
      if (name === 'rPh') phonetic -= 1;
      if (name === 'si') strings.push(text);
    },
  });
  return strings;
}

/** For each cell style, whether it shows a date. */
async function readDateStyles(parts: Unpacked): Promise<boolean[]> {
  const own = new Map<number, boolean>();
  const styles: boolean[] = [];
  let inCellFormats = false;
  await readXml(parts.read('xl/styles.xml'), {
    open: (name, attributes) => {
      if (name === 'numFmt') own.set(Number(attributes['numFmtId']), isDateFormat(attributes['formatCode'] ?? ''));
      if (name === 'cellXfs') inCellFormats = true;
      if (name === 'xf' && inCellFormats) {
        const id = Number(attributes['numFmtId'] ?? '0');
        styles.push(own.get(id) ?? isBuiltInDate(id));
      }
    },
    close: (name) => { if (name === 'cellXfs') inCellFormats = false; },
  });
  return styles;
}

/** "BC12" → 54. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference) {
    const code = letter.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column - 1;
}

/** The shortest text of the same double; a text that is no number of a spreadsheet is left as it is. */
function numberText(text: string): string {
  const value = Number(text);
  if (text.trim() === '' || !Number.isFinite(value) || text.replace(/e.*$/i, '').replace(/\D/g, '').replace(/^0+/, '').length > 17) return text;
  const short = String(value);
  return short.includes('e') ? text : short;
}

const pad = (part: number): string => String(part).padStart(2, '0');

/** Serial day of a spreadsheet as a date, with the time where it has one. */
function dateText(text: string, from1904: boolean): string {
  const serial = Number(text);
  if (text.trim() === '' || !Number.isFinite(serial)) return text;
  // day 60 of the 1900 system is the 29 February that never was
  const days = from1904 ? serial + 1462 : serial < 60 ? serial + 1 : serial;
  const date = new Date(Math.round((days - 25_569) * 86_400) * 1000);
  if (Number.isNaN(date.getTime())) return text;
  const day = `${String(date.getUTCFullYear()).padStart(4, '0')}-${pad(date.getUTCMonth() + 1)}-${pad(date.getUTCDate())}`;
  return Number.isInteger(serial) ? day : `${day} ${pad(date.getUTCHours())}:${pad(date.getUTCMinutes())}:${pad(date.getUTCSeconds())}`;
}

interface CellParts { type: string; style: number; value: string; formula: string | undefined; inline: string }

function textOf(cell: CellParts, strings: readonly string[], dateStyles: readonly boolean[], from1904: boolean): string {
  if (cell.formula !== undefined) return `=${cell.formula === '' ? '…' : cell.formula}`;
  switch (cell.type) {
    case 's': {
      const text = strings[Number(cell.value)];
      if (text === undefined) throw broken(`there is no text ${cell.value}`);
      return text;
    }
    case 'inlineStr': return cell.inline;
    case 'str': return cell.value;
    case 'b': return cell.value === '1' ? 'TRUE' : 'FALSE';
    case 'e': return cell.value === '' ? '#N/A' : cell.value;
    case 'd': return cell.value;
    default: return dateStyles[cell.style] === true && cell.value !== '' ? dateText(cell.value, from1904) : numberText(cell.value);
  }
}

async function readRows(parts: Unpacked, part: string, book: Book): Promise<TableRow[]> {
  const strings = await readStrings(parts);
  const dateStyles = await readDateStyles(parts);
  const rows: TableRow[] = [];
  let row: TableRow = { line: 0, cells: [] };
  let line = 0;
  let column = -1;
  let cells = 0;
  let cell: CellParts | undefined;
  let into: 'value' | 'formula' | 'inline' | undefined;
  let phonetic = 0;
  await readXml(parts.read(part), {
    open: (name, attributes) => {
      if (name === 'row') {
        line = attributes['r'] === undefined ? line + 1 : Number(attributes['r']);
        row = { line, cells: [] };
        column = -1;
      } else if (name === 'c') {
        column = attributes['r'] === undefined ? column + 1 : columnOf(attributes['r']);
        if (column < 0 || column >= MAX_COLUMNS) throw tooMuch('columns', MAX_COLUMNS);
        cells += 1;
        if (cells > MAX_CELLS) throw tooMuch('cells', MAX_CELLS);
        cell = { type: attributes['t'] ?? 'n', style: Number(attributes['s'] ?? '0'), value: '', formula: undefined, inline: '' };
      } else if (cell !== undefined) {
        if (name === 'v') into = 'value';
        if (name === 'rPh') phonetic += 1;
        if (name === 't' && phonetic === 0) into = 'inline';
        if (name === 'f') {
          into = 'formula';
          cell.formula ??= '';
        }
      }
    },
    text: (piece) => {
      if (cell === undefined || into === undefined) return;
      if (into === 'formula') cell.formula = (cell.formula ?? '') + piece;
      else cell[into] += piece;
    },
    close: (name) => {
      if (name === 'rPh') phonetic -= 1;
      if (name === 'v' || name === 'f' || name === 't') into = undefined;
      if (name === 'c' && cell !== undefined) {
        while (row.cells.length < column) row.cells.push('');
        row.cells[column] = textOf(cell, strings, dateStyles, book.from1904);
        cell = undefined;
      }
      if (name === 'row' && row.cells.some((text) => text.trim() !== '')) {
        rows.push(row);
        if (rows.length > MAX_ROWS) throw tooMuch('rows', MAX_ROWS);
      }
    },
  });
  // a row of a workbook ends at its last filled cell
  const width = rows.reduce((widest, each) => Math.max(widest, each.cells.length), 0);
  for (const each of rows) while (each.cells.length < width) each.cells.push('');
  return rows;
}

/**
 * @param wanted name of the sheet; absent, the first visible one that is not empty
 * @throws Fault `unsupported-format` for what is no workbook, `too-large`, `not-found` for the sheet
 */
export async function readWorkbook(bytes: Buffer, wanted?: string): Promise<Sheet> {
  const parts = await unpack(bytes);
  try {
    if (!parts.has('xl/workbook.xml')) throw broken('it is a ZIP, but no XLSX workbook');
    const book = await readBook(parts);
    const visible = book.sheets.filter((sheet) => sheet.visible);
    const sheets = visible.map((sheet) => sheet.name);
    const chosen = wanted === undefined ? visible : visible.filter((sheet) => sheet.name === wanted);
    if (chosen.length === 0) throw broken(wanted === undefined ? 'it has no visible sheet' : `there is no sheet "${wanted}"; there are: ${sheets.join(', ')}`);
    for (const { name, part } of chosen) {
      const rows = await readRows(parts, part, book);
      if (rows.length > 0 || chosen.length === 1) return { sheets, sheet: name, rows };
    }
    return { sheets, sheet: sheets[0] ?? '', rows: [] };
  } finally {
    parts.close();
  }
}
