/**
 * What must hold whatever anybody does to results, checked on the rows themselves: used by the
 * model-based walk, and tried on planted faults so that it is known to see them.
 */
import type { Result, ResultEvent, ResultRevision } from '../../../models/schemas/index.ts';

export interface Evidence {
  results: readonly Result[];
  revisions: readonly ResultRevision[];
  events: readonly ResultEvent[];
}

/** What the model knows: every text that was accepted, by cell, in order. */
export type AcceptedTexts = ReadonlyMap<string, readonly string[]>;

const cellOf = (result: Result): string => `${result.sampleId} ${result.analyteId} ${result.basis}`;
const SIGNED: readonly string[] = ['verify', 'review', 'release'];

/** Whoever wrote any version of any attempt, or submitted this one, has not signed it. */
function signatureFaults(cell: string, events: readonly ResultEvent[], lineage: readonly ResultRevision[], attempts: ReadonlyMap<string, number>): string[] {
  return events.filter((each) => SIGNED.includes(each.action)).flatMap((event) => {
    const faults: string[] = [];
    const wrote = lineage.some((revision) => {
      const of = attempts.get(revision.resultId) ?? 0;
      const own = attempts.get(event.resultId) ?? 0;
      return revision.authorId === event.actorId && (of < own || (of === own && revision.valueRevision <= event.valueRevision));
    });
    const submitted = events.some((each) => each.action === 'submit' && each.actorId === event.actorId && ((attempts.get(each.resultId) ?? 0) < (attempts.get(event.resultId) ?? 0) || (each.resultId === event.resultId && each.sequence < event.sequence)));
    if (wrote || submitted) faults.push(`${cell}: ${event.actorId} did ${event.action} on their own work`);
    if (event.revisionSha256 === null) faults.push(`${cell}: ${event.action} signs nothing`);
    return faults;
  });
}

const ASKS: readonly string[] = ['ask-void', 'ask-invalidate'];

/** What was released is withdrawn by two: one asked, another agreed. */
function withdrawalFaults(cell: string, events: readonly ResultEvent[]): string[] {
  return events.filter(({ fromState, toState, action }) => fromState === 'released' && toState !== 'released' && action !== 'supersede').flatMap((event) => {
    const request = events.filter(({ resultId, sequence, action }) => resultId === event.resultId && sequence < event.sequence && [...ASKS, 'keep'].includes(action)).at(-1);
    if (event.action !== 'withdraw') return [`${cell}: ${event.action} alone took back what was released`];
    if (request === undefined || !ASKS.includes(request.action)) return [`${cell}: withdrawn and nobody had asked`];
    return request.actorId === event.actorId ? [`${cell}: ${event.actorId} asked and agreed`] : [];
  });
}

/** What the head says follows from its revisions and events. */
function headFaults(cell: string, head: Result, revisions: readonly ResultRevision[], events: readonly ResultEvent[]): string[] {
  const faults: string[] = [];
  const own = revisions.filter((revision) => revision.resultId === head.id);
  if (own.length !== head.valueRevision) faults.push(`${cell}: the head says ${String(head.valueRevision)} revisions, there are ${String(own.length)}`);
  const last = events.filter((event) => event.resultId === head.id).sort((a, b) => b.sequence - a.sequence)[0];
  // typing after a return moves between these two without an event of its own
  const typing = last?.toState === 'entered' && head.state === 'pending';
  if (last !== undefined && last.toState !== head.state && !typing) faults.push(`${cell}: the head is ${head.state}, its newest event leads to ${last.toState}`);
  return faults;
}

/** @returns a sentence for each fault; empty when all is well */
export function faultsOf({ results, revisions, events }: Evidence, accepted: AcceptedTexts): string[] {
  const faults: string[] = [];
  const cells = new Map<string, Result[]>();
  for (const result of results) cells.set(cellOf(result), [...(cells.get(cellOf(result)) ?? []), result]);
  for (const [cell, attempts] of cells) {
    const reportable = attempts.filter((attempt) => attempt.reportable);
    if (reportable.length > 1) faults.push(`${cell} has ${String(reportable.length)} reportable results`);
    const released = attempts.filter(({ state }) => state === 'released');
    if (released.length > 1) faults.push(`${cell} has ${String(released.length)} released results`);
    if (released.length > 0 && reportable.length === 0) faults.push(`${cell} is released and shows something else`);
    const numbers = new Map(attempts.map((attempt) => [attempt.id, attempt.attempt]));
    const lineage = revisions.filter((revision) => numbers.has(revision.resultId)).sort((a, b) => (numbers.get(a.resultId) ?? 0) - (numbers.get(b.resultId) ?? 0) || a.valueRevision - b.valueRevision);
    faults.push(...signatureFaults(cell, events.filter((event) => numbers.has(event.resultId)), lineage, numbers));
    faults.push(...withdrawalFaults(cell, events.filter((event) => numbers.has(event.resultId)).sort((a, b) => a.sequence - b.sequence)));
    const texts = lineage.map((revision) => revision.rawText);
    const expected = accepted.get(cell) ?? [];
    if (texts.join('\u0000') !== expected.join('\u0000')) faults.push(`${cell}: typed ${JSON.stringify(expected)}, kept ${JSON.stringify(texts)}`);
    faults.push(...attempts.flatMap((attempt) => headFaults(cell, attempt, revisions, events)));
  }
  for (const cell of accepted.keys()) if (!cells.has(cell)) faults.push(`${cell}: typed and not there`);
  return faults;
}

/** How many heads are new or at another revision: each wants exactly one entry of the audit trail, unless one took the place of another. */
export function changedCells(before: Evidence, after: Evidence): number {
  const known = new Map(before.results.map((each) => [each.id, each.revision]));
  const events = (evidence: Evidence): Map<string, number> => {
    const counts = new Map<string, number>();
    for (const event of evidence.events) counts.set(event.resultId, (counts.get(event.resultId) ?? 0) + 1);
    return counts;
  };
  const [earlier, later] = [events(before), events(after)];
  return new Set(after.results.filter((each) => known.get(each.id) !== each.revision || (earlier.get(each.id) ?? 0) !== (later.get(each.id) ?? 0)).map(cellOf)).size;
}
