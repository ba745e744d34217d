/**
 * What a file of results means, decided before anything is written: values to be written, conflicts
 * with the choice that was made about each, quality control, and every error at once.
 */
import { readInstant } from '../../../sampling-plans/calendar.ts';
import type { ImportLine, ImportOutcome, QcSample, Run, Sample, Analyte } from '../../../models/schemas/index.ts';
import type { ImportConflict } from '../../../models/schemas/answers/imports.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { methodsInForce } from '../../../models/store/repositories/reference.ts';
import { qcOfRuns } from '../../../models/store/repositories/runs.ts';
import type { Reader } from '../../../models/store/types.ts';
import { nowInstant, newId } from '../../../models/store/index.ts';
import { whyNot, type CurrentUser } from '../../auth/permissions.ts';
import { plainHeading, type ImportedValue, type ImportError } from '../../imports/layout.ts';
import { sampleInScope, type CellPlace } from '../results/cells.ts';
import { giveWay, sampleKey, type Known } from './importKnown.ts';
import { noteWrites, planEntry, type EntryContext, type Writes } from '../results/planEntry.ts';
import { planTransition } from '../results/planTransition.ts';
import { currentAttempt, factsOf, newestRevision, type Attempt, type ResultBook } from '../results/resultBook.ts';
import { basesOf, readQcSamples } from '../quality/readQcSamples.ts';
import { whyResultNot } from '../results/states.ts';
import { joinWrites } from '../results/writeResults.ts';

/** Planning gives way to other requests after this many values. */
const YIELD_EVERY = 500;

/** What is to become of one conflict. `take` corrects a value that is entered, and amends one that is verified or released. */
export interface ImportChoice {
  /** As the conflict names itself. */
  key: string;
  choice: 'keep' | 'take';
  reason?: string | undefined;
  reasonCode?: string | undefined;
}

export interface PlanRequest {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  /** Samples of another round are an error. */
  round?: string | undefined;
  /** For all conflicts of the file that carry no reason of their own. */
  reason?: string | undefined;
  reasonCode?: string | undefined;
  choices: ReadonlyMap<string, ImportChoice>;
  /** For conflicts without a choice of their own. */
  onConflict?: 'keep' | 'take' | undefined;
}

/** Taking the file's value, where it amends, is a new attempt, to be verified again. */
export interface PlannedConflict extends Omit<ImportConflict, 'message' | 'choices'> {
  zh: string;
  en: string;
  /** Why the file's value cannot be taken; absent where it can. */
  takeDenied?: Denial;
}

export interface ImportPlan {
  writes: Writes;
  touched: Map<string, CellPlace[]>;
  qc: QcSample[];
  written: number;
  unchanged: number;
  kept: number;
  conflicts: PlannedConflict[];
  lines: ImportLine[];
  errors: ImportError[];
}

const errorAt = (value: ImportedValue, got: string, zh: string, en: string, column = value.column): ImportError => ({ row: value.row, column, value: got, zh, en });

/** The sample, analyte and run that a value names, or what is wrong with the names. */
function resolve(value: ImportedValue, known: Known, request: PlanRequest): { sample: Sample; book: ResultBook; analyte: Analyte; run: Run | undefined } | ImportError[] {
  const errors: ImportError[] = [];
  const number = sampleKey(value.sampleNumber);
  const sample = known.samples.get(number);
  const book = sample === undefined ? undefined : known.books.get(sample.roundId);
  const round = sample === undefined ? undefined : known.rounds.get(sample.roundId);
  if (sample === undefined || book === undefined || round === undefined || !sampleInScope(book, request.user, sample)) errors.push(errorAt(value, value.sampleNumber, number === '' ? '缺少样品编号' : number.startsWith('=') ? '此处是公式，应为样品编号，请粘贴为数值' : `没有样品 ${number}，请核对编号`, number === '' ? 'the sample number is missing' : number.startsWith('=') ? 'a formula stands where a sample number belongs; paste it as a value' : `there is no sample ${number}; check the number`, 'sample'));
  else if (request.round !== undefined && round.code !== request.round) errors.push(errorAt(value, number, `样品属于轮次 ${round.code}，不是 ${request.round}`, `the sample is of round ${round.code}, not ${request.round}`, 'sample'));
  else if (round.closed) errors.push(errorAt(value, number, `轮次 ${round.code} 已关闭`, `round ${round.code} is closed`, 'sample'));
  const analyte = known.analytes.get(plainHeading(value.analyte));
  if (analyte === undefined) errors.push(errorAt(value, value.analyte, `没有分析物 "${value.analyte}"，请用缩写、名称或 CAS 号`, `there is no analyte "${value.analyte}"; use its abbreviation, name or CAS number`, 'analyte'));
  if (value.unit.trim() === '') errors.push(errorAt(value, value.rawText, '缺少单位，单位必填', 'the unit is missing; it is mandatory', 'unit'));
  const run = value.run === undefined ? undefined : known.runs.get(value.run);
  if (value.run !== undefined && run === undefined) errors.push(errorAt(value, value.run, `没有分析批 ${value.run}，请先建立`, `there is no run ${value.run}; open it first`, 'run'));
  if (run !== undefined && sample !== undefined && run.roundId !== sample.roundId) errors.push(errorAt(value, run.number, `分析批 ${run.number} 属于其他轮次`, `run ${run.number} is of another round`, 'run'));
  if (run?.state === 'closed') errors.push(errorAt(value, run.number, `分析批 ${run.number} 已关闭`, `run ${run.number} is closed`, 'run'));
  return errors.length > 0 || sample === undefined || book === undefined || analyte === undefined ? errors : { sample, book, analyte, run };
}

