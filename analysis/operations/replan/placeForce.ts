/**
 * Days and units for operations that need one: the day and force that push the fewest standing tasks aside,
 * then the fewest kilometres and the evenest load. What is pushed aside is placed again afterwards. Pure.
 */
import type { Calendar } from '../calendar.ts';
import { distanceTo, loadGroups, placesOf, UNEVEN } from '../costs.ts';
import { mayDo } from '../eligibility.ts';
import type { Demand, PlacedTask, PlanUnit, Problem } from '../types.ts';

/** A standing task of the week may be pushed aside to keep a unit's weekly shifts; no more than so many. */
const ASIDE = 2;

export interface Force {
  unitIds: string[];
  day: number;
  /** Standing tasks that give way. */
  aside: PlacedTask[];
}

interface Joining {
  unit: PlanUnit;
  aside: PlacedTask[];
  cost: number;
}

/**
 * @param calendar with all that stands
 * @param movable tasks in the calendar that may be pushed aside
 * @param old where the operation stood, so that what can stay of its force does
 * @param change price of a task that is pushed aside, in kilometres
 * @returns undefined where no day has the force
 */
export function placeForce(problem: Problem, calendar: Calendar, movable: ReadonlySet<PlacedTask>, demand: Demand, old: Pick<PlacedTask, 'unitIds' | 'day'> | undefined, change: number): Force | undefined {
  const distance = distanceTo(placesOf(problem));
  const shift = demand.shifts[0] ?? 'day';
  const shifts = problem.rules.shiftCost[shift];
  const weights = new Map(loadGroups(problem).flatMap(({ members }) => members.map(({ unit, weight }) => [unit.id, weight] as const)));
  const load = calendar.totalLoad();
  const highest = new Map<string, number>();
  for (const unit of problem.units) {
    const key = `${unit.level} ${unit.region ?? ''}`;
    highest.set(key, Math.max(highest.get(key) ?? 0, (load.get(unit.id) ?? 0) * (weights.get(unit.id) ?? 1)));
  }
  const join = (unit: PlanUnit, day: number): Joining | undefined => {
    const aside: PlacedTask[] = [];
    const push = (task: PlacedTask): void => {
      calendar.remove(task);
      aside.push(task);
    };
    const around = calendar.jobsAround(unit.id, day).filter((task) => movable.has(task) && !task.demand.joint);
    const sameDay = around.find((task) => task.day === day);
    if (sameDay !== undefined) push(sameDay);
    // a rest that a standing evening would take is given back by another shift of that evening's task
    const blocks = (): string[] => calendar.unitBlocks(unit, day, shift).filter((code) => !(code === 'REST' && around.some((task) => task.day === day - 1)));
    for (const task of around.filter((each) => each !== sameDay)) {
      if (!blocks().includes('WEEK_CAP') || aside.length > ASIDE) break;
      push(task);
    }
    const possible = blocks().length === 0;
    for (const task of aside) calendar.add(task);
    if (!possible) return undefined;
    const weight = weights.get(unit.id) ?? 1;
    const above = Math.max(0, weight * ((load.get(unit.id) ?? 0) + shifts) - (highest.get(`${unit.level} ${unit.region ?? ''}`) ?? 0));
    return { unit, aside, cost: distance(unit, demand) + change * aside.length + UNEVEN * above + (old === undefined || old.unitIds.includes(unit.id) ? 0 : change / 2) };
  };
  let best: (Force & { cost: number }) | undefined;
  const last = Math.min(demand.to, demand.freshUntil ?? demand.to);
  for (let day = demand.from; day <= last; day++) {
    if (calendar.dayBlocks(demand, day).length > 0) continue;
    const force: Joining[] = [];
    for (const { levels, count } of demand.crew) {
      const free = problem.units.filter((unit) => mayDo(unit, demand, levels) && !force.some((each) => each.unit === unit)).flatMap((unit) => join(unit, day) ?? []).sort((a, b) => a.cost - b.cost);
      force.push(...free.slice(0, count));
      if (free.length < count) break;
    }
    if (force.length < demand.crew.reduce((sum, { count }) => sum + count, 0)) continue;
    const cost = force.reduce((sum, each) => sum + each.cost, 0) + (old !== undefined && old.day !== day ? change : 0);
    if (best === undefined || cost < best.cost) best = { unitIds: force.map(({ unit }) => unit.id), day, aside: [...new Set(force.flatMap(({ aside }) => aside))], cost };
  }
  return best;
}
