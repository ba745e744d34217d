/** Two plans of a round side by side, and a plan beside what it would be under other conditions. For planners. */
import { Type } from '@sinclair/typebox';
import { schedule, ScheduleBody, SCHEDULE_STATES, SHIFTS, TASK_KINDS, UNIT_LEVELS } from '../../../models/schemas/index.ts';
import { type ComparisonView as ComparisonRow, DIFFERENCES } from '../../../models/schemas/answers/comparison.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { compareSchedules } from '../../usecases/operations/plans/compareSchedules.ts';
import { runScenario, type ScenarioView as ScenarioRow } from '../../usecases/operations/plans/scenarios.ts';
import { Added, Change, LocalDate } from './schedules.ts';
import { oneOf, orNull } from '../views.ts';

const id = Type.String({ minLength: 1, maxLength: 80 });
const whole = Type.Integer({ minimum: 0 });
const { version, startsOn, weeks, objective, bound, gap } = schedule.schema.properties;
const { cost, predictability, required, served } = ScheduleBody.properties;

const Head = Type.Object({
  id: orNull(Type.String()),
  state: oneOf([...SCHEDULE_STATES, 'scenario'] as const),
  createdAt: orNull(Type.String()),
  version, startsOn, weeks, objective, bound, gap, required, served,
  cost: orNull(cost),
  predictability: orNull(predictability),
  tasks: whole,
  cancelled: whole,
});
const Slot = Type.Object({ date: Type.String(), shift: oneOf(SHIFTS), units: Type.Array(Type.String()) });
const Load = Type.Object({ tasks: whole, shifts: Type.Number(), cap: whole });
/** The same shape for two plans and for a plan beside a scenario. */
const comparisonFields = {
  round: Type.String(),
  before: Head,
  after: Head,
  kept: whole,
  counts: Type.Object({ moved: whole, unitChanged: whole, added: whole, removed: whole }),
  differences: Type.Array(Type.Object({ change: oneOf(DIFFERENCES), kind: oneOf(TASK_KINDS), area: Type.String(), site: orNull(Type.String()), place: orNull(Type.String()), before: orNull(Slot), after: orNull(Slot) })),
  loads: Type.Array(Type.Object({ unit: Type.String(), name: Words, level: oneOf(UNIT_LEVELS), before: orNull(Load), after: orNull(Load) })),
  unserved: Type.Array(Type.Object({ kind: Type.String(), area: Type.String(), week: Type.Integer(), before: whole, after: whole })),
  notes: Type.Array(Words),
};
const ComparisonView = Type.Unsafe<ComparisonRow>(Type.Object(comparisonFields));

const unitCode = Type.String({ minLength: 1, maxLength: 40 });
const Scenario = Type.Union([
  Change,
  Type.Object({ kind: Type.Literal('absent'), unit: unitCode, from: LocalDate, to: LocalDate }, { additionalProperties: false }),
  Type.Object({ kind: Type.Literal('operation'), from: LocalDate, to: LocalDate }, { additionalProperties: false }),
]);
const ScenarioView = Type.Unsafe<ScenarioRow>(Type.Object({ ...comparisonFields, scenario: Type.Array(Words), from: orNull(Type.String()), draft: orNull(Type.Object({ relax: Type.Array(Change), added: Added })), whyNoDraft: orNull(Words) }));

export const comparisonRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/schedule-comparisons',
    operation: 'schedules.create',
    summary: 'Two plans of a round side by side: cost and bound, what an observer could foretell, tasks that differ, load of each unit, what is not served',
    query: Type.Object({ before: id, after: id }),
    response: ComparisonView,
    handler: ({ store, user, query }) => compareSchedules(store, user, query),
  }),
  route({
    method: 'post',
    path: '/api/schedules/:id/scenarios',
    operation: 'schedules.create',
    summary: 'What if: the plan solved again with other units, limits, absences or one more operation, beside the plan that stands; nothing is stored',
    params: Type.Object({ id }),
    body: Type.Object({ changes: Type.Array(Scenario, { minItems: 1, maxItems: 8 }), from: Type.Optional(LocalDate), seconds: Type.Optional(Type.Integer({ minimum: 1, maximum: 600 })), job: Type.Optional(Type.String({ minLength: 8, maxLength: 80 })) }, { additionalProperties: false }),
    response: ScenarioView,
    handler: ({ store, user, params, body }) => runScenario(store, { user, id: params.id, ...body }),
  }),
];
