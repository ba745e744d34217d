/** Grading rules and response rules: the versioned objects behind grades and tasks. */
import { gradingRules } from '../../analysis/grading/rules/index.ts';
import { Type } from '@sinclair/typebox';
import { responseRules } from '../../models/reference/responseRules.ts';
import { ResponseRules } from '../../models/schemas/responseRules.ts';
import { pageOf, route, type RouteList } from '../http/route.ts';
import { validateRule } from '../usecases/validateRule.ts';
import { RuleView } from './ruleView.ts';
import { ValidationView } from './validationView.ts';

export const ruleRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/rules',
    operation: 'reference.read',
    summary: 'Grading rules with author, reason, source and cut-offs; the first is the default',
    response: pageOf(RuleView),
    handler: () => {
      const items = gradingRules.map(({ id, version, title, author, reason, source, date, cuts, components, uncertainty, examples }) => ({
        id, version, title, author, reason, source, date, cuts, examples: examples.map((example) => example.title),
        ...(components === undefined ? {} : { components: [...components] }), ...(uncertainty === undefined ? {} : { uncertainty: [...uncertainty] }),
      }));
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'get',
    path: '/api/rules/validation',
    operation: 'assessments.read',
    summary: 'How far the default rule can be trusted on the rounds up to this one: back-test, weights, substitution, stability, agreement with counts',
    query: Type.Object({ round: Type.String({ minLength: 1, maxLength: 40 }) }),
    response: ValidationView,
    handler: ({ store, user, query, services }) => validateRule(store, { user, round: query.round, pool: services.assessJobs.pool }),
  }),
  route({
    method: 'get',
    path: '/api/response-rules',
    operation: 'reference.read',
    summary: 'Which tasks a grade asks for',
    response: ResponseRules,
    handler: () => responseRules,
  }),
];
