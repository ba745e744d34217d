/** Cells as a given person may see them: values, flags, and what they may do with the reason of each denial. */
import type { Basis, ResultEvent, Sample } from '../../../models/schemas/index.ts';
import { isReasonedAction, REASON_CODES } from '../../../models/schemas/reasons.ts';
import type { AllowedAction } from '../../../models/schemas/answers/allowedAction.ts';
import { allowedActions, inScope, may, type CurrentUser } from '../../auth/permissions.ts';
import type { Cell, CellFlag, Change } from './cellTypes.ts';
import { holdWords } from './holds.ts';
import { verdictOf } from './planEntry.ts';
import { currentAttempt, factsOf, factsOfEmpty, lineageOf, newestRevision, openRequestOf, openReturnOf, releasedAttempt, type Attempt, type ResultBook } from './resultBook.ts';
import { actionIn, LISTED_ACTIONS, RESULT_MACHINE, whyResultNot, type ResultFacts } from './states.ts';

/** Whether the person reads every value, or released ones only. */
export const readsAll = (user: CurrentUser): boolean => may(user, 'results.read');

export const sampleInScope = (book: ResultBook, user: CurrentUser, sample: Sample): boolean => {
  const areaId = book.sites.get(sample.siteId)?.areaId;
  return user.scope === null || (areaId !== undefined && inScope(user, areaId));
};

/** A grid asks the same few questions hundreds of times: answers by person, place, state and denials. Equal answers are one object. */
const answered = new WeakMap<CurrentUser, Map<string, AllowedAction[]>>();
const NOTHING: AllowedAction[] = [];

