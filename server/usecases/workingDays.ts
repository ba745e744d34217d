/**
 * Working days in China: weekends, public holidays, and the weekends that are worked for them.
 * Years that the calendar does not know count Monday to Friday. Pure: dates in, numbers out.
 */
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays, daysBetween, isoWeekday } from '../../sampling-plans/calendar.ts';

// the tables of chinese-days; its own functions ask the clock of the process, which moves dates in the west
const { holidays, workdays }: { holidays: Readonly<Record<string, string>>; workdays: Readonly<Record<string, string>> } = calendar;

/** @param date local date, YYYY-MM-DD */
export const isWorkingDay = (date: string): boolean => Object.hasOwn(workdays, date) || (isoWeekday(date) <= 5 && !Object.hasOwn(holidays, date));

/** Longest span that is counted day by day; a longer one is a slip of a date, not a turnaround. */
const MAX_DAYS = 3660;

/** Working days after `from` up to and with `to`: 0 on the same day, and where `to` is earlier. */
export function workingDaysBetween(from: string, to: string): number {
  const span = Math.min(daysBetween(from, to), MAX_DAYS);
  let count = 0;
  for (let day = 1; day <= span; day += 1) if (isWorkingDay(addDays(from, day))) count += 1;
  return count;
}

/** The day on which so many working days after `from` are full; `from` itself for 0. */
export function addWorkingDays(from: string, days: number): string {
  let date = from;
  for (let left = days, steps = 0; left > 0 && steps < MAX_DAYS; steps += 1) {
    date = addDays(date, 1);
    if (isWorkingDay(date)) left -= 1;
  }
  return date;
}
