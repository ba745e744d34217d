/** One value per row: sample, analyte, value, unit; quality control by the column "type". */
import { cellAt, findColumns, HEADINGS, missingColumn, headingUnit, raggedRow, rowKind, type ImportedValue, type ImportError, type Layout } from '../layout.ts';

export const resultsLong: Layout = {
  id: 'results-long',
  title: { zh: '结果表（每行一个值）', en: 'Results, one value per row' },
  columns: ['sample', 'analyte', 'value', 'unit', 'dilution', 'run', 'remark', 'reason', 'type', 'expected', 'base', 'measured at'],
  sample: 'spreadsheet/results-long.csv',
  read({ rows }, options) {
    const [heading, ...body] = rows;
    const errors: ImportError[] = [];
    const values: ImportedValue[] = [];
    if (heading === undefined) return { values, skipped: [], errors: [missingColumn(undefined, { zh: '样品编号', en: 'sample' })] };
    const column = findColumns(heading, HEADINGS, options.columns);
    const named = column.value === -1 ? '' : headingUnit(heading.cells[column.value] ?? '').unit;
    const unitInHeading = named === '' ? (options.unit ?? '') : named;
    if (column.sample === -1) errors.push(missingColumn(heading, { zh: '样品编号', en: 'sample' }));
    if (column.analyte === -1) errors.push(missingColumn(heading, { zh: '分析物', en: 'analyte' }));
    if (column.value === -1) errors.push(missingColumn(heading, { zh: '结果', en: 'value' }));
    if (column.unit === -1 && unitInHeading === '') errors.push(missingColumn(heading, { zh: '单位（必填）', en: 'unit (mandatory)' }));
    if (errors.length > 0) return { values, errors, skipped: [] };
    const name = heading.cells[column.value] ?? 'value';
    body.forEach((row, index) => {
      const ragged = raggedRow(row, heading.cells.length, index === body.length - 1);
      if (ragged !== undefined) return void errors.push(ragged);
      // the text is kept as the file has it; only what it is looked up by is trimmed
      const rawText = row.cells[column.value] ?? '';
      if (rawText.trim() === '') return;
      const kind = rowKind(cellAt(row, column.type));
      if ('unknown' in kind) {
        errors.push({ row: row.line, column: heading.cells[column.type] ?? 'type', value: kind.unknown, zh: '样品类型未知，可用：样品、方法空白、现场空白、平行样、基质加标、质控样、校准核查、标准', en: 'unknown type; possible: sample, method-blank, field-blank, duplicate, matrix-spike, laboratory-control, continuing-calibration, calibration' });
        return;
      }
      const dilution = cellAt(row, column.dilution);
      const run = cellAt(row, column.run);
      const remark = cellAt(row, column.remark);
      const reason = cellAt(row, column.reason);
      const expected = cellAt(row, column.expected);
      const base = cellAt(row, column.base);
      const measuredAt = cellAt(row, column.measuredAt);
      values.push({
        row: row.line, column: name, sampleNumber: cellAt(row, column.sample), analyte: cellAt(row, column.analyte), rawText, unit: column.unit === -1 || cellAt(row, column.unit) === '' ? unitInHeading : cellAt(row, column.unit),
        ...(dilution === '' ? {} : { dilution }), ...(run === '' ? {} : { run }), ...(remark === '' ? {} : { remark }), ...(reason === '' ? {} : { reason }), ...(measuredAt === '' ? {} : { measuredAt }),
        ...('qc' in kind ? { qc: { kind: kind.qc, ...(expected === '' ? {} : { expected }), ...(base === '' ? {} : { base }) } } : {}),
      });
    });
    return { values, errors, skipped: [] };
  },
};
