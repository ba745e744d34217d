/** A schedule with the tasks of one week: what is shown is read, the other weeks when they are turned to. */
import { keepPreviousData, useQuery, type QueryClient, type UseQueryResult } from '@tanstack/react-query';
import type { ScheduleDetail, TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { sundayOf } from './weeksOf.ts';

/** @param monday null: nothing is asked for */
export const useScheduleWeek = (id: string, monday: string | null): UseQueryResult<ScheduleDetail> =>
  useQuery({
    queryKey: keys.scheduleWeek(id, monday ?? ''),
    queryFn: ({ signal }) => request<ScheduleDetail>(`/schedules/${encodeURIComponent(id)}`, { signal, query: { from: monday, to: sundayOf(monday ?? '') } }),
    enabled: monday !== null,
    // the plan's own lines stay while a week is turned
    placeholderData: keepPreviousData,
  });

const weeksRead = (client: QueryClient, id: string): [monday: string, read: ScheduleDetail][] =>
  client.getQueriesData<ScheduleDetail>({ queryKey: ['schedule', id, 'week'] }).flatMap(([key, read]) => (read === undefined ? [] : [[String(key[3]), read] as const])).map(([monday, read]) => [monday, read]);

/** A task of any week that was turned to. */
export const taskRead = (client: QueryClient, id: string, taskId: string): TaskView | undefined => weeksRead(client, id).flatMap(([, { tasks }]) => tasks).find((task) => task.id === taskId);

/** The answer to a move, which holds every task, into the weeks that were turned to. */
export async function takeSchedule(client: QueryClient, answer: ScheduleDetail): Promise<void> {
  for (const [monday] of weeksRead(client, answer.id)) {
    client.setQueryData(keys.scheduleWeek(answer.id, monday), { ...answer, tasks: answer.tasks.filter(({ date }) => date >= monday && date <= sundayOf(monday)) });
  }
  await Promise.all([['schedules'], keys.schedule(answer.id), keys.scheduleByLot(answer.id)].map((queryKey) => client.invalidateQueries({ queryKey })));
}
