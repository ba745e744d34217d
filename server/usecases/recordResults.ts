/**
 * Recording what was typed, pasted or confirmed in the round grid: one read, pure decisions, one
 * write with its audit. A cell that is refused keeps what was typed, with the reason, and blocks no other.
 */
import { Fault } from '../../models/errors.ts';
import type { Language } from '../../models/schemas/index.ts';
import { newId, nowInstant } from '../../models/store/index.ts';
import { roundByCode } from '../../models/store/repositories/rounds.ts';
import { runsByNumber } from '../../models/store/repositories/runs.ts';
import { samplesById } from '../../models/store/repositories/samples.ts';
import type { Store, Tx } from '../../models/store/types.ts';
import { demand, type CurrentUser, type Denial } from '../auth/permissions.ts';
import type { Publish } from '../http/changes.ts';
import { changeFor, cellOf, sampleInScope, type CellPlace } from './cells.ts';
import type { CellInput, Change, RefusedCell } from './cellTypes.ts';
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

/** @throws Fault `not-found` for the round or run, `conflict` for a closed round */
export async function recordResults(store: Store, request: RecordRequest): Promise<RecordAnswer> {
  demand(request.user, 'results.enter');
  let sequence: number | undefined;
  const answer = await store.write(async (tx): Promise<RecordAnswer> => {
    const round = await roundByCode(tx, request.round);
    if (round === undefined) throw new Fault('not-found', `there is no round ${request.round}`, { details: [{ pointer: '/round', got: request.round, message: 'round.unknown' }] });
    if (round.closed) throw new Fault('conflict', `round ${request.round} is closed`, { details: [{ pointer: '/round', got: request.round, message: 'round.closed' }] });
    const samples = await samplesById(tx, [...new Set(request.cells.map((cell) => cell.sampleId))]);
    const book = await readResultBook(tx, round, samples.filter((sample) => sample.roundId === round.id), { history: true, verdicts: true, analytes: withPartners([...new Set(request.cells.map((cell) => cell.analyteId))]) });
    const runId = await runIdOf(tx, round.id, request.run);
    const context: EntryContext = { actorId: request.user.id, at: nowInstant(request.at), newId: () => newId(request.at), ...(runId === undefined ? {} : { runId }) };
    const planned = planCells(book, request, context);
    book.names.set(request.user.id, request.user.displayName);
    await writeResults(tx, joinWrites(planned.writes));
    if (planned.writes.length > 0) announce(tx, request.publish, book, planned.touched, [], (value) => { sequence = value; });
    const refused = planned.refused.map(({ isStale, place, ...cell }): RefusedCell => {
      const sample = isStale ? book.samples.get(cell.sampleId) : undefined;
      return sample === undefined ? cell : { ...cell, current: cellOf(book, sample, place.analyteId, place.basis, request.user) };
    });
    return { change: changeFor(book, planned.touched, [], 0, request.user) ?? { revision: 0, round: round.code, cells: [], stale: { assessments: [] } }, refused };
  });
  return { ...answer, change: { ...answer.change, revision: sequence ?? (await store.revision()) } };
}
