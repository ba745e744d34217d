/** Tasks of a released schedule, and what came of them as counts. */
import { Type } from '@sinclair/typebox';
import { outcome, task } from '../../../models/schemas/index.ts';
import { route, type RouteList } from '../../http/route.ts';
import { readHitRates } from '../../usecases/operations/units/hitRates.ts';
import { recordOutcome } from '../../usecases/operations/tasks/outcomes.ts';
import { HANDOVER_REASONS, handOverTask, pinTask } from '../../usecases/operations/tasks/taskHandover.ts';
import { moveTask, TASK_ACTIONS } from '../../usecases/operations/tasks/tasks.ts';
import { TaskView } from './schedules.ts';
import { oneOf, orNull } from '../views.ts';

const params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) });
const count = Type.Integer({ minimum: 0, maximum: 1_000_000 });
const countOrNothing = Type.Optional(orNull(count));

const whole = Type.Integer({ minimum: 0 });
const HitRate = Type.Object({
  grade: Type.String(), kind: Type.String(), blind: Type.Boolean(), tasks: whole, uncounted: whole, hits: orNull(whole), share: orNull(Type.Number()),
  interval: orNull(Type.Object({ lower: Type.Number(), upper: Type.Number() })), casesPer100Premises: orNull(Type.Number()), suppressed: Type.Boolean(),
});

export const taskRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/tasks/:id/transitions',
    operation: 'schedules.read',
    summary: 'Start, finish or cancel a task of a released schedule',
    params,
    body: Type.Object({ action: oneOf(TASK_ACTIONS), revision: Type.Integer({ minimum: 1 }), cancelReason: Type.Optional(task.schema.properties.cancelReason) }, { additionalProperties: false }),
    response: TaskView,
    handler: ({ store, user, params: { id }, body }) => moveTask(store, { user, id, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/:id/handover',
    operation: 'schedules.read',
    summary: 'Hand a planned task from one unit to another; the receiving unit is held to every rule of the planner',
    params,
    body: Type.Object({ from: Type.String({ minLength: 1, maxLength: 40 }), to: Type.String({ minLength: 1, maxLength: 40 }), reason: oneOf(HANDOVER_REASONS), revision: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
    response: TaskView,
    handler: ({ store, user, params: { id }, body }) => handOverTask(store, { user, id, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/:id/pin',
    operation: 'schedules.create',
    summary: 'Pin a planned task to its place, or take the pin off: planning again leaves pinned tasks where they are',
    params,
    body: Type.Object({ pinned: Type.Boolean(), revision: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
    response: TaskView,
    handler: ({ store, user, params: { id }, body }) => pinTask(store, { user, id, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/:id/outcomes',
    operation: 'schedules.read',
    creates: true,
    summary: 'Record what a task found, as counts; a correction is a further row with its reason',
    params,
    body: Type.Object(
      {
        unitShifts: count,
        premisesDone: countOrNothing,
        cases: countOrNothing,
        usersFound: countOrNothing,
        seizedGrams: Type.Optional(orNull(Type.Number({ minimum: 0, maximum: 1e9 }))),
        reasonCode: outcome.schema.properties.reasonCode,
        correctionReason: Type.Optional(Type.String({ maxLength: 300 })),
      },
      { additionalProperties: false },
    ),
    response: outcome.schema,
    handler: ({ store, user, params: { id }, body, clock }) => {
      const { premisesDone = null, cases = null, usersFound = null, seizedGrams = null, ...rest } = body;
      return recordOutcome(store, { user, at: clock(), taskId: id, premisesDone, cases, usersFound, seizedGrams, ...rest });
    },
  }),
  route({
    method: 'get',
    path: '/api/hit-rates',
    operation: 'schedules.read',
    summary: 'What finished tasks found, by the grade that sent them, with Wilson intervals; counts below 3 are held back',
    query: Type.Object({ round: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })) }),
    response: Type.Object({ rates: Type.Array(HitRate) }),
    handler: async ({ store, user, query }) => ({ rates: await readHitRates(store, user, query.round) }),
  }),
];
