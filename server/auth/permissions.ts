/**
 * Who may do what: one matrix, roles × operations, and nothing else. What is not listed is refused.
 *
 * How resources use it
 *   - `route({ operation: 'results.enter', ... })` refuses everybody else before the handler runs; an array means "any of these".
 *   - `may(user, 'results.read')` asks in a handler, `demand(user, 'custody.write', areaCode)` refuses with a Fault.
 *   - `allowedActions(user, [...])` builds the list that every object carries, with the reason of each denial.
 * Areas: `user.scope` is null for the whole deployment, else the codes and ids of the granted areas and everything below them.
 * An object outside the scope is answered `not-found`, never `not-allowed`: that it exists is already an answer.
 */
import { Fault } from '../../models/errors.ts';
import type { AllowedAction, Denial } from '../../models/schemas/answers/allowedAction.ts';
import { ROLES, type Language, type Role } from '../../models/schemas/vocabulary.ts';

const LABORATORY = ['technician', 'verifier', 'signatory', 'quality-manager', 'auditor'] as const;
const DECIDING = ['viewer', 'planner', 'unit-officer'] as const;

/** Operation → the roles that may do it. */
export const MATRIX = {
  session: ROLES,
  'users.read': ['admin', 'auditor', 'quality-manager'],
  'users.write': ['admin'],
  'settings.read': ['admin', 'auditor', 'quality-manager'],
  'settings.write': ['admin'],
  'reference.read': ROLES,
  'areas.write': ['admin', 'quality-manager'],
  'plans.take': ['admin', 'quality-manager'],
  /** New versions of methods, with the laboratory's own figures. */
  'methods.write': ['quality-manager'],
  /** Rounds with their counts: every page obeys the round selector. */
  'rounds.read': ROLES,
  'rounds.create': ['technician', 'quality-manager'],
  'custody.write': ['sampler', 'technician', 'quality-manager'],
  /** Every value, whatever its state. */
  'results.read': LABORATORY,
  /** Released values only. */
  'results.read-released': [...LABORATORY, ...DECIDING],
  'results.enter': ['technician'],
  'results.submit': ['technician'],
  'results.verify': ['verifier'],
  'results.review': ['signatory'],
  'results.release': ['signatory'],
  'results.amend': ['technician', 'signatory', 'quality-manager'],
  'results.import': ['technician', 'quality-manager'],
  'runs.read': LABORATORY,
  'runs.write': ['technician'],
  'runs.override': ['quality-manager'],
  'assessments.read': ['verifier', 'signatory', 'quality-manager', 'auditor', ...DECIDING],
  'assessments.create': ['signatory', 'quality-manager', 'planner'],
  /** Writing versions of grading rules; and saying which is in force, which takes two people: the use case holds that rule. */
  'rules.write': ['signatory', 'quality-manager', 'planner'],
  'rules.adopt': ['signatory', 'quality-manager', 'planner'],
  /** Counts of other agencies, of towns and never of persons. */
  'indicators.read': ['quality-manager', 'auditor', ...DECIDING],
  'indicators.write': ['planner'],
  'map.read': ['verifier', 'signatory', 'quality-manager', 'auditor', ...DECIDING],
  'exports.read': [...LABORATORY, ...DECIDING],
  'units.write': ['planner'],
  'schedules.read': ['planner', 'unit-officer', 'auditor'],
  'schedules.create': ['planner'],
  /** By a planner other than the one who made it; the use case holds that rule. */
  'schedules.approve': ['planner'],
  'tasks.write': ['planner', 'unit-officer'],
  'outcomes.write': ['planner', 'unit-officer'],
  /** Entries carry values: an administrator, who reads no results, does not read them here either. */
  'audit.read': ['auditor', 'quality-manager'],
} as const satisfies Record<string, readonly Role[]>;

export type Operation = keyof typeof MATRIX;
export const OPERATIONS = Object.keys(MATRIX) as Operation[];

