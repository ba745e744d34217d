/** What the auditor reads: entries with names, and whether the chain still holds. */
import { Fault } from '../../../models/errors.ts';
import { auditEntries, auditEntryById, displayNames, type AuditFilter } from '../../../models/store/repositories/audit.ts';
import type { AuditEntry } from '../../../models/schemas/index.ts';
import type { Words } from '../../../models/schemas/vocabulary.ts';
import type { Reader } from '../../../models/store/types.ts';
import { may, type CurrentUser } from '../../auth/permissions.ts';
import { auditSubjects } from './auditSubjects.ts';

export interface NamedEntry extends AuditEntry {
  /** Null where no account did it (first set-up) or the account is unknown. */
  actorName: string | null;
  /** What it speaks of, as people call it; null where the id is the word. */
  subjectName: Words | null;
}

/** An entry in a list: how many rows it binds; their digests are read with the entry itself. */
export type ListedEntry = Omit<NamedEntry, 'digests'> & { digestCount: number };

/** Subjects that are secret until released: that something happened may be read, what it was only by planners. */
const REDACTED = new Set(['schedule', 'task']);

interface Names {
  actors: ReadonlyMap<string, string>;
  subjects: ReadonlyMap<string, Words>;
}

async function namesOf(reader: Reader, user: CurrentUser, entries: readonly AuditEntry[]): Promise<Names> {
  return {
    actors: await displayNames(reader, entries.flatMap(({ actorId }) => (actorId === null ? [] : [actorId]))),
    subjects: await auditSubjects(reader, entries, may(user, 'schedules.create')),
  };
}

const shown = (entry: AuditEntry, user: CurrentUser, { actors, subjects }: Names): NamedEntry => ({
  ...entry,
  detail: REDACTED.has(entry.subject) && !may(user, 'schedules.create') ? { redacted: true } : entry.detail,
  actorName: entry.actorId === null ? null : (actors.get(entry.actorId) ?? null),
  subjectName: subjects.get(`${entry.subject} ${entry.subjectId}`) ?? null,
});

/** Whole entries, newest first; one more than the limit is read to know whether there are more. */
export async function auditPage(
  reader: Reader,
  user: CurrentUser,
  filter: AuditFilter,
  limit: number,
): Promise<{ items: NamedEntry[]; next: string | null }> {
  const read = await auditEntries(reader, filter, limit + 1);
  const page = read.slice(0, limit);
  const names = await namesOf(reader, user, page);
  const items = page.map((entry) => shown(entry, user, names));
  const last = page.at(-1);
  return { items, next: read.length > limit && last !== undefined ? String(last.sequence) : null };
}

export async function listAudit(...of: Parameters<typeof auditPage>): Promise<{ items: ListedEntry[]; next: string | null }> {
  const { items, next } = await auditPage(...of);
  return { items: items.map(({ digests, ...listed }) => ({ ...listed, digestCount: digests.length })), next };
}

/** One entry whole, with the digests of every row that it binds. @throws Fault `not-found` */
export async function readAuditEntry(reader: Reader, user: CurrentUser, id: string): Promise<NamedEntry> {
  const entry = await auditEntryById(reader, id);
  if (entry === undefined) throw new Fault('not-found', `there is no audit entry ${id}`, { details: [{ got: id, message: 'audit.unknown' }] });
  return shown(entry, user, await namesOf(reader, user, [entry]));
}
