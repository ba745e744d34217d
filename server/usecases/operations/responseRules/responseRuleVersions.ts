/**
 * Versions of the response rules: a planner writes one with its reason in both languages and sees the work
 * that it creates on the newest assessed round; a second planner puts it in force. Schedules name the
 * version they were made by, and those that were made stand.
 */
import { workload, type Workload } from '../../../../analysis/operations/workload.ts';
import { BLIND_SHARE } from '../../../../analysis/operations/blind.ts';
import { Fault } from '../../../../models/errors.ts';
import type { ResponseRuleVersion } from '../../../../models/schemas/index.ts';
import type { ResponseRules } from '../../../../models/schemas/responseRules.ts';
import type { AllowedAction, Denial } from '../../../../models/schemas/answers/allowedAction.ts';
import { newId, nowInstant } from '../../../../models/store/index.ts';
import { newestAssessment } from '../../../../models/store/repositories/assessments.ts';
import { namesOf } from '../../../../models/store/repositories/reference.ts';
import { decideResponseRules, insertResponseRules, listResponseRules, responseRulesById } from '../../../../models/store/repositories/responseRules.ts';
import { listRounds } from '../../../../models/store/repositories/rounds.ts';
import type { Store } from '../../../../models/store/types.ts';
import { addDays, isoWeekday } from '../../../../sampling-plans/calendar.ts';
import { allowedActions, demand, isOwn, type CurrentUser } from '../../../auth/permissions.ts';
import { readProblem } from '../plans/schedulesProblem.ts';
import { checkDraft } from './checkDraft.ts';
import { responseRulesInForce } from './responseRuleBook.ts';

export type RulesDraft = Pick<ResponseRules, 'rules' | 'evidenceDays'>;

export interface VersionView extends ResponseRuleVersion {
  proposedByName: string;
  decidedByName: string | null;
  allowedActions: AllowedAction[];
}

export interface RulesPreview {
  round: string;
  startsOn: string;
  weeks: number;
  before: Workload;
  after: Workload;
}

export const VERSION_ACTIONS = ['adopt', 'reject', 'withdraw'] as const;
export type VersionAction = (typeof VERSION_ACTIONS)[number];
const STATE_AFTER = { adopt: 'adopted', reject: 'rejected', withdraw: 'withdrawn' } as const;
const WEEKS = 13;
/** Both are drawn alike, so that they differ by what they say and not by chance. */
const SEED = 20180101;

function whyNot(action: VersionAction, { state, proposedBy }: ResponseRuleVersion, user: CurrentUser): Denial | undefined {
  if (state !== 'proposed') return { code: 'illegal-transition', zh: '此提议已有决定', en: 'this proposal has been decided' };
  const own = isOwn(user, proposedBy);
  if (action === 'withdraw') return own ? undefined : { code: 'own-work', zh: '只有提议人可以撤回', en: 'only the person who proposed it may withdraw it' };
  return own ? { code: 'own-work', zh: '您提议了此版本，须由另一名计划员决定', en: 'you proposed this version; another planner has to decide' } : undefined;
}

const viewOf = (row: ResponseRuleVersion, user: CurrentUser, names: ReadonlyMap<string, string>): VersionView => ({
  ...row,
  proposedByName: names.get(row.proposedBy) ?? row.proposedBy,
  decidedByName: row.decidedBy === null ? null : (names.get(row.decidedBy) ?? row.decidedBy),
  allowedActions: allowedActions(user, VERSION_ACTIONS.map((action) => ({ action, operation: action === 'withdraw' ? 'schedules.create' : 'schedules.approve', denied: whyNot(action, row, user) }))),
});

/** Newest first. */
export async function responseRuleVersions(store: Store, user: CurrentUser): Promise<VersionView[]> {
  const rows = await listResponseRules(store.read);
  const names = await namesOf(store.read, rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy === null ? [] : [decidedBy])]));
  return rows.reverse().map((row) => viewOf(row, user, names));
}

/** The rules of a county are not for one who sees a part of it. @throws Fault `not-allowed` */
function demandWhole(user: CurrentUser): void {
  demand(user, 'schedules.create');
  if (user.scope !== null) throw new Fault('not-allowed', 'rules hold for every area; this account is limited to some', { details: [{ message: 'rule.whole' }] });
}

