/**
 * Demands that cost the same wherever they are put, counted together: premises visits of all points
 * of a town, the area checks of a town and week. Kilometres, lateness and shortfall depend only on
 * counts per class, unit and week, which is why the master needs no days. Pure.
 */
import { dayOf } from '../days.ts';
import { lastDayOf, latenessOf, shortfallOf } from '../costs.ts';
import type { Demand, Problem } from '../types.ts';

export interface DemandClass {
  /** First of the members: all that matters to units, days and costs is the same in each. */
  like: Demand;
  /** By due week, then as they came. */
  members: Demand[];
  /** Weeks that its days touch. */
  firstWeek: number;
  lastWeek: number;
  lastDay: number;
  /** Prices of what is not served, cheapest first, with how many have each. */
  shortfalls: { price: number; count: number }[];
  lateness: number;
}

/** A task of a unit whose day counts once: everything but joint force. */
export function demandClasses(problem: Pick<Problem, 'startsOn'>, demands: readonly Demand[]): DemandClass[] {
  const start = dayOf(problem.startsOn);
  const weekOf = (day: number): number => 1 + Math.floor((day - start) / 7);
  const classes = new Map<string, Demand[]>();
  for (const demand of demands) {
    const { kind, areaId, areaCode, region, from, shifts, crew, oncePerDay } = demand;
    const key = JSON.stringify([kind, areaId, areaCode, region, from, lastDayOf(demand), shifts, crew, oncePerDay, demand.gapDays]);
    const known = classes.get(key);
    if (known === undefined) classes.set(key, [demand]);
    else known.push(demand);
  }
  return [...classes.values()].flatMap((found): DemandClass[] => {
    const [like] = found;
    if (like === undefined) return [];
    const counts = new Map<number, number>();
    for (const demand of found) counts.set(shortfallOf(demand), (counts.get(shortfallOf(demand)) ?? 0) + 1);
    return [
      {
        like,
        members: [...found].sort((a, b) => a.due - b.due),
        firstWeek: weekOf(like.from),
        lastWeek: weekOf(lastDayOf(like)),
        lastDay: lastDayOf(like),
        shortfalls: [...counts].map(([price, count]) => ({ price, count })).sort((a, b) => a.price - b.price),
        lateness: latenessOf(like),
      },
    ];
  });
}
