/**
 * What one typed cell means, decided without writing: refused (and why), unchanged, or the rows
 * and the note that would be written. The grid and the imports decide by the same function.
 * Pure but for the ids it is handed.
 */
import type { Decimal } from 'decimal.js';
import { referenceFor, referenceVersion, type ReferenceValue } from '../../../models/reference/referenceValues.ts';
import type { Basis, Matrix, ResultEvent, Result, ResultRevision, Sample, Verdict } from '../../../models/schemas/index.ts';
import { readResult, type Reading } from '../../../models/schemas/readResult.ts';
import { Exact } from '../../../models/schemas/rounding.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { textDenial, whyTextNot } from '../../../models/schemas/index.ts';
import type { AuditNote } from '../../../models/store/index.ts';
import { readInstant } from '../../../sampling-plans/calendar.ts';
import type { CellInput } from './cellTypes.ts';
import { holdOf, joinHolds, ratioHoldOf } from './holds.ts';
import { timeHolds } from './timeHolds.ts';
import { currentAttempt, factsOf, factsOfEmpty, historyKey, methodInForce, newestRevision, cellKey, type Attempt, type ResultBook } from './resultBook.ts';
import { whyResultNot } from './states.ts';

export interface EntryContext {
  actorId: string;
  /** Instant of the write, in both forms. */
  at: string;
  newId: () => string;
  runId?: string | undefined;
  importId?: string | undefined;
}

export interface HeadUpdate {
  id: string;
  revision: number;
  patch: Partial<Omit<Result, 'id' | 'revision'>>;
}

/**
 * Rows to be written. Updates of heads go before new heads: one reportable and one released result at any time.
 * Typing makes a revision, which says who, when and why; events are what is done to a result beside typing.
 */
export interface Writes {
  /** Attempts that give up being the reportable or the released one, before another takes that place. */
  giveWay: HeadUpdate[];
  insertHeads: Result[];
  updateHeads: HeadUpdate[];
  revisions: ResultRevision[];
  events: ResultEvent[];
  verdicts: Verdict[];
  notes: AuditNote[];
}

export const noWrites = (): Writes => ({ giveWay: [], insertHeads: [], updateHeads: [], revisions: [], events: [], verdicts: [], notes: [] });

export interface RefusedEntry {
  kind: 'refused';
  denial: Denial;
}
export type EntryPlan = RefusedEntry | { kind: 'unchanged' } | { kind: 'write'; writes: Writes };

/** Share of the reference from which a value below it is called near. */
const SHOULDER = '0.8';

const ALIVE: readonly Result['state'][] = ['entered', 'submitted', 'verified', 'released'];

/** What a cleared cell reports. */
const BLANK_REPORT = '-';

/** NUL, or half of a character: neither survives both engines. */
const UNKEEPABLE = /[\0\p{Surrogate}]/u;

const refused = (code: string, zh: string, en: string): RefusedEntry => ({ kind: 'refused', denial: { code, zh, en } });

const cuts = new WeakMap<ReferenceValue, { cut: Decimal; shoulder: Decimal }>();

function cutsOf(reference: ReferenceValue): { cut: Decimal; shoulder: Decimal } {
  const known = cuts.get(reference);
  if (known !== undefined) return known;
  const cut = new Exact(reference.value);
  const made = { cut, shoulder: cut.times(SHOULDER) };
  cuts.set(reference, made);
  return made;
}

/** How a value stands against the versioned reference; undefined where there is none. It is frozen as a row at the first verification. */
export function verdictOf(revision: Pick<ResultRevision, 'id' | 'qualifier' | 'value' | 'limit'>, analyteId: string, matrix: Matrix, basis: Basis): Omit<Verdict, 'id' | 'at'> | undefined {
  const reference = referenceFor(analyteId, matrix, basis);
  if (reference === undefined) return undefined;
  const { cut, shoulder } = cutsOf(reference);
  const at = (text: string | null): Decimal | undefined => (text === null ? undefined : new Exact(text));
  const limit = revision.qualifier === '=' ? undefined : at(revision.limit);
  const value = revision.qualifier === '=' ? at(revision.value) : undefined;
  let outcome: Verdict['outcome'] = 'not-evaluable';
  if (revision.qualifier === '<') outcome = limit?.lte(cut) === true ? 'below' : 'not-evaluable';
  else if (revision.qualifier === '>') outcome = limit?.gte(cut) === true ? 'above' : 'not-evaluable';
  else if (value !== undefined) outcome = value.gte(cut) ? 'above' : value.gte(shoulder) ? 'shoulder' : 'below';
  return { resultRevisionId: revision.id, specification: 'reference-values', specificationVersion: referenceVersion, outcome, reference: cut.toFixed() };
}

