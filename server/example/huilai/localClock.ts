import { instantAt } from '../../../sampling-plans/calendar.ts';

/**
 * Instants of local times on days without a clock change (there has been none in China since 1991).
 * Remembers each day's midnight: a round has thousands of times on a few days.
 * @returns function of a local date and minutes after midnight
 */
export function localClock(timeZone: string): (date: string, minutes: number) => string {
  const midnights = new Map<string, number>();
  return (date, minutes) => {
    let midnight = midnights.get(date);
    if (midnight === undefined) midnights.set(date, (midnight = Date.parse(instantAt(date, '00:00', timeZone))));
    return new Date(midnight + minutes * 60_000).toISOString();
  };
}
