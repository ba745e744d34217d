/**
 * Adopting a rule version: what it would change is shown on a round, one person proposes it, a second
 * one decides. From then on new assessments use it; those that were made stand.
 */
import type { GradingRule, RuleOptions } from '../../../../analysis/grading/types.ts';
import { Fault } from '../../../../models/errors.ts';
import type { AreaAssessment, RuleAdoption, RuleChange } from '../../../../models/schemas/index.ts';
import type { AllowedAction, Denial } from '../../../../models/schemas/answers/allowedAction.ts';
import { newId, nowInstant } from '../../../../models/store/index.ts';
import { adoptionById, decideAdoption, insertAdoption, listAdoptions } from '../../../../models/store/repositories/gradingRules.ts';
import { namesOf } from '../../../../models/store/repositories/reference.ts';
import type { Reader, Store } from '../../../../models/store/types.ts';
import { allowedActions, demand, inScope, isOwn, type CurrentUser } from '../../../auth/permissions.ts';
import type { WorkerPool } from '../../../workers/pool.ts';
import { bodyOf } from '../assess.ts';
import { readAssessInputs } from '../assessInputs.ts';
import { requireRound } from '../../rounds/rounds.ts';
import { demandAfterReference, nameOfRule, requireRule, ruleInForce } from './ruleBook.ts';

/** Both rules draw with the same seed, so that they differ by what they say and not by chance. */
const DRAWING: RuleOptions = { draws: 2000, explain: false };
const SEED = 20180101;

export interface RulePreview {
  round: string;
  rule: string;
  against: string;
  /** Areas that have a grade or evidence now. */
  areas: number;
  changes: RuleChange[];
}

const standing = ({ grade, firmness, probability }: AreaAssessment): RuleChange['from'] => ({ grade, firmness, probability });

/** @throws Fault `not-found` for the round, `nothing-to-assess`, `conflict` where the rule may not grade the round */
export async function previewRule(store: Store, { user, rule, round: code, pool }: { user: CurrentUser; rule: GradingRule; round: string; pool?: WorkerPool | undefined }): Promise<RulePreview> {
  demand(user, 'rules.write');
  const round = await requireRound(store.read, code);
  demandAfterReference(rule, round);
  const present = await ruleInForce(store.read);
  const [before, after] = [await readAssessInputs(store, round, present), await readAssessInputs(store, round, rule)];
  if (before.inputs.samples.length === 0) throw new Fault('nothing-to-assess', `round ${code} has no released result, so nothing can be shown on it`, { details: [{ pointer: '/round', got: code, message: 'rule.nothing-to-show' }] });
  const old = await bodyOf(before.inputs, present, SEED, DRAWING, { pool });
  const made = new Map((await bodyOf(after.inputs, rule, SEED, DRAWING, { pool })).areas.map((area) => [area.areaId, area]));
  const seen = old.areas.filter(({ areaId, grade }) => grade !== 'not-graded' && inScope(user, areaId));
  const changes = seen.flatMap((area) => {
    const to = made.get(area.areaId);
    return to === undefined || (to.grade === area.grade && to.firmness === area.firmness) ? [] : [{ code: area.code, name: area.name, from: standing(area), to: standing(to) }];
  });
  return { round: code, rule: nameOfRule(rule), against: nameOfRule(present), areas: seen.length, changes };
}

export interface AdoptionView extends RuleAdoption {
  proposedByName: string;
  decidedByName: string | null;
  allowedActions: AllowedAction[];
}

export const ADOPTION_ACTIONS = ['adopt', 'reject', 'withdraw'] as const;
export type AdoptionAction = (typeof ADOPTION_ACTIONS)[number];

/** Why the proposal does not allow it, whoever asks with the right role. */
function whyNot(action: AdoptionAction, { state, proposedBy }: RuleAdoption, user: CurrentUser): Denial | undefined {
  if (state !== 'proposed') return { code: 'illegal-transition', zh: '此提议已有决定', en: 'this proposal has been decided' };
  const own = isOwn(user, proposedBy);
  if (action === 'withdraw') return own ? undefined : { code: 'own-work', zh: '只有提议人可以撤回', en: 'only the person who proposed it may withdraw it' };
  return own ? { code: 'own-work', zh: '您提议了此规则，须由另一人决定', en: 'you proposed this rule; another person has to decide' } : undefined;
}

