/**
 * Importing results from a file. Everything is decided before anything is written: every error at
 * once with row, column, value and what to do; nothing is written if any is wrong. The same file
 * again changes nothing; a changed value for an existing result is a conflict that wants a reason.
 */
import { Fault } from '../../models/errors.ts';
import { importLog, qcSample as qcThing, result as resultThing, resultRevision, type Analyte, type ImportLog, type Language, type QcSample, type Round, type Run, type Sample } from '../../models/schemas/index.ts';
import { readUnit } from '../../models/schemas/unitConversion.ts';
import { newId, nowInstant, prepareRows, sha256Hex } from '../../models/store/index.ts';
import { groupBy } from '../../models/store/repositories/groupBy.ts';
import { listAnalytes, methodsInForce } from '../../models/store/repositories/reference.ts';
import { resultsOfSamples, siteHistory } from '../../models/store/repositories/results.ts';
import { roundByCode, roundsById } from '../../models/store/repositories/rounds.ts';
import { qcOfRuns, runsByNumber } from '../../models/store/repositories/runs.ts';
import { samplesByNumber } from '../../models/store/repositories/samples.ts';
import type { Reader, Store } from '../../models/store/types.ts';
import { demand, type CurrentUser } from '../auth/permissions.ts';
import type { Publish } from '../http/changes.ts';
import { decodeText } from '../imports/decodeText.ts';
import { layoutOf } from '../imports/index.ts';
import { plainHeading, type ImportedValue, type ImportError } from '../imports/layout.ts';
import { readTable } from '../imports/readTable.ts';
import { sampleInScope, type CellPlace } from './cells.ts';
import { noteWrites, planEntry, type EntryContext, type Writes } from './planEntry.ts';
import { currentAttempt, HISTORY_YEARS, historyKey, newestRevision, readResultBook, yearsBefore, type Attempt, type ResultBook } from './resultBook.ts';
import { basesOf, readQcSamples } from './runs.ts';
import { announce, announceReload, joinWrites, writeResults } from './writeResults.ts';

export interface ImportRequest {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  language: Language;
  publish: Publish;
  kind: string;
  fileName: string;
  bytes: Uint8Array;
  dryRun: boolean;
  /** Samples of another round are an error; absent, the rounds follow from the sample numbers. */
  round?: string | undefined;
  /** Why existing values are changed, for all conflicts of the file that carry none of their own. */
  reason?: string | undefined;
}

export interface ImportConflict {
  row: number;
  column: string;
  sampleNumber: string;
  analyte: string;
  existing: string;
  incoming: string;
  message: string;
}

export interface ImportAnswer {
  /** Values in the file; empty cells are none. */
  read: number;
  /** Written; in a dry run, what would be. */
  written: number;
  unchanged: number;
  conflicts: ImportConflict[];
  errors: { row: number; column: string; value: string; message: string }[];
  encoding: string;
  separator: string;
  dryRun: boolean;
}

/** Planning gives way to other requests after this many values. */
const YIELD_EVERY = 500;
/** A change of more cells than this is announced as "read again". */
const MAX_ANNOUNCED = 2000;

const giveWay = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

interface Known {
  analytes: ReadonlyMap<string, Analyte>;
  samples: ReadonlyMap<string, Sample>;
  rounds: ReadonlyMap<string, Round>;
  runs: ReadonlyMap<string, Run>;
  books: ReadonlyMap<string, ResultBook>;
}

