/** Analytical runs: what is measured in them, their quality control, closing, and overriding a failure with a reason. */
import { Fault } from '../../../models/errors.ts';
import { qcSample as qcThing, result as resultThing, run as runThing, type Matrix, type QcKind, type QcSample, type Result, type Run, type Sample } from '../../../models/schemas/index.ts';
import type { AllowedAction, Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { methodKey, methodsInForce } from '../../../models/store/repositories/reference.ts';
import { resultsOfRun, resultsOfSamples } from '../../../models/store/repositories/results.ts';
import { planById, roundById } from '../../../models/store/repositories/rounds.ts';
import { countResultsOfRuns, runById, runsByNumber, runsOfRound } from '../../../models/store/repositories/runs.ts';
import { samplesById } from '../../../models/store/repositories/samples.ts';
import type { Reader, Store, Tx } from '../../../models/store/types.ts';
import { allowedActions, demand, type CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { basesOf, readQcSamples, type QcInput } from './readQcSamples.ts';
import { readResultBook } from '../results/resultBook.ts';
import { requireRound } from '../rounds/rounds.ts';
import { runStandings, type RunStanding } from './runStanding.ts';
import { announce } from '../results/writeResults.ts';

export interface RunView extends Run {
  status: RunStanding['status'];
  /** Verification of its results is blocked now. */
  blocked: boolean;
  findings: { kind: QcKind; analyteId: string; code: string; zh: string; en: string; value: string | null; limit: string; ok: boolean | null }[];
  /** Reportable results in it. */
  results: number;
  allowedActions: AllowedAction[];
}

const CLOSED: Denial = { code: 'closed', zh: '分析批已关闭', en: 'the run is closed' };
const NOT_FAILED: Denial = { code: 'not-failed', zh: '质控未失败，无须放行', en: 'it did not fail quality control: there is nothing to override' };
const OVERRIDDEN: Denial = { code: 'overridden', zh: '已放行', en: 'it was overridden already' };

function viewOf(standing: RunStanding, results: number, user: CurrentUser): RunView {
  const { run } = standing;
  const closed = run.state === 'closed' ? CLOSED : undefined;
  return {
    ...run,
    status: standing.status,
    blocked: standing.blocked,
    findings: standing.findings.map(({ outcome, ...finding }) => ({ ...finding, ok: outcome === null ? null : outcome !== 'fail' })),
    results,
    allowedActions: allowedActions(user, [
      { action: 'add-quality-control', operation: 'runs.write', denied: closed },
      { action: 'add-samples', operation: 'runs.write', denied: closed },
      { action: 'close', operation: 'runs.write', denied: closed },
      { action: 'override', operation: 'runs.override', denied: standing.status !== 'fail' ? NOT_FAILED : run.overrideReason !== null ? OVERRIDDEN : undefined },
    ]),
  };
}

async function viewsOf(reader: Reader, runs: readonly Run[], user: CurrentUser): Promise<RunView[]> {
  const standings = await runStandings(reader, runs);
  const counts = await countResultsOfRuns(reader, runs.map((run) => run.id));
  return runs.flatMap((run) => {
    const standing = standings.get(run.id);
    return standing === undefined ? [] : [viewOf(standing, counts.get(run.id) ?? 0, user)];
  });
}

/** @throws Fault `not-found` for the round */
export async function listRuns(reader: Reader, user: CurrentUser, code: string): Promise<RunView[]> {
  const round = await requireRound(reader, code);
  return viewsOf(reader, await runsOfRound(reader, round.id), user);
}

async function requireRun(reader: Reader, id: string): Promise<Run> {
  const run = await runById(reader, id);
  if (run === undefined) throw new Fault('not-found', `there is no run ${id}`, { details: [{ got: id, message: 'run.unknown' }] });
  return run;
}

/** @throws Fault `not-found` */
export async function readRun(reader: Reader, user: CurrentUser, id: string): Promise<RunView & { qc: QcSample[]; samples: string[] }> {
  const run = await requireRun(reader, id);
  const standing = (await runStandings(reader, [run])).get(id);
  const [view] = await viewsOf(reader, [run], user);
  if (view === undefined) throw new Fault('not-found', `there is no run ${id}`);
  const samples = [...new Set((await resultsOfRun(reader, id)).map((result) => result.sampleId))];
  return { ...view, qc: standing?.qc ?? [], samples };
}

interface Acting {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  publish: Publish;
}

const MATRIX_LETTER: Readonly<Record<Matrix, string>> = { sewage: 'W', 'surface-water': 'R', soil: 'S' };
const MOVABLE: readonly string[] = ['pending', 'entered', 'submitted'];

/**
 * Puts the results of these samples, for every analyte of the run's method, into the run. Cells in which nothing was
 * written get an empty head, so that the run knows what is to come.
 * @throws Fault `conflict` naming a sample of another round or matrix
 */
async function assignSamples(tx: Tx, run: Run, sampleIds: readonly string[], at: number): Promise<number> {
  const samples = await samplesById(tx, [...new Set(sampleIds)]);
  const wrong = sampleIds.find((id) => !samples.some((sample) => sample.id === id && sample.roundId === run.roundId && sample.matrix === run.matrix));
  if (wrong !== undefined) throw new Fault('conflict', `sample ${wrong} is not of this round and matrix`, { details: [{ pointer: '/samples', got: wrong, message: 'run.other-sample' }] });
  const round = await roundById(tx, run.roundId);
  const plan = round === undefined ? undefined : await planById(tx, round.planId);
  const methods = await methodsInForce(tx, [run.matrix]);
  const analytes = (plan?.document.panel ?? []).flatMap((analyte) => {
    const method = methods.get(methodKey(analyte, run.matrix));
    return method?.code === run.methodCode ? [analyte] : [];
  });
  const heads = new Map<string, Result>();
  for (const head of await resultsOfSamples(tx, samples.map((sample) => sample.id))) heads.set(`${head.sampleId} ${head.analyteId} ${head.basis}`, head);
  const fresh: Result[] = [];
  let moved = 0;
  const place = async (sample: Sample, analyteId: string): Promise<void> => {
    const head = heads.get(`${sample.id} ${analyteId} concentration`);
    if (head === undefined) {
      fresh.push({
        id: newId(at), sampleId: sample.id, analyteId, basis: 'concentration', attempt: 1, state: 'pending', reportable: true, methodId: null, runId: run.id,
        supersedesId: null, asked: null, valueRevision: 0, synthetic: sample.synthetic, revision: 1,
      });
    } else if (head.runId !== run.id && MOVABLE.includes(head.state)) {
      await tx.update(resultThing, head.id, head.revision, { runId: run.id });
      moved += 1;
    }
  };
  for (const sample of samples) for (const analyteId of analytes) await place(sample, analyteId);
  if (fresh.length > 0) await tx.insert(resultThing, fresh);
  return fresh.length + moved;
}

/** After COMMIT: the flags and possible actions of the run's cells have changed. */
async function announceRun(tx: Tx, run: Run, publish: Publish): Promise<void> {
  const round = await roundById(tx, run.roundId);
  const heads = await resultsOfRun(tx, run.id);
  if (round === undefined || heads.length === 0) return;
  const book = await readResultBook(tx, round, await samplesById(tx, [...new Set(heads.map((head) => head.sampleId))]), { verdicts: true });
  announce(tx, publish, book, heads.filter((head) => head.reportable), [], () => undefined);
}

export interface CreateRun extends Acting {
  round: string;
  matrix: Matrix;
  methodCode: string;
  instrument: string;
  number?: string | undefined;
  repeatsRunId?: string | undefined;
  samples?: readonly string[] | undefined;
}

/** @throws Fault `not-found`, `duplicate` for a number that is taken, `conflict` */
export async function createRun(store: Store, request: CreateRun): Promise<RunView> {
  demand(request.user, 'runs.write');
  const id = await store.write(async (tx) => {
    const round = await requireRound(tx, request.round);
    const methods = [...(await methodsInForce(tx, [request.matrix])).values()];
    if (!methods.some((method) => method.code === request.methodCode)) {
      throw new Fault('not-found', `there is no method ${request.methodCode} for ${request.matrix}`, { details: [{ pointer: '/methodCode', got: request.methodCode, message: 'method.unknown' }] });
    }
    if (request.repeatsRunId !== undefined) {
      const repeated = await requireRun(tx, request.repeatsRunId);
      if (repeated.roundId !== round.id || repeated.matrix !== request.matrix) throw new Fault('conflict', 'a run repeats one of the same round and matrix', { details: [{ pointer: '/repeatsRunId', got: repeated.number, message: 'run.other-sample' }] });
    }
    const taken = (await runsOfRound(tx, round.id)).map((run) => run.number);
    const prefix = `${round.code}-${MATRIX_LETTER[request.matrix]}`;
    let turn = taken.length + 1;
    while (taken.includes(`${prefix}${String(turn).padStart(2, '0')}`)) turn += 1;
    const number = request.number ?? `${prefix}${String(turn).padStart(2, '0')}`;
    if ((await runsByNumber(tx, [number])).length > 0) throw new Fault('duplicate', `the run number ${number} is taken`, { details: [{ pointer: '/number', got: number, message: 'run.number-taken' }] });
    const run: Run = {
      id: newId(request.at), number, roundId: round.id, matrix: request.matrix, methodCode: request.methodCode, instrument: request.instrument, state: 'open', openedAt: nowInstant(request.at),
      closedAt: null, repeatsRunId: request.repeatsRunId ?? null, overrideReason: null, overriddenBy: null, synthetic: round.synthetic, revision: 1,
    };
    await tx.insert(runThing, [run]);
    const results = await assignSamples(tx, run, request.samples ?? [], request.at);
    tx.audit({ actorId: request.user.id, action: 'run.create', subject: 'run', subjectId: run.id, detail: { number, round: round.code, method: request.methodCode, instrument: request.instrument, results } });
    if (results > 0) await announceRun(tx, run, request.publish);
    return run.id;
  });
  return requireView(store.read, request.user, id);
}

async function requireView(reader: Reader, user: CurrentUser, id: string): Promise<RunView> {
  const [view] = await viewsOf(reader, [await requireRun(reader, id)], user);
  if (view === undefined) throw new Fault('not-found', `there is no run ${id}`);
  return view;
}

export interface ChangeRun extends Acting {
  id: string;
  revision: number;
  close?: boolean | undefined;
  overrideReason?: string | undefined;
  addSamples?: readonly string[] | undefined;
}

/** @throws Fault `not-found`, `stale-revision`, `illegal-transition`, `not-allowed`, `invalid` for a reason of blanks */
export async function changeRun(store: Store, request: ChangeRun): Promise<RunView> {
  if (request.overrideReason !== undefined) demand(request.user, 'runs.override');
  if (request.close === true || request.addSamples !== undefined) demand(request.user, 'runs.write');
  await store.write(async (tx) => {
    const run = await requireRun(tx, request.id);
    const refuse = (why: Denial): never => {
      throw new Fault('illegal-transition', `run ${run.number}: ${why.en}`, { details: [{ message: 'result.refused', parameters: { ...why } }], facts: { reason: why } });
    };
    const patch: Partial<Omit<Run, 'id' | 'revision'>> = {};
    if (request.overrideReason !== undefined) {
      if (request.overrideReason.trim() === '') throw new Fault('invalid', 'a reason is wanted, and blanks are none', { details: [{ pointer: '/overrideReason', message: 'reason.blank' }] });
      const standing = (await runStandings(tx, [run])).get(run.id);
      if (standing?.status !== 'fail') refuse(NOT_FAILED);
      if (run.overrideReason !== null) refuse(OVERRIDDEN);
      Object.assign(patch, { overrideReason: request.overrideReason, overriddenBy: request.user.id });
    }
    if (request.close === true || request.addSamples !== undefined) {
      if (run.state === 'closed') refuse(CLOSED);
      if (request.close === true) Object.assign(patch, { state: 'closed', closedAt: nowInstant(request.at) });
    }
    const changed = await tx.update(runThing, run.id, request.revision, patch);
    const results = request.addSamples === undefined ? 0 : await assignSamples(tx, changed, request.addSamples, request.at);
    if (changed.revision === run.revision && results === 0) return;
    const action = request.overrideReason !== undefined ? 'run.override' : request.close === true ? 'run.close' : 'run.add-samples';
    tx.audit({ actorId: request.user.id, action, subject: 'run', subjectId: run.id, reason: request.overrideReason, detail: { number: run.number, results } });
    await announceRun(tx, changed, request.publish);
  });
  return requireView(store.read, request.user, request.id);
}

/** @throws Fault `invalid` with every error at once, `illegal-transition` for a closed run; then nothing is written */
export async function addQcSamples(store: Store, request: Acting & { id: string; samples: readonly QcInput[] }): Promise<RunView> {
  demand(request.user, 'runs.write');
  await store.write(async (tx) => {
    const run = await requireRun(tx, request.id);
    if (run.state === 'closed') throw new Fault('illegal-transition', `run ${run.number}: ${CLOSED.en}`, { details: [{ message: 'result.refused', parameters: { ...CLOSED } }] });
    const ids = [...new Set(request.samples.flatMap((sample) => sample.sampleId ?? []))];
    const known = new Set((await samplesById(tx, ids)).filter((sample) => sample.roundId === run.roundId).map((sample) => sample.id));
    const foreign = request.samples.findIndex((sample) => sample.sampleId !== undefined && sample.sampleId !== null && !known.has(sample.sampleId));
    if (foreign !== -1) throw new Fault('invalid', 'a QC sample names a sample that is not of this round', { details: [{ pointer: `/samples/${String(foreign)}/sampleId`, got: request.samples[foreign]?.sampleId ?? '', message: 'run.other-sample' }] });
    const { rows, errors } = readQcSamples(request.samples, run, await methodsInForce(tx, [run.matrix]), await basesOf(tx, ids), { userId: request.user.id, at: request.at });
    if (errors.length > 0) throw new Fault('invalid', `${String(errors.length)} entries of the quality control cannot be read`, { details: errors });
    if (rows.length === 0) return;
    await tx.insert(qcThing, rows);
    tx.audit({ actorId: request.user.id, action: 'run.quality-control', subject: 'run', subjectId: run.id, detail: { number: run.number, samples: rows.length } });
    await announceRun(tx, run, request.publish);
  });
  return requireView(store.read, request.user, request.id);
}
