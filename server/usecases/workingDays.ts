/**
 * Working days in China: weekends, public holidays, and the weekends that are worked for them.
 * Years that the calendar does not know count Monday to Friday. Pure: dates in, numbers out.
 */
import chineseDays from 'chinese-days';
import { addDays, daysBetween } from '../../sampling-plans/calendar.ts';

const known = new Map<string, boolean>();

/** @param date local date, YYYY-MM-DD */
export function isWorkingDay(date: string): boolean {
  const before = known.get(date);
  if (before !== undefined) return before;
  // noon by the clock of the process: a bare date would be midnight UTC, and the day before in the west
  const works = chineseDays.isWorkday(`${date}T12:00:00`);
  known.set(date, works);
  return works;
}

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
