/**
 * Wall-clock time of a named zone and instants. A bottle filled at 23:30 keeps its local date
 * whatever zone the reader is in. Pure; offsets come from the browser's own zone data, so the
 * summer time that China kept from 1986 to 1991 is right too.
 */
import { formatInstant } from './format.ts';

const WALL = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})$/;

/** Milliseconds that a zone's wall clock is ahead of UTC at an instant, to the minute. */
function offsetAt(milliseconds: number, timeZone: string): number {
  const wall = formatInstant(new Date(milliseconds).toISOString(), timeZone).replace(' ', 'T');
  return Date.parse(`${wall}:00.000Z`) - Math.floor(milliseconds / 60_000) * 60_000;
}

/**
 * The instant at which a zone's wall clock shows a time.
 * @param wall as a datetime-local field gives it, `2018-06-14T23:30`
 * @returns `2018-06-14T15:30:00.000Z`; null where the text is no time
 */
export function instantOfWall(wall: string, timeZone: string): string | null {
  const match = WALL.exec(wall);
  if (match === null) return null;
  const asUtc = Date.parse(`${wall}:00.000Z`);
  if (Number.isNaN(asUtc)) return null;
  // The offset is asked twice: the first guess may lie on the other side of a change of clocks.
  const guess = asUtc - offsetAt(asUtc, timeZone);
  return new Date(asUtc - offsetAt(guess, timeZone)).toISOString();
}

/** What a datetime-local field shows for an instant in a zone. */
export function wallOfInstant(instant: string, timeZone: string): string {
  return formatInstant(instant, timeZone).replace(' ', 'T');
}