/** Analytes by every name they go by. */
function analyteNames(analytes: readonly Analyte[]): Map<string, Analyte> {
  const names = new Map<string, Analyte>();
  for (const analyte of analytes) {
    const withoutBrackets = analyte.nameZh.replace(/[（(].*$/, '');
    const written = [analyte.id, analyte.nameZh, withoutBrackets, analyte.nameEn, analyte.cas ?? '', ...analyte.abbreviation.split('/')];
    for (const name of written.map(plainHeading)) if (name !== '' && !names.has(name)) names.set(name, analyte);
  }
  return names;
}

const sampleKey = (number: string): string => number.replace(/[\uFF01-\uFF5E]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).trim();

async function readKnown(reader: Reader, values: readonly ImportedValue[]): Promise<Known> {
  const samples = await samplesByNumber(reader, [...new Set(values.map((value) => sampleKey(value.sampleNumber)))]);
  const rounds = new Map((await roundsById(reader, [...new Set(samples.map((sample) => sample.roundId))])).map((round) => [round.id, round]));
  const runs = new Map((await runsByNumber(reader, [...new Set(values.flatMap((value) => value.run ?? []))])).map((run) => [run.number, run]));
  const books = new Map<string, ResultBook>();
  for (const [roundId, own] of groupBy(samples, (sample) => sample.roundId)) {
    const round = rounds.get(roundId);
    if (round !== undefined) books.set(roundId, await readResultBook(reader, round, own));
    await giveWay();
  }
  return { analytes: analyteNames(await listAnalytes(reader)), samples: new Map(samples.map((sample) => [sample.number, sample])), rounds, runs, books };
}

/** Whether the file says what stands already, letter by letter. */
function saysTheSame(value: ImportedValue, sample: Sample, analyte: Analyte, known: Known): boolean {
  const book = known.books.get(sample.roundId);
  const attempt = book === undefined ? undefined : currentAttempt(book, sample.id, analyte.id, 'concentration');
  const revision = attempt === undefined || attempt.head.state === 'pending' ? undefined : newestRevision(attempt);
  return revision !== undefined && revision.rawText === value.rawText && revision.typedUnit === readUnit(value.unit) && revision.dilution === (value.dilution ?? '1');
}

/** The sites' earlier values, once for the whole file, and only for what may be written. */
async function readHistory(reader: Reader, values: readonly ImportedValue[], known: Known): Promise<void> {
  const sites = new Set<string>();
  for (const value of values) {
    const sample = known.samples.get(sampleKey(value.sampleNumber));
    const analyte = known.analytes.get(plainHeading(value.analyte));
    if (sample !== undefined && analyte !== undefined && !saysTheSame(value, sample, analyte, known)) sites.add(sample.siteId);
  }
  const starts = [...known.rounds.values()].map((round) => round.startsOn).sort();
  const [first] = starts;
  const last = starts.at(-1);
  if (sites.size === 0 || first === undefined || last === undefined) return;
  const history = groupBy(await siteHistory(reader, [...sites], { from: yearsBefore(first, HISTORY_YEARS), before: last }), (each) => historyKey(each.siteId, each.analyteId, each.matrix, each.basis));
  for (const book of known.books.values()) {
    const from = yearsBefore(book.round.startsOn, HISTORY_YEARS);
    for (const [key, list] of history) {
      const own = list.filter((each) => each.roundStartsOn < book.round.startsOn && each.roundStartsOn >= from);
      if (own.length > 0) book.history.set(key, own);
    }
    await giveWay();
  }
}

interface ImportPlan {
  writes: Writes;
  touched: Map<string, CellPlace[]>;
  qc: QcSample[];
  written: number;
  unchanged: number;
  conflicts: (ImportConflict & { zh: string; en: string })[];
  errors: ImportError[];
}

const errorAt = (value: ImportedValue, got: string, zh: string, en: string, column = value.column): ImportError => ({ row: value.row, column, value: got, zh, en });

/** The sample, analyte and run that a value names, or what is wrong with the names. */
function resolve(value: ImportedValue, known: Known, request: ImportRequest): { sample: Sample; book: ResultBook; analyte: Analyte; run: Run | undefined } | ImportError[] {
  const errors: ImportError[] = [];
  const number = sampleKey(value.sampleNumber);
  const sample = known.samples.get(number);
  const book = sample === undefined ? undefined : known.books.get(sample.roundId);
  const round = sample === undefined ? undefined : known.rounds.get(sample.roundId);
  if (sample === undefined || book === undefined || round === undefined || !sampleInScope(book, request.user, sample)) errors.push(errorAt(value, value.sampleNumber, number === '' ? '缺少样品编号' : `没有样品 ${number}，请核对编号`, number === '' ? 'the sample number is missing' : `there is no sample ${number}; check the number`, 'sample'));
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

async function planValues(values: readonly ImportedValue[], known: Known, request: ImportRequest, importId: string, plan: ImportPlan): Promise<void> {
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
    const reason = value.reason ?? request.reason;
    const decided = planEntry(
      book, sample,
      { analyteId: analyte.id, revision: attempt?.head.revision ?? 0, rawText: value.rawText, unit: value.unit, dilution: value.dilution ?? '1', ...(value.remark === undefined ? {} : { remark: value.remark }), ...(reason === undefined ? {} : { reason }) },
      { ...context, ...(run === undefined ? {} : { runId: run.id }) },
    );
    if (decided.kind === 'unchanged') {
      plan.unchanged += 1;
      continue;
    }
    if (decided.kind === 'refused' && !(stands && decided.denial.code === 'illegal-transition')) {
      plan.errors.push(errorAt(value, value.rawText, decided.denial.zh, decided.denial.en));
      continue;
    }
    if (stands && (decided.kind === 'refused' || reason === undefined || reason.trim() === '')) {
      const why = decided.kind === 'refused' ? decided.denial : { zh: '与现有结果不同，修改须填写理由', en: 'differs from the value that stands; a change wants a reason' };
      plan.conflicts.push({ row: value.row, column: value.column, sampleNumber: sample.number, analyte: analyte.id, existing: standing(attempt), incoming: `${value.rawText.trim()} ${value.unit}`, message: '', zh: why.zh, en: why.en });
      continue;
    }
    if (decided.kind !== 'write') continue;
    noteWrites(book, byHead, decided.writes);
    all.push(decided.writes);
    plan.written += 1;
    const touched = plan.touched.get(sample.roundId) ?? [];
    touched.push({ sampleId: sample.id, analyteId: analyte.id, basis: 'concentration' });
    plan.touched.set(sample.roundId, touched);
  }
  plan.writes = joinWrites(all);
}

/** Quality-control rows go to quality control; one that is there already changes nothing. */
async function planQc(reader: Reader, values: readonly ImportedValue[], known: Known, request: ImportRequest, plan: ImportPlan): Promise<void> {
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
    const inputs = group.map(({ value, analyte, sample }) => ({ kind: value.qc?.kind ?? 'method-blank', analyteId: analyte.id, sampleId: sample?.id ?? null, rawText: value.rawText, unit: value.unit, expected: value.qc?.expected ?? null, base: value.qc?.base ?? null }));
    const { rows, errors } = readQcSamples(inputs, run, methods, bases, { userId: request.user.id, at: request.at });
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
    for (const [key, row] of counted(rows)) {
      if (there.has(key)) plan.unchanged += 1;
      else {
        plan.qc.push(row);
        plan.written += 1;
      }
    }
  }
}

