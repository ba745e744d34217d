/**
 * What one transition of one result means, decided without writing: refused (and why), or the rows
 * and the one note that would be written.
 */
import type { Basis, Result, ResultAction, Sample } from '../../../models/schemas/index.ts';
import { findPersonData, resultRevision } from '../../../models/schemas/index.ts';
import { isSigningAction, signatureText } from '../../../models/schemas/reasons.ts';
import { readResult } from '../../../models/schemas/readResult.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { rowDigest } from '../../../models/store/index.ts';
import { whyNot, type CurrentUser } from '../../auth/permissions.ts';
import { holdOf, joinHolds, ratioHoldOf } from './holds.ts';
import { timeHolds } from './timeHolds.ts';
import { eventOf, noWrites, revisionOf, standingValue, verdictOf, type EntryContext, type Writes } from './planEntry.ts';
import { factsOf, factsOfEmpty, historyKey, lineageOf, methodInForce, newestRevision, releasedAttempt, type Attempt, type ResultBook } from './resultBook.ts';
import { actionIn, RESULT_MACHINE, whyNoReason, whyResultNot, type ResultFacts } from './states.ts';

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
function denialOf(book: ResultBook, sample: Sample, facts: ResultFacts, action: ResultAction, transition: Transition, user: CurrentUser): Denial | undefined {
  const area = book.sites.get(sample.siteId)?.areaId;
  const personal = transition.reason === undefined ? undefined : findPersonData(transition.reason);
  return (
    whyNot(user, RESULT_MACHINE[action].operation(facts, book.settings), area) ??
    whyResultNot(action, facts, user, book.settings) ??
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
  const facts = attempt === undefined ? factsOfEmpty(sample) : factsOf(book, attempt);
  const action = actionIn(facts.state, transition.action);
  const denied = denialOf(book, sample, facts, action, transition, user);
  if (denied !== undefined) return { kind: 'refused', denial: denied };
  if (action === 'submit' && facts.unanswered && writtenReason(transition) === null) {
    return refused('return-unanswered', '此结果被退回，尚未答复：请修改，或说明为何原值成立', 'it was returned and not answered: change it, or say in a word why it stands');
  }
  if (action === 'amend') return planAmendment(book, sample, attempt, transition, context);
  if (action === 'retest' || action === 'invalidate') return planRetest(book, sample, attempt, transition, context);
  if (attempt === undefined) return planNotAnalysed(book, sample, place, transition, context);

  const writes = noWrites();
  const { head } = attempt;
  const toState = RESULT_MACHINE[action].to(facts, book.settings);
  const seen = newestRevision(attempt);
  const signature = isSigningAction(action) && seen !== undefined
    ? { revisionSha256: rowDigest(resultRevision, seen), meaning: signatureText(action), confirmedBy: transition.confirmed === true ? ('password' as const) : ('session' as const) }
    : undefined;
  writes.events.push(eventOf(attempt, head.id, action, head.state, toState, head.valueRevision, { ...whyOf(transition), ...signature }, context));
  if (action === 'verify' && seen !== undefined && !book.verdicts.has(seen.id)) {
    const verdict = verdictOf(seen, head.analyteId, sample.matrix, head.basis);
    if (verdict !== undefined) writes.verdicts.push({ id: context.newId(), ...verdict, at: context.at });
  }
  const released = releasedAttempt(book, head.sampleId, head.analyteId, head.basis);
  const beside = released === undefined || released.head.id === head.id ? undefined : released;
  const supersedes = beside === undefined || toState !== 'released' ? {} : { supersedes: beside.head.id };
  writes.notes.push(noteOf(sample, head, action, transition, context, { from: head.state, to: toState, ...supersedes, ...(signature === undefined ? {} : { signature }) }));
  const asked = action === 'ask-void' ? 'void' : action === 'ask-invalidate' ? 'invalidate' : null;
  const patch = { state: toState, reportable: head.reportable && toState !== 'voided' && toState !== 'superseded', asked } as const;
  if (patch.state !== head.state || patch.reportable !== head.reportable || patch.asked !== head.asked) writes.updateHeads.push({ id: head.id, revision: head.revision, patch });
  settleBeside(beside, toState, writes, context);
  if (action === 'withdraw' && toState === 'superseded' && head.reportable) {
    // what is invalid is measured again
    writes.giveWay.push(...writes.updateHeads.splice(0));
    writes.insertHeads.push(emptyAttempt(book, attempt, context));
  }
  return { kind: 'write', writes };
}

const whyOf = (transition: Transition) => ({ reason: writtenReason(transition), reasonCode: transition.reasonCode ?? null });

/** What becomes of the released attempt beside this one: it gives way to its correction, or has its place back. */
function settleBeside(beside: Attempt | undefined, toState: Result['state'], writes: Writes, context: EntryContext): void {
  if (beside === undefined) return;
  const { id, revision, valueRevision } = beside.head;
  if (toState === 'released') {
    writes.giveWay.push({ id, revision, patch: { state: 'superseded', reportable: false, asked: null } });
    writes.events.push(eventOf(beside, id, 'supersede', 'released', 'superseded', valueRevision, {}, context));
  }
  if (toState === 'voided' || toState === 'not-analysed') {
    // the correction is given up: what is released is again what the cell shows
    writes.giveWay.push(...writes.updateHeads.splice(0).map((update) => ({ ...update, patch: { ...update.patch, reportable: false } })));
    writes.updateHeads.push({ id, revision, patch: { reportable: true } });
  }
}

function noteOf(sample: Sample, head: Pick<Result, 'id' | 'analyteId' | 'attempt' | 'valueRevision'>, action: ResultAction, transition: Transition, context: EntryContext, more: Record<string, unknown>): Writes['notes'][number] {
  return {
    actorId: context.actorId, action: `result.${action}`, subject: 'result', subjectId: head.id, reason: spokenReason(transition),
    detail: { sample: sample.number, analyte: head.analyteId, attempt: head.attempt, valueRevision: head.valueRevision, ...more },
  };
}

const gone: TransitionPlan = refused('not-found', '没有此结果', 'there is no such result');

/**
 * The old attempt gives way to one that is to take its place: superseded at once, or, where it is released, standing beside it
 * until that one is released.
 */
function makeWay(writes: Writes, attempt: Attempt, transition: Transition, context: EntryContext): Result['state'] {
  const { head } = attempt;
  const toState = head.state === 'released' ? 'released' : 'superseded';
  writes.events.push(eventOf(attempt, head.id, transition.action, head.state, toState, head.valueRevision, whyOf(transition), context));
  writes.giveWay.push({ id: head.id, revision: head.revision, patch: { state: toState, reportable: false } });
  return toState;
}

/** Numbers are never used again, also not that of an attempt that was given up. */
const nextAttempt = (book: ResultBook, attempt: Attempt): number => Math.max(...lineageOf(book, attempt).map(({ head }) => head.attempt), attempt.head.attempt) + 1;

const emptyAttempt = (book: ResultBook, attempt: Attempt, context: EntryContext): Result => ({
  ...attempt.head, id: context.newId(), attempt: nextAttempt(book, attempt), state: 'pending', reportable: true, methodId: null, runId: null, supersedesId: attempt.head.id, asked: null, valueRevision: 0, revision: 1,
});

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
  const measuredAt = before?.measuredAt ?? null;
  const hold = joinHolds([
    holdOf(reading, book.history.get(historyKey(sample.siteId, head.analyteId, sample.matrix, head.basis)) ?? [], method.holdFactor) ?? ratioHoldOf(head.analyteId, reading, (analyteId) => standingValue(book, sample, analyteId, head.basis)),
    ...timeHolds(sample, book.round, method, measuredAt, Date.parse(context.at)),
  ]);
  const confirmed = hold !== null && value.confirmHold === true;
  const reason = writtenReason(transition) ?? transition.reasonCode ?? null;

  const writes = noWrites();
  const toState = makeWay(writes, attempt, transition, context);
  const next: Result = { ...head, id: context.newId(), attempt: nextAttempt(book, attempt), state: 'entered', reportable: true, methodId: method.id, supersedesId: head.id, asked: null, valueRevision: 1, revision: 1 };
  const revision = revisionOf(reading, { rawText: value.rawText, remark: null, reason, hold: confirmed ? null : hold, confirmedHold: confirmed ? hold : null, measuredAt }, { resultId: next.id, valueRevision: 1, synthetic: sample.synthetic }, context);
  writes.insertHeads.push(next);
  writes.revisions.push(revision);
  writes.notes.push(noteOf(sample, head, 'amend', transition, context, { from: head.state, to: toState, next: next.id }));
  return { kind: 'write', writes };
}

