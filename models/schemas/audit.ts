import { Type } from '@sinclair/typebox';
import { id, instant, integer, json, nullable, text, typedText } from './fields.ts';
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
    actorId: nullable(text(['操作人', 'Actor'], 80)),
    action: text(['操作', 'Action'], 80),
    subject: text(['对象', 'Subject'], 60),
    subjectId: text(['对象标识', 'Subject ID'], 80),
    reason: nullable(text(['理由', 'Reason'], 500)),
    detail: json(Type.Unsafe<Record<string, unknown>>({ type: 'object' }), ['详情', 'Detail']),
    digests: json(Type.Array(Type.Object({ thing: Type.String(), id: Type.String(), revision: Type.Integer(), sha256: Type.String() })), ['行哈希', 'Row digests']),
    algorithm: text(['算法', 'Algorithm'], 40),
    previousHash: typedText(['前一哈希', 'Previous hash'], 64),
    hash: typedText(['哈希', 'Hash'], 64),
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
    fileSha256: text(['文件哈希', 'File SHA-256'], 64),
    encoding: text(['编码', 'Encoding'], 20),
    summary: json(Type.Object({ read: Type.Integer(), written: Type.Integer(), unchanged: Type.Integer() }), ['汇总', 'Summary']),
    choices: json(Type.Unsafe<Record<string, string>>({ type: 'object' }), ['选择', 'Choices']),
    actorId: text(['导入人', 'Imported by'], 80),
    at: instant(['时间', 'At']),
  },
  { indexes: [['fileSha256']] },
);
export type ImportLog = Row<typeof importLog>;
