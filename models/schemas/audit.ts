import { Type } from '@sinclair/typebox';
import { code, flag, freeText, hash, id, instant, integer, json, machineJson, nullable, ref, revision, text, typedText } from './fields.ts';
import { thing, type Row } from './thing.ts';

/**
 * SHA-256 over canonical JSON (sorted keys, no white space) of the entry as it is bound, chained by `previousHash`:
 * JSON fields as their canonical text, without null fields and without `hash`. Row digests are made the same way.
 */
export const HASH_ALGORITHM = 'sha256-canonical-json-1';

/**
 * One entry per change, in the same transaction as the change. `digests` holds the SHA-256 of each
 * row as it was bound, so that a changed, deleted or inserted row is named exactly.
 */
export const auditEntry = thing(
  'auditEntry',
  'evidence',
  {
    id: id(),
    sequence: integer(['序号', 'Sequence'], { minimum: 1 }),
    at: instant(['时间', 'At']),
    actorId: nullable(code(['操作人', 'Actor'], 80)),
    action: code(['操作', 'Action'], 80),
    subject: code(['对象', 'Subject'], 60),
    subjectId: code(['对象标识', 'Subject ID'], 80),
    reason: nullable(typedText(['理由', 'Reason'], 500)),
    detail: machineJson(Type.Unsafe<Record<string, unknown>>({ type: 'object' }), ['详情', 'Detail']),
    digests: machineJson(Type.Array(Type.Object({ thing: Type.String(), id: Type.String(), revision: Type.Integer(), sha256: Type.String() })), ['行哈希', 'Row digests']),
    algorithm: code(['算法', 'Algorithm'], 40),
    previousHash: hash(['前一哈希', 'Previous hash'], 64),
    hash: hash(['哈希', 'Hash'], 64),
  },
  { unique: [{ name: 'uq_audit_sequence', fields: ['sequence'] }], indexes: [['subject', 'subjectId'], ['at']] },
);
export type AuditEntry = Row<typeof auditEntry>;

/** One import of a file. The same file again changes nothing. */
export const importLog = thing(
  'importLog',
  'evidence',
  {
    id: id(),
    kind: text(['导入类型', 'Import kind'], 40),
    fileName: text(['文件名', 'File name'], 200),
    fileSha256: hash(['文件哈希', 'File SHA-256'], 64),
    encoding: code(['编码', 'Encoding'], 20),
    /** As found in the file; null for a workbook. */
    separator: nullable(code(['分隔符', 'Separator'], 4)),
    /** Of a workbook. */
    sheet: nullable(text(['工作表', 'Sheet'], 120)),
    /** Name of the column mapping that was used. */
    mapping: nullable(text(['列对应', 'Column mapping'], 60)),
    summary: json(Type.Object({ read: Type.Integer(), written: Type.Integer(), unchanged: Type.Integer() }), ['汇总', 'Summary']),
    choices: json(Type.Unsafe<Record<string, string>>({ type: 'object', additionalProperties: { type: 'string' } }), ['选择', 'Choices']),
    actorId: code(['导入人', 'Imported by'], 80),
    at: instant(['时间', 'At']),
  },
  { indexes: [['fileSha256']] },
);
export type ImportLog = Row<typeof importLog>;

/** What became of one value of a file. `kept`: the file said another value and the one that stood was kept. */
export const IMPORT_OUTCOMES = ['written', 'unchanged', 'kept', 'taken', 'amended', 'quality-control'] as const;
export type ImportOutcome = (typeof IMPORT_OUTCOMES)[number];

/** One value of a file: row, column, sample as written, analyte as written, text, outcome, result. */
export type ImportLine = [row: number, column: string, sample: string, analyte: string, text: string, outcome: ImportOutcome, resultId: string | null];
const textItem = { type: 'string' };
const IMPORT_LINE = Type.Unsafe<ImportLine>({ type: 'array', prefixItems: [{ type: 'integer' }, textItem, textItem, textItem, textItem, { enum: [...IMPORT_OUTCOMES] }, { type: ['string', 'null'] }], items: false, minItems: 7 });

/** The log of an import, a line for each value, in parts of a thousand. */
export const importPart = thing(
  'importPart',
  'evidence',
  {
    id: id(),
    importId: ref('importLog', ['导入批次', 'Import']),
    part: integer(['序号', 'Part'], { minimum: 1 }),
    lines: json(Type.Array(IMPORT_LINE), ['逐值记录', 'Lines']),
  },
  { unique: [{ name: 'uq_import_part', fields: ['importId', 'part'] }] },
);
export type ImportPart = Row<typeof importPart>;

/** An import taken back as a whole: its values are cleared, or again what they were; its quality control counts no longer. */
export const importUndo = thing(
  'importUndo',
  'evidence',
  {
    id: id(),
    importId: ref('importLog', ['导入批次', 'Import']),
    reason: freeText(['理由', 'Reason'], 500),
    summary: json(Type.Object({ cleared: Type.Integer(), restored: Type.Integer(), qualityControl: Type.Integer() }), ['汇总', 'Summary']),
    actorId: code(['撤销人', 'Undone by'], 80),
    at: instant(['时间', 'At']),
  },
  { unique: [{ name: 'uq_import_undo', fields: ['importId'] }] },
);
export type ImportUndo = Row<typeof importUndo>;

/** How the columns and names of a file are to be read, kept under a name. */
export const importMapping = thing(
  'importMapping',
  'record',
  {
    id: id(),
    name: text(['名称', 'Name'], 60),
    /** The import layout it is for. */
    kind: text(['导入类型', 'Import kind'], 40),
    /** What a column is (sample, analyte, value, unit, dilution, …) → its heading in the file. */
    columns: json(Type.Unsafe<Record<string, string>>({ type: 'object', additionalProperties: { type: 'string' } }), ['列', 'Columns']),
    /** Name of an analyte in the file → the analyte. */
    analytes: json(Type.Unsafe<Record<string, string>>({ type: 'object', additionalProperties: { type: 'string' } }), ['分析物名称', 'Analyte names']),
    /** Unit of the values where the file names none. */
    unit: nullable(text(['单位', 'Unit'], 20)),
    /** The concentrations of the file are those of the diluted sample: they and the limits are multiplied by the dilution. */
    beforeDilution: flag(['浓度未乘稀释倍数', 'Concentrations before dilution']),
    active: flag(['启用', 'Active']),
    updatedBy: ref('user', ['修改人', 'Changed by']),
    updatedAt: instant(['修改时间', 'Changed at']),
    revision: revision(),
  },
  { unique: [{ name: 'uq_import_mapping_name', fields: ['name'] }] },
);
export type ImportMapping = Row<typeof importMapping>;
