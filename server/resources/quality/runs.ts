/** Analytical runs and their quality control. */
import { Type } from '@sinclair/typebox';
import { MATRICES, QC_KINDS, qcSample, run } from '../../../models/schemas/index.ts';
import { allowedActionsField, extend, pageOf, route, type RouteList } from '../../http/route.ts';
import { addQcSamples, changeRun, createRun, listRuns, readRun } from '../../usecases/quality/runs.ts';
import { oneOf, orNull } from '../views.ts';

const id = Type.String({ minLength: 1, maxLength: 80 });
const samples = Type.Array(id, { maxItems: 500 });
const text = Type.String({ maxLength: 100 });

const runFields = {
  status: oneOf(['none', 'warn', 'pass', 'fail'] as const),
  /** Verification of its results is blocked now. */
  blocked: Type.Boolean(),
  /** `ok` is null where the figures decide nothing. */
  findings: Type.Array(Type.Object({ kind: oneOf(QC_KINDS), analyteId: Type.String(), code: Type.String(), zh: Type.String(), en: Type.String(), value: orNull(Type.String()), limit: Type.String(), ok: orNull(Type.Boolean()) })),
  results: Type.Integer(),
  allowedActions: allowedActionsField,
};
export const RunView = extend(run, runFields, 'runView');
export const RunDetailView = extend(run, { ...runFields, qc: Type.Array(qcSample.schema), samples: Type.Array(Type.String()) }, 'runDetail');

export const runRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/runs',
    operation: 'runs.read',
    summary: 'The runs of a round with their quality-control status',
    query: Type.Object({ round: Type.String({ minLength: 1, maxLength: 40 }) }),
    response: pageOf(RunView),
    handler: async ({ store, user, query }) => {
      const items = await listRuns(store.read, user, query.round);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'get',
    path: '/api/runs/:id',
    operation: 'runs.read',
    summary: 'One run with its quality-control samples and findings',
    params: Type.Object({ id }),
    response: RunDetailView,
    handler: ({ store, user, params }) => readRun(store.read, user, params.id),
  }),
  route({
    method: 'post',
    path: '/api/runs',
    operation: 'runs.write',
    creates: true,
    summary: 'Open a run and put the results of samples into it',
    body: Type.Object(
      {
        round: Type.String({ minLength: 1, maxLength: 40 }), matrix: oneOf(MATRICES), methodCode: Type.String({ minLength: 1, maxLength: 60 }), instrument: Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' }),
        number: Type.Optional(Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' })), repeatsRunId: Type.Optional(id), samples: Type.Optional(samples),
      },
      { additionalProperties: false },
    ),
    response: RunView,
    handler: ({ store, user, body, clock, publish }) => createRun(store, { user, at: clock(), publish, ...body }),
  }),
  route({
    method: 'patch',
    path: '/api/runs/:id',
    operation: ['runs.write', 'runs.override'],
    ifMatch: true,
    summary: 'Close a run, add samples to it, or override its failed quality control with a reason that prints on the report',
    params: Type.Object({ id }),
    body: Type.Object({ close: Type.Optional(Type.Boolean()), state: Type.Optional(oneOf(['closed'] as const)), overrideReason: Type.Optional(Type.String({ maxLength: 500 })), addSamples: Type.Optional(samples) }, { additionalProperties: false, minProperties: 1 }),
    response: RunView,
    handler: ({ store, user, params, ifMatch, body, clock, publish }) =>
      changeRun(store, { user, at: clock(), publish, id: params.id, revision: ifMatch, close: body.close ?? body.state === 'closed', overrideReason: body.overrideReason, addSamples: body.addSamples }),
  }),
  route({
    method: 'post',
    path: '/api/runs/:id/qc-samples',
    operation: 'runs.write',
    summary: 'Record quality-control measurements; all or none',
    params: Type.Object({ id }),
    body: Type.Object(
      {
        samples: Type.Array(
          Type.Object(
            {
              kind: oneOf(QC_KINDS), analyteId: id, sampleId: Type.Optional(orNull(id)), rawText: text, unit: Type.String({ minLength: 1, maxLength: 20 }),
              expected: Type.Optional(orNull(text)), base: Type.Optional(orNull(text)), measuredAt: Type.Optional(qcSample.schema.properties.measuredAt),
            },
            { additionalProperties: false },
          ),
          { minItems: 1, maxItems: 2000 },
        ),
      },
      { additionalProperties: false },
    ),
    response: RunView,
    handler: ({ store, user, params, body, clock, publish }) => addQcSamples(store, { user, at: clock(), publish, id: params.id, samples: body.samples }),
  }),
];
