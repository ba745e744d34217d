/** The order in which a plan is read: by week, by day. */
import type { TaskView } from '../../../../models/schemas/answers/schedules.ts';

export interface Week {
  /** Monday, as a local date. */
  monday: string;
  days: { date: string; tasks: TaskView[] }[];
}

const DAY_MS = 86_400_000;
const asTime = (date: string): number => Date.parse(`${date}T00:00:00Z`);
const asDate = (time: number): string => new Date(time).toISOString().slice(0, 10);

/** Monday of the week of a local date (weeks start on Monday, ISO 8601). */
export function mondayOf(date: string): string {
  const time = asTime(date);
  const weekday = (new Date(time).getUTCDay() + 6) % 7;
  return asDate(time - weekday * DAY_MS);
}

/** Every week from the first to the last task, empty days included. */
export function weeksOf(tasks: readonly TaskView[], startsOn: string, weeks: number): Week[] {
  const byDate = new Map<string, TaskView[]>();
  for (const task of tasks) byDate.set(task.date, [...(byDate.get(task.date) ?? []), task]);
  const first = asTime(mondayOf(startsOn));
  const last = Math.max(asTime(startsOn) + (weeks * 7 - 1) * DAY_MS, ...tasks.map((task) => asTime(task.date)));
  const result: Week[] = [];
  for (let monday = first; monday <= last; monday += 7 * DAY_MS) {
    result.push({ monday: asDate(monday), days: Array.from({ length: 7 }, (_, index) => asDate(monday + index * DAY_MS)).map((date) => ({ date, tasks: byDate.get(date) ?? [] })) });
  }
  return result;
}
