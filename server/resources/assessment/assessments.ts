/** Assessments: making one, listing them with whether they still stand, reading one. */
import { Type } from '@sinclair/typebox';
import { AssessmentBody } from '../../../models/schemas/assessment.ts';
import { assessment } from '../../../models/schemas/index.ts';
import { pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { JOB_STATES } from '../../usecases/assessment/assessJobs.ts';
import { reproduceAssessment } from '../../usecases/assessment/reproduceAssessment.ts';
import { assessRound, listAssessments, readAssessment } from '../../usecases/assessment/assess.ts';

const { body, ...headFields } = assessment.schema.properties;
void body;
const standing = { roundCode: Type.String(), stale: Type.Boolean(), staleReasons: Type.Array(Words), newer: Type.Integer({ minimum: 0 }) };
const AssessmentHeadView = Type.Object({ ...headFields, ...standing }, { $id: 'assessmentHead' });
const AssessmentView = Type.Object({ ...headFields, ...standing, body: AssessmentBody }, { $id: 'assessmentView' });

const code = Type.String({ minLength: 1, maxLength: 40 });

const Asked = Type.Object({ round: code, seed: Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER })), rule: Type.Optional(Type.String({ minLength: 1, maxLength: 60 })) }, { additionalProperties: false });
const JobView = Type.Object(
  { id: Type.String(), round: Type.String(), state: Type.Unsafe<(typeof JOB_STATES)[number]>({ type: 'string', enum: [...JOB_STATES] }), done: Type.Integer(), count: Type.Integer(), assessmentId: Type.Union([Type.String(), Type.Null()]) },
  { $id: 'assessmentJob' },
);
const Digest = Type.Object({ sha256: Type.String(), bytes: Type.Integer() });
const CHANGEABLE = ['evidence', 'rule', 'references', 'constants', 'code'] as const;
const ReproductionView = Type.Object(
  { id: Type.String(), round: Type.String(), rule: Type.String(), seed: Type.Integer(), evidence: Type.Unsafe<'kept' | 'present'>({ type: 'string', enum: ['kept', 'present'] }), same: Type.Boolean(), stored: Digest, again: Digest, changed: Type.Array(Type.Object({ what: Type.Unsafe<(typeof CHANGEABLE)[number]>({ type: 'string', enum: [...CHANGEABLE] }), stored: Type.String(), now: Type.String() })) },
  { $id: 'assessmentReproduction' },
);

export const assessmentRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/assessments',
    operation: 'assessments.create',
    creates: true,
    summary: 'Assess a round from its released results; the answer is immutable',
    body: Asked,
    response: Type.Object({ assessment: AssessmentView }),
    handler: async ({ store, user, body: given, clock, publish, services }) => {
      const made = await assessRound(store, { user, at: clock(), publish, pool: services.assessJobs.pool, ...given });
      return { assessment: await readAssessment(store, user, made.id) };
    },
  }),
  route({
    method: 'post',
    path: '/api/assessment-jobs',
    operation: 'assessments.create',
    creates: true,
    summary: 'Begin an assessment and be answered at once; ask after it by its id',
    body: Asked,
    response: JobView,
    // the job outlives the request, so it writes by the store itself and not within the request's own key
    handler: ({ user, body: given, clock, publish, services }) => services.assessJobs.start({ store: services.store, user, clock, publish, ...given }),
  }),
  route({
    method: 'get',
    path: '/api/assessment-jobs/:id',
    operation: 'assessments.create',
    summary: 'How far an assessment of yours is; a failed one answers with its problem',
    response: JobView,
    handler: ({ user, params, services }) => services.assessJobs.read(user, params.id ?? ''),
  }),
  route({
    method: 'post',
    path: '/api/assessment-jobs/:id/cancel',
    operation: 'assessments.create',
    status: 200,
    summary: 'Cancel an assessment of yours: nothing of it is kept',
    response: JobView,
    handler: ({ user, params, services }) => services.assessJobs.cancel(user, params.id ?? ''),
  }),
  route({
    method: 'get',
    path: '/api/assessments/:id/reproduction',
    operation: 'assessments.read',
    summary: 'Make an assessment again from its seed, rule and evidence, and compare every byte',
    response: ReproductionView,
    handler: ({ store, user, params, services }) => reproduceAssessment(store, { user, id: params.id ?? '', pool: services.assessJobs.pool }),
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
