/** One sample per row, one analyte per column; the unit in the heading, as in "METH (ng/L)", or in a column of its own. */
import { cellAt, findColumns, HEADINGS, headingUnit, missingColumn, plainHeading, raggedRow, type ImportedValue, type ImportError, type Layout } from '../layout.ts';

const { sample, unit, dilution, run, remark, reason } = HEADINGS;
/** What describes the sample and is known already: read past. */
const DESCRIPTIVE: ReadonlySet<string> = new Set(['round', '轮次', 'site', 'sitecode', 'sitename', '点位', '点位编号', '点位名称', 'area', 'areacode', 'areaname', '区域', '乡镇', 'matrix', '介质', 'collectedon', '采样日期', 'synthetic', '合成数据', '合成']);
const OWN = { sample, unit, dilution, run, remark, reason };

export const resultsWide: Layout = {
  id: 'results-wide',
  title: { zh: '结果表（每行一个样品）', en: 'Results, one sample per row' },
  columns: ['sample', 'METH (ng/L)', '…', 'unit', 'dilution', 'run', 'remark', 'reason'],
  sample: 'spreadsheet/results-wide.csv',
  read({ rows }, options) {
    const [heading, ...body] = rows;
    const errors: ImportError[] = [];
    const values: ImportedValue[] = [];
    if (heading === undefined) return { values, skipped: [], errors: [missingColumn(undefined, { zh: '样品编号', en: 'sample' })] };
    const column = findColumns(heading, OWN, options.columns);
    const taken = new Set(Object.values(column));
    const analytes = heading.cells.flatMap((cell, index) => (taken.has(index) || cell.trim() === '' || DESCRIPTIVE.has(plainHeading(cell)) ? [] : [{ index, heading: cell.trim(), ...headingUnit(cell) }]));
    if (column.sample === -1) errors.push(missingColumn(heading, { zh: '样品编号', en: 'sample' }));
    if (analytes.length === 0) errors.push(missingColumn(heading, { zh: '至少一个分析物', en: 'at least one analyte' }));
    const seen = new Set<string>();
    for (const each of analytes) {
      const key = plainHeading(each.name);
      if (seen.has(key)) errors.push({ row: heading.line, column: each.heading, value: each.heading, zh: '此列重复', en: 'this column stands twice' });
      seen.add(key);
      if (each.unit === '' && column.unit === -1 && options.unit === undefined) errors.push({ row: heading.line, column: each.heading, value: each.heading, zh: '缺少单位：请在标题中注明，如 METH (ng/L)，或增加单位列', en: 'the unit is missing: write it into the heading, as in METH (ng/L), or add a column "unit"' });
    }
    if (errors.length > 0) return { values, errors, skipped: [] };
    body.forEach((row, index) => {
      const ragged = raggedRow(row, heading.cells.length, index === body.length - 1);
      if (ragged !== undefined) return void errors.push(ragged);
      const common = {
        row: row.line, sampleNumber: cellAt(row, column.sample),
        ...Object.fromEntries((['dilution', 'run', 'remark', 'reason'] as const).flatMap((name) => (cellAt(row, column[name]) === '' ? [] : [[name, cellAt(row, column[name])]]))),
      };
      for (const each of analytes) {
        const rawText = row.cells[each.index] ?? '';
        // an empty cell stays empty
        if (rawText.trim() === '') continue;
        values.push({ ...common, column: each.heading, analyte: each.name, rawText, unit: [each.unit, cellAt(row, column.unit), options.unit ?? ''].find((unit) => unit !== '') ?? '' });
      }
    });
    return { values, errors, skipped: [] };
  },
};