/** The person of a request, read from the store at each request. */
export interface CurrentUser {
  id: string;
  username: string;
  displayName: string;
  roles: readonly Role[];
  /** As granted. */
  areaCodes: readonly string[];
  /** Codes and ids of the granted areas and of all below them; null means the whole deployment. */
  scope: ReadonlySet<string> | null;
  /** Ids of all accounts of the person, this one included: where two persons are wanted, they are one. */
  accounts: ReadonlySet<string>;
  language: Language | null;
}

export const ROLE_NAMES: Readonly<Record<Role, { zh: string; en: string }>> = {
  sampler: { zh: '采样员', en: 'sampler' },
  technician: { zh: '检测员', en: 'technician' },
  verifier: { zh: '复核人', en: 'verifier' },
  signatory: { zh: '授权签字人', en: 'authorised signatory' },
  'quality-manager': { zh: '质量负责人', en: 'quality manager' },
  viewer: { zh: '查看人员', en: 'viewer' },
  planner: { zh: '行动计划员', en: 'planner' },
  'unit-officer': { zh: '单位负责人', en: 'unit officer' },
  auditor: { zh: '审计员', en: 'auditor' },
  admin: { zh: '系统管理员', en: 'administrator' },
};

/** Roles that hold an operation; an unknown name holds none. */
export function rolesFor(operation: Operation): readonly Role[] {
  return Object.hasOwn(MATRIX, operation) ? MATRIX[operation] : [];
}

export function may(user: Pick<CurrentUser, 'roles'>, operation: Operation): boolean {
  const holders = rolesFor(operation);
  return user.roles.some((role) => holders.includes(role));
}

/** Every operation that the person may do somewhere. */
export const operationsOf = (user: Pick<CurrentUser, 'roles'>): Operation[] => OPERATIONS.filter((operation) => may(user, operation));

/** @param area code or id of an area; undefined for things that belong to no area, which only scope `null` may touch by area rules */
export function inScope(user: Pick<CurrentUser, 'scope'>, area: string): boolean {
  return user.scope === null || user.scope.has(area);
}

/** Whether an account is the person's own: this one, or another of the same person. Whatever wants two persons asks here. */
export const isOwn = (user: Pick<CurrentUser, 'accounts'>, accountId: string): boolean => user.accounts.has(accountId);

/** Why the person may not do it, or undefined when it is allowed. */
export function whyNot(user: CurrentUser, operation: Operation, area?: string): Denial | undefined {
  if (!may(user, operation)) {
    const holders = rolesFor(operation);
    return {
      code: 'role',
      zh: `需要角色：${holders.map((role) => ROLE_NAMES[role].zh).join('、')}`,
      en: `needs the role ${holders.map((role) => ROLE_NAMES[role].en).join(' or ')}`,
    };
  }
  if (area !== undefined && !inScope(user, area)) {
    return { code: 'area', zh: '不在您负责的区域内', en: 'outside the areas of this account' };
  }
  return undefined;
}

/** @throws Fault `not-allowed` with the denial among its facts */
export function demand(user: CurrentUser, operation: Operation, area?: string): void {
  const denial = whyNot(user, operation, area);
  if (denial === undefined) return;
  throw new Fault('not-allowed', `${operation}: ${denial.en}`, {
    details: [{ message: `permission.${denial.code}`, parameters: { operation, zh: denial.zh, en: denial.en } }],
    facts: { operation, reason: denial },
  });
}

export interface ActionCheck {
  /** Verb as the client sends it, e.g. `verify`. */
  action: string;
  operation: Operation;
  /** Code or id of the area that the object belongs to, where it has one. */
  area?: string | undefined;
  /** Why the object itself does not allow it now (its state, own work, a failed run). Asked only when role and area allow it. */
  denied?: Denial | undefined;
}

/** The actions of one object with the reason of each denial: role first, then area, then the object's own. */
export function allowedActions(user: CurrentUser, checks: readonly ActionCheck[]): AllowedAction[] {
  return checks.map(({ action, operation, area, denied }) => {
    const reason = whyNot(user, operation, area) ?? denied;
    return reason === undefined ? { action, allowed: true } : { action, allowed: false, reason };
  });
}
