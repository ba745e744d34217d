/** Schedules, their tasks, and what came of them. Who may see one is decided by the use case, not here. */
import { outcome, schedule, task, type Outcome, type Schedule, type Task } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';
import { groupBy } from './groupBy.ts';

/** Newest first. */
export const listSchedules = (reader: Reader, roundId?: string): Promise<Schedule[]> => reader.find(schedule, { ...(roundId === undefined ? {} : { where: { roundId } }), order: ['-createdAt'] });

export const scheduleById = (reader: Reader, id: string): Promise<Schedule | undefined> => reader.get(schedule, id);

export const countSchedules = (reader: Reader, roundId: string): Promise<number> => reader.count(schedule, { roundId });

/** By number, which is the order of days. */
export const tasksOfSchedules = (reader: Reader, scheduleIds: readonly string[]): Promise<Task[]> =>
  scheduleIds.length === 0 ? Promise.resolve([]) : reader.find(task, { where: { scheduleId: scheduleIds }, order: ['number'] });

/**
 * The tasks of a plan in force: its own, and of the plans that it continues what lies before it or was
 * begun under them. A task stands in one row only.
 */
export async function tasksOfPlan(reader: Reader, { id, predecessorId, replannedFrom }: Pick<Schedule, 'id' | 'predecessorId' | 'replannedFrom'>): Promise<Task[]> {
  const own = await tasksOfSchedules(reader, [id]);
  const before = predecessorId === null ? undefined : await scheduleById(reader, predecessorId);
  if (before === undefined || replannedFrom === null) return own;
  const taken = new Set(own.map(({ lineage }) => lineage));
  const carried = (await tasksOfPlan(reader, before)).filter(({ lineage, date, state }) => !taken.has(lineage) && (date < replannedFrom || state === 'started' || state === 'done'));
  return [...carried, ...own];
}

export const taskById = (reader: Reader, id: string): Promise<Task | undefined> => reader.get(task, id);

/** Outcomes of these tasks, first one first within each. */
export async function outcomesOfTasks(reader: Reader, taskIds: readonly string[]): Promise<Map<string, Outcome[]>> {
  const rows = taskIds.length === 0 ? [] : await reader.find(outcome, { where: { taskId: taskIds }, order: ['taskId', 'sequence'] });
  return groupBy(rows, (row) => row.taskId);
}

/** Adds a draft with its tasks and one audit entry, which names counts and no place. */
export async function insertSchedule(tx: Tx, row: Schedule, tasks: readonly Task[]): Promise<void> {
  await tx.insert(schedule, [row]);
  if (tasks.length > 0) await tx.insert(task, tasks);
  const { id, roundId, assessmentId, startsOn, weeks, rules, createdBy, body } = row;
  tx.audit({ actorId: createdBy, action: 'schedule.create', subject: 'schedule', subjectId: id, detail: { roundId, assessmentId, startsOn, weeks, rules, required: body.required, served: body.served } });
}

/** @throws Fault `stale-revision`, `not-found` */
export const changeSchedule = (tx: Tx, id: string, revision: number, patch: Partial<Schedule>): Promise<Schedule> => tx.update(schedule, id, revision, patch);

/** @throws Fault `stale-revision`, `not-found` */
export const changeTask = (tx: Tx, id: string, revision: number, patch: Partial<Task>): Promise<Task> => tx.update(task, id, revision, patch);

/** Adds an outcome with its audit entry. @throws Fault `duplicate` when another took the sequence number, `person-data-refused` */
export async function insertOutcome(tx: Tx, row: Outcome): Promise<void> {
  await tx.insert(outcome, [row]);
  const { id, taskId, sequence, reasonCode, recordedBy, correctionReason } = row;
  tx.audit({ actorId: recordedBy, action: sequence === 1 ? 'outcome.record' : 'outcome.correct', subject: 'outcome', subjectId: id, reason: correctionReason ?? undefined, detail: { taskId, sequence, reasonCode } });
}
