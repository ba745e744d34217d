/** One day of a plan on the ground: who goes where, in which order. For whoever may see the plan, under its embargo. */
import { Type } from '@sinclair/typebox';
import { SHIFTS, TASK_KINDS, TASK_STATES, UNIT_LEVELS } from '../../../models/schemas/index.ts';
import type { DayRoutesView as DayRoutesRow } from '../../../models/schemas/answers/dayRoutes.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { dayRoutes } from '../../usecases/operations/tasks/dayRoutes.ts';
import { oneOf, orNull } from '../views.ts';

const Place = Type.Object({ id: Type.String(), code: Type.String(), name: Words });
const Kilometres = orNull(Type.Number({ minimum: 0 }));
const point = { longitude: Type.Number(), latitude: Type.Number(), label: Words };
const UnitRoute = Type.Object({
  unit: Type.Object({ code: Type.String(), name: Words, level: oneOf(UNIT_LEVELS) }),
  tasks: Type.Array(Type.Object({ id: Type.String(), number: Type.String(), kind: oneOf(TASK_KINDS), shift: oneOf(SHIFTS), state: oneOf(TASK_STATES), area: orNull(Place), site: orNull(Place), place: orNull(Type.String()), premisesPlanned: orNull(Type.Integer()), placed: Type.Boolean() })),
  home: orNull(Type.Object(point)),
  stops: Type.Array(Type.Object({ ...point, taskId: Type.String(), legKm: Kilometres })),
  returnKm: Kilometres,
  kilometres: Kilometres,
  exact: Type.Boolean(),
});
const DayRoutesView = Type.Unsafe<DayRoutesRow>(
  Type.Object({
    schedule: Type.String(), state: Type.String(), round: Type.String(), version: Type.Integer(), date: Type.String(), first: Type.String(), last: Type.String(),
    before: orNull(Type.String()), after: orNull(Type.String()),
    units: Type.Array(UnitRoute),
    bounds: orNull(Type.Array(Type.Number(), { minItems: 4, maxItems: 4 })),
    notes: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })),
  }),
);

export const dayRouteRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/schedules/:id/day-routes',
    operation: 'schedules.read',
    summary: 'The routes of every unit on one day of a plan: stops in order, distances, and tasks without a place',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    query: Type.Object({ date: Type.Optional(Type.String({ maxLength: 20 })) }),
    response: DayRoutesView,
    handler: ({ store, user, params, query, clock, services }) => dayRoutes(store, user, { id: params.id, date: query.date, at: clock(), roads: services.roads }),
  }),
];
