/** Grading rules and response rules: the versioned objects behind grades and tasks. */
import { Type } from '@sinclair/typebox';
import { WEIGHTED_SUM } from '../../../analysis/grading/rules/fiveComponents.ts';
import type { GradingRule } from '../../../analysis/grading/types.ts';
import { sourceWords } from '../../../models/reference/sources.ts';
import { RuleChange, ruleAdoption, gradingRule as storedRuleThing } from '../../../models/schemas/gradingRule.ts';
import { allowedActionsField, pageOf, route, type RouteList } from '../../http/route.ts';
import { adoptions, ADOPTION_ACTIONS, decideRule, previewRule, proposeRule } from '../../usecases/assessment/gradeRules/adoptRule.ts';
import { allRules, nameOfRule, requireRule, ruleInForce } from '../../usecases/assessment/gradeRules/ruleBook.ts';
import { draftFrom, RuleDraft } from '../../usecases/assessment/gradeRules/ruleDraft.ts';
import { checkDraft, saveRule } from '../../usecases/assessment/gradeRules/saveRule.ts';
import { validateRule } from '../../usecases/assessment/validateRule.ts';
import { ListedRule } from './ruleView.ts';
import { ValidationView } from './validationView.ts';
import { oneOf, orNull } from '../views.ts';

const round = Type.String({ minLength: 1, maxLength: 40 });
const ruleName = Type.String({ minLength: 1, maxLength: 60 });
const Cuts = Type.Object({ moderatelySevere: Type.Number(), severe: Type.Number(), quantity: Type.String() });
const Preview = Type.Object({ round: Type.String(), rule: Type.String(), against: Type.String(), areas: Type.Integer(), changes: Type.Array(RuleChange) }, { $id: 'rulePreview' });
const CheckView = Type.Object(
  {
    problems: Type.Array(Type.Object({ pointer: Type.String(), zh: Type.String(), en: Type.String() })),
    cases: Type.Array(Type.Object({ title: Type.String(), expected: Type.String(), got: Type.String(), severity: orNull(Type.Number()) })),
    cuts: orNull(Cuts),
    preview: orNull(Preview),
  },
  { $id: 'ruleCheck' },
);
const AdoptionView = Type.Object({ ...ruleAdoption.schema.properties, proposedByName: Type.String(), decidedByName: orNull(Type.String()), allowedActions: allowedActionsField }, { $id: 'ruleAdoptionView' });

const listed = (rule: GradingRule, present: string) => {
  const { id, version, title, author, reason, source, date, cuts, components, uncertainty, examples, stored } = rule;
  return {
    id, version, title, author, reason, source, sourceWords: sourceWords(source), date, cuts, examples: examples.map((example) => example.title),
    ...(components === undefined ? {} : { components: [...components] }), ...(uncertainty === undefined ? {} : { uncertainty: uncertainty.map((each) => ({ ...each, sourceWords: sourceWords(each.source) })) }),
    inForce: nameOfRule(rule) === present,
    stored: stored !== undefined,
    formula: stored === undefined ? (components === undefined ? null : WEIGHTED_SUM) : (stored.body.formula?.text ?? null),
    period: stored === undefined ? null : { referenceFrom: stored.referenceFrom, referenceTo: stored.referenceTo, gradesFrom: stored.gradesFrom },
    draft: draftFrom(rule),
  };
};

export const ruleRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/rules',
    operation: 'reference.read',
    summary: 'Every version of the grading rules with author, reason, source and cut-offs, and which is in force',
    response: pageOf(ListedRule),
    handler: async ({ store }) => {
      const present = nameOfRule(await ruleInForce(store.read));
      const items = (await allRules(store.read)).map((rule) => listed(rule, present));
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/rules/check',
    operation: 'rules.write',
    status: 200,
    summary: 'Read a rule as it is typed: every problem in words, its examples run, and what it would change in a round; nothing is kept',
    body: Type.Object({ draft: RuleDraft, round: Type.Optional(round) }, { additionalProperties: false }),
    response: CheckView,
    handler: async ({ store, user, body, clock, services }) => {
      const { rule, ...check } = await checkDraft(store.read, user, clock(), body.draft);
      const preview = rule === undefined || body.round === undefined ? null : await previewRule(store, { user, rule, round: body.round, pool: services.assessJobs.pool });
      return { ...check, preview };
    },
  }),
  route({
    method: 'post',
    path: '/api/rules',
    operation: 'rules.write',
    creates: true,
    summary: 'Keep a rule as the next version of its code; a version is never changed',
    body: Type.Object({ draft: RuleDraft }, { additionalProperties: false }),
    response: Type.Object({ rule: storedRuleThing.schema }),
    handler: async ({ store, user, body, clock }) => ({ rule: await saveRule(store, { user, at: clock(), draft: body.draft }) }),
  }),
  route({
    method: 'get',
    path: '/api/rules/preview',
    operation: 'rules.write',
    summary: 'Which areas of a round would change class under a rule version, with the probabilities of both',
    query: Type.Object({ rule: ruleName, round }),
    response: Preview,
    handler: async ({ store, user, query, services }) => previewRule(store, { user, rule: await requireRule(store.read, query.rule), round: query.round, pool: services.assessJobs.pool }),
  }),
  route({
    method: 'get',
    path: '/api/rule-adoptions',
    operation: 'reference.read',
    summary: 'Proposals to put a rule version into force, newest first, and what became of them',
    response: pageOf(AdoptionView),
    handler: async ({ store, user }) => {
      const items = await adoptions(store.read, user);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/rule-adoptions',
    operation: 'rules.adopt',
    creates: true,
    summary: 'Propose a rule version for new assessments; a second person decides',
    body: Type.Object({ rule: ruleName, round, reason: Type.String({ minLength: 1, maxLength: 1000 }) }, { additionalProperties: false }),
    response: AdoptionView,
    handler: ({ store, user, body, clock, services }) => proposeRule(store, { user, at: clock(), pool: services.assessJobs.pool, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/rule-adoptions/:id/decision',
    operation: 'rules.adopt',
    status: 200,
    ifMatch: true,
    summary: 'Adopt or reject what another person proposed, or withdraw what you proposed',
    body: Type.Object({ action: oneOf(ADOPTION_ACTIONS) }, { additionalProperties: false }),
    response: AdoptionView,
    handler: ({ store, user, params, body, ifMatch, clock }) => decideRule(store, { user, at: clock(), id: params.id ?? '', revision: ifMatch, action: body.action }),
  }),
  route({
    method: 'get',
    path: '/api/rules/validation',
    operation: 'assessments.read',
    summary: 'How far the rule in force can be trusted on the rounds up to this one: back-test, weights, substitution, stability, agreement with counts',
    query: Type.Object({ round }),
    response: ValidationView,
    handler: ({ store, user, query, services }) => validateRule(store, { user, round: query.round, pool: services.assessJobs.pool }),
  }),
];
