/**
 * Two plans of a round side by side, for planners: figures, tasks that differ, the load of each unit, and
 * what is not served. Reads only; a scenario is compared in the same shape and is stored nowhere.
 */
import { comparePlans, type ComparedPlan, type ComparedTask } from '../../../../analysis/operations/comparePlans.ts';
import { dateOf, dayOf } from '../../../../analysis/operations/days.ts';
import { NO_PLACE } from '../../../../analysis/operations/kinds/encirclement.ts';
import type { PlanDocument } from '../../../../analysis/operations/planDocument.ts';
import { Fault } from '../../../../models/errors.ts';
import { responseRules } from '../../../../models/reference/responseRules.ts';
import type { Schedule, Task, Words } from '../../../../models/schemas/index.ts';
import type { ComparedSlot, ComparisonView, DifferenceView, PlanHead } from '../../../../models/schemas/answers/comparison.ts';
import { listUnits } from '../../../../models/store/repositories/reference.ts';
import { roundById } from '../../../../models/store/repositories/rounds.ts';
import { scheduleById, tasksOfPlan } from '../../../../models/store/repositories/schedules.ts';
import { assessmentById } from '../../../../models/store/repositories/assessments.ts';
import type { Reader, Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { directoryOf, type Directory } from './schedules.ts';
import { maySeeSchedule, maySeeTask, noSuchSchedule } from './schedulesEmbargo.ts';

/** One side with all that a comparison reads. */
export interface Side {
  head: PlanHead;
  plan: ComparedPlan;
}

/** What a plan was made with; undefined for one that kept nothing. */
export function basisOf({ body }: Pick<Schedule, 'body'>): Pick<PlanDocument, 'units' | 'rules'> | undefined {
  return typeof body.basis === 'object' && body.basis !== null && 'units' in body.basis ? (body.basis as PlanDocument) : undefined;
}

/** A task as it is compared; ids become codes. */
export const comparedTask = (task: Task, { areas, sites, units }: Directory): ComparedTask => ({
  id: task.lineage,
  kind: task.kind,
  areaCode: task.areaId === null ? NO_PLACE : (areas.get(task.areaId)?.code ?? task.areaId),
  siteCode: task.siteId === null ? null : (sites.get(task.siteId)?.code ?? task.siteId),
  nominationId: task.nominationId,
  premises: task.premisesPlanned,
  units: task.unitIds.map((id) => units.get(id)?.code ?? id),
  day: dayOf(task.date),
  shift: task.shift,
});

/** Tasks of a plan as it was meant: what a revision replaced was in it, what was cancelled for a reason is not. */
const standsIn = ({ state, cancelReason }: Task): boolean => state !== 'cancelled' || cancelReason === 'superseded';

export async function sideOf(reader: Reader, schedule: Schedule): Promise<Side & { tasks: Task[]; directory: Directory }> {
  const all = await tasksOfPlan(reader, schedule);
  const tasks = all.filter(standsIn);
  const directory = await directoryOf(reader, tasks);
  const basis = basisOf(schedule);
  const compared = tasks.map((task) => comparedTask(task, directory));
  // a unit that took a task over later was perhaps not planned with; one that is nowhere is shown as the task names it, with a cap of none
  const named = new Set([...(basis?.units ?? []).map(({ code }) => code), ...compared.flatMap(({ units }) => units)]);
  const present = [...directory.units.values()];
  const units = [...named].flatMap((code) => basis?.units.find((unit) => unit.code === code) ?? present.find((unit) => unit.code === code) ?? { code, level: 'town' as const, shiftsPerWeek: 0 });
  const { id, state, version, createdAt, startsOn, weeks, objective, bound, gap, body } = schedule;
  return {
    tasks,
    directory,
    head: { id, state, version, createdAt, startsOn, weeks, objective, bound, gap, cost: body.cost ?? null, predictability: body.predictability ?? null, required: body.required, served: body.served, tasks: tasks.length, cancelled: all.length - tasks.length },
    plan: { tasks: compared, units, shiftCost: (basis?.rules ?? responseRules).shiftCost, unserved: body.unserved },
  };
}

const slotView = (task: ComparedTask | null): ComparedSlot | null => (task === null ? null : { date: dateOf(task.day), shift: task.shift, units: task.units });

/** @param sees whether the person may see the task of that identity; what is counted is counted whole */
export function comparisonView(round: string, before: Side, after: Side, context: { names: ReadonlyMap<string, Words>; places: ReadonlyMap<string, string>; sees: (task: ComparedTask) => boolean; notes: readonly Words[] }): ComparisonView {
  const { differences, loads, ...rest } = comparePlans(before.plan, after.plan);
  return {
    ...rest,
    round,
    before: before.head,
    after: after.head,
    differences: differences.flatMap(({ change, before: a, after: b }): DifferenceView[] => {
      const task = b ?? a;
      if (task === null || ![a, b].some((each) => each !== null && context.sees(each))) return [];
      return [{ change, kind: task.kind, area: task.areaCode, site: task.siteCode, place: task.nominationId === null ? null : (context.places.get(task.nominationId) ?? null), before: slotView(a), after: slotView(b) }];
    }),
    loads: loads.map((line) => ({ ...line, name: context.names.get(line.unit) ?? { zh: line.unit, en: line.unit } })),
    notes: [...context.notes],
  };
}

export const unitNames = async (reader: Reader): Promise<Map<string, Words>> => new Map((await listUnits(reader)).map(({ code, nameZh, nameEn }) => [code, { zh: nameZh, en: nameEn }]));

async function differencesOf(reader: Reader, a: Schedule, b: Schedule): Promise<Words[]> {
  const notes: Words[] = [];
  if (a.startsOn !== b.startsOn || a.weeks !== b.weeks) notes.push({ zh: `两份排班的时段不同：${a.startsOn} 起 ${a.weeks} 周，${b.startsOn} 起 ${b.weeks} 周；成本与数量不能直接相比。`, en: `The two cover different days: ${a.weeks} weeks from ${a.startsOn}, ${b.weeks} weeks from ${b.startsOn}; cost and counts do not compare directly.` });
  if (a.assessmentId !== b.assessmentId) {
    const [first, second] = [await assessmentById(reader, a.assessmentId), await assessmentById(reader, b.assessmentId)];
    notes.push({ zh: `两份排班依据不同的评估（第 ${first?.sequence ?? '?'} 次与第 ${second?.sequence ?? '?'} 次），所需任务可能不同。`, en: `They rest on different assessments (${first?.sequence ?? '?'} and ${second?.sequence ?? '?'}), so what is required may differ.` });
  }
  if (a.rules !== b.rules) notes.push({ zh: `两份排班的响应规则版本不同：${a.rules} 与 ${b.rules}。`, en: `They were made by different response rules: ${a.rules} and ${b.rules}.` });
  return notes;
}

/**
 * @param ids of two schedules of one round; which is "before" is the reader's choice
 * @throws Fault `not-found` for one that is not there or may not be seen, `not-allowed`, `invalid` for two rounds or the same plan twice
 */
export async function compareSchedules(store: Store, user: CurrentUser, ids: { before: string; after: string }): Promise<ComparisonView> {
  demand(user, 'schedules.create');
  const read = async (id: string): Promise<Schedule> => {
    const found = await scheduleById(store.read, id);
    if (found === undefined || !maySeeSchedule(user, found)) throw noSuchSchedule(id);
    return found;
  };
  const [a, b] = [await read(ids.before), await read(ids.after)];
  if (a.id === b.id) throw new Fault('invalid', `schedule ${a.id} was to be compared with itself; two different schedules were expected`, { details: [{ pointer: '/after', got: b.id, message: 'compare.same' }] });
  if (a.roundId !== b.roundId) throw new Fault('invalid', `schedules ${a.id} and ${b.id} are of different rounds; two of one round were expected`, { details: [{ pointer: '/after', got: b.id, message: 'compare.rounds' }] });
  const [before, after] = [await sideOf(store.read, a), await sideOf(store.read, b)];
  const visible = new Set([before, after].flatMap(({ tasks, directory }) => tasks.filter((task) => maySeeTask(user, task, directory.units)).map(({ lineage }) => lineage)));
  const places = new Map([before, after].flatMap(({ directory }) => [...directory.nominations.values()].map(({ id, place }) => [id, place] as const)));
  const round = await roundById(store.read, a.roundId);
  return comparisonView(round?.code ?? '', before, after, { names: await unitNames(store.read), places, sees: ({ id }) => visible.has(id), notes: await differencesOf(store.read, a, b) });
}
