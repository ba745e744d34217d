/**
 * How a job's notes become entries of the audit trail, and how entries are chained.
 * An entry's hash is the SHA-256 of its canonical JSON as bound, without `hash`; `previousHash`
 * is the hash of the entry before it. Pure.
 */
import { columnsOf } from '../entities/index.ts';
import { auditEntry, HASH_ALGORITHM, type AuditEntry } from '../schemas/index.ts';
import { sha256Hex } from './canonical.ts';
import { checkRow } from './checkRow.ts';
import { newId, nowInstant } from './identity.ts';
import { codecOf, type Bound } from './rowCodec.ts';
import type { AuditNote } from './types.ts';

export type Digest = AuditEntry['digests'][number];
/** The newest entry of a chain. */
export interface ChainTip {
  readonly sequence: number;
  readonly hash: string;
}
/** An entry before it has its place in the chain. */
export type AuditBody = Omit<AuditEntry, 'sequence' | 'previousHash' | 'hash' | 'algorithm'>;

/** What the first entry points at. */
export const GENESIS: ChainTip = { sequence: 0, hash: '0'.repeat(64) };
/** More digests than this go into further entries, so that no entry grows with the size of an import. */
const DIGESTS_PER_ENTRY = 1000;

/** @throws Fault `invalid` or `person-data-refused` for a note that could not be kept */
export function checkNote(note: AuditNote, at: number): AuditBody {
  const body: AuditBody = {
    id: newId(at),
    at: nowInstant(at),
    actorId: note.actorId,
    action: note.action,
    subject: note.subject,
    subjectId: note.subjectId,
    reason: note.reason ?? null,
    detail: { ...note.detail },
    digests: [],
  };
  checkRow(auditEntry, { ...body, sequence: 1, algorithm: HASH_ALGORITHM, previousHash: GENESIS.hash, hash: GENESIS.hash });
  return body;
}

/**
 * Gives each digest to the note about that row, and the others to the last note.
 * @param digests the last digest of each row the job wrote
 */
export function attachDigests(notes: readonly AuditBody[], digests: Iterable<Digest>, at: number): AuditBody[] {
  const bySubject = new Map(notes.map((note, index) => [`${note.subject} ${note.subjectId}`, index]));
  const shares: Digest[][] = notes.map(() => []);
  for (const digest of digests) {
    const index = bySubject.get(`${digest.thing} ${digest.id}`) ?? notes.length - 1;
    shares[index]?.push(digest);
  }
  return notes.flatMap((note, index) => splitEntry(note, shares[index] ?? [], at));
}

function splitEntry(note: AuditBody, digests: readonly Digest[], at: number): AuditBody[] {
  const parts = Math.max(1, Math.ceil(digests.length / DIGESTS_PER_ENTRY));
  if (parts === 1) return [{ ...note, digests: [...digests] }];
  return Array.from({ length: parts }, (_, part) => ({
    ...note,
    id: part === 0 ? note.id : newId(at),
    detail: part === 0 ? { ...note.detail, parts } : { part: part + 1, parts, continues: note.id },
    digests: digests.slice(part * DIGESTS_PER_ENTRY, (part + 1) * DIGESTS_PER_ENTRY),
  }));
}

export interface ChainedEntry extends ChainTip {
  id: string;
  /** As it is inserted: made once, for an entry may hold a hundred kilobytes of digests. */
  bound: readonly Bound[];
}

const HASH_COLUMN = columnsOf(auditEntry).findIndex((column) => column.name === 'hash');

/** Gives the body its place after the tip. */
export function chainEntry(tip: ChainTip, body: AuditBody): ChainedEntry {
  const sequence = tip.sequence + 1;
  const codec = codecOf(auditEntry);
  const bound = codec.bind({ ...body, sequence, algorithm: HASH_ALGORITHM, previousHash: tip.hash, hash: '' });
  const hash = sha256Hex(codec.canonical(bound, 'hash'));
  bound[HASH_COLUMN] = hash;
  return { id: body.id, sequence, hash, bound };
}
