/** Tasks that a revision took out of the plan it continues, so that calendars can strike them. Under the embargo of both. */
import type { TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { scheduleById, tasksOfPlan, tasksOfSchedules } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import type { CurrentUser } from '../../../auth/permissions.ts';
import { directoryOf, taskView } from './schedules.ts';
import { maySeeSchedule, maySeeTask } from './schedulesEmbargo.ts';

/** @returns tasks of every predecessor whose identity is in the revision no more; none for a plan made anew */
export async function removedTasks(store: Store, user: CurrentUser, id: string): Promise<TaskView[]> {
  const schedule = await scheduleById(store.read, id);
  if (schedule === undefined || schedule.predecessorId === null || !maySeeSchedule(user, schedule)) return [];
  const standing = new Set((await tasksOfPlan(store.read, schedule)).map(({ lineage }) => lineage));
  const removed = new Map<string, Awaited<ReturnType<typeof tasksOfSchedules>>[number]>();
  for (let before = await scheduleById(store.read, schedule.predecessorId); before !== undefined; before = before.predecessorId === null ? undefined : await scheduleById(store.read, before.predecessorId)) {
    for (const task of await tasksOfSchedules(store.read, [before.id])) if (!standing.has(task.lineage) && !removed.has(task.lineage)) removed.set(task.lineage, task);
  }
  const directory = await directoryOf(store.read, [...removed.values()]);
  return [...removed.values()].filter((task) => maySeeTask(user, task, directory.units)).map((task) => taskView(task, directory));
}
