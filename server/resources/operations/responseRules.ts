/** Response rules: those in force, the work that a draft creates, versions proposed and put in force by a second planner. */
import { Type, type TProperties } from '@sinclair/typebox';
import { responseRuleVersion, TASK_KINDS, UNIT_LEVELS } from '../../../models/schemas/index.ts';
import { ResponseRules } from '../../../models/schemas/responseRules.ts';
import { allowedActionsField, extend, pageOf, route, type RouteList } from '../../http/route.ts';
import { responseRulesInForce } from '../../usecases/operations/responseRules/responseRuleBook.ts';
import { decideResponseRuleVersion, previewResponseRules, proposeResponseRules, responseRuleVersions, VERSION_ACTIONS, type VersionView as VersionRow } from '../../usecases/operations/responseRules/responseRuleVersions.ts';
import { oneOf } from '../views.ts';

const whole = Type.Integer({ minimum: 0 });
const Load = Type.Object({
  kinds: Type.Array(Type.Object({ kind: oneOf(TASK_KINDS), tasks: whole, shifts: whole })),
  levels: Type.Array(Type.Object({ level: oneOf(UNIT_LEVELS), units: whole, capacity: whole, onlyThey: whole })),
  tasks: whole, shifts: whole, capacity: whole,
});
const Preview = Type.Object({ round: Type.String(), startsOn: Type.String(), weeks: whole, before: Load, after: Load }, { $id: 'responseRulePreview' });
const VersionView = Type.Unsafe<VersionRow>(extend<TProperties, TProperties>(responseRuleVersion, { proposedByName: Type.String(), decidedByName: Type.Union([Type.String(), Type.Null()]), allowedActions: allowedActionsField }, 'responseRuleVersionView'));
const { rules, evidenceDays } = ResponseRules.properties;
const reason = Type.String({ minLength: 1, maxLength: 600, pattern: '\\S' });

export const responseRuleRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/response-rules',
    operation: 'reference.read',
    summary: 'Which tasks a grade asks for: the version in force',
    response: ResponseRules,
    handler: ({ store }) => responseRulesInForce(store.read),
  }),
  route({
    method: 'get',
    path: '/api/response-rule-versions',
    operation: 'reference.read',
    summary: 'Versions of the response rules that planners wrote, newest first',
    response: pageOf(VersionView),
    handler: async ({ store, user }) => {
      const items = await responseRuleVersions(store, user);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/response-rules/preview',
    operation: 'schedules.create',
    status: 200,
    summary: 'The work that a draft creates on the newest assessed round, beside that of the rules in force; nothing is saved',
    body: Type.Object({ rules, evidenceDays }, { additionalProperties: false }),
    response: Preview,
    handler: ({ store, user, body }) => previewResponseRules(store, user, body),
  }),
  route({
    method: 'post',
    path: '/api/response-rule-versions',
    operation: 'schedules.create',
    creates: true,
    summary: 'Propose a version of the response rules; a second planner decides',
    body: Type.Object({ basedOn: Type.String({ minLength: 1, maxLength: 40 }), rules, evidenceDays, reason: Type.Object({ zh: reason, en: reason }, { additionalProperties: false }) }, { additionalProperties: false }),
    response: VersionView,
    handler: ({ store, user, body: { basedOn, reason: why, ...draft }, clock }) => proposeResponseRules(store, { user, at: clock(), basedOn, draft, reason: why }),
  }),
  route({
    method: 'post',
    path: '/api/response-rule-versions/:id/decision',
    operation: 'schedules.create',
    status: 200,
    ifMatch: true,
    summary: 'Put in force or reject what another planner proposed, or withdraw what you proposed',
    body: Type.Object({ action: oneOf(VERSION_ACTIONS) }, { additionalProperties: false }),
    response: VersionView,
    handler: ({ store, user, params, body, ifMatch, clock }) => decideResponseRuleVersion(store, { user, at: clock(), id: params.id ?? '', revision: ifMatch, action: body.action }),
  }),
];