/** What was planned against may have changed before the write: then nothing is written. */
async function demandUnchanged(reader: Reader, known: Known, plan: ImportPlan): Promise<void> {
  const samples = new Map((await samplesByNumber(reader, [...known.samples.keys()])).map((sample) => [sample.id, sample.revision]));
  const changed = [...known.samples.values()].find((sample) => samples.get(sample.id) !== sample.revision);
  if (changed !== undefined) throw new Fault('conflict', `sample ${changed.number} was changed while the file was read; import it again`, { details: [{ got: changed.number, message: 'import.changed' }] });
  const planned = new Set(plan.writes.insertHeads.map((head) => `${head.sampleId} ${head.analyteId} ${head.basis}`));
  const heads = planned.size === 0 ? [] : await resultsOfSamples(reader, [...new Set(plan.writes.insertHeads.map((head) => head.sampleId))]);
  const taken = heads.find((head) => planned.has(`${head.sampleId} ${head.analyteId} ${head.basis}`));
  if (taken !== undefined) throw new Fault('conflict', `a result of ${taken.analyteId} was entered while the file was read; import it again`, { details: [{ got: taken.analyteId, message: 'import.changed' }] });
}

/**
 * @throws Fault `not-found` for the kind or round, `unsupported-encoding`, `unsupported-format`, `too-large`,
 *   `conflict` when somebody wrote the same results meanwhile; whatever is wrong inside the file is listed, not thrown
 */
