/** A released revision takes the place of the plan that it continues: in the same transaction, or not at all. */
import { Fault } from '../../../../models/errors.ts';
import type { Schedule } from '../../../../models/schemas/index.ts';
import { changeSchedule, changeTask, scheduleById, tasksOfPlan, tasksOfSchedules } from '../../../../models/store/repositories/schedules.ts';
import type { Tx } from '../../../../models/store/types.ts';

/**
 * Marks the predecessor and cancels what it still had planned from the new plan's first day on.
 * @throws Fault `conflict` where another revision was released first, or tasks went on since this one was planned
 */
export async function supersede(tx: Tx, schedule: Schedule, actorId: string): Promise<void> {
  const { predecessorId, replannedFrom } = schedule;
  if (predecessorId === null || replannedFrom === null) return;
  const before = await scheduleById(tx, predecessorId);
  if (before === undefined || before.state === 'superseded' || before.state === 'withdrawn') throw new Fault('conflict', 'the plan that this one continues is not in force any more; plan again from the one that is', { details: [{ message: 'replan.predecessor' }] });
  const own = new Map((await tasksOfSchedules(tx, [schedule.id])).map((task) => [task.lineage, task]));
  const standing = await tasksOfPlan(tx, before);
  const wentOn = standing.filter((task) => task.state !== 'planned' && own.has(task.lineage)).map(({ number }) => number);
  if (wentOn.length > 0) throw new Fault('conflict', `tasks ${wentOn.join(', ')} were begun or cancelled since this revision was planned; plan again`, { details: [{ message: 'replan.went-on', parameters: { tasks: wentOn.join(', ') } }] });
  const rest = standing.filter(({ scheduleId, state, date }) => scheduleId === before.id && state === 'planned' && date >= replannedFrom);
  for (const task of rest) await changeTask(tx, task.id, task.revision, { state: 'cancelled', cancelReason: 'superseded' });
  await changeSchedule(tx, before.id, before.revision, { state: 'superseded' });
  tx.audit({ actorId, action: 'schedule.supersede', subject: 'schedule', subjectId: before.id, detail: { by: schedule.id, from: replannedFrom, tasks: rest.length } });
}