/** The value that stands, where the file says another. */
function standing(attempt: Attempt): string {
  const revision = newestRevision(attempt);
  return revision === undefined ? '' : `${revision.reportedText} ${revision.unit} (${revision.rawText})`;
}

const keyOf = (value: Pick<ImportedValue, 'row' | 'column'>): string => `${String(value.row)}:${value.column}`;

const spokenCode = (code: string | undefined): string | undefined => (code === undefined || code === 'other' ? undefined : code);

type Settled = { conflict: PlannedConflict } | { outcome: 'kept' } | { outcome: 'taken' | 'amended'; writes: Writes };

/** A value that stands is not the file's: kept, taken, or a conflict that waits for a choice. */
function settle(
  value: ImportedValue,
  attempt: Attempt,
  { sample, book, analyte }: { sample: Sample; book: ResultBook; analyte: Analyte },
  decided: ReturnType<typeof planEntry>,
  reason: string | undefined,
  choice: ImportChoice | undefined,
  context: EntryContext,
  request: PlanRequest,
): Settled {
  const wish = choice?.choice ?? request.onConflict;
  if (wish === 'keep') return { outcome: 'kept' };
  const blank = reason === undefined || reason.trim() === '';
  // a reason given for a value that is still being entered says enough
  if (decided.kind === 'write' && !blank) return { outcome: 'taken', writes: decided.writes };
  const place = { analyteId: analyte.id, basis: 'concentration' as const };
  const amends = decided.kind === 'refused' && (attempt.head.state === 'verified' || attempt.head.state === 'released');
  const conflict = (zh: string, en: string, takeDenied?: Denial): Settled => ({
    conflict: {
      key: keyOf(value), row: value.row, column: value.column, sampleNumber: sample.number, analyte: analyte.id, existing: standing(attempt), incoming: `${value.rawText.trim()} ${value.unit}`, zh, en, amends,
      ...(takeDenied === undefined ? {} : { takeDenied }),
    },
  });
  if (decided.kind !== 'refused') return conflict('与现有结果不同，修改须填写理由', 'differs from the value that stands; a change wants a reason');
  const area = book.sites.get(sample.siteId)?.areaId;
  const denied = amends ? (whyNot(request.user, 'results.amend', area) ?? whyResultNot('amend', factsOf(book, attempt), request.user, book.settings)) : decided.denial;
  if (denied !== undefined) return conflict(denied.zh, denied.en, denied);
  if (wish !== 'take') return conflict(`${decided.denial.zh}；可保留现值，或说明理由后更正`, `${decided.denial.en}; keep it, or take the file's value as an amendment with a reason`);
  const plan = planTransition(book, sample, attempt, place, attempt.head.revision, { action: 'amend', reason: choice?.reason ?? value.reason ?? request.reason, reasonCode: choice?.reasonCode ?? request.reasonCode, value: { rawText: value.rawText, unit: value.unit, dilution: value.dilution ?? '1' } }, request.user, context);
  return plan.kind === 'refused' ? conflict(plan.denial.zh, plan.denial.en) : { outcome: 'amended', writes: plan.writes };
}