/** The revision row of a reading. */
export function revisionOf(
  reading: Reading,
  input: { rawText: string; remark: string | null; reason: string | null; hold: string | null; confirmedHold: string | null; measuredAt: string | null },
  place: { resultId: string; valueRevision: number; synthetic: boolean },
  context: EntryContext,
): ResultRevision {
  return {
    id: context.newId(),
    ...place,
    ...input,
    parsed: reading.parsed,
    typedQualifier: reading.typedQualifier,
    typedUnit: reading.typedUnit,
    dilution: reading.dilution,
    qualifier: reading.qualifier,
    value: reading.value,
    limit: reading.limit,
    detected: reading.detected,
    unit: reading.unit,
    reportedText: reading.reportedText,
    lod: reading.lod,
    loq: reading.loq,
    upper: reading.upper,
    expandedUncertainty: reading.expandedUncertainty,
    authorId: context.actorId,
    importId: context.importId ?? null,
    at: context.at,
  };
}

const textOrNull = (text: string | null | undefined): string | null => (text === undefined || text === null || text.trim() === '' ? null : text);

/** The value that stands for another analyte in the same bottle. */
export function standingValue(book: ResultBook, sample: Sample, analyteId: string, basis: Basis): ResultRevision | undefined {
  const attempt = currentAttempt(book, sample.id, analyteId, basis);
  return attempt === undefined || attempt.head.valueRevision === 0 || !ALIVE.includes(attempt.head.state) ? undefined : newestRevision(attempt);
}

/**
 * @param sample of the book's round
 * @param context.importId with it, no note per value is made: the import's own note covers them
 */
export function planEntry(book: ResultBook, sample: Sample, input: Omit<CellInput, 'sampleId'>, context: EntryContext): EntryPlan {
  const basis = input.basis ?? 'concentration';
  const attempt = currentAttempt(book, sample.id, input.analyteId, basis);
  const previous = attempt === undefined || attempt.head.valueRevision === 0 ? undefined : newestRevision(attempt);
  const facts = attempt === undefined ? factsOfEmpty(sample) : factsOf(book, attempt);
  if (!book.plan.panel.includes(input.analyteId)) return refused('not-in-panel', `${input.analyteId} 不在此轮次的分析项目中`, `${input.analyteId} is not among the analytes of this round`);

  const shownText = attempt?.head.state === 'pending' || previous === undefined ? '' : previous.rawText;
  const blank = input.rawText.trim() === '';
  const unit = input.unit ?? previous?.typedUnit;
  const dilution = input.dilution ?? previous?.dilution;
  const remark = input.remark === undefined ? (previous?.remark ?? null) : textOrNull(input.remark);
  const reason = textOrNull(input.reason);
  const measured = input.measuredAt === undefined || input.measuredAt === null ? undefined : readInstant(input.measuredAt, book.round.timeZone);
  const measuredAt = input.measuredAt === undefined ? (previous?.measuredAt ?? null) : measured === undefined ? null : new Date(measured).toISOString();

  const method = methodInForce(book, input.analyteId, sample);
  if (method === undefined || basis !== 'concentration') return refused('no-method', `没有 ${input.analyteId} 在此介质中的方法`, `there is no method for ${input.analyteId} in this matrix`);
  const reading = blank ? undefined : readResult(input.rawText, method, { unit, dilution });
  const sameText = blank ? shownText.trim() === '' : input.rawText === shownText;
  const sameRun = context.runId === undefined || context.runId === attempt?.head.runId;
  const sameReading = reading === undefined || (reading.ok && reading.typedUnit === previous?.typedUnit && reading.dilution === previous.dilution);
  const confirms = input.confirmHold === true && previous?.hold !== null && previous !== undefined;
  // the same save again, as after a cut network, is no conflict and writes nothing
  if (sameText && (blank || (sameReading && remark === previous?.remark && measuredAt === (previous?.measuredAt ?? null))) && sameRun && !confirms) return { kind: 'unchanged' };

  const denied = whyResultNot('enter', facts, { accounts: new Set([context.actorId]) }, book.settings);
  if (input.revision !== (attempt?.head.revision ?? 0)) {
    return refused('stale-revision', '此格已被他人更改，请核对现值后再录入', 'somebody changed this cell in the meantime: look at the present value and type again');
  }
  if (denied !== undefined) return { kind: 'refused', denial: denied };
  if (typeof input.measuredAt === 'string' && measured === undefined) return refused('invalid-time', `测定时间 "${input.measuredAt.slice(0, 40)}" 无效，应如 2018-01-15 10:30`, `the time of measurement "${input.measuredAt.slice(0, 40)}" is none; expected a form like 2018-01-15 10:30`);
  if (reading !== undefined && !reading.ok) return refused(reading.code, reading.zh, reading.en);
  for (const [text, zh, en] of [[remark, '备注', 'remark'], [reason, '理由', 'reason']] as const) {
    const barred = text === null ? undefined : whyTextNot(text, 'lines');
    if (barred !== undefined) return { kind: 'refused', denial: textDenial(barred, zh, en) };
    if (text !== null && UNKEEPABLE.test(text)) return refused('invalid', '备注或理由含无法保存的字符', 'the remark or reason holds characters that cannot be kept');
  }

  const history = book.history.get(historyKey(sample.siteId, input.analyteId, sample.matrix, basis)) ?? [];
  const found = reading === undefined ? null : joinHolds([
    holdOf(reading, history, method.holdFactor) ?? ratioHoldOf(input.analyteId, reading, (analyteId) => standingValue(book, sample, analyteId, basis)),
    ...timeHolds(sample, book.round, method, measuredAt, Date.parse(context.at)),
  ]);
  // what was looked at stays looked at while the value is the same
  const confirmedBefore = found !== null && sameText && sameReading && previous?.confirmedHold === found;
  if (found !== null && input.confirmHold === true && !confirmedBefore && reason === null) return refused('reason-required', '请说明核对了什么，空白不算说明', 'say what was looked at; blanks are none');
  const confirmed = found !== null && (input.confirmHold === true || confirmedBefore);
  const resultId = attempt?.head.id ?? context.newId();
  const valueRevision = (attempt?.head.valueRevision ?? 0) + 1;
  const place = { resultId, valueRevision, synthetic: sample.synthetic };
  const typed = { rawText: input.rawText, remark, reason, measuredAt, hold: confirmed ? null : found, confirmedHold: confirmed ? found : null };
  const revision: ResultRevision = reading === undefined
    ? clearedRevision({ ...typed, hold: null, confirmedHold: null, measuredAt: null }, place, method.unit, context)
    : revisionOf(reading, typed, place, context);
  const toState = reading === undefined ? 'pending' : 'entered';
  const writes = noWrites();
  writes.revisions.push(revision);
  if (attempt === undefined) {
    writes.insertHeads.push({
      id: resultId, sampleId: sample.id, analyteId: input.analyteId, basis, attempt: 1, state: toState, reportable: true,
      methodId: method.id, runId: context.runId ?? null, supersedesId: null, asked: null, valueRevision, synthetic: sample.synthetic, revision: 1,
    });
  } else {
    writes.updateHeads.push({ id: attempt.head.id, revision: attempt.head.revision, patch: { state: toState, valueRevision, methodId: method.id, ...(context.runId === undefined ? {} : { runId: context.runId }) } });
  }
  if (context.importId === undefined) {
    writes.notes.push({
      actorId: context.actorId, action: reading === undefined ? 'result.clear' : previous === undefined ? 'result.enter' : 'result.change', subject: 'result', subjectId: resultId,
      reason: typed.reason ?? undefined, detail: { sample: sample.number, analyte: input.analyteId, attempt: attempt?.head.attempt ?? 1, valueRevision },
    });
  }
  return { kind: 'write', writes };
}

