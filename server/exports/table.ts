/** Exports that are a table: the same columns give CSV, JSON and XLSX. */
import type { Operation } from '../auth/permissions.ts';
import { readSettings } from '../usecases/administration/settings.ts';
import { writeCsv, type Column } from './csv.ts';
import { inLanguage, type ExportContext, type ExportFile, type ExportKind, type ExportParameter } from './exportKind.ts';
import { writeXlsx, XLSX_MEDIA } from './xlsx.ts';

export interface TableRows<R> {
  rows: readonly R[];
  /** What the rows are of, for the file's name. */
  of: string;
  /** Where a table may be without rows: whether what it is of is synthetic. */
  synthetic?: boolean;
}

interface TableExport<R> {
  id: string;
  title: { zh: string; en: string };
  operation: Operation;
  parameters: readonly ExportParameter[];
  /** Says of every row whether it is synthetic; written as the last column. */
  syntheticOf: (row: R) => boolean;
  columns: (context: ExportContext) => readonly Column<R>[];
  rows: (context: ExportContext) => Promise<TableRows<R>>;
}

/** The same word in every language, so that a script finds it. */
const syntheticColumn = <R>(syntheticOf: (row: R) => boolean): Column<R> => ({ key: 'synthetic', heading: ['synthetic', 'synthetic'], type: 'flag', of: syntheticOf });

export const SYNTHETIC_LABEL = { zh: '示例数据（合成）', en: 'Example data (synthetic)' };
const NOT_APPROVED = { zh: '未经审图，仅供内部使用，不得公开', en: 'Not approved for publication: internal use only' };

/** 审图号 as every export prints it. */
export async function mapApprovalOf(context: ExportContext): Promise<string> {
  const { mapApproval } = await readSettings(context.store.read);
  if (mapApproval === '') return inLanguage(NOT_APPROVED, context.language);
  return inLanguage({ zh: `审图号：${mapApproval}`, en: `Map approval number (审图号): ${mapApproval}` }, context.language);
}

/** An export with the formats csv, json and xlsx. */
export function tableExport<R>({ id, title, operation, parameters, syntheticOf, columns, rows }: TableExport<R>): ExportKind {
  const all = async (context: ExportContext): Promise<readonly Column<R>[]> => {
    const approval = await mapApprovalOf(context);
    return [...columns(context), { key: 'mapApproval', heading: ['审图号', 'Map approval'], type: 'text', of: () => approval }, syntheticColumn(syntheticOf)];
  };
  const isSynthetic = ({ rows: written, synthetic = false }: TableRows<R>): boolean => synthetic || written.some(syntheticOf);
  const csv = async (context: ExportContext): Promise<ExportFile> => {
    const table = await rows(context);
    return { bytes: writeCsv(await all(context), table.rows, context.language), of: table.of, synthetic: isSynthetic(table) };
  };
  const json = async (context: ExportContext): Promise<ExportFile> => {
    const table = await rows(context);
    const synthetic = isSynthetic(table);
    const fields = await all(context);
    const body = {
      title: inLanguage(title, context.language),
      of: table.of,
      synthetic,
      ...(synthetic ? { notice: inLanguage(SYNTHETIC_LABEL, context.language) } : {}),
      writtenAt: new Date(context.at).toISOString(),
      columns: fields.map(({ key, heading: [zh, en] }) => ({ key, zh, en })),
      rows: table.rows.map((row) => Object.fromEntries(fields.map(({ key, of }) => [key, of(row)]))),
    };
    return { bytes: `${JSON.stringify(body, null, 1)}\n`, of: table.of, synthetic };
  };
  const xlsx = async (context: ExportContext): Promise<ExportFile> => {
    const table = await rows(context);
    const synthetic = isSynthetic(table);
    const notices = synthetic ? [inLanguage(SYNTHETIC_LABEL, context.language)] : [];
    return { bytes: await writeXlsx({ title: inLanguage(title, context.language), notices, columns: await all(context), rows: table.rows, language: context.language, at: context.at }), of: table.of, synthetic };
  };
  return { id, title, operation, parameters, formats: { csv: { mediaType: 'text/csv; charset=utf-8', write: csv }, json: { mediaType: 'application/json; charset=utf-8', write: json }, xlsx: { mediaType: XLSX_MEDIA, write: xlsx } } };
}
