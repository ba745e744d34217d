/**
 * Working days in China: weekends, public holidays, and the weekends that are worked for them.
 * Years that the calendar does not know count Monday to Friday. Pure: dates in, numbers out.
 */
import calendar from 'chinese-days/dist/chinese-days.json' with { type: 'json' };
import { addDays, daysBetween, isoWeekday } from '../../../sampling-plans/calendar.ts';

// the tables of chinese-days; its own functions ask the clock of the process, which moves dates in the west
const { holidays, workdays }: { holidays: Readonly<Record<string, string>>; workdays: Readonly<Record<string, string>> } = calendar;

/** @param date local date, YYYY-MM-DD */
export const isWorkingDay = (date: string): boolean => Object.hasOwn(workdays, date) || (isoWeekday(date) <= 5 && !Object.hasOwn(holidays, date));

/** Longest span that is counted day by day; a longer one is a slip of a date, not a turnaround. */
const MAX_DAYS = 3660;

const FIRST = '2000-01-01';
/** Working days after FIRST up to and with the nth day after it; grows as it is asked. A round asks for thousands of spans of years. */
const passed: number[] = [0];

function passedUpTo(day: number): number {
  for (let next = passed.length; next <= day; next += 1) passed.push((passed[next - 1] ?? 0) + (isWorkingDay(addDays(FIRST, next)) ? 1 : 0));
  return passed[day] ?? 0;
}

/** Working days after `from` up to and with `to`: 0 on the same day, and where `to` is earlier. */
export function workingDaysBetween(from: string, to: string): number {
  const start = daysBetween(FIRST, from);
  const span = Math.min(daysBetween(from, to), MAX_DAYS);
  if (span <= 0) return 0;
  if (start >= 0) return passedUpTo(start + span) - passedUpTo(start);
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
