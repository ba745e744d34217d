/**
 * Calendar dates as whole numbers of days, so that no time zone can move one. Pure.
 */
const DAY_MS = 86_400_000;
const DATE = /^\d{4}-\d{2}-\d{2}$/;

/**
 * Days since 1970-01-01 of a date written YYYY-MM-DD.
 * @throws RangeError for anything else, or a day that the month does not have
 */
export function dayOf(date: string): number {
  // Date.UTC would take the year 18 for 1918
  const time = DATE.test(date) ? Date.parse(`${date}T00:00:00.000Z`) : Number.NaN;
  if (!Number.isFinite(time) || dateOf(time / DAY_MS) !== date) throw new RangeError(`"${date}" is no calendar date; YYYY-MM-DD was expected`);
  return time / DAY_MS;
}

/** The date of a day, YYYY-MM-DD. */
export const dateOf = (day: number): string => new Date(day * DAY_MS).toISOString().slice(0, 10);

/** Number of the week that a day belongs to, weeks starting on Monday; equal for days of one ISO week. */
export const calendarWeek = (day: number): number => Math.floor((day + 3) / 7);
