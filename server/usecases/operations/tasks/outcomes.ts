/**
 * What a task found, as counts: no names, no addresses, no free text about people. A correction is
 * a further row with its reason; the first one stays.
 */
import { Fault } from '../../../../models/errors.ts';
import type { Outcome } from '../../../../models/schemas/index.ts';
import { newId, nowInstant } from '../../../../models/store/index.ts';
import { insertOutcome, outcomesOfTasks } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { requireReleased, requireTask } from './tasks.ts';

export type OutcomeCounts = Pick<Outcome, 'unitShifts' | 'premisesDone' | 'cases' | 'usersFound' | 'seizedGrams' | 'reasonCode'>;

export interface RecordOutcome extends OutcomeCounts {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  taskId: string;
  correctionReason?: string | undefined;
}

const FINDINGS = ['premisesDone', 'cases', 'usersFound', 'seizedGrams'] as const;

/** @throws Fault `not-found`, `not-allowed`, `illegal-transition`, `invalid`, `person-data-refused` */
export async function recordOutcome(store: Store, { user, at, taskId, correctionReason, ...counts }: RecordOutcome): Promise<Outcome> {
  const { schedule, task } = await requireTask(store.read, user, taskId);
  demand(user, 'outcomes.write');
  requireReleased(schedule);
  if (task.state !== 'started' && task.state !== 'done') throw new Fault('illegal-transition', `the task is ${task.state}; an outcome is recorded once it was started`, { details: [{ message: 'task.state', parameters: { state: task.state } }] });
  const found = FINDINGS.find((field) => (counts[field] ?? 0) > 0);
  if (counts.reasonCode === 'not-done' && found !== undefined) throw new Fault('invalid', `an outcome that was not done carries ${found} ${String(counts[found])}; 0 or nothing was expected`, { details: [{ pointer: `/${found}`, got: String(counts[found]), message: 'outcome.not-done' }] });
  return store.write(async (tx) => {
    const before = (await outcomesOfTasks(tx, [taskId])).get(taskId) ?? [];
    const reason = correctionReason?.trim() ?? '';
    if (before.length > 0 && reason === '') throw new Fault('invalid', 'this task has an outcome already; a correction wants its reason', { details: [{ pointer: '/correctionReason', message: 'outcome.correction' }] });
    const row: Outcome = { id: newId(at), taskId, sequence: before.length + 1, ...counts, correctionReason: before.length === 0 ? null : reason, recordedBy: user.id, at: nowInstant(at), synthetic: task.synthetic };
    await insertOutcome(tx, row);
    return row;
  });
}
