/** Generated results as rows of the store: heads, typed revisions, transitions, verdicts, as the laboratory itself writes them. */
import type { Method, Result, ResultAction, ResultEvent, ResultRevision, ResultState, Run, Sample, Verdict } from '../../models/schemas/index.ts';
import { resultRevision } from '../../models/schemas/index.ts';
import { isSigningAction, signatureText } from '../../models/schemas/reasons.ts';
import { readResult } from '../../models/schemas/readResult.ts';
import { newId, rowDigest } from '../../models/store/index.ts';
import { holdOf } from '../usecases/results/holds.ts';
import { revisionOf, verdictOf } from '../usecases/results/planEntry.ts';
import { DEMO_TECHNICIANS, DEMO_VERIFIERS } from './demoAccounts.ts';
import type { GeneratedResult } from './huilai/types.ts';
import { requireFrom, type WriteContext } from './writeRound.ts';

/** The value that a site had in the round before, for the hold of a jump. */
export type SiteValues = Map<string, Pick<ResultRevision, 'qualifier' | 'value' | 'limit' | 'unit'>>;

export interface ResultRows {
  head: Result;
  revisions: ResultRevision[];
  events: ResultEvent[];
  verdicts: Verdict[];
}

const HOUR = 3_600_000;
const plus = (instant: string, ms: number): string => new Date(Date.parse(instant) + ms).toISOString();

/** States a result went through on its way; the last one is where it stands. */
const WAY: Readonly<Partial<Record<ResultState, readonly ResultAction[]>>> = {
  entered: [],
  submitted: ['submit'],
  verified: ['submit', 'verify'],
  released: ['submit', 'verify', 'release'],
};
const REACHED: Readonly<Partial<Record<ResultAction, ResultState>>> = { submit: 'submitted', verify: 'verified', release: 'released' };

export interface ResultSource {
  result: GeneratedResult;
  sample: Sample;
  run: Run;
  method: Method;
  /** The attempt that this one follows. */
  before: ResultRows | undefined;
  /** The attempt that came after it, where there is one. */
  after: GeneratedResult | undefined;
}

export function resultRows({ result, sample, run, method, before, after }: ResultSource, history: SiteValues, context: WriteContext): ResultRows {
  const id = newId(context.at);
  const technician = requireFrom(context.users, DEMO_TECHNICIANS[result.technician % DEMO_TECHNICIANS.length] ?? '', 'the account');
  const verifier = requireFrom(context.users, DEMO_VERIFIERS[Number(run.number.replace(/\D/g, '')) % DEMO_VERIFIERS.length] ?? '', 'the account');
  const signatory = requireFrom(context.users, 'demo-signatory', 'the account');
  const rows: ResultRows = {
    head: {
      id, sampleId: sample.id, analyteId: result.analyte, basis: 'concentration', attempt: result.attempt, state: result.state, reportable: result.state !== 'superseded', methodId: method.id, runId: run.id,
      supersedesId: before?.head.id ?? null, asked: null, valueRevision: result.entries.length, synthetic: true, revision: 1,
    },
    revisions: [], events: [], verdicts: [],
  };
  const place = `${sample.siteId} ${sample.matrix} ${result.analyte}`;
  const earlier = history.get(place);
  for (const entry of result.entries) {
    const reading = readResult(entry.rawText, method, { unit: entry.unit, dilution: entry.dilution });
    if (!reading.ok) throw new Error(`${sample.number} ${result.analyte}: "${entry.rawText}" cannot be read: ${reading.en}`);
    const found = holdOf(reading, earlier === undefined ? [] : [earlier]);
    // the last text typed is the one that went on: somebody had looked at it
    const confirmed = entry === result.entries.at(-1) ? found : null;
    const revision = revisionOf(
      reading,
      { rawText: entry.rawText, remark: null, reason: entry.reason ?? result.follows?.reason ?? null, hold: confirmed === null ? found : null, confirmedHold: confirmed, measuredAt: null },
      { resultId: id, valueRevision: rows.revisions.length + 1, synthetic: true },
      { actorId: technician, at: entry.at, newId: () => newId(context.at) },
    );
    rows.revisions.push(revision);
  }
  const newest = rows.revisions.at(-1);
  if (newest === undefined) throw new Error(`${sample.number} ${result.analyte}: nothing was typed`);

  // typing is a revision; events are what is done to a result beside typing
  let state: ResultState = 'entered';
  const event = (action: ResultAction, toState: ResultState, at: string, actorId: string, more: Partial<Pick<ResultEvent, 'reason' | 'reasonCode' | 'revisionSha256'>> = {}): void => {
    rows.events.push({ id: newId(context.at), resultId: id, sequence: rows.events.length + 1, action, fromState: state, toState, valueRevision: newest.valueRevision, revisionSha256: null, meaning: null, confirmedBy: null, reasonCode: null, reason: null, actorId, at, ...more });
    state = toState;
  };
  const submittedAt = plus(newest.at, 6 * HOUR);
  if (result.returned !== null) {
    event('submit', 'submitted', submittedAt, technician);
    event('return', 'entered', plus(submittedAt, 18 * HOUR), verifier, { reason: result.returned, reasonCode: 'integration' });
  }
  const signature = rowDigest(resultRevision, newest);
  // a superseded attempt had come as far as the attempt that follows it asked: a repeat before, an amendment after release
  const way = result.state === 'superseded' ? (after?.follows?.action === 'amend' ? WAY.released : WAY.submitted) : WAY[result.state];
  const at: Readonly<Partial<Record<ResultAction, string>>> = { submit: submittedAt, verify: plus(submittedAt, 20 * HOUR), release: plus(submittedAt, 44 * HOUR) };
  for (const action of way ?? []) {
    if (action === 'verify') {
      // frozen at the first verification, as the review itself does it
      const verdict = verdictOf(newest, result.analyte, sample.matrix, 'concentration');
      if (verdict !== undefined) rows.verdicts.push({ id: newId(context.at), ...verdict, at: at.verify ?? submittedAt });
    }
    event(action, REACHED[action] ?? state, at[action] ?? submittedAt, action === 'submit' ? technician : action === 'verify' ? verifier : signatory, { revisionSha256: action === 'submit' ? null : signature, ...(isSigningAction(action) ? { meaning: signatureText(action), confirmedBy: 'session' as const } : {}) });
  }
  if (result.state === 'superseded' && after?.follows !== undefined && after.follows !== null) {
    const next = after.entries[0]?.at ?? submittedAt;
    event(after.follows.action, 'superseded', plus(next, -HOUR), technician, { reason: after.follows.reason, reasonCode: after.follows.reasonCode });
  }
  rows.head.revision = rows.events.length + rows.revisions.length;
  if (result.state !== 'superseded') history.set(place, newest);
  return rows;
}
