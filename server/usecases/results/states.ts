/**
 * The two machines, one table of guards each: what may be done to a sample and to a result,
 * from which states, by whom, and why not. Everything else (progress, lateness, QC status) is
 * computed from these states and never stored.
 * Pure: facts in, a denial or nothing out. Use cases execute, the API lists; both ask here.
 */
import type { CustodyKind, Result, ResultAction, ResultState, SampleState } from '../../../models/schemas/index.ts';
import { REASON_CODES, isReasonedAction } from '../../../models/schemas/reasons.ts';
import type { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import { isOwn, type CurrentUser, type Operation } from '../../auth/permissions.ts';

const denial = (code: string, zh: string, en: string): Denial => ({ code, zh, en });

const SAMPLE_STATE_NAMES: Readonly<Record<SampleState, { zh: string; en: string }>> = {
  planned: { zh: '待采样', en: 'planned' },
  collected: { zh: '已采样', en: 'collected' },
  'in-transit': { zh: '运送中', en: 'in transit' },
  received: { zh: '已收样', en: 'received' },
  disposed: { zh: '已处置', en: 'disposed of' },
  missed: { zh: '未采到', en: 'missed' },
  cancelled: { zh: '已取消', en: 'cancelled' },
  lost: { zh: '已丢失', en: 'lost' },
  rejected: { zh: '已拒收', en: 'rejected' },
};

export const RESULT_STATE_NAMES: Readonly<Record<ResultState, { zh: string; en: string }>> = {
  pending: { zh: '待录入', en: 'pending' },
  entered: { zh: '已录入', en: 'entered' },
  submitted: { zh: '已提交', en: 'submitted' },
  verified: { zh: '已复核', en: 'verified' },
  released: { zh: '已签发', en: 'released' },
  superseded: { zh: '已取代', en: 'superseded' },
  voided: { zh: '已作废', en: 'voided' },
  'not-analysed': { zh: '未分析', en: 'not analysed' },
};

// ---- samples ----------------------------------------------------------------------------------

interface SampleRule {
  from: readonly SampleState[];
  to: SampleState;
  /** A reason code is wanted. */
  reasons: boolean;
}

export const SAMPLE_MACHINE: Readonly<Record<CustodyKind, SampleRule>> = {
  collect: { from: ['planned'], to: 'collected', reasons: false },
  'hand-over': { from: ['collected', 'in-transit'], to: 'in-transit', reasons: false },
  receive: { from: ['collected', 'in-transit'], to: 'received', reasons: false },
  reject: { from: ['collected', 'in-transit', 'received'], to: 'rejected', reasons: true },
  miss: { from: ['planned'], to: 'missed', reasons: true },
  lose: { from: ['collected', 'in-transit', 'received'], to: 'lost', reasons: true },
  cancel: { from: ['planned'], to: 'cancelled', reasons: true },
  dispose: { from: ['received'], to: 'disposed', reasons: false },
};

/** Results that somebody still has to do something about: their bottle is neither rejected nor disposed of. */
const OPEN_RESULT_STATES: readonly ResultState[] = ['entered', 'submitted', 'verified'];

export interface SampleFacts {
  state: SampleState;
  roundClosed: boolean;
  /** A result of it is entered and neither released, voided nor superseded. */
  hasOpenResults: boolean;
  /** A result of it is released: its value grades an area. */
  hasReleasedResults: boolean;
}

/** What the guards of a bottle ask about its results. */
export const resultFactsOf = (results: readonly Pick<Result, 'state' | 'reportable'>[]): Pick<SampleFacts, 'hasOpenResults' | 'hasReleasedResults'> => ({
  hasOpenResults: results.some(({ reportable, state }) => reportable && OPEN_RESULT_STATES.includes(state)),
  hasReleasedResults: results.some(({ state }) => state === 'released'),
});

/** Why this cannot happen to the sample now, or undefined. */
export function whySampleNot(kind: CustodyKind, facts: SampleFacts): Denial | undefined {
  const rule = SAMPLE_MACHINE[kind];
  if (!rule.from.includes(facts.state)) {
    const name = SAMPLE_STATE_NAMES[facts.state];
    return denial('illegal-transition', `样品${name.zh}，不能执行此操作`, `the sample is ${name.en}; this is possible only when it is ${rule.from.map((state) => SAMPLE_STATE_NAMES[state].en).join(' or ')}`);
  }
  if (facts.roundClosed) return denial('round-closed', '轮次已关闭', 'the round is closed');
  if (facts.hasOpenResults && (kind === 'reject' || kind === 'dispose')) return denial('has-results', '样品有未签发的结果，请先签发或作废', 'the sample has results that are not released; release or void them first');
  // a released value must not go on grading a town from a bottle that was turned away
  if (facts.hasReleasedResults && kind === 'reject') return denial('has-released-results', '样品有已签发的结果，请先在检测台申请撤回并由授权签字人同意', 'the sample has released results: have them withdrawn first, on the bench, by two persons');
  return undefined;
}

/** Why no result can be entered for a sample, or undefined: result before receipt is refused. */
export function whyNoResult(state: SampleState): Denial | undefined {
  if (state === 'received') return undefined;
  const name = SAMPLE_STATE_NAMES[state];
  if (state === 'planned' || state === 'collected' || state === 'in-transit') return denial('not-received', `样品${name.zh}，尚未收样，不能录入结果`, `the sample is ${name.en} and not received yet: no result can be entered`);
  return denial(`sample-${state}`, `样品${name.zh}，不能录入结果`, `the sample is ${name.en}: no result can be entered`);
}

// ---- results ----------------------------------------------------------------------------------

/** What the guards know about one attempt. */
export interface ResultFacts {
  state: ResultState;
  sampleState: SampleState;
  /** A text was typed and not cleared. */
  hasValue: boolean;
  hold: string | null;
  /** Everybody who wrote any revision of any attempt at this sample × analyte. */
  authors: readonly string[];
  /** Everybody who ever submitted any attempt at it. */
  submitters: readonly string[];
  /** Who did what since the newest submission. */
  verifiers: readonly string[];
  reviewers: readonly string[];
  verificationsRequired: 1 | 2;
  /** The run failed its quality control and was neither repeated with success nor overridden. */
  runBlocked: boolean;
  /** Somebody asked to withdraw what is released, and nobody has decided yet. */
  asked: { action: WithdrawalRequest; actorId: string } | null;
  /** It was returned, and neither typed again nor confirmed since. */
  unanswered: boolean;
  /** It is released, and another attempt that is to take its place is worked on. */
  underCorrection: boolean;
}

/** What is asked of a released result; `withdraw` by another person carries it out. */
export type WithdrawalRequest = 'ask-void' | 'ask-invalidate';

export interface ReviewSettings {
  /** 1: 复核 is 签发; 2: 复核 and 签发; 3: 复核, 审核 and 签发. */
  reviewLevels: 1 | 2 | 3;
}

/** Who acts: all accounts of one person are one. */
type Actor = Pick<CurrentUser, 'accounts'>;

const among = (actor: Actor, accounts: readonly string[]): boolean => accounts.some((id) => isOwn(actor, id));

interface ResultRule {
  from: readonly ResultState[];
  to: (facts: ResultFacts, settings: ReviewSettings) => ResultState;
  operation: (facts: ResultFacts, settings: ReviewSettings) => Operation;
  guard?: (facts: ResultFacts, actor: Actor, settings: ReviewSettings) => Denial | undefined;
}

const ownWork = (facts: ResultFacts, actor: Actor): Denial | undefined => {
  if (among(actor, facts.authors)) return denial('own-work', '您录入过此结果，须由他人复核', 'you wrote a version of this result; somebody else has to check it');
  if (among(actor, facts.submitters)) return denial('own-work', '此结果由您提交，须由他人复核', 'you submitted this result; somebody else has to check it');
  return undefined;
};

const blocked = (facts: ResultFacts): Denial | undefined =>
  facts.runBlocked ? denial('quality-control-failed', '所在分析批质控不合格，须重做合格或由质量负责人放行', 'its run failed quality control: repeat it with success, or have it overridden with a reason') : undefined;

const held = (facts: ResultFacts): Denial | undefined => (facts.hold === null ? undefined : denial('held', '结果待核，请查看并确认', 'the result is held for a look: confirm it or mend it'));

const secondPerson = (zh: string, en: string): Denial => denial('second-person', zh, en);

/** Withdrawing what is released takes two. */
const asking = (facts: ResultFacts): Denial | undefined => (facts.asked === null ? undefined : denial('asked-already', '已有人申请撤回，等待另一授权签字人决定', 'its withdrawal is asked for already and waits for another person with the right to release'));

/** One correction at a time. */
const correcting = (facts: ResultFacts): Denial | undefined => (facts.underCorrection ? denial('under-correction', '此结果的更正正在进行', 'a correction of this result is being worked on: finish it or void it first') : undefined);

const noRequest: Denial = denial('nothing-asked', '没有撤回申请', 'nobody has asked to withdraw it');

const alive: readonly ResultState[] = ['entered', 'submitted', 'verified', 'released'];

export const RESULT_MACHINE: Readonly<Record<ResultAction, ResultRule>> = {
  enter: {
    from: ['pending', 'entered'],
    to: () => 'entered',
    operation: () => 'results.enter',
    guard: (facts) => whyNoResult(facts.sampleState),
  },
  submit: {
    from: ['entered'],
    to: () => 'submitted',
    operation: () => 'results.submit',
    guard: (facts) => whyNoResult(facts.sampleState) ?? held(facts),
  },
  return: {
    from: ['submitted', 'verified'],
    to: () => 'entered',
    operation: (facts) => (facts.state === 'verified' ? 'results.review' : 'results.verify'),
  },
  verify: {
    from: ['submitted'],
    // with one level of review the last verification is the release
    to: (facts, settings) => (facts.verifiers.length + 1 < facts.verificationsRequired ? 'submitted' : settings.reviewLevels === 1 ? 'released' : 'verified'),
    operation: () => 'results.verify',
    guard: (facts, actor) =>
      ownWork(facts, actor) ?? (among(actor, facts.verifiers) ? secondPerson('您已复核过，第二次复核须由他人完成', 'you have verified it already; the second verification needs another person') : undefined) ?? held(facts) ?? blocked(facts),
  },
  review: {
    from: ['verified'],
    to: () => 'verified',
    operation: () => 'results.review',
    guard: (facts, actor, settings) => {
      if (settings.reviewLevels < 3) return denial('not-needed', '本实验室未设审核级', 'this laboratory has no separate review level');
      if (facts.reviewers.length > 0) return denial('illegal-transition', '已审核', 'it was reviewed already');
      return ownWork(facts, actor) ?? (among(actor, facts.verifiers) ? secondPerson('复核与审核须由不同人员完成', 'verification and review need different persons') : undefined) ?? blocked(facts);
    },
  },
  release: {
    from: ['verified'],
    to: () => 'released',
    operation: (_facts, settings) => (settings.reviewLevels === 1 ? 'results.verify' : 'results.release'),
    guard: (facts, actor, settings) => {
      if (settings.reviewLevels === 3 && facts.reviewers.length === 0) return denial('not-reviewed', '尚未审核', 'it was not reviewed yet');
      if (settings.reviewLevels > 1 && among(actor, facts.verifiers)) return secondPerson('复核与签发须由不同人员完成', 'verification and release need different persons');
      if (settings.reviewLevels === 3 && among(actor, facts.reviewers)) return secondPerson('三级审核：审核与签发须由不同人员完成', 'with three levels, review and release need different persons');
      return ownWork(facts, actor) ?? blocked(facts);
    },
  },
  amend: {
    from: ['verified', 'released'],
    // what is released stands until its correction is released
    to: (facts) => (facts.state === 'released' ? 'released' : 'superseded'),
    operation: () => 'results.amend',
    guard: (facts) => correcting(facts) ?? asking(facts),
  },
  retest: {
    from: [...alive, 'voided', 'not-analysed'],
    to: (facts) => (facts.state === 'released' ? 'released' : 'superseded'),
    operation: () => 'results.amend',
    guard: (facts) => whyNoResult(facts.sampleState) ?? correcting(facts) ?? asking(facts),
  },
  void: {
    from: [...alive, 'not-analysed'],
    to: () => 'voided',
    operation: () => 'results.amend',
  },
  'not-analysed': {
    from: ['pending', 'entered'],
    to: () => 'not-analysed',
    operation: () => 'results.enter',
    guard: (facts) => whyNoResult(facts.sampleState),
  },
  // as it stands in trails of before; today it is asked for
  invalidate: {
    from: ['released'],
    to: () => 'superseded',
    operation: () => 'results.amend',
    guard: (facts) => whyNoResult(facts.sampleState),
  },
  'ask-void': {
    from: ['released'],
    to: () => 'released',
    operation: () => 'results.amend',
    guard: asking,
  },
  'ask-invalidate': {
    from: ['released'],
    to: () => 'released',
    operation: () => 'results.amend',
    guard: (facts) => asking(facts) ?? whyNoResult(facts.sampleState),
  },
  withdraw: {
    from: ['released'],
    to: (facts) => (facts.asked?.action === 'ask-invalidate' ? 'superseded' : 'voided'),
    operation: () => 'results.release',
    guard: (facts, actor) => {
      if (facts.asked === null) return noRequest;
      return isOwn(actor, facts.asked.actorId) ? secondPerson('撤回由您申请，须由另一授权签字人同意', 'you asked to withdraw it; another person with the right to release has to agree') : undefined;
    },
  },
  /** Written to what stood when the result that corrects it is released; nobody asks for it by itself. */
  supersede: {
    from: ['released'],
    to: () => 'superseded',
    operation: () => 'results.release',
  },
  keep: {
    from: ['released'],
    to: () => 'released',
    operation: () => 'results.release',
    guard: (facts) => (facts.asked === null ? noRequest : undefined),
  },
};

/** What the API offers for a cell. */
export const LISTED_ACTIONS = ['enter', 'submit', 'return', 'verify', 'review', 'release', 'amend', 'retest', 'void', 'not-analysed', 'invalidate', 'withdraw', 'keep'] as const satisfies readonly ResultAction[];

/** What an action is for a result in this state: one person alone asks to take back what is released. */
export function actionIn(state: ResultState, action: ResultAction): ResultAction {
  if (state !== 'released') return action;
  return action === 'void' ? 'ask-void' : action === 'invalidate' ? 'ask-invalidate' : action;
}

/** Why the action cannot be taken on this result by this person now, roles aside; undefined when it can. */
export function whyResultNot(action: ResultAction, facts: ResultFacts, actor: Actor, settings: ReviewSettings): Denial | undefined {
  const rule = RESULT_MACHINE[action];
  if (!rule.from.includes(facts.state)) {
    const name = RESULT_STATE_NAMES[facts.state];
    return denial('illegal-transition', `结果${name.zh}，不能执行此操作`, `the result is ${name.en}; this is possible only when it is ${rule.from.map((state) => RESULT_STATE_NAMES[state].en).join(' or ')}`);
  }
  return rule.guard?.(facts, actor, settings);
}

/** Why the reason given is none, or undefined. */
export function whyNoReason(action: ResultAction, reason: string | undefined, reasonCode: string | undefined): Denial | undefined {
  if (!isReasonedAction(action)) return undefined;
  const known = REASON_CODES[action].map((each) => each.code);
  const text = reason?.trim() ?? '';
  if (reasonCode !== undefined && !known.includes(reasonCode)) return denial('reason-unknown', `原因代码 ${reasonCode} 未知，可用：${known.join('、')}`, `the reason code ${reasonCode} is unknown; possible: ${known.join(', ')}`);
  if (text === '' && (reasonCode === undefined || reasonCode === 'other')) return denial('reason-required', '请填写理由，空白不算理由', 'a reason is wanted, and blanks are none');
  return undefined;
}
