/**
 * A table of town-level counts of other agencies: one row per town and month or quarter, one column
 * per count. Cells hold whole numbers or nothing; anything else is refused in words, and a cell that
 * looks like a person's number is refused without repeating it. Every error at once.
 */
import { INDICATOR_KINDS, type IndicatorKind } from '../../../models/schemas/operations.ts';
import { textDenial, whyTextNot } from '../../../models/schemas/index.ts';
import { plainHeading, raggedRow, type ImportError } from '../layout.ts';
import type { Table } from '../text/readTable.ts';

export const INDICATOR_WORDS: Readonly<Record<IndicatorKind, { zh: string; en: string }>> = {
  cases: { zh: '案件数', en: 'Cases' },
  'users-found': { zh: '查获人数', en: 'Users found' },
  treated: { zh: '戒治人数', en: 'Treated' },
  services: { zh: '服务人次', en: 'Services' },
  outreach: { zh: '宣传次数', en: 'Outreach' },
  'unit-shifts': { zh: '投入班次', en: 'Unit-shifts' },
  'man-days': { zh: '投入人日', en: 'Man-days' },
  'premises-checked': { zh: '检查场所数', en: 'Premises checked' },
};

const AREA = ['区域代码', '代码', 'area code', 'area', 'code', 'town code'].map(plainHeading);
const NAME = ['区域', '乡镇', '镇', '名称', 'name', 'town', 'area name'].map(plainHeading);
const PERIOD = ['时期', '期间', '季度', '月份', 'period', 'quarter', 'month'].map(plainHeading);
const PERIOD_FORM = /^(\d{4})-(?:Q[1-4]|0[1-9]|1[0-2])$/;
const COUNT_FORM = /^\d{1,9}$/;
const LARGEST = 10_000_000;

export interface IndicatorCell {
  row: number;
  column: string;
  area: string;
  /** As written beside the code; '' where the table has none. */
  name: string;
  /** `2018-Q1` or `2018-03`. */
  period: string;
  kind: IndicatorKind;
  count: number;
}

const kindOf = (heading: string): IndicatorKind | undefined => INDICATOR_KINDS.find((kind) => [kind, INDICATOR_WORDS[kind].zh, INDICATOR_WORDS[kind].en].map(plainHeading).includes(plainHeading(heading)));

/** Every cell that holds a count, and every error. Where there is an error nothing may be written. */
export function readIndicators({ rows }: Table): { cells: IndicatorCell[]; errors: ImportError[] } {
  const errors: ImportError[] = [];
  const [heading, ...body] = rows;
  if (heading === undefined || body.length === 0) return { cells: [], errors: [{ row: 1, column: '', value: '', zh: '表中没有数据行', en: 'the table has no rows below its heading' }] };
  const plain = heading.cells.map(plainHeading);
  const [areaAt, nameAt, periodAt] = [AREA, NAME, PERIOD].map((names) => plain.findIndex((cell) => names.includes(cell))) as [number, number, number];
  const kinds = heading.cells.map(kindOf);
  const known = INDICATOR_KINDS.map((kind) => INDICATOR_WORDS[kind]);
  if (areaAt === -1) errors.push({ row: heading.line, column: '', value: '', zh: '缺少列：区域代码', en: 'a column is missing: area code' });
  if (periodAt === -1) errors.push({ row: heading.line, column: '', value: '', zh: '缺少列：时期（如 2018-Q1 或 2018-03）', en: 'a column is missing: period (such as 2018-Q1 or 2018-03)' });
  heading.cells.forEach((cell, i) => {
    if (i === areaAt || i === nameAt || i === periodAt || cell.trim() === '' || kinds[i] !== undefined) return;
    errors.push({ row: heading.line, column: cell.slice(0, 40), value: '', zh: `不认识的列；可用：${known.map(({ zh }) => zh).join('、')}。只收乡镇计数，不收任何个人资料`, en: `this column is not known; there are ${known.map(({ en }) => en).join(', ')}. Only counts of towns are taken, nothing about persons` });
  });
  const cells: IndicatorCell[] = [];
  const seen = new Map<string, number>();
  body.forEach((row, at) => {
    const ragged = raggedRow(row, heading.cells.length, at === body.length - 1);
    if (ragged !== undefined) errors.push(ragged);
    const [barred] = row.cells.flatMap((cell, at) => {
      const refusal = whyTextNot(cell, 'lines');
      return refusal === undefined ? [] : [{ column: heading.cells[at] ?? '', ...textDenial(refusal, '此格', 'this cell') }];
    });
    if (barred !== undefined) {
      errors.push({ row: row.line, column: barred.column, value: '', zh: barred.zh, en: barred.en });
      return;
    }
    if (areaAt === -1 || periodAt === -1) return;
    const [area, period] = [(row.cells[areaAt] ?? '').trim(), (row.cells[periodAt] ?? '').trim().toUpperCase()];
    if (!PERIOD_FORM.test(period)) {
      errors.push({ row: row.line, column: heading.cells[periodAt] ?? '', value: period.slice(0, 20), zh: '时期应为 2018-Q1 或 2018-03 的写法', en: 'a period such as 2018-Q1 or 2018-03 was expected' });
      return;
    }
    kinds.forEach((kind, i) => {
      const text = (row.cells[i] ?? '').trim();
      // an empty cell was not reported, which is not 0
      if (kind === undefined || text === '') return;
      const column = heading.cells[i] ?? kind;
      if (!COUNT_FORM.test(text) || Number(text) > LARGEST) {
        errors.push({ row: row.line, column, value: /\d/.test(text) ? text.slice(0, 20) : '', zh: '应为不带单位的整数，或留空（未报）；人名等文字不收', en: 'a whole number without unit was expected, or nothing (not reported); names or other words are not taken' });
        return;
      }
      const key = `${area} ${period} ${kind}`;
      const before = seen.get(key);
      if (before !== undefined) errors.push({ row: row.line, column, value: text, zh: `与第 ${before} 行重复：同一乡镇、时期、指标只能出现一次`, en: `says row ${before} again: a town, period and count may stand once` });
      seen.set(key, row.line);
      cells.push({ row: row.line, column, area, name: nameAt === -1 ? '' : (row.cells[nameAt] ?? '').trim(), period, kind, count: Number(text) });
    });
  });
  if (cells.length === 0 && errors.length === 0) errors.push({ row: heading.line, column: '', value: '', zh: '表中没有一个计数', en: 'the table holds no count' });
  return { cells, errors };
}
