/** The order in which a plan is read: by week, by day. */
import type { ScheduleDetail, TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { dateAfter } from './planDays.ts';

export interface Week {
  /** Monday, as a local date. */
  monday: string;
  days: { date: string; tasks: TaskView[] }[];
}

/** Monday of the week of a local date (weeks start on Monday, ISO 8601). */
export function mondayOf(date: string): string {
  const weekday = (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;
  return dateAfter(date, -weekday);
}

export const sundayOf = (monday: string): string => dateAfter(monday, 6);

/** Mondays of every week from the first day of a plan to its last day or task. */
export function mondaysOf({ startsOn, weeks, lastOn }: Pick<ScheduleDetail, 'startsOn' | 'weeks' | 'lastOn'>): string[] {
  const end = dateAfter(startsOn, weeks * 7 - 1);
  const last = lastOn !== null && lastOn > end ? lastOn : end;
  const mondays: string[] = [];
  for (let monday = mondayOf(startsOn); monday <= last; monday = dateAfter(monday, 7)) mondays.push(monday);
  return mondays;
}

/** The seven days of a week, empty ones included. */
export const weekOf = (monday: string, tasks: readonly TaskView[]): Week => ({
  monday,
  days: Array.from({ length: 7 }, (_, index) => dateAfter(monday, index)).map((date) => ({ date, tasks: tasks.filter((task) => task.date === date) })),
});