function actionsOf(book: ResultBook, facts: ResultFacts, user: CurrentUser, area: string | undefined): AllowedAction[] {
  const known = answered.get(user) ?? new Map<string, AllowedAction[]>();
  answered.set(user, known);
  const asked = LISTED_ACTIONS.map((action) => {
    const meant = actionIn(facts.state, action);
    return { action, operation: RESULT_MACHINE[meant].operation(facts, book.settings), area, denied: whyResultNot(meant, facts, user, book.settings) };
  });
  // the whole deployment in scope: the place makes no difference
  const key = `${user.scope === null ? '' : (area ?? '')} ${facts.state} ${facts.sampleState} ${asked.map(({ operation, denied }) => `${operation} ${denied?.code ?? ''}`).join('|')}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  const made = allowedActions(user, asked);
  known.set(key, made);
  return made;
}

/** A coded reason and what was written beside it. */
function spokenReason({ action, reasonCode, reason }: ResultEvent): { zh: string; en: string } {
  const known = isReasonedAction(action) ? REASON_CODES[action].find(({ code }) => code === reasonCode && code !== 'other') : undefined;
  const join = (word: string | undefined): string => [word, reason].filter((part) => part !== undefined && part !== null && part !== '').join('; ');
  return { zh: join(known?.zh), en: join(known?.en) };
}

function flagsOf(book: ResultBook, attempt: Attempt): CellFlag[] {
  const flags: CellFlag[] = [];
  const { head } = attempt;
  const revision = newestRevision(attempt);
  if (revision !== undefined && revision.hold !== null && head.state !== 'pending') flags.push({ code: 'hold', ...holdWords(revision.hold) });
  const run = head.runId === null ? undefined : book.runs.get(head.runId);
  if (run?.status === 'fail') {
    const overridden = run.run.overrideReason !== null;
    flags.push({
      code: 'qc-fail',
      zh: `分析批 ${run.run.number} 质控不合格${overridden ? '，已说明理由放行' : run.blocked ? '' : '，重做合格'}`,
      en: `run ${run.run.number} failed quality control${overridden ? '; overridden with a reason' : run.blocked ? '' : '; a repeat passed'}`,
    });
  }
  if (run?.status === 'warn') flags.push({ code: 'qc-warn', zh: `分析批 ${run.run.number} 质控警告`, en: `run ${run.run.number} has a quality-control warning` });
  if (revision?.qualifier === '>') flags.push({ code: 'above-range', zh: '超出测定上限：稀释重测，或按大于上限报告', en: 'above the range: dilute and run again, or report as above' });
  const returned = openReturnOf(attempt);
  if (returned !== undefined) {
    const why = spokenReason(returned);
    flags.push({ code: 'returned', zh: why.zh === '' ? '已退回' : `已退回：${why.zh}`, en: why.en === '' ? 'returned' : `returned: ${why.en}` });
  }
  if (revision !== undefined && revision.confirmedHold !== null && head.state !== 'pending') {
    const looked = holdWords(revision.confirmedHold);
    flags.push({ code: 'hold-confirmed', zh: `已核对：${looked.zh}`, en: `looked at and confirmed: ${looked.en}` });
  }
  const former = lineageOf(book, attempt).findLast((each) => each.head.attempt < head.attempt && each.events.some((event) => event.toState === 'released'));
  if (former !== undefined) {
    const was = newestRevision(former)?.reportedText ?? '';
    flags.push(head.state === 'released' || former.head.state !== 'released'
      ? { code: 'late-correction', zh: `签发后更正，取代 ${was}`, en: `corrected after release; it supersedes ${was}` }
      : { code: 'under-correction', zh: `更正已签发的 ${was}：签发此值之前，原值仍有效`, en: `corrects the released ${was}, which stands until this is released` });
  }
  if (head.state === 'released' && !head.reportable) flags.push({ code: 'under-correction', zh: '更正中：新值签发之前，此值仍有效', en: 'under correction: this value stands until the new one is released' });
  if (openRequestOf(attempt) !== undefined) flags.push({ code: 'withdrawal-asked', zh: '已申请撤回：另一授权签字人决定之前，此值仍有效', en: 'its withdrawal is asked for: this value stands until a second person with the right to release decides' });
  const matrix = book.samples.get(head.sampleId)?.matrix;
  const present = revision === undefined || matrix === undefined || head.state === 'pending' ? undefined : verdictOf(revision, head.analyteId, matrix, head.basis);
  // once verified, what was judged then stands, whatever the reference says today
  for (const verdict of (revision === undefined ? undefined : book.verdicts.get(revision.id)) ?? (present === undefined ? [] : [present])) {
    if (verdict.outcome === 'above') flags.push({ code: 'verdict-above', zh: `高于参考值 ${verdict.reference ?? ''}`, en: `above the reference ${verdict.reference ?? ''}` });
    if (verdict.outcome === 'shoulder') flags.push({ code: 'verdict-shoulder', zh: `接近参考值 ${verdict.reference ?? ''}`, en: `near the reference ${verdict.reference ?? ''}` });
  }
  return flags;
}

const EMPTY = {
  resultId: null, revision: 0, valueRevision: 0, attempt: 1, rawText: null, dilution: null, typedUnit: null, reportedText: null,
  qualifier: null, value: null, limit: null, unit: null, detected: null, flags: [], remark: null, authorId: null, authorName: null, runId: null,
} as const;

/** One cell. A person who may read released values only sees the one that is released, whatever is being worked on, or none. */
export function cellOf(book: ResultBook, sample: Sample, analyteId: string, basis: Basis, user: CurrentUser): Cell {
  const current = currentAttempt(book, sample.id, analyteId, basis);
  const attempt = readsAll(user) ? current : releasedAttempt(book, sample.id, analyteId, basis);
  if (attempt !== undefined) return cellOfAttempt(book, sample, attempt, user);
  // attempt and revision tell a client that what it shows of a withdrawn release is old
  const version = current === undefined ? {} : { attempt: current.head.attempt, revision: current.head.revision };
  const area = book.sites.get(sample.siteId)?.areaId;
  return { ...EMPTY, sampleId: sample.id, analyteId, basis, ...version, flags: [], state: 'pending', allowedActions: readsAll(user) ? actionsOf(book, factsOfEmpty(sample), user, area) : NOTHING };
}

/** One attempt as a cell, also where it is not the one that its cell shows. */
export function cellOfAttempt(book: ResultBook, sample: Sample, attempt: Attempt, user: CurrentUser): Cell {
  const { head } = attempt;
  const shown = head.valueRevision === 0 ? undefined : newestRevision(attempt);
  // a cleared cell shows nothing: blank is blank
  const typed = shown === undefined || head.state === 'pending' ? undefined : shown;
  return {
    resultId: head.id,
    sampleId: sample.id,
    analyteId: head.analyteId,
    basis: head.basis,
    state: head.state,
    revision: head.revision,
    valueRevision: head.valueRevision,
    attempt: head.attempt,
    rawText: typed?.rawText ?? null,
    dilution: typed?.dilution ?? null,
    typedUnit: typed?.typedUnit ?? null,
    reportedText: typed?.reportedText ?? null,
    qualifier: typed?.qualifier ?? null,
    value: typed?.value ?? null,
    limit: typed?.limit ?? null,
    unit: typed?.unit ?? null,
    detected: typed?.detected ?? null,
    flags: flagsOf(book, attempt),
    remark: typed?.remark ?? null,
    authorId: typed?.authorId ?? null,
    authorName: typed === undefined ? null : (book.names.get(typed.authorId) ?? null),
    runId: head.runId,
    ...(readsAll(user) ? besideOf(book, attempt) : {}),
    allowedActions: actionsOf(book, factsOf(book, attempt), user, book.sites.get(sample.siteId)?.areaId),
  };
}

/** What stands beside a correction, and what is asked of a released value; only where there is such. */
function besideOf(book: ResultBook, attempt: Attempt): Pick<Cell, 'corrects' | 'asked'> {
  const { head } = attempt;
  const released = releasedAttempt(book, head.sampleId, head.analyteId, head.basis);
  const request = openRequestOf(attempt);
  const why = released?.events.findLast(({ action }) => action === 'amend' || action === 'retest');
  return {
    ...(released === undefined || released.head.id === head.id
      ? {}
      : { corrects: { resultId: released.head.id, revision: released.head.revision, attempt: released.head.attempt, reportedText: newestRevision(released)?.reportedText ?? '', reasonCode: why?.reasonCode ?? null, reason: why?.reason ?? null } }),
    ...(request === undefined ? {} : { asked: { action: request.action === 'ask-invalidate' ? 'invalidate' : 'void', actorName: book.names.get(request.actorId) ?? null, reasonCode: request.reasonCode, reason: request.reason, at: request.at } }),
  };
}

export interface CellPlace {
  sampleId: string;
  analyteId: string;
  basis: Basis;
}

/** These cells as a change for one person; undefined where the person may see none of them. */
export function changeFor(book: ResultBook, places: readonly CellPlace[], stale: readonly string[], revision: number, user: CurrentUser): Change | undefined {
  const all = readsAll(user);
  const cells = places.flatMap((place) => {
    const sample = book.samples.get(place.sampleId);
    if (sample === undefined || !sampleInScope(book, user, sample)) return [];
    const cell = cellOf(book, sample, place.analyteId, place.basis, user);
    // what was released and is no longer must vanish for those who read released values only, so it is sent blank
    return all || cell.state === 'released' || wasReleased(book, place) ? [cell] : [];
  });
  return cells.length === 0 ? undefined : { revision, round: book.round.code, cells, stale: { assessments: [...stale] } };
}

const wasReleased = (book: ResultBook, place: CellPlace): boolean =>
  (book.attempts.get(`${place.sampleId} ${place.analyteId} ${place.basis}`) ?? []).some((attempt) => attempt.events.some((event) => event.toState === 'released'));