/** A repeated measurement starts empty: nothing of the old one leaks into it. */
function planRetest(book: ResultBook, sample: Sample, attempt: Attempt | undefined, transition: Transition, context: EntryContext): TransitionPlan {
  if (attempt === undefined) return gone;
  const { head } = attempt;
  const writes = noWrites();
  const toState = makeWay(writes, attempt, transition, context);
  const next = emptyAttempt(book, attempt, context);
  writes.insertHeads.push(next);
  writes.notes.push(noteOf(sample, head, transition.action, transition, context, { from: head.state, to: toState, next: next.id }));
  return { kind: 'write', writes };
}

function planNotAnalysed(book: ResultBook, sample: Sample, place: { analyteId: string; basis: Basis }, transition: Transition, context: EntryContext): TransitionPlan {
  if (transition.action !== 'not-analysed') return gone;
  if (!book.plan.panel.includes(place.analyteId)) return refused('not-in-panel', `${place.analyteId} 不在此轮次的分析项目中`, `${place.analyteId} is not among the analytes of this round`);
  const writes = noWrites();
  const head: Result = {
    id: context.newId(), sampleId: sample.id, analyteId: place.analyteId, basis: place.basis, attempt: 1, state: 'not-analysed', reportable: true,
    methodId: methodInForce(book, place.analyteId, sample)?.id ?? null, runId: null, supersedesId: null, asked: null, valueRevision: 0, synthetic: sample.synthetic, revision: 1,
  };
  writes.insertHeads.push(head);
  writes.events.push(eventOf(undefined, head.id, 'not-analysed', 'pending', 'not-analysed', 0, whyOf(transition), context));
  writes.notes.push(noteOf(sample, head, 'not-analysed', transition, context, { from: 'pending', to: 'not-analysed' }));
  return { kind: 'write', writes };
}
