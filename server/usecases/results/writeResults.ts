/** Carries out planned writes of results, and tells others. */
import { result, resultEvent, resultRevision, verdict } from '../../../models/schemas/index.ts';
import type { Tx } from '../../../models/store/types.ts';
import { may } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { changeFor, type CellPlace } from './cells.ts';
import { noWrites, type Writes } from './planEntry.ts';
import type { ResultBook } from './resultBook.ts';

export function joinWrites(all: readonly Writes[]): Writes {
  const joined = noWrites();
  for (const writes of all) {
    joined.giveWay.push(...writes.giveWay);
    joined.insertHeads.push(...writes.insertHeads);
    joined.updateHeads.push(...writes.updateHeads);
    joined.revisions.push(...writes.revisions);
    joined.events.push(...writes.events);
    joined.verdicts.push(...writes.verdicts);
    joined.notes.push(...writes.notes);
  }
  return joined;
}

/** @throws Fault `stale-revision` where another transaction came in between (PostgreSQL); then nothing is written */
export async function writeResults(tx: Tx, { giveWay, insertHeads, updateHeads, revisions, events, verdicts, notes }: Writes): Promise<void> {
  // an old attempt gives up its place before another one takes it
  if (giveWay.length > 0) await tx.updateMany(result, giveWay);
  if (updateHeads.length > 0) await tx.updateMany(result, updateHeads);
  if (insertHeads.length > 0) await tx.insert(result, insertHeads);
  if (revisions.length > 0) await tx.insert(resultRevision, revisions);
  if (events.length > 0) await tx.insert(resultEvent, events);
  if (verdicts.length > 0) await tx.insert(verdict, verdicts);
  for (const note of notes) tx.audit(note);
}

/** After COMMIT: hands each listener the cells that the person may see. */
export function announce(tx: Tx, publish: Publish, book: ResultBook, places: readonly CellPlace[], stale: readonly string[], onSequence: (sequence: number) => void): void {
  tx.afterCommit((sequence) => {
    onSequence(sequence);
    // it is kept for listeners that come back; the sites' history is no part of it
    book.history.clear();
    publish({ kind: 'change', sequence, weight: book.attempts.size + places.length, payloadFor: (user) => changeFor(book, places, stale, sequence, user) });
  });
}

/** After COMMIT of more than is worth sending: listeners read the round again. */
export function announceReload(tx: Tx, publish: Publish, book: ResultBook): void {
  tx.afterCommit((sequence) => {
    publish({
      kind: 'change', sequence,
      payloadFor: (user) => (may(user, 'results.read') ? { revision: sequence, round: book.round.code, cells: [], stale: { assessments: [] }, reload: true } : undefined),
    });
  });
}
