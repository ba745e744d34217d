/**
 * Results tables of SCIEX software (SCIEX OS, MultiQuant) saved as text or workbook: one injection ×
 * component per row. Internal standards, solvents and components without a concentration are passed
 * over, each said so. Whether a concentration includes the dilution factor is a setting of the
 * processing method there, so a factor other than 1 wants to be told.
 */
import type { QcKind } from '../../../models/schemas/index.ts';
import { cellAt, findColumns, headingUnit, missingColumn, plainHeading, raggedRow, type ImportedValue, type ImportError, type Layout } from '../layout.ts';
import type { Table, TableRow } from '../text/readTable.ts';

const COLUMNS = {
  sample: ['Sample Name'],
  analyte: ['Component Name', 'Analyte Peak Name', 'Analyte Name'],
  value: ['Calculated Concentration', 'Calculated Conc', 'Reported Concentration'],
  unit: ['Concentration Units', 'Conc. Units', 'Units', 'Analyte Units'],
  type: ['Sample Type'],
  componentType: ['Component Type', 'Analyte Type'],
  isName: ['IS Name', 'Internal Standard'],
  expected: ['Actual Concentration', 'Actual Conc', 'Analyte Concentration'],
  dilution: ['Dilution Factor'],
  remark: ['Sample Comment'],
} as const;

const TYPES: Readonly<Record<string, QcKind | 'sample' | 'skip'>> = {
  unknown: 'sample', standard: 'calibration', qualitycontrol: 'laboratory-control', qc: 'laboratory-control', blank: 'method-blank', doubleblank: 'skip', solvent: 'skip',
};
const MAX_PREAMBLE = 40;
const nothing = /^(n\/?a|<\s?\d+ points?|degenerate)?$/i;

/** The heading: the first row that names sample, component and concentration. */
function headingOf({ rows }: Table): number {
  return rows.slice(0, MAX_PREAMBLE).findIndex((row) => {
    const column = findColumns(row, COLUMNS);
    return column.sample !== -1 && column.analyte !== -1 && column.value !== -1;
  });
}

const note = (row: TableRow, column: string, value: string, zh: string, en: string): ImportError => ({ row: row.line, column, value, zh, en });

export const sciex: Layout = {
  id: 'sciex',
  title: { zh: 'SCIEX 结果表（SCIEX OS、MultiQuant）', en: 'SCIEX results table (SCIEX OS, MultiQuant)' },
  columns: ['Sample Name', 'Sample Type', 'Component Name', 'Component Type', 'Calculated Concentration (ng/mL)', 'Actual Concentration', 'Dilution Factor', 'IS Name'],
  sample: 'sciex/sciex.txt',
  recognises: (table) => {
    const heading = table.rows[headingOf(table)];
    return heading !== undefined && findColumns(heading, { type: COLUMNS.type }).type !== -1;
  },
  read(table, options) {
    const at = headingOf(table);
    const heading = table.rows[at];
    const errors: ImportError[] = [];
    const skipped: ImportError[] = [];
    const values: ImportedValue[] = [];
    if (heading === undefined) return { values, skipped, errors: [missingColumn(table.rows[0], { zh: 'Sample Name、Component Name、Calculated Concentration', en: 'Sample Name, Component Name, Calculated Concentration' })] };
    const column = findColumns(heading, COLUMNS, options.columns);
    const name = heading.cells[column.value] ?? '';
    const unitInHeading = headingUnit(name).unit === '' ? (options.unit ?? '') : headingUnit(name).unit;
    if (column.unit === -1 && unitInHeading === '') return { values, skipped, errors: [missingColumn(heading, { zh: '单位：请在标题中注明，如 Calculated Concentration (ng/mL)，或在列对应中指定', en: 'the unit: write it into the heading, as in Calculated Concentration (ng/mL), or name it in the column mapping' })] };
    const body = table.rows.slice(at + 1);
    body.forEach((row, index) => {
      const ragged = raggedRow(row, heading.cells.length, index === body.length - 1);
      if (ragged !== undefined) return void errors.push(ragged);
      const analyte = cellAt(row, column.analyte);
      const typeText = cellAt(row, column.type);
      const type = typeText === '' ? 'sample' : TYPES[plainHeading(typeText)];
      const rawText = row.cells[column.value] ?? '';
      if (type === undefined) return void errors.push(note(row, heading.cells[column.type] ?? 'Sample Type', typeText, '样品类型未知，可用：Unknown、Standard、Quality Control、Blank、Double Blank、Solvent', 'unknown sample type; possible: Unknown, Standard, Quality Control, Blank, Double Blank, Solvent'));
      if (type === 'skip') return void skipped.push(note(row, name, rawText, `${typeText} 不是结果`, `${typeText} is no result`));
      if (/internal standard|^is$/i.test(cellAt(row, column.componentType)) || (column.componentType === -1 && analyte !== '' && plainHeading(analyte) === plainHeading(cellAt(row, column.isName)))) return void skipped.push(note(row, name, rawText, `${analyte} 是内标`, `${analyte} is an internal standard`));
      // the software found nothing to compute: the cell stays empty, and the report says so
      if (nothing.test(rawText.trim())) return void skipped.push(note(row, name, rawText, '没有计算浓度，此格留空；如为未检出请录入 ND', 'no concentration was calculated: the cell stays empty; type ND if it is a non-detect'));
      const dilution = cellAt(row, column.dilution);
      if (dilution !== '' && Number(dilution) !== 1 && options.beforeDilution !== true) {
        return void errors.push(note(row, heading.cells[column.dilution] ?? 'Dilution Factor', dilution, '稀释倍数不是 1：浓度是否已乘稀释倍数不明。若未乘，请选用注明“浓度未乘稀释倍数”的列对应；若已乘，请在软件中导出未乘的浓度', 'the dilution factor is not 1, and the file does not say whether the concentration includes it: choose a column mapping that says "concentrations before dilution", or export them so'));
      }
      const expected = cellAt(row, column.expected);
      const remark = cellAt(row, column.remark);
      const unit = cellAt(row, column.unit);
      values.push({
        row: row.line, column: name, sampleNumber: cellAt(row, column.sample), analyte, rawText, unit: unit === '' ? unitInHeading : unit,
        ...(dilution === '' ? {} : { dilution }), ...(remark === '' ? {} : { remark }),
        ...(type === 'sample' ? {} : { qc: { kind: type, ...(nothing.test(expected) ? {} : { expected }) } }),
      });
    });
    return { values, errors, skipped };
  },
};
