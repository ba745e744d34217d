/** Reading the audit trail, newest first. Only the writer adds to it. */
import { auditEntry, user, type AuditEntry } from '../../schemas/index.ts';
import type { Reader, Where } from '../types.ts';

export interface AuditFilter {
  subject?: string | undefined;
  subjectId?: string | undefined;
  actorId?: string | undefined;
  /** Only entries before this sequence number. */
  before?: number | undefined;
}

/** @param limit at most so many entries */
export async function auditEntries(
  reader: Reader,
  { subject, subjectId, actorId, before }: AuditFilter,
  limit: number,
): Promise<AuditEntry[]> {
  const where: Where<typeof auditEntry> = {
    ...(subject === undefined ? {} : { subject }),
    ...(subjectId === undefined ? {} : { subjectId }),
    ...(actorId === undefined ? {} : { actorId }),
  };
  return reader.find(auditEntry, { where, order: ['-sequence'], limit, ...(before === undefined ? {} : { after: before }) });
}

export const auditEntryById = (reader: Reader, id: string): Promise<AuditEntry | undefined> => reader.get(auditEntry, id);

/** Display names of accounts by id; ids that are no account are left out. */
export async function displayNames(reader: Reader, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await reader.find(user, { where: { id: wanted } });
  return new Map(rows.map(({ id, displayName }) => [id, displayName]));
}

/** What was done after this entry, oldest first; at most so many. */
export const entriesAfter = (reader: Reader, sequence: number, limit: number): Promise<AuditEntry[]> => reader.find(auditEntry, { order: ['sequence'], after: sequence, limit });
