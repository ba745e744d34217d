/**
 * What an import layout is. To add one, put one file into server/imports that exports a `Layout`,
 * name it in index.ts, and put a sample file of it beside it.
 * A layout turns rows into values as written; what they mean (units, limits, samples) is decided
 * for all layouts in server/usecases/exchange/importResults.
 */
import type { QcKind } from '../../models/schemas/index.ts';
import type { Table, TableRow } from './text/readTable.ts';

export interface ImportError {
  row: number;
  column: string;
  value: string;
  /** What is wrong and what to do, in both languages; the answer says it in the caller's. */
  zh: string;
  en: string;
}

/** One value as the file writes it. */
export interface ImportedValue {
  /** Line of the file, and heading of the column in which the value stands. */
  row: number;
  column: string;
  sampleNumber: string;
  analyte: string;
  rawText: string;
  /** As written; empty where the file says none, which is an error: a unit is mandatory. */
  unit: string;
  dilution?: string;
  run?: string;
  remark?: string;
  reason?: string;
  /** As the file says it. */
  measuredAt?: string;
  /** A quality-control row. */
  qc?: { kind: QcKind; expected?: string; base?: string };
}

/** How a laboratory says that its files are to be read, beside what the layout knows by itself. */
export interface ReadOptions {
  /** What a column is (a key of HEADINGS) → its heading in the file. */
  columns?: Readonly<Record<string, string>> | undefined;
  /** Unit of the values where the file names none. */
  unit?: string | undefined;
  /** The concentrations are those of the diluted sample. Absent, a dilution other than 1 in a file that leaves it open is an error. */
  beforeDilution?: boolean | undefined;
}

export interface LayoutReading {
  values: ImportedValue[];
  errors: ImportError[];
  /** Rows and cells that are no results (internal standards, solvent), each with why it was passed over. */
  skipped: ImportError[];
}

export interface Layout {
  id: string;
  title: { zh: string; en: string };
  /** Headings that it reads, for people: the obligatory ones first. */
  columns: readonly string[];
  /** Its sample file, beside it: a path from server/imports. */
  sample: string;
  /** Whether a table is plainly of this layout; absent for those that read any table with the right headings. */
  recognises?: (table: Table) => boolean;
  read: (table: Table, options: ReadOptions) => LayoutReading;
}

/** A heading as it is compared: without case, spaces, underscores and full-width signs. */
export const plainHeading = (heading: string): string =>
  heading.replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/[\s_\u3000\u00A0-]/g, '').toLowerCase();

/** What could be a unit, known or not: a name in brackets is none (苯甲酰爱康宁（苯甲酰芽子碱）). */
const LIKE_UNIT = /\/|^pp[mbt]$|^[mnuµμ]?[gM]$/i;

/** Splits `METH (ng/L)` or `METH [ng/L]` into the name and the unit; the unit is '' where none is named. */
export function headingUnit(heading: string): { name: string; unit: string } {
  const parts = /^(.*?)\s*[([（]([^()[\]（）]+)[)\]）]\s*$/.exec(heading);
  const unit = (parts?.[2] ?? '').trim();
  return LIKE_UNIT.test(unit) ? { name: (parts?.[1] ?? heading).trim(), unit } : { name: heading.trim(), unit: '' };
}

/**
 * Where each of the wanted columns stands; -1 where it does not.
 * @param given headings that were named for a column: then only that one is the column
 */
export function findColumns<K extends string>(heading: TableRow, wanted: Readonly<Record<K, readonly string[]>>, given: Readonly<Record<string, string>> = {}): Record<K, number> {
  const plain = heading.cells.map(plainHeading);
  const bare = heading.cells.map((cell) => plainHeading(headingUnit(cell).name));
  const find = (names: readonly string[]): number => {
    const keys = names.map(plainHeading);
    const exact = plain.findIndex((cell) => keys.includes(cell));
    return exact === -1 ? bare.findIndex((cell) => keys.includes(cell)) : exact;
  };
  return Object.fromEntries(Object.entries(wanted).map(([key, names]) => [key, find(Object.hasOwn(given, key) ? [given[key] ?? ''] : (names as readonly string[]))])) as Record<K, number>;
}