export async function importResults(store: Store, request: ImportRequest): Promise<ImportAnswer> {
  demand(request.user, 'results.import');
  const layout = layoutOf(request.kind);
  if (request.round !== undefined && (await roundByCode(store.read, request.round)) === undefined) throw new Fault('not-found', `there is no round ${request.round}`, { details: [{ got: request.round, message: 'round.unknown' }] });
  const { text, encoding } = decodeText(request.bytes);
  const table = readTable(text);
  const reading = layout.read(table);
  await giveWay();
  const known = await readKnown(store.read, reading.values);
  await readHistory(store.read, reading.values, known);
  const plan: ImportPlan = { writes: joinWrites([]), touched: new Map(), qc: [], written: 0, unchanged: 0, conflicts: [], errors: [...reading.errors] };
  const importId = newId(request.at);
  await planValues(reading.values.filter((value) => value.qc === undefined), known, request, importId, plan);
  await planQc(store.read, reading.values.filter((value) => value.qc !== undefined), known, request, plan);

  const wrong = plan.errors.length > 0 || plan.conflicts.length > 0;
  const say = (words: { zh: string; en: string }): string => `${request.language === 'en' ? words.en : words.zh}${request.language === 'en' ? '.' : '。'}`;
  const answer: ImportAnswer = {
    read: reading.values.length,
    written: wrong ? 0 : plan.written,
    unchanged: plan.unchanged,
    conflicts: plan.conflicts.map(({ zh, en, ...conflict }) => ({ ...conflict, message: say({ zh, en }) })),
    errors: plan.errors.sort((a, b) => a.row - b.row).map(({ row, column, value, zh, en }) => ({ row, column, value: value.slice(0, 200), message: say({ zh, en }) })),
    encoding,
    separator: table.separator,
    dryRun: request.dryRun,
  };
  if (wrong || request.dryRun || plan.written === 0) return answer;
  await writeImport(store, request, plan, known, { id: importId, encoding, read: answer.read });
  return answer;
}

async function writeImport(store: Store, request: ImportRequest, plan: ImportPlan, known: Known, about: { id: string; encoding: string; read: number }): Promise<void> {
  const log: ImportLog = {
    id: about.id, kind: request.kind, fileName: request.fileName.slice(0, 200), fileSha256: sha256Hex(request.bytes), encoding: about.encoding,
    summary: { read: about.read, written: plan.written, unchanged: plan.unchanged }, choices: request.reason === undefined ? {} : { reason: request.reason }, actorId: request.user.id, at: nowInstant(request.at),
  };
  // checked and digested here, so that the writer is held only while it writes
  await prepareRows(resultThing, plan.writes.insertHeads);
  await prepareRows(resultRevision, plan.writes.revisions);
  await prepareRows(qcThing, plan.qc);
  await store.write(async (tx) => {
    await demandUnchanged(tx, known, plan);
    await tx.insert(importLog, [log]);
    await writeResults(tx, plan.writes);
    if (plan.qc.length > 0) await tx.insert(qcThing, plan.qc);
    tx.audit({ actorId: request.user.id, action: 'results.import', subject: 'importLog', subjectId: log.id, reason: request.reason, detail: { kind: log.kind, fileName: log.fileName, fileSha256: log.fileSha256, ...log.summary, qualityControl: plan.qc.length } });
    for (const [roundId, places] of plan.touched) {
      const book = known.books.get(roundId);
      if (book === undefined) continue;
      book.names.set(request.user.id, request.user.displayName);
      if (places.length <= MAX_ANNOUNCED) announce(tx, request.publish, book, places, [], () => undefined);
      else announceReload(tx, request.publish, book);
    }
  });
}