const viewOf = (row: RuleAdoption, user: CurrentUser, names: ReadonlyMap<string, string>): AdoptionView => ({
  ...row,
  proposedByName: names.get(row.proposedBy) ?? row.proposedBy,
  decidedByName: row.decidedBy === null ? null : (names.get(row.decidedBy) ?? row.decidedBy),
  allowedActions: allowedActions(user, ADOPTION_ACTIONS.map((action) => ({ action, operation: 'rules.adopt', denied: whyNot(action, row, user) }))),
});

export async function adoptions(reader: Reader, user: CurrentUser): Promise<AdoptionView[]> {
  const rows = await listAdoptions(reader);
  const names = await namesOf(reader, rows.flatMap(({ proposedBy, decidedBy }) => [proposedBy, ...(decidedBy === null ? [] : [decidedBy])]));
  return rows.map((row) => viewOf(row, user, names));
}

/** The rule of a county is not for one who sees a part of it. @throws Fault `not-allowed` */
function demandWhole(user: CurrentUser): void {
  demand(user, 'rules.adopt');
  if (user.scope !== null) throw new Fault('not-allowed', 'a rule holds for every area; this account is limited to some', { details: [{ message: 'rule.whole' }] });
}

export interface Propose {
  user: CurrentUser;
  at: number;
  /** `id` or `id@version`. */
  rule: string;
  round: string;
  reason: string;
  pool?: WorkerPool | undefined;
}

/** @throws Fault `not-found`, `conflict` for the rule in force, `duplicate` where it is proposed already */
export async function proposeRule(store: Store, { user, at, rule: name, round, reason, pool }: Propose): Promise<AdoptionView> {
  demandWhole(user);
  const rule = await requireRule(store.read, name);
  const { against, changes } = await previewRule(store, { user, rule, round, pool });
  if (against === nameOfRule(rule)) throw new Fault('conflict', `${against} is in force already`, { details: [{ pointer: '/rule', got: name, message: 'rule.in-force' }] });
  const row: RuleAdoption = { id: newId(at), rule: rule.id, ruleVersion: rule.version, roundCode: round, against, changes, reason, state: 'proposed', proposedBy: user.id, proposedAt: nowInstant(at), decidedBy: null, decidedAt: null, revision: 1 };
  await store.write((tx) => insertAdoption(tx, row));
  return viewOf(row, user, new Map([[user.id, user.displayName]]));
}

export interface Decide {
  user: CurrentUser;
  at: number;
  id: string;
  revision: number;
  action: AdoptionAction;
}

const STATE_AFTER = { adopt: 'adopted', reject: 'rejected', withdraw: 'withdrawn' } as const;

/**
 * Decides a proposal. Who proposed it is read in the transaction that writes the decision.
 * @throws Fault `not-found`, `own-work`, `illegal-transition`, `stale-revision`, `conflict` where another rule came into force since
 */
export async function decideRule(store: Store, { user, at, id, revision, action }: Decide): Promise<AdoptionView> {
  demandWhole(user);
  const row = await store.write(async (tx) => {
    const found = await adoptionById(tx, id);
    if (found === undefined) throw new Fault('not-found', `there is no proposal ${id}`, { details: [{ got: id, message: 'rule.no-proposal' }] });
    const denial = whyNot(action, found, user);
    if (denial !== undefined) throw new Fault(denial.code === 'own-work' ? 'own-work' : 'illegal-transition', denial.en, { details: [{ message: 'rule.said', parameters: { zh: `${denial.zh}。`, en: `${denial.en.charAt(0).toUpperCase()}${denial.en.slice(1)}.` } }] });
    const present = nameOfRule(await ruleInForce(tx));
    if (action === 'adopt' && present !== found.against) throw new Fault('conflict', `the proposal was shown against ${found.against}; ${present} is in force now`, { details: [{ got: present, message: 'rule.other-in-force', parameters: { against: found.against } }] });
    return decideAdoption(tx, { ...found, revision }, { state: STATE_AFTER[action], decidedBy: user.id, decidedAt: nowInstant(at) });
  });
  return viewOf(row, user, await namesOf(store.read, [row.proposedBy, user.id]));
}
