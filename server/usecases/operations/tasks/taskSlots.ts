/**
 * Planning by hand in a draft: what another slot would break and cost, the two cheapest other slots, and
 * the move itself, which is refused where it breaks a rule. Every figure of the plan follows the move.
 */
import { changesByIdentity, countDifferences, type ComparedTask } from '../../../../analysis/operations/comparePlans.ts';
import { dateOf, dayOf } from '../../../../analysis/operations/days.ts';
import { checkMoves, type Move } from '../../../../analysis/operations/replan/checkMove.ts';
import { alternatives, costOfMove, planAfter } from '../../../../analysis/operations/replan/tryMove.ts';
import type { Replanning } from '../../../../analysis/operations/replan/types.ts';
import type { Problem } from '../../../../analysis/operations/types.ts';
import { Fault } from '../../../../models/errors.ts';
import type { ReplanChange, Schedule, Task } from '../../../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../../../models/schemas/answers/schedules.ts';
import { changeSchedule, changeTask, scheduleById, tasksOfPlan } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { assumedOf, knownAdded } from '../plans/addedTasks.ts';
import { breachViews, type BreachView } from '../plans/breachWords.ts';
import { comparedTask } from '../plans/compareSchedules.ts';
import { problemOf } from '../plans/replanSchedule.ts';
import { relaxed } from '../plans/scheduleFixes.ts';
import { directoryOf, readSchedule } from '../plans/schedules.ts';
import { knownChecks, standingTasks } from '../plans/standingTasks.ts';
import { requireTask } from './tasks.ts';

export interface SlotRequest {
  user: CurrentUser;
  /** Id of the task. */
  id: string;
  date: string;
  shift: Task['shift'];
  /** Codes of units. */
  units: readonly string[];
}

interface Setting {
  task: Task;
  schedule: Schedule;
  problem: Problem;
  replanning: Replanning;
  seed: number;
}

export interface SlotView {
  breaches: BreachView[];
  /** Kilometres that the whole plan would cost more. */
  costMore: number;
}

export interface AlternativeView {
  date: string;
  shift: Task['shift'];
  units: string[];
  costMore: number;
  /** Tasks that are in its way there and have to go elsewhere first; only joint force has any. */
  breaks: { id: string; number: string; kind: Task['kind']; area: { zh: string; en: string } | null; units: string[] }[];
}

async function settingOf(store: Store, user: CurrentUser, id: string): Promise<Setting> {
  demand(user, 'schedules.create');
  const { task, schedule } = await requireTask(store.read, user, id);
  const from = schedule.replannedFrom ?? schedule.startsOn;
  const { problem } = relaxed((await problemOf(store, schedule, from)).problem, assumedOf(schedule));
  const tasks = standingTasks(await tasksOfPlan(store.read, schedule), problem, from);
  return { task, schedule, problem, seed: Number(schedule.seed), replanning: { from: dayOf(from), tasks, added: knownAdded(schedule), checks: knownChecks(schedule) } };
}

function moveOf({ task, problem }: Setting, { date, shift, units }: Omit<SlotRequest, 'user' | 'id'>): Move {
  const ids = units.map((code) => problem.units.find((unit) => unit.code === code)?.id ?? code);
  try {
    return { id: task.lineage, day: dayOf(date), shift, unitIds: ids };
  } catch (cause) {
    throw new Fault('invalid', `"${date}" is no calendar date`, { details: [{ pointer: '/date', got: date, message: 'schedule.start' }], cause });
  }
}

/** A task that no rule asks for any more cannot be weighed. */
function weighed<T>({ task }: Setting, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Fault('conflict', `the rules do not ask for ${task.number} any more; plan again`, { details: [{ message: 'task.not-asked', got: task.number }], cause });
  }
}

const breachesOf = (setting: Setting, move: Move): BreachView[] => breachViews(weighed(setting, () => checkMoves(setting.problem, setting.seed, setting.replanning, [move])), new Map(setting.problem.units.map(({ id, code }) => [id, code])));

/** @throws Fault `not-found`, `not-allowed`, `invalid`, `conflict` */
export async function checkSlot(store: Store, { user, id, ...slot }: SlotRequest): Promise<SlotView> {
  const setting = await settingOf(store, user, id);
  const move = moveOf(setting, slot);
  const breaches = breachesOf(setting, move);
  // units that are not there have no kilometres
  const known = move.unitIds.every((unitId) => setting.problem.units.some((unit) => unit.id === unitId));
  return { breaches, costMore: known ? costOfMove(setting.problem, setting.seed, setting.replanning, move) : 0 };
}

