/**
 * Submit, return, verify, review, release, amend, retest, void, not analysed, withdraw, keep: many results at once,
 * each decided for itself. What cannot be done is listed with its reason and, where it was changed
 * in the meantime, with the value that now stands.
 */
import { Fault, type FaultCode } from '../../../models/errors.ts';
import type { Basis, Language, ResultAction, Round, Sample } from '../../../models/schemas/index.ts';
import { isSigningAction } from '../../../models/schemas/reasons.ts';
import { REFUSAL_CODES } from '../../../models/schemas/typedText.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { assessmentsOfRound, resultsById } from '../../../models/store/repositories/results.ts';
import { roundById } from '../../../models/store/repositories/rounds.ts';
import { samplesById } from '../../../models/store/repositories/samples.ts';
import type { Store, Tx } from '../../../models/store/types.ts';
import type { CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { cellOf, changeFor, sampleInScope, type CellPlace } from './cells.ts';
import type { Cell, Change } from './cellTypes.ts';
import { noteWrites, type EntryContext, type Writes } from './planEntry.ts';
import { planTransition, type NewValue, type Transition } from './planTransition.ts';
import { currentAttempt, readResultBook, type Attempt, type ResultBook } from './resultBook.ts';
import { confirmPassword } from '../administration/sessions.ts';
import { readSettings } from '../administration/settings.ts';
import { announce, joinWrites, writeResults } from './writeResults.ts';

/** A result by id; or, for `not-analysed` of a cell in which nothing was written, its place with revision 0. */
export type TransitionItem = { id: string; revision: number } | { sampleId: string; analyteId: string; basis?: Basis | undefined; revision: number };

export interface TransitionRequest {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  language: Language;
  publish: Publish;
  action: ResultAction;
  results: readonly TransitionItem[];
  reason?: string | undefined;
  reasonCode?: string | undefined;
  values?: readonly (NewValue & { id: string })[] | undefined;
  password?: string | undefined;
}

export interface RefusedTransition {
  id: string;
  code: string;
  sentence: string;
  /** What now stands, where it was changed in the meantime. */
  current?: Cell;
}

export interface TransitionAnswer {
  done: number;
  /** How many of them are a request that waits for a second person. */
  asked: number;
  refused: RefusedTransition[];
  change: Change;
}

const itemId = (item: TransitionItem): string => ('id' in item ? item.id : `${item.sampleId}/${item.analyteId}`);

interface Target {
  item: TransitionItem;
  place: CellPlace | undefined;
}

/** Where each item lies, and the one round they are of. */
async function findTargets(tx: Tx, request: TransitionRequest): Promise<{ round: Round; samples: Sample[]; targets: Target[] }> {
  const heads = new Map((await resultsById(tx, request.results.flatMap((item) => ('id' in item ? [item.id] : [])))).map((head) => [head.id, head]));
  const targets = request.results.map((item): Target => {
    if (!('id' in item)) return { item, place: { sampleId: item.sampleId, analyteId: item.analyteId, basis: item.basis ?? 'concentration' } };
    const head = heads.get(item.id);
    return { item, place: head === undefined ? undefined : { sampleId: head.sampleId, analyteId: head.analyteId, basis: head.basis } };
  });
  const samples = await samplesById(tx, [...new Set(targets.flatMap((target) => target.place?.sampleId ?? []))]);
  const roundIds = [...new Set(samples.map((sample) => sample.roundId))];
  const [roundId] = roundIds;
  const round = roundId === undefined ? undefined : await roundById(tx, roundId);
  if (round === undefined) throw new Fault('not-found', 'none of these results is there', { details: [{ pointer: '/results', message: 'result.unknown' }] });
  if (roundIds.length > 1) throw new Fault('invalid', 'results of several rounds in one request; send one request for each round', { details: [{ pointer: '/results', message: 'result.several-rounds' }] });
  return { round, samples, targets };
}

interface Planned {
  writes: Writes[];
  touched: CellPlace[];
  refused: { item: TransitionItem; denial: Denial; place?: CellPlace }[];
}

function planAll(book: ResultBook, targets: readonly Target[], request: TransitionRequest & { confirmed: boolean }, context: EntryContext): Planned {
  const planned: Planned = { writes: [], touched: [], refused: [] };
  const byHead = new Map<string, Attempt>([...book.attempts.values()].flat().map((attempt) => [attempt.head.id, attempt]));
  const values = new Map(request.values?.map((value) => [value.id, value]));
  const notFound: Denial = { code: 'not-found', zh: '没有此结果', en: 'there is no such result' };
  for (const { item, place } of targets) {
    const sample = place === undefined ? undefined : book.samples.get(place.sampleId);
    if (place === undefined || sample === undefined || !sampleInScope(book, request.user, sample)) {
      planned.refused.push({ item, denial: notFound });
      continue;
    }
    const attempt = 'id' in item ? byHead.get(item.id) : currentAttempt(book, place.sampleId, place.analyteId, place.basis);
    const transition: Transition = { action: request.action, reason: request.reason, reasonCode: request.reasonCode, confirmed: request.confirmed, value: 'id' in item ? values.get(item.id) : undefined };
    const plan = planTransition(book, sample, attempt, place, item.revision, transition, request.user, context);
    if (plan.kind === 'refused') {
      planned.refused.push({ item, denial: plan.denial, place });
      continue;
    }
    noteWrites(book, byHead, plan.writes);
    planned.writes.push(plan.writes);
    planned.touched.push(place);
  }
  return planned;
}

/** Codes of denials that are codes of faults too. */
const FAULT_OF: Readonly<Record<string, FaultCode>> = {
  'stale-revision': 'stale-revision', 'not-found': 'not-found', role: 'not-allowed', area: 'not-found', 'own-work': 'own-work', 'second-person': 'own-work',
  held: 'held', 'quality-control-failed': 'quality-control-failed', 'illegal-transition': 'illegal-transition', 'reason-required': 'invalid', 'reason-unknown': 'invalid',
  'value-required': 'invalid', unchanged: 'conflict', 'person-data-refused': 'person-data-refused', 'no-method': 'conflict', 'not-in-panel': 'invalid',
};

/** The one result that was asked about cannot be done: that is the answer, not a list. */
function refuseOne(refused: RefusedTransition, denial: Denial): never {
  const code = FAULT_OF[denial.code] ?? (RESULT_TEXT_CODES.has(denial.code) ? 'invalid' : 'illegal-transition');
  throw new Fault(code, denial.en, {
    details: [{ pointer: '/results/0', message: 'result.refused', parameters: { code: denial.code, zh: denial.zh, en: denial.en } }],
    facts: { refused: [refused], reason: denial, ...(refused.current === undefined ? {} : { current: refused.current }) },
  });
}

/** Refusals of readResult, which an amendment can meet. */
const RESULT_TEXT_CODES: ReadonlySet<string> = new Set<string>([...REFUSAL_CODES]);

/**
 * @throws Fault of the refusal where exactly one result was asked about; `not-found`; `invalid` for several rounds;
 *   `not-allowed` where the laboratory asks for the password at a signature and it is missing or wrong
 */
export async function transitionResults(store: Store, request: TransitionRequest): Promise<TransitionAnswer> {
  // a password that was sent is looked at, whether or not the laboratory asks for one
  const confirmed = isSigningAction(request.action) && (request.password !== undefined || (await readSettings(store.read)).requireStepUp);
  if (confirmed) await confirmPassword(store, request.user, request.password, request.at);
  let sequence: number | undefined;
  const answer = await store.write(async (tx): Promise<TransitionAnswer> => {
    const { round, samples, targets } = await findTargets(tx, request);
    const book = await readResultBook(tx, round, samples, { history: request.action === 'amend', verdicts: true });
    book.names.set(request.user.id, request.user.displayName);
    const context: EntryContext = { actorId: request.user.id, at: nowInstant(request.at), newId: () => newId(request.at) };
    const releasedBefore = new Set([...book.attempts.values()].flat().filter(({ head }) => head.state === 'released').map(({ head }) => head.id));
    const planned = planAll(book, targets, { ...request, confirmed }, context);
    const refused = planned.refused.map(({ item, denial, place }): RefusedTransition => {
      const sample = place === undefined || denial.code !== 'stale-revision' ? undefined : book.samples.get(place.sampleId);
      const current = sample === undefined || place === undefined ? {} : { current: cellOf(book, sample, place.analyteId, place.basis, request.user) };
      return { id: itemId(item), code: denial.code, sentence: request.language === 'en' ? denial.en : denial.zh, ...current };
    });
    const [only] = planned.refused;
    const [onlyRefused] = refused;
    if (request.results.length === 1 && only !== undefined && onlyRefused !== undefined) refuseOne(onlyRefused, only.denial);
    const writes = joinWrites(planned.writes);
    await writeResults(tx, writes);
    // only what is, or was, released has entered an assessment
    const touchesReleased = [...writes.giveWay, ...writes.updateHeads].some(({ id, patch }) => patch.state !== undefined && (patch.state === 'released') !== releasedBefore.has(id));
    const stale = touchesReleased ? await assessmentsOfRound(tx, round.id) : [];
    if (planned.writes.length > 0) announce(tx, request.publish, book, planned.touched, stale, (value) => { sequence = value; });
    const change = changeFor(book, planned.touched, stale, 0, request.user) ?? { revision: 0, round: round.code, cells: [], stale: { assessments: stale } };
    return { done: planned.writes.length, asked: writes.events.filter(({ action }) => action === 'ask-void' || action === 'ask-invalidate').length, refused, change };
  });
  return { ...answer, change: { ...answer.change, revision: sequence ?? (await store.revision()) } };
}