/** The revision row of a cell that was cleared. */
export function clearedRevision(typed: { rawText: string; remark: string | null; reason: string | null; hold: string | null; confirmedHold: string | null; measuredAt: string | null }, place: { resultId: string; valueRevision: number; synthetic: boolean }, unit: ResultRevision['unit'], context: EntryContext): ResultRevision {
  return {
    id: context.newId(), ...place, ...typed, parsed: null, typedQualifier: '=', typedUnit: unit, dilution: '1', qualifier: '=', value: null, limit: null, detected: false, unit,
    reportedText: BLANK_REPORT, lod: null, loq: null, upper: null, expandedUncertainty: null, authorId: context.actorId, importId: context.importId ?? null, at: context.at,
  };
}

/** The event row of a transition. */
export function eventOf(
  attempt: Attempt | undefined,
  resultId: string,
  action: ResultEvent['action'],
  fromState: ResultEvent['fromState'],
  toState: ResultEvent['toState'],
  valueRevision: number,
  why: { reason?: string | null; reasonCode?: string | null; revisionSha256?: string | null; meaning?: string | null; confirmedBy?: ResultEvent['confirmedBy'] },
  context: EntryContext,
): ResultEvent {
  return {
    id: context.newId(), resultId, sequence: (attempt?.events.at(-1)?.sequence ?? 0) + 1, action, fromState, toState, valueRevision,
    revisionSha256: why.revisionSha256 ?? null, meaning: why.meaning ?? null, confirmedBy: why.confirmedBy ?? null, reasonCode: why.reasonCode ?? null, reason: why.reason ?? null, actorId: context.actorId, at: context.at,
  };
}

/** Notes in the book what was written, so that the next decision and the answer see it; the caller keeps the index of attempts. */
export function noteWrites(book: ResultBook, byHead: Map<string, Attempt>, writes: Writes): void {
  for (const { id, patch } of [...writes.giveWay, ...writes.updateHeads]) {
    const attempt = byHead.get(id);
    if (attempt !== undefined) attempt.head = { ...attempt.head, ...patch, revision: attempt.head.revision + 1 };
  }
  for (const head of writes.insertHeads) {
    const attempt: Attempt = { head, revisions: [], events: [] };
    const key = cellKey(head.sampleId, head.analyteId, head.basis);
    const list = book.attempts.get(key);
    if (list === undefined) book.attempts.set(key, [attempt]);
    else list.push(attempt);
    byHead.set(head.id, attempt);
  }
  for (const revision of writes.revisions) byHead.get(revision.resultId)?.revisions.push(revision);
  for (const event of writes.events) byHead.get(event.resultId)?.events.push(event);
  for (const verdict of writes.verdicts) book.verdicts.set(verdict.resultRevisionId, [...(book.verdicts.get(verdict.resultRevisionId) ?? []), verdict]);
}
