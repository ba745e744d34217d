/** Days of a plan, as local dates. */
import type { ScheduleView } from '../../../../models/schemas/answers/schedules.ts';

const DAY_MS = 86_400_000;

export const dateAfter = (date: string, days: number): string => new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

/** First day that is planned again where nobody said one: today within the plan, else its second week. */
export function replanDay({ startsOn, weeks, replannedFrom }: Pick<ScheduleView, 'startsOn' | 'weeks' | 'replannedFrom'>): string {
  const last = dateAfter(startsOn, 7 * weeks - 1);
  const today = new Date().toISOString().slice(0, 10);
  const day = today > startsOn && today <= last ? today : weeks > 1 ? dateAfter(startsOn, 7) : startsOn;
  return replannedFrom !== null && day < replannedFrom ? replannedFrom : day;
}
