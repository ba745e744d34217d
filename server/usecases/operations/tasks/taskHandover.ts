/**
 * A task handed from one unit to another, and a task pinned to its place. The receiving unit is held to
 * every hard rule of the planner; what it would break is said, and nothing is handed over then.
 */
import { dayOf } from '../../../../analysis/operations/days.ts';
import { checkMoves } from '../../../../analysis/operations/replan/checkMove.ts';
import { Fault } from '../../../../models/errors.ts';
import type { TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { changeTask, taskById, tasksOfPlan } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { breachViews } from '../plans/breachWords.ts';
import { knownAdded } from '../plans/addedTasks.ts';
import { problemOf } from '../plans/replanSchedule.ts';
import { directoryOf, taskView } from '../plans/schedules.ts';
import { noSuchTask } from '../plans/schedulesEmbargo.ts';
import { knownChecks, standingTasks } from '../plans/standingTasks.ts';
import { requireReleased, requireTask } from './tasks.ts';

/** Why a task goes to another unit. Codes only: a reason in words could name somebody. */
export const HANDOVER_REASONS = ['absence', 'equipment', 'nearer', 'workload', 'other'] as const;
export type HandoverReason = (typeof HANDOVER_REASONS)[number];

export interface HandOver {
  user: CurrentUser;
  id: string;
  revision: number;
  /** Codes of units. */
  from: string;
  to: string;
  reason: HandoverReason;
}

async function requireView(store: Store, user: CurrentUser, id: string): Promise<TaskView> {
  const { task } = await requireTask(store.read, user, id);
  return taskView(task, await directoryOf(store.read, [task], user));
}

/** @throws Fault `not-found`, `not-allowed`, `illegal-transition`, `invalid` for units, `conflict` with what the receiving unit would break, `stale-revision` */
export async function handOverTask(store: Store, { user, id, revision, from, to, reason }: HandOver): Promise<TaskView> {
  const { task, schedule } = await requireTask(store.read, user, id);
  demand(user, 'tasks.write');
  requireReleased(schedule);
  const { problem } = await problemOf(store, schedule, schedule.startsOn);
  const giving = problem.units.find(({ code }) => code === from)?.id ?? (await directoryOf(store.read, [task])).units.get(task.unitIds[0] ?? '')?.id;
  const taking = problem.units.find(({ code }) => code === to);
  if (giving === undefined || !task.unitIds.includes(giving)) throw new Fault('invalid', `unit ${from} does not have this task`, { details: [{ pointer: '/from', got: from, message: 'task.not-its-unit' }] });
  if (taking === undefined || task.unitIds.includes(taking.id)) throw new Fault('invalid', `unit ${to} cannot take this task: it is not there, not active, or has it already`, { details: [{ pointer: '/to', got: to, message: 'task.no-such-unit' }] });
  const unitIds = task.unitIds.map((unitId) => (unitId === giving ? taking.id : unitId));
  const tasks = await tasksOfPlan(store.read, schedule);
  const replanning = { from: dayOf(schedule.startsOn), tasks: standingTasks(tasks, problem, schedule.startsOn), added: knownAdded(schedule), checks: knownChecks(schedule) };
  const breaches = checkMoves(problem, Number(schedule.seed), replanning, [{ id: task.lineage, day: dayOf(task.date), shift: task.shift, unitIds }]).filter(({ unitId }) => unitId === taking.id);
  if (breaches.length > 0) {
    const views = breachViews(breaches, new Map(problem.units.map((unit) => [unit.id, unit.code])));
    throw new Fault('conflict', `unit ${to} cannot take it: ${views.map(({ en }) => en).join('; ')}`, { details: [{ pointer: '/to', got: to, message: 'task.handover', parameters: { zh: views.map(({ zh }) => zh).join('；'), en: views.map(({ en }) => en).join('; ') } }], facts: { breaches: views } });
  }
  await store.write(async (tx) => {
    const row = await taskById(tx, id);
    if (row === undefined) throw noSuchTask(id);
    if (row.state !== 'planned' && row.revision === revision) throw new Fault('illegal-transition', `the task is ${row.state}; one that is planned is handed over`, { details: [{ message: 'task.state', parameters: { state: row.state } }] });
    await changeTask(tx, id, revision, { unitIds });
    tx.audit({ actorId: user.id, action: 'task.hand-over', subject: 'task', subjectId: id, reason, detail: { from, to } });
  });
  return requireView(store, user, id);
}

/** @throws Fault `not-found`, `not-allowed`, `illegal-transition`, `stale-revision` */
export async function pinTask(store: Store, { user, id, revision, pinned }: { user: CurrentUser; id: string; revision: number; pinned: boolean }): Promise<TaskView> {
  const { schedule } = await requireTask(store.read, user, id);
  demand(user, 'schedules.create');
  if (schedule.state === 'withdrawn' || schedule.state === 'superseded') throw new Fault('illegal-transition', `the schedule is ${schedule.state}; its tasks are not planned again`, { details: [{ message: 'schedule.state', parameters: { state: schedule.state } }] });
  await store.write(async (tx) => {
    const row = await taskById(tx, id);
    if (row === undefined) throw noSuchTask(id);
    if (row.state !== 'planned' && row.revision === revision) throw new Fault('illegal-transition', `the task is ${row.state}; one that is planned is pinned`, { details: [{ message: 'task.state', parameters: { state: row.state } }] });
    const changed = await changeTask(tx, id, revision, { pinned });
    if (changed.revision !== revision) tx.audit({ actorId: user.id, action: pinned ? 'task.pin' : 'task.unpin', subject: 'task', subjectId: id });
  });
  return requireView(store, user, id);
}
