/** A task's way: planned, started, done, or cancelled with a reason code. Only within a released schedule. */
import { Fault } from '../../../../models/errors.ts';
import type { Schedule, Task } from '../../../../models/schemas/index.ts';
import type { TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { listUnits } from '../../../../models/store/repositories/reference.ts';
import { changeTask, scheduleById, taskById } from '../../../../models/store/repositories/schedules.ts';
import type { Reader, Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { requireApprovedPlaces } from './nominations.ts';
import { directoryOf, taskView } from '../plans/schedules.ts';
import { maySeeSchedule, maySeeTask, noSuchTask } from '../plans/schedulesEmbargo.ts';

export const TASK_ACTIONS = ['start', 'finish', 'cancel'] as const;
export type TaskAction = (typeof TASK_ACTIONS)[number];

const FROM: Readonly<Record<TaskAction, readonly Task['state'][]>> = { start: ['planned'], finish: ['started'], cancel: ['planned', 'started'] };
const TO: Readonly<Record<TaskAction, Task['state']>> = { start: 'started', finish: 'done', cancel: 'cancelled' };

/** A task with its schedule, if the person may see both. @throws Fault `not-found` otherwise */
export async function requireTask(reader: Reader, user: CurrentUser, id: string): Promise<{ task: Task; schedule: Schedule }> {
  const task = await taskById(reader, id);
  const schedule = task === undefined ? undefined : await scheduleById(reader, task.scheduleId);
  if (task === undefined || schedule === undefined || !maySeeSchedule(user, schedule)) throw noSuchTask(id);
  const units = new Map((await listUnits(reader)).map((unit) => [unit.id, unit]));
  if (!maySeeTask(user, task, units)) throw noSuchTask(id);
  return { task, schedule };
}

/** @throws Fault `illegal-transition` where the schedule is not released */
export function requireReleased(schedule: Schedule): void {
  // under a superseded plan stays what was begun or lies before the new one
  if (schedule.state !== 'released' && schedule.state !== 'superseded') throw new Fault('illegal-transition', `the schedule is ${schedule.state}; its tasks are carried out once it is released`, { details: [{ message: 'task.not-released' }] });
}

export interface MoveTask {
  user: CurrentUser;
  id: string;
  action: TaskAction;
  revision: number;
  cancelReason?: Task['cancelReason'] | undefined;
}

/** @throws Fault `not-found`, `not-allowed`, `illegal-transition`, `invalid` for a missing reason code, `stale-revision` */
export async function moveTask(store: Store, { user, id, action, revision, cancelReason }: MoveTask): Promise<TaskView> {
  const seen = await requireTask(store.read, user, id);
  demand(user, 'tasks.write');
  requireReleased(seen.schedule);
  const reason = cancelReason ?? null;
  if (action === 'cancel' && reason === null) throw new Fault('invalid', 'a task is cancelled with a reason code', { details: [{ pointer: '/cancelReason', message: 'task.cancel-reason' }] });
  await store.write(async (tx) => {
    const task = await taskById(tx, id);
    if (task === undefined) throw noSuchTask(id);
    if (!FROM[action].includes(task.state) && task.revision === revision) {
      throw new Fault('illegal-transition', `the task is ${task.state}; ${action} is possible when it is ${FROM[action].join(' or ')}`, { details: [{ message: 'task.state', parameters: { state: task.state } }] });
    }
    if (action === 'start') await requireApprovedPlaces(tx, [task]);
    const changed = await changeTask(tx, id, revision, { state: TO[action], ...(action === 'cancel' ? { cancelReason: reason } : {}) });
    tx.audit({ actorId: user.id, action: `task.${action}`, subject: 'task', subjectId: id, detail: { from: task.state, to: changed.state, ...(reason === null ? {} : { cancelReason: reason }) } });
  });
  const { task } = await requireTask(store.read, user, id);
  return taskView(task, await directoryOf(store.read, [task], user));
}
