/** The schedule that an export is of, under the embargo, with its tasks in words. */
import { Fault } from '../../models/errors.ts';
import type { Round } from '../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../models/schemas/answers/schedules.ts';
import { roundById } from '../../models/store/repositories/rounds.ts';
import { listVisibleSchedules, readSchedule } from '../usecases/operations/plans/schedules.ts';
import type { ExportContext } from './exportKind.ts';

export interface ScheduleRows {
  schedule: ScheduleDetail;
  round: Round;
}

/** @throws Fault `not-found` where there is none that the person may see */
export async function scheduleOf({ store, user, schedule: id, round: code }: ExportContext): Promise<ScheduleRows> {
  const wanted = id ?? (await listVisibleSchedules(store, user, code))[0]?.id;
  if (wanted === undefined) throw new Fault('not-found', 'there is no schedule to export', { details: [{ message: 'schedule.unknown', got: code ?? '-' }] });
  const schedule = await readSchedule(store, user, wanted);
  const round = await roundById(store.read, schedule.roundId);
  if (round === undefined) throw new Fault('not-found', `the round of schedule ${wanted} is not there`);
  return { schedule, round };
}

/** Name of a schedule in a file name: its round and first day. */
export const ofSchedule = ({ schedule }: ScheduleRows): string => `${schedule.roundCode}-${schedule.startsOn}`;