/** @throws as checkSlot */
export async function readAlternatives(store: Store, user: CurrentUser, id: string): Promise<AlternativeView[]> {
  const setting = await settingOf(store, user, id);
  const codes = new Map(setting.problem.units.map((unit) => [unit.id, unit.code]));
  const found = weighed(setting, () => alternatives(setting.problem, setting.seed, setting.replanning, setting.task.lineage));
  const tasks = found.some(({ aside }) => aside.length > 0) ? await tasksOfPlan(store.read, setting.schedule) : [];
  const byLineage = new Map(tasks.map((task) => [task.lineage, task]));
  const { areas } = await directoryOf(store.read, tasks);
  return found.map(({ day, shift, unitIds, costMore, aside }) => ({
    date: dateOf(day), shift, units: unitIds.map((unitId) => codes.get(unitId) ?? ''), costMore,
    breaks: aside.flatMap((lineage) => {
      const task = byLineage.get(lineage);
      const area = areas.get(task?.areaId ?? '');
      return task === undefined ? [] : [{ id: task.id, number: task.number, kind: task.kind, area: area === undefined ? null : { zh: area.nameZh, en: area.nameEn }, units: task.unitIds.map((unitId) => codes.get(unitId) ?? '') }];
    }),
  }));
}

/** Of a revision: its list of changes, with what was moved by hand since. */
async function changesAfter(store: Store, { schedule, task }: Setting, moved: Pick<Task, 'date' | 'shift' | 'unitIds'>, objective: number): Promise<Pick<Schedule['body'], 'replan'>> {
  const { replan } = schedule.body;
  const predecessor = schedule.predecessorId === null ? undefined : await scheduleById(store.read, schedule.predecessorId);
  if (replan === undefined || predecessor === undefined) return {};
  const before = (await tasksOfPlan(store.read, predecessor)).filter(({ state }) => state !== 'cancelled');
  const after = (await tasksOfPlan(store.read, schedule)).filter(({ state }) => state !== 'cancelled').map((each) => (each.id === task.id ? { ...each, ...moved } : each));
  const directory = await directoryOf(store.read, [...before, ...after]);
  const compared = (tasks: readonly Task[]): ComparedTask[] => tasks.map((each) => comparedTask(each, directory));
  const slot = (each: ComparedTask | null): ReplanChange['before'] => (each === null ? null : { date: dateOf(each.day), shift: each.shift, units: [...each.units] });
  const differences = changesByIdentity(compared(before), compared(after));
  const { removed, ...counts } = countDifferences(differences);
  return {
    replan: {
      ...replan,
      counts: { ...counts, dropped: removed },
      changes: differences.flatMap(({ change, before: a, after: b }): ReplanChange[] => {
        const either = b ?? a;
        return either === null ? [] : [{ change: change === 'added' ? 'new' : change === 'removed' ? 'dropped' : change, kind: either.kind, area: either.areaCode, site: either.siteCode, before: slot(a), after: slot(b) }];
      }),
      calm: { ...replan.calm, kept: objective },
    },
  };
}

/** @throws as checkSlot; `illegal-transition` outside a draft and for what a revision carries on from before it, `conflict` with what it breaks, `stale-revision` */
export async function moveDraftTask(store: Store, { user, id, revision, ...slot }: SlotRequest & { revision: number }): Promise<ScheduleDetail> {
  const setting = await settingOf(store, user, id);
  const { schedule, task, problem, seed, replanning } = setting;
  if (schedule.state !== 'draft') throw new Fault('illegal-transition', 'tasks are moved by hand in a draft only; a plan in force is planned again', { details: [{ message: 'task.not-draft' }] });
  const move = moveOf(setting, slot);
  const breaches = breachesOf(setting, move);
  if (breaches.length > 0) throw new Fault('conflict', `the move breaks: ${breaches.map(({ en }) => en).join('; ')}`, { details: [{ message: 'task.breaks', parameters: { zh: breaches.map(({ zh }) => zh).join('；'), en: breaches.map(({ en }) => en).join('; ') } }], facts: { breaches } });
  const plan = planAfter(problem, seed, replanning, move, schedule.bound);
  const changes = await changesAfter(store, setting, { date: slot.date, shift: slot.shift, unitIds: move.unitIds }, plan.objective);
  await store.write(async (tx) => {
    await changeTask(tx, id, revision, { date: slot.date, shift: slot.shift, unitIds: move.unitIds });
    // whoever moved another task meanwhile is told: the figures would be of a plan that is not there
    await changeSchedule(tx, schedule.id, schedule.revision, { objective: plan.objective, gap: plan.gap, body: { ...schedule.body, ledger: plan.ledger, unserved: plan.unserved, required: plan.required, served: plan.served, cost: plan.cost, predictability: plan.predictability, ...changes } });
    tx.audit({ actorId: user.id, action: 'task.move', subject: 'task', subjectId: id, detail: { from: { date: task.date, shift: task.shift }, to: { date: slot.date, shift: slot.shift } } });
  });
  return readSchedule(store, user, schedule.id);
}