/** What a draft would ask for on the newest round that was assessed. @throws Fault `invalid`, `conflict` where none was */
export async function previewResponseRules(store: Store, user: CurrentUser, draft: RulesDraft): Promise<RulesPreview> {
  demandWhole(user);
  const base = await responseRulesInForce(store.read);
  checkDraft(draft, base);
  for (const round of (await listRounds(store.read)).sort((a, b) => (a.startsOn < b.startsOn ? 1 : -1))) {
    const assessment = await newestAssessment(store.read, round.id);
    if (assessment === undefined) continue;
    const day = addDays(round.endsOn, 1);
    const startsOn = addDays(day, (8 - isoWeekday(day)) % 7);
    const problem = { ...(await readProblem(store, round, assessment, startsOn, WEEKS)), blindShare: BLIND_SHARE };
    return { round: round.code, startsOn, weeks: WEEKS, before: workload({ ...problem, rules: base }, SEED), after: workload({ ...problem, rules: { ...base, ...draft } }, SEED) };
  }
  throw new Fault('conflict', 'no round was assessed yet, so the work cannot be shown; assess one first', { details: [{ message: 'response.nothing-assessed' }] });
}

export interface ProposeRules {
  user: CurrentUser;
  at: number;
  basedOn: string;
  draft: RulesDraft;
  reason: { zh: string; en: string };
}

/** @throws Fault `not-allowed`, `invalid`, `conflict` where other rules came into force since or nothing was changed, `person-data-refused` */
export async function proposeResponseRules(store: Store, { user, at, basedOn, draft, reason }: ProposeRules): Promise<VersionView> {
  demandWhole(user);
  const base = await responseRulesInForce(store.read);
  if (base.version !== basedOn) throw new Fault('conflict', `the draft is based on ${basedOn}; ${base.version} is in force now`, { details: [{ pointer: '/basedOn', got: basedOn, message: 'rule.other-in-force', parameters: { against: basedOn, got: base.version } }] });
  checkDraft(draft, base);
  if (JSON.stringify([draft.rules, draft.evidenceDays]) === JSON.stringify([base.rules, base.evidenceDays])) throw new Fault('conflict', `the draft says what ${base.version} says; a change was expected`, { details: [{ pointer: '/rules', message: 'response.unchanged' }] });
  const row = await store.write(async (tx) => {
    const sequence = (await listResponseRules(tx)).length + 1;
    const proposedAt = nowInstant(at);
    const version = `${proposedAt.slice(0, 4)}-L${sequence}`;
    const made: ResponseRuleVersion = {
      id: newId(at), sequence, version, basedOn, body: { ...base, ...draft, version, author: user.displayName, date: proposedAt.slice(0, 10), reason }, reasonZh: reason.zh, reasonEn: reason.en,
      state: 'proposed', proposedBy: user.id, proposedAt, decidedBy: null, decidedAt: null, revision: 1,
    };
    await insertResponseRules(tx, made);
    return made;
  });
  return viewOf(row, user, new Map([[user.id, user.displayName]]));
}

/** @throws Fault `not-found`, `not-allowed`, `own-work`, `illegal-transition`, `stale-revision`, `conflict` where other rules came into force since */
export async function decideResponseRuleVersion(store: Store, { user, at, id, revision, action }: { user: CurrentUser; at: number; id: string; revision: number; action: VersionAction }): Promise<VersionView> {
  demandWhole(user);
  const row = await store.write(async (tx) => {
    const found = await responseRulesById(tx, id);
    if (found === undefined) throw new Fault('not-found', `there is no version ${id}`, { details: [{ got: id, message: 'rule.no-proposal' }] });
    const denial = whyNot(action, found, user);
    if (denial !== undefined) throw new Fault(denial.code === 'own-work' ? 'own-work' : 'illegal-transition', denial.en, { details: [{ message: 'rule.said', parameters: { zh: `${denial.zh}。`, en: `${denial.en.charAt(0).toUpperCase()}${denial.en.slice(1)}.` } }] });
    const present = await responseRulesInForce(tx);
    if (action === 'adopt' && present.version !== found.basedOn) throw new Fault('conflict', `the version is based on ${found.basedOn}; ${present.version} is in force now`, { details: [{ got: present.version, message: 'rule.other-in-force', parameters: { against: found.basedOn } }] });
    return decideResponseRules(tx, { ...found, revision }, { state: STATE_AFTER[action], decidedBy: user.id, decidedAt: nowInstant(at) });
  });
  return viewOf(row, user, await namesOf(store.read, [row.proposedBy, user.id]));
}
