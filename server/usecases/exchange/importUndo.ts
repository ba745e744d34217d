/**
 * An import taken back as a whole, while nothing of it is verified: each value is cleared, or again
 * what it was before; what was submitted is entered again; its quality control counts no longer.
 * Nothing is deleted: the values stay in the lineage, and the import in its log.
 */
import { Fault } from '../../../models/errors.ts';
import { importUndo, type ImportLog, type ImportUndo, type QcSample, type Result, type ResultRevision } from '../../../models/schemas/index.ts';
import type { AllowedAction, Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { newId, nowInstant } from '../../../models/store/index.ts';
import { importById, partsOf, qcOfImport, revisionsOfResults, undosOf } from '../../../models/store/repositories/imports.ts';
import { COUNTS_IMPORT } from '../../../models/store/repositories/indicators.ts';
import { resultsById, resultsOfRun } from '../../../models/store/repositories/results.ts';
import { roundsById } from '../../../models/store/repositories/rounds.ts';
import { runsById } from '../../../models/store/repositories/runs.ts';
import { samplesById } from '../../../models/store/repositories/samples.ts';
import type { Reader, Store, Tx } from '../../../models/store/types.ts';
import { allowedActions, demand, type CurrentUser } from '../../auth/permissions.ts';
import type { Publish } from '../../http/changes.ts';
import { groupBy } from '../../../models/store/repositories/groupBy.ts';
import { clearedRevision, eventOf, noteWrites, noWrites, type EntryContext } from '../results/planEntry.ts';
import { newestRevision, readResultBook, releasedAttempt, type Attempt } from '../results/resultBook.ts';
import { RESULT_STATE_NAMES } from '../results/states.ts';
import { announceReload, writeResults } from '../results/writeResults.ts';

interface Standing {
  log: ImportLog;
  undone: ImportUndo | undefined;
  /** Heads whose value the import wrote. */
  heads: Result[];
  revisions: Map<string, ResultRevision[]>;
  qc: QcSample[];
  denial: Denial | undefined;
}

const denial = (code: string, zh: string, en: string): Denial => ({ code, zh, en });

async function readStanding(reader: Reader, user: CurrentUser, id: string): Promise<Standing> {
  const log = await importById(reader, id);
  if (log === undefined || log.kind === COUNTS_IMPORT) throw new Fault('not-found', `there is no import ${id}`, { details: [{ got: id, message: 'import.unknown' }] });
  const undone = (await undosOf(reader, [id])).get(id);
  const ids = (await partsOf(reader, id)).flatMap((part) => part.lines.flatMap((line) => (['written', 'taken', 'amended'].includes(line[5]) && line[6] !== null ? [line[6]] : [])));
  const heads = await resultsById(reader, [...new Set(ids)]);
  const revisions = await revisionsOfResults(reader, heads.flatMap((head) => [head.id, ...(head.supersedesId === null ? [] : [head.supersedesId])]));
  const qc = await qcOfImport(reader, id);
  return { log, undone, heads, revisions, qc, denial: undone === undefined ? await whyNotUndone(reader, user, id, heads, revisions, qc) : denial('already-undone', '此导入已撤销', 'this import was undone already') };
}

async function whyNotUndone(reader: Reader, user: CurrentUser, id: string, heads: readonly Result[], revisions: ReadonlyMap<string, readonly ResultRevision[]>, qc: readonly QcSample[]): Promise<Denial | undefined> {
  if (heads.length === 0 && qc.length === 0) return denial('nothing-written', '此导入没有可撤销的结果', 'there is nothing of this import to undo');
  if (user.scope !== null) return denial('area', '不在您负责的区域内', 'an account that is limited to areas cannot take back a whole file');
  const moved = heads.filter((head) => head.state !== 'entered' && head.state !== 'submitted');
  const [first] = moved;
  if (first !== undefined) {
    const name = RESULT_STATE_NAMES[first.state];
    return denial('verified', `${String(moved.length)} 个结果已不在录入阶段（如${name.zh}），不能整体撤销；请逐个更正或重测`, `${String(moved.length)} of its results went on (one is ${name.en}): amend or retest them one by one`);
  }
  const touched = heads.filter((head) => revisions.get(head.id)?.at(-1)?.importId !== id);
  if (touched.length > 0) return denial('changed-since', `${String(touched.length)} 个结果在导入后又被修改，不能整体撤销`, `${String(touched.length)} of its results were changed since: they would be lost`);
  const runs = await runsById(reader, [...new Set(qc.map((row) => row.runId))]);
  for (const run of runs) {
    if (run.state === 'closed') return denial('run-closed', `分析批 ${run.number} 已关闭`, `run ${run.number} is closed`);
    if ((await resultsOfRun(reader, run.id)).some((result) => result.reportable && (result.state === 'verified' || result.state === 'released'))) return denial('quality-control-used', `分析批 ${run.number} 有结果已按其质控复核`, `results of run ${run.number} were verified on its quality control`);
  }
  const samples = await samplesById(reader, [...new Set(heads.map((head) => head.sampleId))]);
  const closed = (await roundsById(reader, [...new Set(samples.map((sample) => sample.roundId))])).find((round) => round.closed);
  return closed === undefined ? undefined : denial('round-closed', `轮次 ${closed.code} 已关闭`, `round ${closed.code} is closed`);
}

/** What the API offers about an import. */
export async function importActions(reader: Reader, user: CurrentUser, id: string): Promise<{ log: ImportLog; undone: ImportUndo | undefined; allowedActions: AllowedAction[] }> {
  const { log, undone, denial: denied } = await readStanding(reader, user, id);
  return { log, undone, allowedActions: allowedActions(user, [{ action: 'undo', operation: 'results.import', denied }]) };
}

export interface UndoRequest {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  publish: Publish;
  id: string;
  reason: string;
}

const refuse = (why: Denial): Fault => new Fault(why.code === 'area' ? 'not-allowed' : 'conflict', why.en, { details: [{ message: 'result.refused', parameters: { code: why.code, zh: why.zh, en: why.en } }], facts: { reason: why } });

/** The value before the import: of the same attempt, or of the one that the import amended. */
function before(standing: Standing, head: Result): ResultRevision | undefined {
  const own = (standing.revisions.get(head.id) ?? []).filter((revision) => revision.importId !== standing.log.id);
  return own.at(-1) ?? (head.supersedesId === null ? undefined : standing.revisions.get(head.supersedesId)?.at(-1));
}

async function writeUndo(tx: Tx, standing: Standing, request: UndoRequest, context: EntryContext): Promise<{ cleared: number; restored: number }> {
  const counts = { cleared: 0, restored: 0 };
  const samples = await samplesById(tx, [...new Set(standing.heads.map((head) => head.sampleId))]);
  const rounds = new Map((await roundsById(tx, [...new Set(samples.map((sample) => sample.roundId))])).map((round) => [round.id, round]));
  for (const [roundId, own] of groupBy(samples, (sample) => sample.roundId)) {
    const round = rounds.get(roundId);
    if (round === undefined) continue;
    const book = await readResultBook(tx, round, own);
    const byHead = new Map<string, Attempt>([...book.attempts.values()].flat().map((attempt) => [attempt.head.id, attempt]));
    const writes = noWrites();
    for (const head of standing.heads) {
      const attempt = byHead.get(head.id);
      const shown = attempt === undefined ? undefined : newestRevision(attempt);
      if (attempt === undefined || shown === undefined) continue;
      const standsBeside = releasedAttempt(book, head.sampleId, head.analyteId, head.basis);
      if (standsBeside !== undefined && standsBeside.head.id !== head.id) {
        // the file corrected what is released, and that stood all the time: the correction is given up
        const reason = `撤销导入 import undone: ${request.reason.trim()}`;
        writes.events.push(eventOf(attempt, head.id, 'void', head.state, 'voided', head.valueRevision, { reason }, context));
        writes.giveWay.push({ id: head.id, revision: head.revision, patch: { state: 'voided', reportable: false } });
        writes.updateHeads.push({ id: standsBeside.head.id, revision: standsBeside.head.revision, patch: { reportable: true } });
        counts.restored += 1;
        continue;
      }
      const previous = before(standing, head);
      const blank = previous === undefined || previous.rawText.trim() === '';
      const place = { resultId: head.id, valueRevision: head.valueRevision + 1, synthetic: head.synthetic };
      const reason = `撤销导入 import undone: ${request.reason.trim()}`;
      writes.revisions.push(blank
        ? clearedRevision({ rawText: '', remark: null, reason, hold: null, confirmedHold: null, measuredAt: null }, place, shown.unit, context)
        : { ...previous, ...place, id: context.newId(), reason, authorId: request.user.id, importId: null, at: context.at });
      if (head.state === 'submitted') writes.events.push(eventOf(attempt, head.id, 'return', 'submitted', 'entered', head.valueRevision, { reason }, context));
      writes.updateHeads.push({ id: head.id, revision: head.revision, patch: { state: blank ? 'pending' : 'entered', valueRevision: head.valueRevision + 1 } });
      counts[blank ? 'cleared' : 'restored'] += 1;
    }
    noteWrites(book, byHead, writes);
    await writeResults(tx, writes);
    announceReload(tx, request.publish, book);
  }
  return counts;
}

/** @throws Fault `not-found`, `conflict` with the denial, `invalid` for a reason of blanks */
export async function undoImport(store: Store, request: UndoRequest): Promise<ImportUndo> {
  demand(request.user, 'results.import');
  if (request.reason.trim() === '') throw new Fault('invalid', 'a reason is wanted, and blanks are none', { details: [{ pointer: '/reason', got: request.reason, message: 'reason.blank' }] });
  return store.write(async (tx) => {
    const standing = await readStanding(tx, request.user, request.id);
    if (standing.denial !== undefined) throw refuse(standing.denial);
    const context: EntryContext = { actorId: request.user.id, at: nowInstant(request.at), newId: () => newId(request.at) };
    const counts = await writeUndo(tx, standing, request, context);
    const undo: ImportUndo = { id: newId(request.at), importId: request.id, reason: request.reason, summary: { ...counts, qualityControl: standing.qc.length }, actorId: request.user.id, at: context.at };
    await tx.insert(importUndo, [undo]);
    tx.audit({ actorId: request.user.id, action: 'results.import-undo', subject: 'importLog', subjectId: request.id, reason: request.reason, detail: { fileName: standing.log.fileName, ...undo.summary } });
    return undo;
  });
}