export const cellAt = (row: TableRow, column: number): string => (column === -1 ? '' : (row.cells[column] ?? '').trim());

/** Headings by which tables name these things, in both languages. */
export const HEADINGS = {
  sample: ['sample', 'sample number', 'sample id', 'sample name', 'sampleNumber', '样品编号', '样品号', '样品', '样品名称'],
  analyte: ['analyte', 'component', 'component name', 'compound', '分析物', '项目', '目标物', '化合物'],
  value: ['value', 'result', 'concentration', 'conc', 'calculated concentration', '结果', '浓度', '测定值', '数值'],
  unit: ['unit', 'units', '单位'],
  dilution: ['dilution', 'dilution factor', '稀释倍数', '稀释'],
  run: ['run', 'batch', 'run number', '分析批', '分析批号', '批号', '批次'],
  remark: ['remark', 'remarks', 'comment', 'note', '备注'],
  reason: ['reason', 'reason of change', '修改理由', '理由'],
  type: ['type', 'sample type', 'qc', '类型', '样品类型', '质控类型'],
  expected: ['expected', 'actual concentration', 'nominal', 'spiked', '期望值', '加标量', '标称值'],
  base: ['base', 'base value', 'unspiked', '本底值'],
  measuredAt: ['measured at', 'measuredAt', 'acquisition time', '测定时间'],
} as const;

const QC_WORDS: Readonly<Record<string, QcKind>> = {
  methodblank: 'method-blank', blank: 'method-blank', 方法空白: 'method-blank', 空白: 'method-blank', fieldblank: 'field-blank', 现场空白: 'field-blank', 全程序空白: 'field-blank',
  duplicate: 'duplicate', 平行: 'duplicate', 平行样: 'duplicate', matrixspike: 'matrix-spike', spike: 'matrix-spike', 加标: 'matrix-spike', 基质加标: 'matrix-spike',
  laboratorycontrol: 'laboratory-control', lcs: 'laboratory-control', control: 'laboratory-control', qualitycontrol: 'laboratory-control', 质控样: 'laboratory-control', 空白加标: 'laboratory-control',
  continuingcalibration: 'continuing-calibration', ccv: 'continuing-calibration', 校准核查: 'continuing-calibration', calibration: 'calibration', standard: 'calibration', cal: 'calibration', 标准: 'calibration', 校准: 'calibration', 标准曲线: 'calibration',
};
const ROUTINE_WORDS: readonly string[] = ['', 'sample', 'unknown', 'routine', '样品', '常规', '未知'];

/** What a row is: a sample, a kind of quality control, or a word that nobody knows. */
export function rowKind(word: string): { routine: true } | { qc: QcKind } | { unknown: string } {
  const plain = plainHeading(word);
  if (ROUTINE_WORDS.includes(plain)) return { routine: true };
  const qc = Object.hasOwn(QC_WORDS, plain) ? QC_WORDS[plain] : undefined;
  return qc === undefined ? { unknown: word } : { qc };
}

/** Rows that lack cells or have too many: the mark of a file that was cut or a separator inside a value. */
export function raggedRow(row: TableRow, width: number, isLast: boolean): ImportError | undefined {
  const cells = row.cells.length;
  if (cells === width || (cells > width && row.cells.slice(width).every((cell) => cell.trim() === ''))) return undefined;
  const cut = isLast && cells < width;
  return {
    row: row.line, column: '', value: row.cells.join(' | ').slice(0, 80),
    zh: `此行有 ${String(cells)} 列，应为 ${String(width)} 列${cut ? '，文件可能被截断，请重新导出' : '，请检查分隔符和引号'}`,
    en: `this row has ${String(cells)} cells, not ${String(width)}${cut ? '; the file seems cut off: export it again' : ': check separators and quotes'}`,
  };
}

export const missingColumn = (heading: TableRow | undefined, names: { zh: string; en: string }): ImportError => ({
  row: heading?.line ?? 1, column: '', value: heading?.cells.join(' | ').slice(0, 80) ?? '',
  zh: `缺少列：${names.zh}`, en: `a column is missing: ${names.en}`,
});
