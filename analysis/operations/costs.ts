/**
 * What a schedule costs, said once for the master, the week models, the printed objective and the
 * checks: kilometres from home (one way, straight), weeks late, an uneven load, and what is not
 * served. A shortfall costs more than any journey can save. Pure.
 */
import type { TaskKind, Unit } from '../../models/schemas/operations.ts';
import { dayOf } from './days.ts';
import { kilometres } from './distance.ts';
import type { Demand, PlacedTask, PlanUnit, Point, Problem } from './types.ts';

/** Price of a task that is not served, in kilometres. */
const SHORTFALL: Readonly<Record<TaskKind, number>> = {
  encirclement: 20_000,
  'premises-check': 1500,
  'source-investigation': 1500,
  'area-check': 1000,
  're-sampling': 800,
  'prevention-outreach': 300,
  'service-visit': 300,
};
/** A random visit on top of the legal ones. */
const EXTRA_SHORTFALL = 60;
/** A check drawn by lot: what the law, the evidence and a grade ask for goes first where there is no room for all. */
const BLIND_SHORTFALL = 700;
/** Price of a week that a task is late; kinds with a window of their own are never late inside it. */
const LATENESS: Readonly<Record<TaskKind, number>> = {
  encirclement: 0,
  'premises-check': 1,
  'source-investigation': 2,
  'area-check': 0,
  're-sampling': 0,
  'prevention-outreach': 0,
  'service-visit': 0,
};
/** Price of a shift between the most and the least loaded unit of a level. */
export const UNEVEN = 15;
/** Distance of a unit or area that nobody placed on the map. */
const UNKNOWN_KM = 50;

export const shortfallOf = ({ kind, extra, blind }: Pick<Demand, 'kind' | 'extra' | 'blind'>): number => (extra ? EXTRA_SHORTFALL : blind ? BLIND_SHORTFALL : SHORTFALL[kind]);
export const latenessOf = ({ kind }: Pick<Demand, 'kind'>): number => LATENESS[kind];

/** Kilometres from a unit's home to the place of a task; a block of force has no place and costs none. */
export function distanceTo(places: ReadonlyMap<string, Point | null>): (unit: PlanUnit, demand: Pick<Demand, 'areaId'>) => number {
  const known = new Map<string, number>();
  return (unit, { areaId }) => {
    if (areaId === null || unit.areaId === areaId) return 0;
    const key = `${unit.id} ${areaId}`;
    const found = known.get(key);
    if (found !== undefined) return found;
    const place = places.get(areaId);
    const value = place && unit.at ? kilometres(place, unit.at) : UNKNOWN_KM;
    known.set(key, value);
    return value;
  };
}

export const placesOf = ({ areas }: Pick<Problem, 'areas'>): ReadonlyMap<string, Point | null> => new Map(areas.map(({ id, at }) => [id, at]));

/** Last day on which a demand may be placed. */
export const lastDayOf = ({ to, freshUntil }: Pick<Demand, 'to' | 'freshUntil'>): number => (freshUntil === null ? to : Math.min(to, freshUntil));

/** Days of a unit that are not taken by an absence, by 1-based week. */
export function openDays(problem: Problem): (unitId: string | null, week: number) => number[] {
  const start = dayOf(problem.startsOn);
  const off = new Map<string | null, Set<number>>();
  for (const { unitId, startsOn, endsOn } of problem.absences) {
    const days = off.get(unitId) ?? new Set<number>();
    const last = Math.min(dayOf(endsOn), start + 7 * problem.weeks - 1);
    for (let day = Math.max(dayOf(startsOn), start); day <= last; day++) days.add(day);
    off.set(unitId, days);
  }
  const known = new Map<string, number[]>();
  const daysOf = (unitId: string | null, week: number): number[] => Array.from({ length: 7 }, (_, i) => start + 7 * (week - 1) + i).filter((day) => off.get(null)?.has(day) !== true && (unitId === null || off.get(unitId)?.has(day) !== true));
  return (unitId, week) => {
    const key = `${week} ${unitId ?? ''}`;
    const found = known.get(key) ?? daysOf(unitId, week);
    known.set(key, found);
    return found;
  };
}

export interface LoadGroup {
  region: string | null;
  level: Unit['level'];
  /** Units with any capacity, and what one shift of each weighs: 1 where all can do the same. */
  members: { unit: PlanUnit; weight: number }[];
}

/** Units whose loads are compared: of one level and county, a shift weighing more for a unit that can do fewer. */
export function loadGroups(problem: Problem): LoadGroup[] {
  const open = openDays(problem);
  const capacity = (unit: PlanUnit): number => Array.from({ length: problem.weeks }, (_, i) => Math.min(unit.shiftsPerWeek, open(unit.id, i + 1).length)).reduce((sum, each) => sum + each, 0);
  const groups = new Map<string, { unit: PlanUnit; capacity: number }[]>();
  for (const unit of problem.units) {
    const own = capacity(unit);
    if (own === 0) continue;
    const key = JSON.stringify([unit.region ?? null, unit.level]);
    groups.set(key, [...(groups.get(key) ?? []), { unit, capacity: own }]);
  }
  return [...groups.values()].flatMap((members): LoadGroup[] => {
    const [first] = members;
    if (first === undefined || members.length < 2) return [];
    const most = Math.max(...members.map((each) => each.capacity));
    return [{ region: first.unit.region ?? null, level: first.unit.level, members: members.map(({ unit, capacity: own }) => ({ unit, weight: most / own })) }];
  });
}

export interface Cost {
  kilometres: number;
  lateness: number;
  /** Shifts between the most and the least loaded, summed over levels. */
  uneven: number;
  shortfall: number;
  /** The sum, each at its price. */
  total: number;
}

/** @param unserved demands without a place */
export function costOf(problem: Problem, placed: readonly PlacedTask[], unserved: readonly Demand[]): Cost {
  const distance = distanceTo(placesOf(problem));
  const units = new Map(problem.units.map((unit) => [unit.id, unit]));
  const start = dayOf(problem.startsOn);
  const weekOf = (day: number): number => 1 + Math.floor((day - start) / 7);
  const load = new Map<string, number>();
  let km = 0;
  let late = 0;
  for (const { demand, unitIds, day, shift } of placed) {
    late += latenessOf(demand) * Math.max(0, weekOf(day) - demand.due);
    for (const id of unitIds) {
      const unit = units.get(id);
      if (unit === undefined) throw new RangeError(`a task names unit "${id}"; a unit of the problem was expected`);
      km += distance(unit, demand);
      load.set(id, (load.get(id) ?? 0) + problem.rules.shiftCost[shift]);
    }
  }
  let short = 0;
  for (const demand of unserved) {
    short += shortfallOf(demand);
    late += latenessOf(demand) * Math.max(0, weekOf(lastDayOf(demand)) - demand.due + 1);
  }
  const uneven = loadGroups(problem).reduce((sum, { members }) => {
    const loads = members.map(({ unit, weight }) => weight * (load.get(unit.id) ?? 0));
    return sum + Math.max(...loads) - Math.min(...loads);
  }, 0);
  return { kilometres: km, lateness: late, uneven, shortfall: short, total: km + late + UNEVEN * uneven + short };
}
