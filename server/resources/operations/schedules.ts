/** Schedules: planned, approved by a second planner, released. For whoever may not see one it is not there. */
import { Type, type TProperties } from '@sinclair/typebox';
import { exportLog, outcome, schedule, ScheduleBody, task, UNIT_LEVELS } from '../../../models/schemas/index.ts';
import type { ScheduleDetail as ScheduleDetailRow, ScheduleView as ScheduleViewRow, TaskView as TaskViewRow } from '../../../models/schemas/answers/schedules.ts';
import { allowedActionsField, extend, pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { createSchedule, listVisibleSchedules, moveSchedule, readSchedule, SCHEDULE_ACTIONS, WHICH_TASKS } from '../../usecases/operations/plans/schedules.ts';
import { replanSchedule } from '../../usecases/operations/plans/replanSchedule.ts';
import { readExportLog, type ExportLogView as ExportLogViewRow } from '../../usecases/exchange/exportLog.ts';
import { scheduleFixes } from '../../usecases/operations/plans/scheduleFixes.ts';
import { oneOf, orNull } from '../views.ts';

const whole = Type.Integer({ minimum: 0 });
const Place = Type.Object({ id: Type.String(), code: Type.String(), name: Words });
const scheduleFields = { body: ScheduleBody, roundCode: Type.String(), allowedActions: allowedActionsField };
// typed by what the use case answers: derived from all these fields at once the types grow too deep for the compiler
export const TaskView = Type.Unsafe<TaskViewRow>(extend<TProperties, TProperties>(task, { area: orNull(Place), site: orNull(Place), place: orNull(Type.String()), units: Type.Array(Place), orderText: Words, outcome: orNull(outcome.schema) }, 'taskView'));
const ScheduleView = Type.Unsafe<ScheduleViewRow>(extend<TProperties, TProperties>(schedule, scheduleFields, 'scheduleView'));
export const ScheduleDetail = Type.Unsafe<ScheduleDetailRow>(extend<TProperties, TProperties>(schedule, { ...scheduleFields, tasks: Type.Array(TaskView), taskCount: whole, blindCount: whole, lastOn: orNull(Type.String()) }, 'scheduleDetail'));

const code = Type.String({ minLength: 1, maxLength: 40 });
const id = Type.String({ minLength: 1, maxLength: 80 });
const seed = Type.Optional(Type.Integer({ minimum: 0, maximum: Number.MAX_SAFE_INTEGER }));

export const LocalDate = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
/** What a plan may be made as if it were so. */
export const Change = Type.Union([
  Type.Object({ kind: Type.Literal('cap'), unit: code, by: Type.Integer({ minimum: 1, maximum: 7 }) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('caps'), by: Type.Integer({ minimum: 1, maximum: 7 }) }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('open'), unit: orNull(code), from: LocalDate, to: LocalDate }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('unit'), level: oneOf(UNIT_LEVELS), area: code }, { additionalProperties: false }),
]);
/** Tasks beyond what the rules ask for. */
export const Added = Type.Array(Type.Object({ kind: oneOf(['encirclement', 're-sampling', 'area-check'] as const), area: orNull(code), from: LocalDate, to: LocalDate }, { additionalProperties: false }), { maxItems: 20 });
const Relax = Type.Array(Change, { maxItems: 20 });
const Fix = Type.Object({ change: Change, zh: Type.String(), en: Type.String(), applicable: Type.Boolean(), lineBefore: whole, lineAfter: whole, before: whole, after: whole, objective: Type.Number(), shiftsAdded: whole });

const ExportLogView = Type.Unsafe<ExportLogViewRow>(extend<TProperties, TProperties>(exportLog, { userName: Type.String() }, 'exportLogView'));