export async function planValues(values: readonly ImportedValue[], known: Known, request: PlanRequest, importId: string, plan: ImportPlan): Promise<void> {
  const context: EntryContext = { actorId: request.user.id, at: nowInstant(request.at), newId: () => newId(request.at), importId };
  const seen = new Map<string, ImportedValue>();
  const byHead = new Map<string, Attempt>();
  for (const book of known.books.values()) for (const attempt of [...book.attempts.values()].flat()) byHead.set(attempt.head.id, attempt);
  const all: Writes[] = [];
  for (const [index, value] of values.entries()) {
    if (index > 0 && index % YIELD_EVERY === 0) await giveWay();
    const found = resolve(value, known, request);
    if (Array.isArray(found)) {
      plan.errors.push(...found);
      continue;
    }
    const { sample, book, analyte, run } = found;
    const twice = seen.get(`${sample.id} ${analyte.id}`);
    seen.set(`${sample.id} ${analyte.id}`, value);
    if (twice !== undefined) {
      plan.errors.push(errorAt(value, value.rawText, `样品 ${sample.number} 的 ${analyte.abbreviation} 在第 ${String(twice.row)} 行已出现`, `${analyte.abbreviation} of sample ${sample.number} stands in row ${String(twice.row)} already`));
      continue;
    }
    const attempt = currentAttempt(book, sample.id, analyte.id, 'concentration');
    const stands = attempt !== undefined && attempt.head.valueRevision > 0 && attempt.head.state !== 'pending';
    const own = { ...context, ...(run === undefined ? {} : { runId: run.id }) };
    const choice = request.choices.get(keyOf(value));
    const reason = choice?.reason ?? value.reason ?? request.reason ?? spokenCode(choice?.reasonCode ?? request.reasonCode);
    const decided = planEntry(
      book, sample,
      { analyteId: analyte.id, revision: attempt?.head.revision ?? 0, rawText: value.rawText, unit: value.unit, dilution: value.dilution ?? '1', ...(value.remark === undefined ? {} : { remark: value.remark }), ...(reason === undefined ? {} : { reason }), ...(value.measuredAt === undefined ? {} : { measuredAt: value.measuredAt }) },
      own,
    );
    const log = (outcome: ImportOutcome, resultId: string | null): void => void plan.lines.push([value.row, value.column, value.sampleNumber.trim(), value.analyte, `${value.rawText} ${value.unit}`, outcome, resultId]);
    if (decided.kind === 'unchanged') {
      plan.unchanged += 1;
      log('unchanged', attempt?.head.id ?? null);
      continue;
    }
    if (decided.kind === 'refused' && !(stands && decided.denial.code === 'illegal-transition')) {
      plan.errors.push(errorAt(value, value.rawText, decided.denial.zh, decided.denial.en));
      continue;
    }
    let writes = decided.kind === 'write' ? decided.writes : undefined;
    let outcome: ImportOutcome = 'written';
    if (stands) {
      const settled = settle(value, attempt, { sample, book, analyte }, decided, reason, choice, own, request);
      if ('conflict' in settled) {
        plan.conflicts.push(settled.conflict);
        continue;
      }
      if (settled.outcome === 'kept') {
        plan.kept += 1;
        log('kept', attempt.head.id);
        continue;
      }
      ({ writes, outcome } = settled);
    }
    if (writes === undefined) continue;
    noteWrites(book, byHead, writes);
    all.push(writes);
    plan.written += 1;
    log(outcome, writes.insertHeads[0]?.id ?? writes.updateHeads[0]?.id ?? null);
    const touched = plan.touched.get(sample.roundId) ?? [];
    touched.push({ sampleId: sample.id, analyteId: analyte.id, basis: 'concentration' });
    plan.touched.set(sample.roundId, touched);
  }
  plan.writes = joinWrites(all);
}

/** Where the file has no round of its own in it. */
const DEFAULT_TIME_ZONE = 'Asia/Shanghai';

function measuredOf({ measuredAt }: ImportedValue, timeZone: string): { measuredAt?: string } {
  const at = measuredAt === undefined ? undefined : readInstant(measuredAt, timeZone);
  return at === undefined ? {} : { measuredAt: new Date(at).toISOString() };
}

