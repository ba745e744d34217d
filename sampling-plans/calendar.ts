/**
 * Local calendar dates, periods and sampling days. A local date is text (YYYY-MM-DD) and is
 * never derived from an instant without a named time zone.
 * Pure: no clock; holidays are an argument.
 */

const DAY_MS = 86_400_000;
const LOCAL_DATE = /^(\d{4})-(\d{2})-(\d{2})$/;

/** A span that one round of a plan covers; both ends belong to it. */
export interface Period {
  code: string;
  period: 'quarter' | 'month' | 'year';
  startsOn: string;
  endsOn: string;
}

/** Which days are worked: weekends, holidays and make-up working days are the caller's knowledge. */
export interface Calendar {
  isWorkingDay(date: string): boolean;
}

const toDays = (date: string): number => {
  const parts = LOCAL_DATE.exec(date);
  // Date.UTC would take the year 18 for 1918
  const days = parts === null ? NaN : Date.parse(`${parts[0]}T00:00:00.000Z`) / DAY_MS;
  if (!Number.isFinite(days) || fromDays(days) !== date) throw new RangeError(`"${date}" is no calendar date; expected YYYY-MM-DD, as in 2018-01-31`);
  return days;
};

const fromDays = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);

/** @throws RangeError when `date` is no calendar date */
export const addDays = (date: string, days: number): string => fromDays(toDays(date) + days);

/** Whole days from `from` to `to`; negative when `to` is earlier. */
export const daysBetween = (from: string, to: string): number => toDays(to) - toDays(from);

/** 1 = Monday … 7 = Sunday. */
export const isoWeekday = (date: string): number => ((toDays(date) + 3) % 7 + 7) % 7 + 1;

/** Monday to Friday; knows no holidays. */
export const weekdaysOnly: Calendar = { isWorkingDay: (date) => isoWeekday(date) <= 5 };

/**
 * The period that a round code names: `2018-Q1`, `2018-03` or `2018`.
 * @throws RangeError naming the code and the forms that are read
 */
export function periodOf(code: string): Period {
  const parts = /^(\d{4})(?:-(?:Q([1-4])|(0[1-9]|1[0-2])))?$/.exec(code);
  if (parts === null) throw new RangeError(`round "${code}" names no period; expected a quarter (2018-Q1), a month (2018-03) or a year (2018)`);
  const [, year = '', quarter, month] = parts;
  const first = quarter !== undefined ? Number(quarter) * 3 - 2 : month !== undefined ? Number(month) : 1;
  const months = quarter !== undefined ? 3 : month !== undefined ? 1 : 12;
  const startsOn = `${year}-${String(first).padStart(2, '0')}-01`;
  const endsOn = fromDays(Date.UTC(Number(year), first - 1 + months, 1) / DAY_MS - 1);
  return { code, period: quarter !== undefined ? 'quarter' : month !== undefined ? 'month' : 'year', startsOn, endsOn };
}

/**
 * The days on which a round is sampled: working days from the first Monday on or after the 8th of
 * the period's first month, so that results are there while most of the period can still be used.
 * @param count days wanted, >= 1
 * @throws RangeError when the period holds fewer working days from there on
 */
export function samplingDays(period: Period, count: number, calendar: Calendar = weekdaysOnly): string[] {
  const eighth = addDays(period.startsOn, 7);
  let day = addDays(eighth, (8 - isoWeekday(eighth)) % 7);
  const days: string[] = [];
  for (; days.length < count && day <= period.endsOn; day = addDays(day, 1)) {
    if (calendar.isWorkingDay(day)) days.push(day);
  }
  if (days.length < count) throw new RangeError(`${period.code} holds ${String(days.length)} working days from its first sampling Monday; ${String(count)} were expected`);
  return days;
}

const formats = new Map<string, Intl.DateTimeFormat>();

function wallClock(epochMs: number, timeZone: string): number {
  let format = formats.get(timeZone);
  if (format === undefined) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', second: '2-digit' });
    formats.set(timeZone, format);
  }
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(epochMs)) if (type !== 'literal') part[type] = Number(value);
  return Date.UTC(part['year'] ?? NaN, (part['month'] ?? NaN) - 1, part['day'] ?? NaN, part['hour'] ?? NaN, part['minute'] ?? NaN, part['second'] ?? NaN);
}

/** Whether this machine knows the zone: a round may have been made on another one. */
export function isKnownZone(timeZone: string): boolean {
  try {
    wallClock(0, timeZone);
    return true;
  } catch {
    return false;
  }
}

/** The local date at an instant. @throws RangeError on an unknown time zone */
export const localDateAt = (epochMs: number, timeZone: string): string => new Date(wallClock(epochMs, timeZone)).toISOString().slice(0, 10);

/**
 * The instant of a local wall-clock time, with milliseconds and Z. In the gap of a clock change
 * the time after the gap is taken; Asia/Shanghai has had none since 1991.
 * @param time HH:MM
 */
export function instantAt(date: string, time: string, timeZone: string): string {
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) throw new RangeError(`time is "${time}"; expected HH:MM from 00:00 to 23:59`);
  const wall = toDays(date) * DAY_MS + (Number(time.slice(0, 2)) * 60 + Number(time.slice(3))) * 60_000;
  // twice, because the first guess may lie on the other side of a clock change
  let instant = wall - (wallClock(wall, timeZone) - wall);
  instant = wall - (wallClock(instant, timeZone) - instant);
  return new Date(instant).toISOString();
}

const WRITTEN = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})[ T](\d{1,2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s*(Z|[+-]\d{2}:?\d{2})?$/;

/**
 * An instant as people and instruments write it; without an offset it is the clock of the time zone.
 * @returns milliseconds since the epoch, or undefined where it is none
 */
export function readInstant(text: string, timeZone: string): number | undefined {
  const parts = WRITTEN.exec(text.trim());
  if (parts === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map((part: string | undefined) => Number(part ?? 0));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  if (!Number.isFinite(asUtc) || hour > 23 || minute > 59 || second > 59 || new Date(asUtc).getUTCDate() !== day) return undefined;
  const offset = parts[7];
  if (offset === 'Z') return asUtc;
  if (offset !== undefined) return asUtc - (offset.startsWith('-') ? -1 : 1) * (Number(offset.slice(1, 3)) * 60 + Number(offset.slice(-2))) * 60_000;
  const local = new Date(asUtc).toISOString();
  return Date.parse(instantAt(local.slice(0, 10), local.slice(11, 16), timeZone)) + second * 1000;
}
