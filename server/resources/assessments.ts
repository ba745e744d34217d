/** Assessments: making one, listing them with whether they still stand, reading one. */
import { Type } from '@sinclair/typebox';
import { AssessmentBody } from '../../models/schemas/assessment.ts';
import { assessment } from '../../models/schemas/index.ts';
import { pageOf, route, Words, type RouteList } from '../http/route.ts';
import { assessRound, listAssessments, readAssessment } from '../usecases/assess.ts';

const { body, ...headFields } = assessment.schema.properties;
void body;
const standing = { roundCode: Type.String(), stale: Type.Boolean(), staleReasons: Type.Array(Words), newer: Type.Integer({ minimum: 0 }) };
const AssessmentHeadView = Type.Object({ ...headFields, ...standing }, { $id: 'assessmentHead' });
const AssessmentView = Type.Object({ ...headFields, ...standing, body: AssessmentBody }, { $id: 'assessmentView' });

const code = Type.String({ minLength: 1, maxLength: 40 });

export const assessmentRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/assessments',
    operation: 'assessments.create',
    creates: true,
    summary: 'Assess a round from its released results; the answer is immutable',
    body: Type.Object({ round: code, seed: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })), rule: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })) }, { additionalProperties: false }),
    response: Type.Object({ assessment: AssessmentView }),
    handler: async ({ store, user, body: given, clock, publish }) => {
      const made = await assessRound(store, { user, at: clock(), publish, ...given });
      return { assessment: await readAssessment(store, user, made.id) };
    },
  }),
  route({
    method: 'get',
    path: '/api/assessments',
    operation: 'assessments.read',
    summary: 'Assessments, newest first, each with whether newer evidence has made it stale',
    query: Type.Object({ round: Type.Optional(code) }),
    response: pageOf(AssessmentHeadView),
    handler: async ({ store, query }) => {
      const items = await listAssessments(store, query.round);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'get',
    path: '/api/assessments/:id',
    operation: 'assessments.read',
    summary: 'One assessment with the standing of every area',
    response: AssessmentView,
    handler: ({ store, user, params }) => readAssessment(store, user, params.id ?? ''),
  }),
];