/** Quality-control rows go to quality control; one that is there already changes nothing. */
export async function planQc(reader: Reader, values: readonly ImportedValue[], known: Known, request: PlanRequest, importId: string, plan: ImportPlan): Promise<void> {
  const usable: { value: ImportedValue; run: Run; analyte: Analyte; sample: Sample | undefined }[] = [];
  for (const value of values) {
    const run = value.run === undefined ? undefined : known.runs.get(value.run);
    const analyte = known.analytes.get(plainHeading(value.analyte));
    const paired = value.qc?.kind === 'duplicate' || value.qc?.kind === 'matrix-spike';
    const sample = known.samples.get(sampleKey(value.sampleNumber));
    const before = plan.errors.length;
    if (run === undefined) plan.errors.push(errorAt(value, value.run ?? '', value.run === undefined ? '质控行须注明分析批' : `没有分析批 ${value.run}，请先建立`, value.run === undefined ? 'a quality-control row must name its run' : `there is no run ${value.run}; open it first`, 'run'));
    else if (run.state === 'closed') plan.errors.push(errorAt(value, run.number, `分析批 ${run.number} 已关闭`, `run ${run.number} is closed`, 'run'));
    if (analyte === undefined) plan.errors.push(errorAt(value, value.analyte, `没有分析物 "${value.analyte}"`, `there is no analyte "${value.analyte}"`, 'analyte'));
    if (paired && sample === undefined && value.qc?.base === undefined) plan.errors.push(errorAt(value, value.sampleNumber, '平行样和加标样须注明样品编号或本底值', 'a duplicate or spike must name its sample or its base value', 'sample'));
    if (value.unit.trim() === '') plan.errors.push(errorAt(value, value.rawText, '缺少单位，单位必填', 'the unit is missing; it is mandatory', 'unit'));
    if (value.measuredAt !== undefined && readInstant(value.measuredAt, DEFAULT_TIME_ZONE) === undefined) plan.errors.push(errorAt(value, value.measuredAt, '测定时间无法识别，应如 2018-01-15 10:30', 'the time of measurement cannot be read; expected a form like 2018-01-15 10:30', 'measuredAt'));
    if (plan.errors.length === before && run !== undefined && analyte !== undefined) usable.push({ value, run, analyte, sample: paired ? sample : undefined });
  }
  if (usable.length === 0) return;
  const existing = await qcOfRuns(reader, [...new Set(usable.map(({ run }) => run.id))]);
  const bases = await basesOf(reader, [...new Set(usable.flatMap(({ sample }) => sample?.id ?? []))]);
  const identity = (row: Pick<QcSample, 'kind' | 'analyteId' | 'sampleId' | 'rawText' | 'unit' | 'expected'>, ordinal: number): string => [row.kind, row.analyteId, row.sampleId ?? '', row.rawText, row.unit, row.expected ?? '', String(ordinal)].join('|');
  for (const [runId, group] of groupBy(usable, ({ run }) => run.id)) {
    const run = group[0]?.run;
    if (run === undefined) continue;
    const methods = await methodsInForce(reader, [run.matrix]);
    const timeZone = known.books.get(run.roundId)?.round.timeZone ?? DEFAULT_TIME_ZONE;
    const inputs = group.map(({ value, analyte, sample }) => ({ kind: value.qc?.kind ?? 'method-blank', analyteId: analyte.id, sampleId: sample?.id ?? null, rawText: value.rawText, unit: value.unit, expected: value.qc?.expected ?? null, base: value.qc?.base ?? null, ...measuredOf(value, timeZone) }));
    const { rows, errors } = readQcSamples(inputs, run, methods, bases, { userId: request.user.id, at: request.at, importId });
    for (const error of errors) {
      const at = group[(error.row ?? 1) - 1]?.value;
      if (at !== undefined) plan.errors.push(errorAt(at, error.got ?? '', String(error.parameters?.['zh'] ?? ''), String(error.parameters?.['en'] ?? ''), error.column === 'rawText' ? at.column : (error.column ?? at.column)));
    }
    if (errors.length > 0) continue;
    // two equal blanks are two blanks: the second of a file is the second of the run
    const counted = (list: readonly QcSample[]): [string, QcSample][] => {
      const turns = new Map<string, number>();
      return list.map((row) => {
        const bare = identity(row, 0);
        const turn = (turns.get(bare) ?? 0) + 1;
        turns.set(bare, turn);
        return [identity(row, turn), row];
      });
    };
    const there = new Set(counted(existing.get(runId) ?? []).map(([key]) => key));
    const sources = new Map(rows.map((row, index) => [row.id, group[index]?.value]));
    for (const [key, row] of counted(rows)) {
      const source = sources.get(row.id);
      const fresh = !there.has(key);
      if (fresh) plan.qc.push(row);
      plan[fresh ? 'written' : 'unchanged'] += 1;
      if (source !== undefined) plan.lines.push([source.row, source.column, source.sampleNumber.trim(), source.analyte, `${source.rawText} ${source.unit}`, fresh ? 'quality-control' : 'unchanged', null]);
    }
  }
}

