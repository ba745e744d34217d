/**
 * Recording what was typed, pasted or confirmed in the round grid: one read, pure decisions, one
 * write with its audit. A cell that is refused keeps what was typed, with the reason, and blocks no other.
 * What several people save at the same moment is read and committed together, and answered to each alone.
 */
import { Fault } from '../../../models/errors.ts';
import type { Language, Round } from '../../../models/schemas/index.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { roundByCode } from '../../../models/store/repositories/rounds.ts';
import { runsByNumber } from '../../../models/store/repositories/runs.ts';
import { samplesById } from '../../../models/store/repositories/samples.ts';
import type { Store, Tx } from '../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { changeFor, cellOf, sampleInScope, type CellPlace } from './cells.ts';
import type { CellInput, Change, RefusedCell } from './cellTypes.ts';
import { Gathered, type GatherLimits, type Outcome } from './gathered.ts';
import { withPartners } from './holds.ts';
import { noteWrites, planEntry, type EntryContext, type Writes } from './planEntry.ts';
import { readResultBook, type Attempt, type ResultBook } from './resultBook.ts';
import { announce, joinWrites, writeResults } from './writeResults.ts';

export interface RecordRequest {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  language: Language;
  publish: Publish;
  round: string;
  cells: readonly CellInput[];
  /** Number of the run in which the values were measured. */
  run?: string | undefined;
}

export interface RecordAnswer {
  change: Change;
  refused: RefusedCell[];
}

const placeOf = (input: CellInput): CellPlace => ({ sampleId: input.sampleId, analyteId: input.analyteId, basis: input.basis ?? 'concentration' });

async function runIdOf(tx: Tx, roundId: string, number: string | undefined): Promise<string | undefined> {
  if (number === undefined) return undefined;
  const [run] = await runsByNumber(tx, [number]);
  if (run?.roundId !== roundId) throw new Fault('not-found', `there is no run ${number} in this round`, { details: [{ pointer: '/run', got: number, message: 'run.unknown' }] });
  if (run.state === 'closed') throw new Fault('conflict', `run ${number} is closed`, { details: [{ pointer: '/run', got: number, message: 'run.closed' }] });
  return run.id;
}

/** Decides about every cell in turn; each decision sees the ones before it. */
function planCells(book: ResultBook, request: RecordRequest, context: EntryContext): { writes: Writes[]; touched: CellPlace[]; refused: (RefusedCell & { isStale: boolean; place: CellPlace })[] } {
  const writes: Writes[] = [];
  const touched: CellPlace[] = [];
  const refused: (RefusedCell & { isStale: boolean; place: CellPlace })[] = [];
  const byHead = new Map<string, Attempt>([...book.attempts.values()].flat().map((attempt) => [attempt.head.id, attempt]));
  const refuse = (input: CellInput, denial: Denial): void => {
    refused.push({ sampleId: input.sampleId, analyteId: input.analyteId, rawText: input.rawText, code: denial.code, sentence: request.language === 'en' ? denial.en : denial.zh, isStale: denial.code === 'stale-revision', place: placeOf(input) });
  };
  for (const input of request.cells) {
    const sample = book.samples.get(input.sampleId);
    if (sample === undefined || sample.roundId !== book.round.id || !sampleInScope(book, request.user, sample)) {
      refuse(input, { code: 'not-found', zh: `轮次 ${book.round.code} 中没有此样品`, en: `there is no such sample in round ${book.round.code}` });
      continue;
    }
    const plan = planEntry(book, sample, input, context);
    if (plan.kind === 'refused') refuse(input, plan.denial);
    else touched.push(placeOf(input));
    if (plan.kind !== 'write') continue;
    noteWrites(book, byHead, plan.writes);
    writes.push(plan.writes);
  }
  return { writes, touched, refused };
}

/** The round that is written into. @throws Fault `not-found`, `conflict` for a closed one */
async function openRound(tx: Tx, code: string): Promise<Round> {
  const round = await roundByCode(tx, code);
  if (round === undefined) throw new Fault('not-found', `there is no round ${code}`, { details: [{ pointer: '/round', got: code, message: 'round.unknown' }] });
  if (round.closed) throw new Fault('conflict', `round ${code} is closed`, { details: [{ pointer: '/round', got: code, message: 'round.closed' }] });
  return round;
}

