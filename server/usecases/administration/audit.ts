/** What the auditor reads: entries with names, and whether the chain still holds. */
import { auditEntries, displayNames, type AuditFilter } from '../../../models/store/repositories/audit.ts';
import type { AuditEntry } from '../../../models/schemas/index.ts';
import type { Reader } from '../../../models/store/types.ts';
import { may, type CurrentUser } from '../../auth/permissions.ts';

export interface NamedEntry extends AuditEntry {
  /** Null where no account did it (first set-up) or the account is unknown. */
  actorName: string | null;
}

/** Subjects that are secret until released: that something happened may be read, what it was only by planners. */
const REDACTED = new Set(['schedule', 'task']);

/** Newest first; one more than the limit is read to know whether there are more. */
export async function listAudit(
  reader: Reader,
  user: CurrentUser,
  filter: AuditFilter,
  limit: number,
): Promise<{ items: NamedEntry[]; next: string | null }> {
  const read = await auditEntries(reader, filter, limit + 1);
  const page = read.slice(0, limit);
  const names = await displayNames(
    reader,
    page.flatMap(({ actorId }) => (actorId === null ? [] : [actorId])),
  );
  const items = page.map((entry) => ({
    ...entry,
    detail: REDACTED.has(entry.subject) && !may(user, 'schedules.create') ? { redacted: true } : entry.detail,
    actorName: entry.actorId === null ? null : (names.get(entry.actorId) ?? null),
  }));
  const last = page.at(-1);
  return { items, next: read.length > limit && last !== undefined ? String(last.sequence) : null };
}
