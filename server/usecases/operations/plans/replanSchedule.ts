/**
 * A plan in force planned again from a day on: what is over and what is pinned stays, the rest changes as
 * little as the cost allows. The answer is a new draft that names its predecessor; a second planner approves
 * it, and only its release takes the old one's place (supersede).
 */
import { addDays } from '../../../../sampling-plans/calendar.ts';
import { dateOf, dayOf } from '../../../../analysis/operations/days.ts';
import { planBasis } from '../../../../analysis/operations/planDocument.ts';
import type { Relaxation } from '../../../../analysis/operations/relaxations.ts';
import { pinConflicts } from '../../../../analysis/operations/replan/replan.ts';
import type { Change, Replanned, Replanning, Slot } from '../../../../analysis/operations/replan/types.ts';
import { Fault } from '../../../../models/errors.ts';
import type { Problem } from '../../../../analysis/operations/types.ts';
import type { ReplanChange, Schedule, Task } from '../../../../models/schemas/index.ts';
import { newId, nowInstant } from '../../../../models/store/index.ts';
import { assessmentById } from '../../../../models/store/repositories/assessments.ts';
import { roundById } from '../../../../models/store/repositories/rounds.ts';
import { listUnits } from '../../../../models/store/repositories/reference.ts';
import { countSchedules, insertSchedule, scheduleById, tasksOfPlan } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import type { Publish } from '../../../http/changes.ts';
import { planner } from '../../../workers/planner.ts';
import { addedTasks, carriedOn, knownAdded, refuseAdded, type AddTask } from './addedTasks.ts';
import { requireApprovedPlaces } from '../tasks/nominations.ts';
import { followPlanning } from './planning.ts';
import { announce, DEFAULT_SECONDS } from './schedules.ts';
import { relaxed } from './scheduleFixes.ts';
import { noSuchSchedule } from './schedulesEmbargo.ts';
import { asPlanned, readProblem } from './schedulesProblem.ts';
import { knownChecks, standingTasks } from './standingTasks.ts';

export interface ReplanSchedule {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  id: string;
  /** First day that is planned again, YYYY-MM-DD. */
  from: string;
  added?: readonly AddTask[] | undefined;
  /** Changes that the planner wants to see the effect of; said on the schedule. */
  relax?: readonly Relaxation[] | undefined;
  seconds?: number | undefined;
  job?: string | undefined;
  publish?: Publish | undefined;
}

/** Units that a plan names and that are not sent out any more: what they did stays theirs, from then on they are away. */
async function withFormerUnits(store: Store, problem: Problem, schedule: Schedule, from: string): Promise<Problem> {
  const named = new Set((await tasksOfPlan(store.read, schedule)).filter(({ state }) => state !== 'cancelled').flatMap(({ unitIds }) => unitIds));
  const known = new Set(problem.units.map(({ id }) => id));
  const former = (await listUnits(store.read)).filter(({ id }) => named.has(id) && !known.has(id));
  const last = addDays(schedule.startsOn, 7 * schedule.weeks - 1);
  return former.length === 0
    ? problem
    : {
        ...problem,
        units: [...problem.units, ...former.map(({ id, code, level, areaId, shiftsPerWeek }) => ({ id, code, level, areaId, shiftsPerWeek, at: problem.areas.find((area) => area.id === areaId)?.at ?? null, region: problem.areas.find((area) => area.id === areaId)?.region ?? null }))],
        absences: [...problem.absences, ...former.map(({ id }) => ({ unitId: id, startsOn: from, endsOn: last }))],
      };
}

/**
 * The problem of a schedule as it is now: absences, blackouts and nominations recorded since are in it.
 * @param from first day that is still planned
 * @throws Fault `not-found`
 */
export async function problemOf(store: Store, schedule: Schedule, from: string): Promise<{ problem: Problem; roundCode: string }> {
  const round = await roundById(store.read, schedule.roundId);
  const assessment = await assessmentById(store.read, schedule.assessmentId);
  if (round === undefined || assessment === undefined) throw noSuchSchedule(schedule.id);
  const problem = await asPlanned(store.read, await readProblem(store, round, assessment, schedule.startsOn, schedule.weeks), schedule);
  return { problem: await withFormerUnits(store, problem, schedule, from), roundCode: round.code };
}

/** @throws Fault `invalid` for a day outside the plan */
export function requireFrom({ startsOn, weeks }: Schedule, from: string): void {
  const last = addDays(startsOn, 7 * weeks - 1);
  const isDate = ((): boolean => {
    try {
      return dateOf(dayOf(from)) === from;
    } catch {
      return false;
    }
  })();
  if (!isDate || from < startsOn || from > last) throw new Fault('invalid', `planning again from "${from}" is not possible; a day from ${startsOn} to ${last} was expected`, { details: [{ pointer: '/from', got: from, message: 'replan.from', parameters: { first: startsOn, last } }] });
}

const asReplanChange = ({ change, kind, areaCode, siteCode, before, after }: Change, units: ReadonlyMap<string, string>): ReplanChange => {
  const slot = (each: Slot | null): ReplanChange['before'] => (each === null ? null : { date: dateOf(each.day), shift: each.shift, units: each.unitIds.map((id) => units.get(id) ?? '') });
  return { change, kind, area: areaCode, site: siteCode, before: slot(before), after: slot(after) };
};