/** Decides and writes what several people ask of one round, in their order: each sees what the ones before did. */
async function recordInRound(tx: Tx, code: string, requests: readonly RecordRequest[], onSequence: (sequence: number) => void): Promise<Outcome<RecordAnswer>[]> {
  const round = await openRound(tx, code);
  const inputs = requests.flatMap((request) => request.cells);
  const samples = await samplesById(tx, [...new Set(inputs.map((cell) => cell.sampleId))]);
  const book = await readResultBook(tx, round, samples.filter((sample) => sample.roundId === round.id), { history: true, verdicts: true, analytes: withPartners([...new Set(inputs.map((cell) => cell.analyteId))]) });
  const writes: Writes[] = [];
  const places: CellPlace[] = [];
  const outcomes: Outcome<RecordAnswer>[] = [];
  for (const request of requests) {
    const { user } = request;
    try {
      const runId = await runIdOf(tx, round.id, request.run);
      const context: EntryContext = { actorId: user.id, at: nowInstant(request.at), newId: () => newId(request.at), ...(runId === undefined ? {} : { runId }) };
      const planned = planCells(book, request, context);
      book.names.set(user.id, user.displayName);
      writes.push(...planned.writes);
      if (planned.writes.length > 0) places.push(...planned.touched);
      const refused = planned.refused.map(({ isStale, place, ...cell }): RefusedCell => {
        const sample = isStale ? book.samples.get(cell.sampleId) : undefined;
        return sample === undefined ? cell : { ...cell, current: cellOf(book, sample, place.analyteId, place.basis, user) };
      });
      outcomes.push({ answer: { change: changeFor(book, planned.touched, [], 0, user) ?? { revision: 0, round: round.code, cells: [], stale: { assessments: [] } }, refused } });
    } catch (refusal) {
      if (!(refusal instanceof Fault)) throw refusal;
      outcomes.push({ refusal });
    }
  }
  await writeResults(tx, joinWrites(writes));
  const [first] = requests;
  if (writes.length > 0 && first !== undefined) announce(tx, first.publish, book, places, [], onSequence);
  return outcomes;
}

/** Several requests in one job of the writer. A round that cannot be written into refuses its own requests only. */
async function recordTogether(store: Store, requests: readonly RecordRequest[]): Promise<Outcome<RecordAnswer>[]> {
  let sequence: number | undefined;
  const outcomes = await store.write(async (tx) => {
    const decided = new Map<RecordRequest, Outcome<RecordAnswer>>();
    for (const [code, ofRound] of groupBy(requests, (request) => request.round)) {
      try {
        const answers = await recordInRound(tx, code, ofRound, (value) => { sequence = value; });
        for (const [index, answer] of answers.entries()) {
          const request = ofRound[index];
          if (request !== undefined) decided.set(request, answer);
        }
      } catch (refusal) {
        // a statement that failed ends the job; what was refused before any statement ends its own round
        if (!(refusal instanceof Fault) || !REFUSED_BEFORE_WRITING.includes(refusal.code)) throw refusal;
        for (const request of ofRound) decided.set(request, { refusal });
      }
    }
    return requests.map((request): Outcome<RecordAnswer> => decided.get(request) ?? { refusal: new Error('the request was left without an answer') });
  });
  const revision = sequence ?? (await store.revision());
  return outcomes.map((outcome) => ('answer' in outcome ? { answer: { ...outcome.answer, change: { ...outcome.answer.change, revision } } } : outcome));
}

const REFUSED_BEFORE_WRITING: readonly string[] = ['not-found', 'conflict'];
/** As many as the writer commits together; 256 may wait, as for the writer itself. Jobs of PostgreSQL run side by side. */
const gatherLimits = (store: Store): GatherLimits => ({ together: 64, waiting: 256, pieces: store.engine === 'postgres' ? 3 : 1 });
const gatherings = new WeakMap<Store, Gathered<RecordRequest, RecordAnswer>>();

/** @throws Fault `not-found` for the round or run, `conflict` for a closed round */
export function recordResults(store: Store, request: RecordRequest): Promise<RecordAnswer> {
  demand(request.user, 'results.enter');
  const known = gatherings.get(store);
  if (known !== undefined) return known.ask(request);
  const made = new Gathered<RecordRequest, RecordAnswer>((requests) => recordTogether(store, requests), gatherLimits(store));
  gatherings.set(store, made);
  return made.ask(request);
}
