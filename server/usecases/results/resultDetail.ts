/** Everything about one result: how it came to its value, who did what, and what was found at the site before. */
import { Fault } from '../../../models/errors.ts';
import type { AuditEntry, Method, QcSample, ResultEvent, ResultRevision, Run, Sample, Site } from '../../../models/schemas/index.ts';
import type { AllowedAction } from '../../../models/schemas/answers/allowedAction.ts';
import { namesOf } from '../../../models/store/repositories/reference.ts';
import { auditOf, resultsById } from '../../../models/store/repositories/results.ts';
import { roundById } from '../../../models/store/repositories/rounds.ts';
import { samplesById } from '../../../models/store/repositories/samples.ts';
import type { Store } from '../../../models/store/types.ts';
import type { RunStatus } from '../../../analysis/quality/evaluateRun.ts';
import type { CurrentUser } from '../../auth/permissions.ts';
import { historyOf, type EarlierValue } from './cellHistory.ts';
import { cellOf, readsAll, sampleInScope } from './cells.ts';
import type { Cell } from './cellTypes.ts';
import { cellKey, readResultBook } from './resultBook.ts';

/** What was signed, as the audit trail holds it. */
export interface Signature {
  revisionSha256: string;
  meaning: string;
  confirmedBy: 'session' | 'password';
}

export interface ResultDetail {
  cell: Cell;
  sample: Sample;
  site: Site;
  method: Method | null;
  revisions: (ResultRevision & { authorName: string | null })[];
  events: (ResultEvent & { actorName: string | null })[];
  /** Every attempt at this sample × analyte, oldest first. */
  lineage: { id: string; attempt: number; state: string; reportedText: string | null; supersedesId: string | null }[];
  history: EarlierValue[];
  run: { id: string; number: string; status: RunStatus; overrideReason: string | null; qc: QcSample[] } | null;
  audit: { sequence: number; at: string; actorName: string | null; action: string; reason: string | null; signature?: Signature }[];
  allowedActions: AllowedAction[];
}

const isSignature = (signature: unknown): signature is Signature => typeof signature === 'object' && signature !== null && 'revisionSha256' in signature;

const notFound = (id: string): Fault => new Fault('not-found', `there is no result ${id}`, { details: [{ got: id, message: 'result.unknown' }] });

/** @throws Fault `not-found`, also for a result that the person may not see */
export async function readResultDetail(store: Store, user: CurrentUser, id: string): Promise<ResultDetail> {
  const reader = store.read;
  const [head] = await resultsById(reader, [id]);
  const [sample] = head === undefined ? [] : await samplesById(reader, [head.sampleId]);
  const round = sample === undefined ? undefined : await roundById(reader, sample.roundId);
  if (head === undefined || sample === undefined || round === undefined) throw notFound(id);
  const book = await readResultBook(reader, round, [sample], { verdicts: true });
  const site = book.sites.get(sample.siteId);
  const attempts = book.attempts.get(cellKey(head.sampleId, head.analyteId, head.basis)) ?? [];
  const attempt = attempts.find((each) => each.head.id === id);
  const all = readsAll(user);
  if (site === undefined || attempt === undefined || !sampleInScope(book, user, sample) || (!all && head.state !== 'released')) throw notFound(id);

  const cell = cellOf(book, sample, head.analyteId, head.basis, user);
  const visible = all ? attempts : [attempt];
  const revisions = all ? visible.flatMap((each) => each.revisions) : attempt.revisions.slice(-1);
  const events = visible.flatMap((each) => each.events);
  const history = await historyOf(reader, user, sample, head.analyteId, head.basis);
  const entries: AuditEntry[] = all ? await auditOf(reader, 'result', attempts.map((each) => each.head.id)) : [];
  const imports = [...new Set(revisions.flatMap((revision) => revision.importId ?? []))];
  const importEntries = all && imports.length > 0 ? await auditOf(reader, 'importLog', imports) : [];
  const trail = [...entries, ...importEntries].sort((a, b) => a.sequence - b.sequence);
  const names = await namesOf(reader, [...revisions.map((each) => each.authorId), ...events.map((each) => each.actorId), ...trail.flatMap((each) => each.actorId ?? [])]);
  const nameOf = (userId: string | null): string | null => (userId === null ? null : (names.get(userId) ?? null));
  const standing = head.runId === null || !all ? undefined : book.runs.get(head.runId);
  const run: Run | undefined = standing?.run;
  return {
    cell,
    sample,
    site,
    method: head.methodId === null ? null : (book.methodsById.get(head.methodId) ?? null),
    revisions: revisions.map((each) => ({ ...each, authorName: nameOf(each.authorId) })),
    events: events.map((each) => ({ ...each, actorName: nameOf(each.actorId) })),
    lineage: visible.map((each) => ({ id: each.head.id, attempt: each.head.attempt, state: each.head.state, reportedText: each.revisions.at(-1)?.reportedText ?? null, supersedesId: each.head.supersedesId })),
    history,
    run: run === undefined || standing === undefined ? null : { id: run.id, number: run.number, status: standing.status, overrideReason: run.overrideReason, qc: standing.qc },
    audit: trail.map(({ sequence, at, actorId, action, reason, detail }) => ({ sequence, at, actorName: nameOf(actorId), action, reason, ...(isSignature(detail['signature']) ? { signature: detail['signature'] } : {}) })),
    allowedActions: cell.allowedActions,
  };
}
