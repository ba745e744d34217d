/**
 * What one transition of one result means, decided without writing: refused (and why), or the rows
 * and the one note that would be written.
 */
import type { Basis, Result, ResultAction, Sample } from '../../../models/schemas/index.ts';
import { resultRevision } from '../../../models/schemas/index.ts';
import { isSigningAction, signatureText } from '../../../models/schemas/reasons.ts';
import { readResult } from '../../../models/schemas/readResult.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { findPersonData, rowDigest } from '../../../models/store/index.ts';
import { whyNot, type CurrentUser } from '../../auth/permissions.ts';
import { holdOf, holdWords, ratioHoldOf } from './holds.ts';
import { eventOf, noWrites, revisionOf, standingValue, verdictOf, type EntryContext, type Writes } from './planEntry.ts';
import { factsOf, factsOfEmpty, historyKey, methodInForce, newestRevision, type Attempt, type ResultBook } from './resultBook.ts';
import { RESULT_MACHINE, whyNoReason, whyResultNot } from './states.ts';

export interface NewValue {
  rawText: string;
  unit?: string | undefined;
  dilution?: string | undefined;
  confirmHold?: boolean | undefined;
}

export interface Transition {
  action: ResultAction;
  reason?: string | undefined;
  reasonCode?: string | undefined;
  /** For an amendment. */
  value?: NewValue | undefined;
  /** The password was given again for this signature. */
  confirmed?: boolean | undefined;
}

export type TransitionPlan = { kind: 'refused'; denial: Denial } | { kind: 'write'; writes: Writes };

const refused = (code: string, zh: string, en: string): TransitionPlan => ({ kind: 'refused', denial: { code, zh, en } });

/** A coded or written reason as one sentence for the audit trail. */
const spokenReason = (transition: Transition): string | undefined => {
  const text = transition.reason?.trim();
  const parts = [transition.reasonCode, text === '' ? undefined : text].filter((part) => part !== undefined);
  return parts.length === 0 ? undefined : parts.join(': ');
};

const writtenReason = (transition: Transition): string | null => {
  const text = transition.reason?.trim() ?? '';
  return text === '' ? null : text;
};

/** What the person, the reason and the state say, whatever the action would write. */
function denialOf(book: ResultBook, sample: Sample, attempt: Attempt | undefined, transition: Transition, user: CurrentUser): Denial | undefined {
  const facts = attempt === undefined ? factsOfEmpty(sample) : factsOf(book, attempt);
  const area = book.sites.get(sample.siteId)?.areaId;
  const personal = transition.reason === undefined ? undefined : findPersonData(transition.reason);
  return (
    whyNot(user, RESULT_MACHINE[transition.action].operation(facts, book.settings), area) ??
    whyResultNot(transition.action, facts, user.id, book.settings) ??
    whyNoReason(transition.action, transition.reason, transition.reasonCode) ??
    (personal === undefined ? undefined : { code: 'person-data-refused', zh: '理由疑似含个人信息，请删除', en: 'the reason looks like personal data; leave persons out of it' })
  );
}

/**
 * @param attempt the newest one of the cell; undefined only for `not-analysed` of a cell in which nothing was written
 * @param seenRevision of the head, as the person saw it
 */
export function planTransition(
  book: ResultBook,
  sample: Sample,
  attempt: Attempt | undefined,
  place: { analyteId: string; basis: Basis },
  seenRevision: number,
  transition: Transition,
  user: CurrentUser,
  context: EntryContext,
): TransitionPlan {
  // the person decided about what they saw, and that is gone
  if (seenRevision !== (attempt?.head.revision ?? 0)) return refused('stale-revision', '结果已被更改，请查看现值后再决定', 'the result was changed in the meantime: look at the present value and decide anew');
  const denied = denialOf(book, sample, attempt, transition, user);
  if (denied !== undefined) return { kind: 'refused', denial: denied };
  if (transition.action === 'amend') return planAmendment(book, sample, attempt, transition, context);
  if (transition.action === 'retest' || transition.action === 'invalidate') return planRetest(sample, attempt, transition, context);
  if (attempt === undefined) return planNotAnalysed(book, sample, place, transition, context);

  const writes = noWrites();
  const { head } = attempt;
  const facts = factsOf(book, attempt);
  const toState = RESULT_MACHINE[transition.action].to(facts, book.settings);
  const seen = newestRevision(attempt);
  const { action } = transition;
  const signature = isSigningAction(action) && seen !== undefined
    ? { revisionSha256: rowDigest(resultRevision, seen), meaning: signatureText(action), confirmedBy: transition.confirmed === true ? ('password' as const) : ('session' as const) }
    : undefined;
  writes.events.push(eventOf(attempt, head.id, transition.action, head.state, toState, head.valueRevision, {
    reason: writtenReason(transition), reasonCode: transition.reasonCode ?? null, ...signature,
  }, context));
  if (transition.action === 'verify' && seen !== undefined && !book.verdicts.has(seen.id)) {
    const verdict = verdictOf(seen, head.analyteId, sample.matrix, head.basis);
    if (verdict !== undefined) writes.verdicts.push({ id: context.newId(), ...verdict, at: context.at });
  }
  const reportable = toState !== 'voided';
  if (toState !== head.state || reportable !== head.reportable) writes.updateHeads.push({ id: head.id, revision: head.revision, patch: { state: toState, reportable } });
  writes.notes.push(noteOf(sample, head, transition, context, { from: head.state, to: toState, ...(signature === undefined ? {} : { signature }) }));
  return { kind: 'write', writes };
}