function replanBody(from: string, { changes, hit, plan, free }: Replanned, units: ReadonlyMap<string, string>): NonNullable<Schedule['body']['replan']> {
  const count = (kind: Change['change']): number => changes.filter(({ change }) => change === kind).length;
  return {
    from,
    hit,
    counts: { moved: count('moved'), unitChanged: count('unit-changed'), added: count('new'), dropped: count('dropped') },
    changes: changes.map((change) => asReplanChange(change, units)),
    calm: { kept: plan.objective, free: free?.objective ?? null, freeChanges: free?.changes ?? null },
  };
}

export interface PlanAgain {
  schedule: Schedule;
  /** All of the plan, those that it continues among them. */
  tasks: readonly Task[];
  problem: Problem;
  from: string;
  added: Replanning['added'];
  user: CurrentUser;
  seconds: number;
  job: string | undefined;
}

/** The rest of a plan, planned again; nothing is stored. @throws Fault `conflict` for pins that cannot stay, `invalid` for what was added, `cancelled` */
export async function planAgain({ schedule, tasks, problem, from, added, user, seconds, job }: PlanAgain): Promise<Replanned> {
  const replanning: Replanning = { from: dayOf(from), tasks: standingTasks(tasks, problem, from), added: [...knownAdded(schedule), ...added], checks: knownChecks(schedule) };
  const seed = Number(schedule.seed);
  const numbers = new Map(tasks.map(({ lineage, number }) => [lineage, number]));
  try {
    const pins = pinConflicts(problem, seed, replanning);
    if (pins.length > 0) {
      const words = pins.map((pin) => `${numbers.get(pin.id) ?? pin.id} (${pin.codes.join(', ')})`).join('; ');
      throw new Fault('conflict', `pinned tasks cannot stay: ${words}. Take the pin off, or what stands against it`, { details: [{ message: 'replan.pins', parameters: { tasks: words } }] });
    }
    return await followPlanning(job, user, (watch) => planner.replan(problem, seed, replanning, { seconds, ...watch }));
  } catch (cause) {
    return refuseAdded(cause);
  }
}

/**
 * @returns id of the new draft
 * @throws Fault `not-found`, `not-allowed`, `illegal-transition` for a plan that is not in force, `invalid` for the day or what was added, `conflict` for pins that cannot stay, `cancelled`
 */
export async function replanSchedule(store: Store, { user, at, id, from, added = [], relax = [], seconds = DEFAULT_SECONDS, job, publish }: ReplanSchedule): Promise<string> {
  demand(user, 'schedules.create');
  const schedule = await scheduleById(store.read, id);
  if (schedule === undefined) throw noSuchSchedule(id);
  if (schedule.state !== 'approved' && schedule.state !== 'released') throw new Fault('illegal-transition', `the schedule is ${schedule.state}; one that is approved or released is planned again`, { details: [{ message: 'schedule.state', parameters: { state: schedule.state } }] });
  requireFrom(schedule, from);
  const present = await problemOf(store, schedule, from);
  const { roundCode } = present;
  const { problem, notes } = relaxed(present.problem, relax);
  const tasks = await tasksOfPlan(store.read, schedule);
  const replanned = await planAgain({ schedule, tasks, problem, from, added: addedTasks(added, from), user, seconds, job });
  const byLineage = new Map(tasks.map((task) => [task.lineage, task]));
  const units = new Map(problem.units.map(({ id: unitId, code }) => [unitId, code]));
  const { plan } = replanned;
  const newScheduleId = newId(at);
  const row: Schedule = {
    ...schedule, id: newScheduleId, state: 'draft', objective: plan.objective, bound: plan.bound, gap: plan.gap, rules: problem.rules.version,
    body: { unserved: plan.unserved, ledger: plan.ledger, required: plan.required, served: plan.served, notes: [...schedule.body.notes.filter(({ code }) => code.startsWith('holidays') || code === 'make-up-days'), ...notes, ...plan.notes], cost: plan.cost, predictability: plan.predictability, blind: plan.blind, replan: replanBody(from, replanned, units), ...carriedOn([...(schedule.body.added ?? []), ...added], relax), basis: planBasis(problem) },
    createdBy: user.id, createdAt: nowInstant(at), approvedBy: null, releasedAt: null, version: schedule.version + 1, predecessorId: schedule.id, replannedFrom: from, revision: 1,
  };
  await store.write(async (tx) => {
    const nth = (await countSchedules(tx, schedule.roundId)) + 1;
    let fresh = 0;
    const rows = plan.tasks.flatMap(({ demand: wanted, unitIds, day, shift, was }): Task[] => {
      const old = was === undefined ? undefined : byLineage.get(was);
      // what is over, or was begun, stays in the plan under which it was done
      if (old !== undefined && (old.state !== 'planned' || old.date < from)) return [];
      const taskId = newId(at);
      const number = old === undefined ? `${roundCode}-${nth}-N${String(++fresh).padStart(3, '0')}` : `${old.number.replace(/\.\d+$/, '')}.${nth}`;
      return [{
        id: taskId, scheduleId: newScheduleId, number, kind: wanted.kind, areaId: wanted.areaId, siteId: wanted.siteId, nominationId: wanted.nomination?.id ?? null, lineage: old?.lineage ?? taskId, pinned: old?.pinned ?? false, unitIds, date: dateOf(day), shift,
        premisesPlanned: wanted.premises, grade: wanted.grade, blind: wanted.blind, state: 'planned', cancelReason: null, synthetic: schedule.synthetic, revision: 1,
      }];
    });
    await requireApprovedPlaces(tx, rows);
    await insertSchedule(tx, row, rows);
    announce(tx, publish, row);
  });
  return newScheduleId;
}
