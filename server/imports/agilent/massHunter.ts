/**
 * Batch tables of Agilent MassHunter Quantitative Analysis saved as CSV or workbook: one injection
 * per row, a block of columns per compound, named in the line above the headings. "Calc. Conc." is
 * the concentration before the dilution is multiplied in, "Final Conc." after it: the first is read
 * and diluted here, so that the limits scale with it; the second only where nothing was diluted.
 */
import type { QcKind } from '../../../models/schemas/index.ts';
import { headingUnit, missingColumn, plainHeading, raggedRow, type ImportedValue, type ImportError, type Layout } from '../layout.ts';
import type { Table, TableRow } from '../text/readTable.ts';

const TYPES: Readonly<Record<string, QcKind | 'sample' | 'skip'>> = {
  sample: 'sample', cal: 'calibration', calibration: 'calibration', qc: 'laboratory-control', cc: 'continuing-calibration', blank: 'method-blank', matrixblank: 'method-blank', matrix: 'matrix-spike', matrixdup: 'skip', doubleblank: 'skip', tunecheck: 'skip', responsecheck: 'skip',
};
const MAX_PREAMBLE = 40;
const key = (text: string): string => plainHeading(text).replace(/\./g, '');
const bare = (heading: string): string => key(headingUnit(heading).name);

interface Block { compound: string; calculated: number; final: number; expected: number }
interface Shape { heading: TableRow; body: TableRow[]; name: number; type: number; dilution: number; comment: number; blocks: Block[]; standards: string[] }

/** The two lines of headings and what stands where, or undefined. */
function shapeOf({ rows }: Table): Shape | undefined {
  const at = rows.slice(0, MAX_PREAMBLE).findIndex((row, index) => row.cells.some((cell) => / (results|method)$/i.test(cell.trim())) && (rows[index + 1]?.cells ?? []).some((cell) => ['calcconc', 'finalconc'].includes(bare(cell))));
  const groups = rows[at];
  const heading = rows[at + 1];
  if (at === -1 || groups === undefined || heading === undefined) return undefined;
  const blocks = new Map<string, Block>();
  const standards: string[] = [];
  const own = { name: -1, type: -1, dilution: -1, comment: -1 };
  let group = '';
  heading.cells.forEach((cell, column) => {
    const written = (groups.cells[column] ?? '').trim();
    if (written !== '') group = written;
    const what = bare(cell);
    const compound = /^(.+?) (results|method)$/i.exec(group)?.[1];
    if (compound === undefined) {
      const field = ({ name: 'name', samplename: 'name', type: 'type', sampletype: 'type', dil: 'dilution', dilution: 'dilution', comment: 'comment' } as const)[what];
      if (field !== undefined && own[field] === -1) own[field] = column;
      return;
    }
    if (/\bISTD\b|\(IS\)/i.test(compound)) {
      if (!standards.includes(compound)) standards.push(compound);
      return;
    }
    const block = blocks.get(compound) ?? { compound, calculated: -1, final: -1, expected: -1 };
    if (what === 'calcconc') block.calculated = column;
    if (what === 'finalconc') block.final = column;
    if (what === 'expconc') block.expected = column;
    blocks.set(compound, block);
  });
  return { heading, body: rows.slice(at + 2), ...own, blocks: [...blocks.values()].filter((block) => block.calculated !== -1 || block.final !== -1), standards };
}

export const massHunter: Layout = {
  id: 'masshunter',
  title: { zh: 'Agilent MassHunter 定量批次表', en: 'Agilent MassHunter quantitative batch table' },
  columns: ['Sample › Name', 'Sample › Type', 'Sample › Dil.', 'METH Results › Calc. Conc. (ng/L)', 'METH Method › Exp. Conc.', '…'],
  sample: 'agilent/masshunter.csv',
  recognises: (table) => shapeOf(table) !== undefined,
  read(table, options) {
    const shape = shapeOf(table);
    const errors: ImportError[] = [];
    const skipped: ImportError[] = [];
    const values: ImportedValue[] = [];
    if (shape === undefined || shape.name === -1) return { values, skipped, errors: [missingColumn(shape?.heading ?? table.rows[0], { zh: '两行标题：上行为 Sample、METH Results …，下行为 Name、Type、Calc. Conc. …', en: 'two lines of headings: Sample, METH Results, … above Name, Type, Calc. Conc., …' })] };
    const { heading, body, blocks } = shape;
    const text = (row: TableRow, column: number): string => (column === -1 ? '' : (row.cells[column] ?? '').trim());
    const units = new Map(blocks.map((block) => [block.compound, headingUnit(heading.cells[block.calculated === -1 ? block.final : block.calculated] ?? '').unit]));
    const unitOf = (compound: string): string => [units.get(compound) ?? '', options.unit ?? ''].find((unit) => unit !== '') ?? '';
    const unnamed = blocks.filter((block) => unitOf(block.compound) === '');
    if (unnamed.length > 0) return { values, skipped, errors: unnamed.map((block) => ({ row: heading.line, column: `${block.compound} Results`, value: heading.cells[Math.max(block.calculated, block.final)] ?? '', zh: '缺少单位：请在标题中注明，如 Calc. Conc. (ng/L)，或在列对应中指定', en: 'the unit is missing: write it into the heading, as in Calc. Conc. (ng/L), or name it in the column mapping' })) };
    for (const standard of shape.standards) skipped.push({ row: heading.line, column: standard, value: '', zh: '内标，不导入', en: 'an internal standard; not imported' });
    body.forEach((row, index) => {
      const ragged = raggedRow(row, heading.cells.length, index === body.length - 1);
      if (ragged !== undefined) return void errors.push(ragged);
      const typeText = text(row, shape.type);
      const type = typeText === '' ? 'sample' : TYPES[key(typeText)];
      if (type === undefined) return void errors.push({ row: row.line, column: 'Type', value: typeText, zh: '样品类型未知，可用：Sample、Blank、Cal、QC、CC、MatrixBlank、Matrix、DoubleBlank', en: 'unknown type; possible: Sample, Blank, Cal, QC, CC, MatrixBlank, Matrix, DoubleBlank' });
      if (type === 'skip') return void skipped.push({ row: row.line, column: 'Type', value: typeText, zh: `${typeText} 不是结果`, en: `${typeText} is no result` });
      const dilution = text(row, shape.dilution);
      const remark = text(row, shape.comment);
      for (const block of blocks) {
        const column = block.calculated === -1 ? block.final : block.calculated;
        const rawText = row.cells[column] ?? '';
        // an empty cell stays empty
        if (rawText.trim() === '') continue;
        const label = `${block.compound} ${(heading.cells[column] ?? '').trim()}`;
        if (block.calculated === -1 && dilution !== '' && Number(dilution) !== 1) {
          errors.push({ row: row.line, column: label, value: rawText, zh: '稀释过的样品须导出 Calc. Conc.（未乘稀释倍数），Final Conc. 不足以换算检出限', en: 'of a diluted sample Calc. Conc. is wanted (before the dilution is multiplied in): Final Conc. does not let the limits scale' });
          continue;
        }
        const expected = text(row, block.expected);
        values.push({
          row: row.line, column: label, sampleNumber: text(row, shape.name), analyte: block.compound, rawText, unit: unitOf(block.compound),
          ...(dilution === '' ? {} : { dilution }), ...(remark === '' ? {} : { remark }),
          ...(type === 'sample' ? {} : { qc: { kind: type, ...(expected === '' ? {} : { expected }) } }),
        });
      }
    });
    return { values, errors, skipped };
  },
};