function noteOf(sample: Sample, head: Pick<Result, 'id' | 'analyteId' | 'attempt' | 'valueRevision'>, transition: Transition, context: EntryContext, more: Record<string, unknown>): Writes['notes'][number] {
  return {
    actorId: context.actorId, action: `result.${transition.action}`, subject: 'result', subjectId: head.id, reason: spokenReason(transition),
    detail: { sample: sample.number, analyte: head.analyteId, attempt: head.attempt, valueRevision: head.valueRevision, ...more },
  };
}

const gone: TransitionPlan = refused('not-found', '没有此结果', 'there is no such result');

/** The old attempt gives way: superseded, and no longer the reportable one. */
function supersede(writes: Writes, attempt: Attempt, transition: Transition, context: EntryContext): void {
  const { head } = attempt;
  const why = { reason: writtenReason(transition), reasonCode: transition.reasonCode ?? null };
  writes.events.push(eventOf(attempt, head.id, transition.action, head.state, 'superseded', head.valueRevision, why, context));
  writes.updateHeads.push({ id: head.id, revision: head.revision, patch: { state: 'superseded', reportable: false } });
}

/** A corrected value is a new linked attempt, to be checked again from the start. */
function planAmendment(book: ResultBook, sample: Sample, attempt: Attempt | undefined, transition: Transition, context: EntryContext): TransitionPlan {
  if (attempt === undefined) return gone;
  const { head } = attempt;
  const method = methodInForce(book, head.analyteId, sample);
  if (method === undefined || head.basis !== 'concentration') return refused('no-method', '此结果没有适用的方法', 'there is no method for this result');
  const value = transition.value;
  if (value === undefined || value.rawText.trim() === '') return refused('value-required', '请填写更正后的值', 'type the corrected value');
  const before = newestRevision(attempt);
  const unit = value.unit ?? before?.typedUnit;
  const dilution = value.dilution ?? before?.dilution;
  const reading = readResult(value.rawText, method, { unit, dilution });
  if (!reading.ok) return refused(reading.code, reading.zh, reading.en);
  if (before !== undefined && value.rawText === before.rawText && reading.typedUnit === before.typedUnit && reading.dilution === before.dilution) {
    return refused('unchanged', '更正后的值与原值相同', 'the corrected value is the one that stands');
  }
  const hold = holdOf(reading, book.history.get(historyKey(sample.siteId, head.analyteId, sample.matrix, head.basis)) ?? []) ?? ratioHoldOf(head.analyteId, reading, (analyteId) => standingValue(book, sample, analyteId, head.basis));
  const confirmed = hold !== null && value.confirmHold === true;
  const written = writtenReason(transition) ?? transition.reasonCode ?? null;
  const reason = confirmed ? `${written ?? ''}; 确认待核值 confirmed after a look: ${holdWords(hold).en}` : written;

  const writes = noWrites();
  supersede(writes, attempt, transition, context);
  const next: Result = { ...head, id: context.newId(), attempt: head.attempt + 1, state: 'entered', reportable: true, methodId: method.id, supersedesId: head.id, valueRevision: 1, revision: 1 };
  const revision = revisionOf(reading, { rawText: value.rawText, remark: null, reason, hold: confirmed ? null : hold }, { resultId: next.id, valueRevision: 1, synthetic: sample.synthetic }, context);
  writes.insertHeads.push(next);
  writes.revisions.push(revision);
  writes.notes.push(noteOf(sample, head, transition, context, { from: head.state, to: 'superseded', next: next.id }));
  return { kind: 'write', writes };
}

/** A repeated measurement starts empty: nothing of the old one leaks into it. */
function planRetest(sample: Sample, attempt: Attempt | undefined, transition: Transition, context: EntryContext): TransitionPlan {
  if (attempt === undefined) return gone;
  const { head } = attempt;
  const writes = noWrites();
  supersede(writes, attempt, transition, context);
  const next: Result = { ...head, id: context.newId(), attempt: head.attempt + 1, state: 'pending', reportable: true, methodId: null, runId: null, supersedesId: head.id, valueRevision: 0, revision: 1 };
  writes.insertHeads.push(next);
  writes.notes.push(noteOf(sample, head, transition, context, { from: head.state, to: 'superseded', next: next.id }));
  return { kind: 'write', writes };
}

function planNotAnalysed(book: ResultBook, sample: Sample, place: { analyteId: string; basis: Basis }, transition: Transition, context: EntryContext): TransitionPlan {
  if (transition.action !== 'not-analysed') return gone;
  if (!book.plan.panel.includes(place.analyteId)) return refused('not-in-panel', `${place.analyteId} 不在此轮次的分析项目中`, `${place.analyteId} is not among the analytes of this round`);
  const writes = noWrites();
  const head: Result = {
    id: context.newId(), sampleId: sample.id, analyteId: place.analyteId, basis: place.basis, attempt: 1, state: 'not-analysed', reportable: true,
    methodId: methodInForce(book, place.analyteId, sample)?.id ?? null, runId: null, supersedesId: null, valueRevision: 0, synthetic: sample.synthetic, revision: 1,
  };
  writes.insertHeads.push(head);
  writes.events.push(eventOf(undefined, head.id, 'not-analysed', 'pending', 'not-analysed', 0, { reason: writtenReason(transition), reasonCode: transition.reasonCode ?? null }, context));
  writes.notes.push(noteOf(sample, head, transition, context, { from: 'pending', to: 'not-analysed' }));
  return { kind: 'write', writes };
}
