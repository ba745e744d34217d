/** Planning by hand: what another slot breaks and costs, the cheapest other slots, and the move in a draft. Planners only. */
import { Type } from '@sinclair/typebox';
import { SHIFTS, TASK_KINDS } from '../../../models/schemas/index.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { checkSlot, moveDraftTask, readAlternatives } from '../../usecases/operations/tasks/taskSlots.ts';
import { ScheduleDetail } from './schedules.ts';
import { oneOf, orNull } from '../views.ts';

const params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) });
const slot = { date: Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), shift: oneOf(SHIFTS), units: Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { minItems: 1, maxItems: 40 }) };
const Breach = Type.Object({ code: Type.String(), unit: orNull(Type.String()), zh: Type.String(), en: Type.String() });

export const taskSlotRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/tasks/:id/slot-checks',
    operation: 'schedules.create',
    summary: 'What a task would break and cost in another slot; changes nothing',
    params,
    body: Type.Object(slot, { additionalProperties: false }),
    response: Type.Object({ breaches: Type.Array(Breach), costMore: Type.Number() }),
    handler: ({ store, user, params: { id }, body }) => checkSlot(store, { user, id, ...body }),
  }),
  route({
    method: 'get',
    path: '/api/tasks/:id/alternatives',
    operation: 'schedules.create',
    summary: 'The two cheapest other slots of a task, with what the whole plan would cost more and, for joint force, what has to make room',
    params,
    response: Type.Object({ items: Type.Array(Type.Object({ date: Type.String(), shift: oneOf(SHIFTS), units: Type.Array(Type.String()), costMore: Type.Number(), breaks: Type.Array(Type.Object({ id: Type.String(), number: Type.String(), kind: oneOf(TASK_KINDS), area: orNull(Words), units: Type.Array(Type.String()) })) })) }),
    handler: async ({ store, user, params: { id } }) => ({ items: await readAlternatives(store, user, id) }),
  }),
  route({
    method: 'post',
    path: '/api/tasks/:id/moves',
    operation: 'schedules.create',
    summary: 'Move a task of a draft to another day, shift or unit; refused with what it would break',
    params,
    body: Type.Object({ ...slot, revision: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
    response: ScheduleDetail,
    handler: ({ store, user, params: { id }, body }) => moveDraftTask(store, { user, id, ...body }),
  }),
];