export const scheduleRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/schedules',
    operation: 'schedules.create',
    creates: true,
    summary: 'Plan the newest assessment of a round: tasks for real units, and an account of what could not be placed',
    body: Type.Object({ round: code, startsOn: Type.String({ maxLength: 20 }), weeks: Type.Integer(), seed, seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })), relax: Type.Optional(Relax), blindShare: Type.Optional(Type.Number({ minimum: 0, maximum: 0.5 })), added: Type.Optional(Added), job: Type.Optional(Type.String({ minLength: 8, maxLength: 80 })) }, { additionalProperties: false }),
    response: ScheduleDetail,
    handler: async ({ store, user, body, clock, publish }) => {
      const made = await createSchedule(store, { user, at: clock(), publish, ...body });
      return readSchedule(store, user, made.schedule.id);
    },
  }),
  route({
    method: 'get',
    path: '/api/schedules',
    operation: 'schedules.read',
    summary: 'Schedules that the person may see, newest first',
    query: Type.Object({ round: Type.Optional(code) }),
    response: pageOf(ScheduleView),
    handler: async ({ store, user, query }) => {
      const items = await listVisibleSchedules(store, user, query.round);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'get',
    path: '/api/schedules/:id',
    operation: 'schedules.read',
    summary: 'One schedule with its tasks (all, or of some days, or those drawn by lot), their orders, and what was not served and why',
    params: Type.Object({ id }),
    query: Type.Object({ tasks: Type.Optional(oneOf(WHICH_TASKS)), from: Type.Optional(LocalDate), to: Type.Optional(LocalDate) }),
    response: ScheduleDetail,
    handler: ({ store, user, params, query }) => readSchedule(store, user, params.id, query),
  }),
  route({
    method: 'post',
    path: '/api/schedules/:id/transitions',
    operation: 'schedules.read',
    summary: 'Approve (a second planner), release or withdraw',
    params: Type.Object({ id }),
    body: Type.Object({ action: oneOf(SCHEDULE_ACTIONS), revision: Type.Integer({ minimum: 1 }) }, { additionalProperties: false }),
    response: ScheduleDetail,
    handler: ({ store, user, params, body, clock, publish }) => moveSchedule(store, { user, at: clock(), id: params.id, publish, ...body }),
  }),
  route({
    method: 'post',
    path: '/api/schedules/:id/replans',
    operation: 'schedules.create',
    creates: true,
    summary: 'Plan again from a day on with what is known now: a new draft that names its predecessor, with its changes listed and the price of keeping them few',
    params: Type.Object({ id }),
    body: Type.Object(
      {
        from: LocalDate,
        added: Type.Optional(Added),
        relax: Type.Optional(Relax),
        seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })),
        job: Type.Optional(Type.String({ minLength: 8, maxLength: 80 })),
      },
      { additionalProperties: false },
    ),
    response: ScheduleDetail,
    handler: async ({ store, user, params, body, clock, publish }) => readSchedule(store, user, await replanSchedule(store, { user, at: clock(), id: params.id, publish, ...body })),
  }),
  route({
    method: 'get',
    path: '/api/schedules/:id/exports',
    operation: ['schedules.create', 'audit.read'],
    summary: 'Files of this schedule that left the house: who, what, when, of which revision, with the hash of the bytes',
    params: Type.Object({ id }),
    response: Type.Object({ items: Type.Array(ExportLogView) }),
    handler: async ({ store, user, params }) => ({ items: await readExportLog(store, user, params.id) }),
  }),
  route({
    method: 'post',
    path: '/api/schedules/:id/fixes',
    operation: 'schedules.create',
    summary: 'What would help tasks without a place: each change was tried by planning again, the least one first',
    params: Type.Object({ id }),
    body: Type.Object({ kind: code, area: code, week: Type.Integer({ minimum: 1, maximum: 53 }) }, { additionalProperties: false }),
    response: Type.Object({ fixes: Type.Array(Fix) }),
    handler: async ({ store, user, params, body }) => ({ fixes: await scheduleFixes(store, user, params.id, body) }),
  }),
];
