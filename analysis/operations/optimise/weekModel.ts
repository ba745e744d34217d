/**
 * Days of a few weeks: which unit visits for which class on which day. Follows the master's counts at
 * a price for leaving them, keeps caps of schedule weeks and calendar weeks, and lets the seed draw
 * among slots that cost the same (perturb and take the best). Shifts follow (drawShifts). Pure.
 */
import type { Random } from '../../random.ts';
import { calendarWeek, dayOf } from '../days.ts';
import type { PlanUnit, Problem } from '../types.ts';
import type { DemandClass } from './demandClass.ts';
import { MilpBuilder, type Milp } from './milp.ts';

/** Price of a visit that the master gave to another unit or week. */
const DEVIATION = 8;
/** Prices of habits an observer could use: visits on adjacent days where the week's draw forbids them, and long gaps. */
const ADJACENT = 3;
const LONG_GAP = 5;
/** Share of town-weeks in which adjacent days are allowed, and days after which a gap is long. */
const ADJACENT_SHARE = 0.3;
const GAP_DAYS = 9;
/** Height of the noise that draws slots. */
const NOISE = 1;

export interface Need {
  of: DemandClass;
  /** Visits wanted in these weeks. */
  count: number;
  /** The master's visits by unit id; further units may step in at a price. */
  planned: ReadonlyMap<string, number>;
  /** What one visit that is not served in these weeks costs. */
  price: number;
}

export interface WeekState {
  /** Days that a unit is free in these weeks. */
  freeDays: (unitId: string) => readonly number[];
  /** Shifts that a unit still has in the calendar week (true) or schedule week (false) of a day. */
  shiftsLeft: (unitId: string, day: number, calendar: boolean) => number;
  /** Whether the town is visited on that day already by a task of this kind. */
  visited: (of: DemandClass, day: number) => boolean;
  /** Last day before these weeks on which the town was visited by this kind. */
  lastVisit: (of: DemandClass, before: number) => number | undefined;
  open: (day: number) => boolean;
  distance: (unit: PlanUnit, of: DemandClass) => number;
  /** Units that may step in beside the planned ones. */
  others: (of: DemandClass) => readonly PlanUnit[];
}

export interface Visit {
  of: DemandClass;
  unit: PlanUnit;
  day: number;
}

export interface WeekModel {
  model: Milp;
  read: (values: Float64Array) => Visit[];
}

type Terms = [number, number][];
const push = <K>(map: Map<K, Terms>, key: K, column: number, value: number): void => {
  const terms = map.get(key);
  if (terms === undefined) map.set(key, [[column, value]]);
  else terms.push([column, value]);
};

/** @param days of the weeks, ascending; @param random one stream per week */
export function buildWeek(problem: Problem, needs: readonly Need[], days: readonly number[], state: WeekState, random: Random): WeekModel {
  const builder = new MilpBuilder();
  const units = new Map(problem.units.map((unit) => [unit.id, unit]));
  const start = dayOf(problem.startsOn);
  const sameWeeks = (start + 3) % 7 === 0;
  const columns: (Visit & { column: number })[] = [];
  const unitDays = new Map<string, Terms>();
  const caps = new Map<string, { terms: Terms; left: number }>();
  const ofTown = new Map<string, { of: DemandClass; byDay: Map<number, Terms> }>();
  const cap = (key: string, left: number, column: number, shifts: number): void => {
    const known = caps.get(key);
    if (known === undefined) caps.set(key, { terms: [[column, shifts]], left });
    else known.terms.push([column, shifts]);
  };
  for (const need of needs) {
    const { of, count, planned, price } = need;
    const { like, lastDay } = of;
    // dearest of its shifts: whichever is drawn fits
    const shifts = Math.max(...like.shifts.map((shift) => problem.rules.shiftCost[shift]));
    const candidates = [...new Set([...[...planned.keys()].flatMap((id) => units.get(id) ?? []), ...state.others(of)])];
    const served: Terms = [];
    for (const unit of candidates) {
      const own: Terms = [];
      // what the master chose costs nothing more: it weighed kilometres against loads
      const km = planned.has(unit.id) ? 0 : state.distance(unit, of);
      for (const day of state.freeDays(unit.id)) {
        if (!days.includes(day) || day < like.from || day > lastDay || !state.open(day) || (like.oncePerDay && state.visited(of, day))) continue;
        if (state.shiftsLeft(unit.id, day, false) < shifts || state.shiftsLeft(unit.id, day, true) < shifts) continue;
        const column = builder.column(km + NOISE * random.uniform(), 0, 1, true);
        columns.push({ of, unit, day, column });
        own.push([column, 1]);
        served.push([column, 1]);
        push(unitDays, JSON.stringify([unit.id, day]), column, 1);
        cap(JSON.stringify([unit.id, 'week', Math.floor((day - start) / 7)]), state.shiftsLeft(unit.id, day, false), column, shifts);
        if (!sameWeeks) cap(JSON.stringify([unit.id, 'calendar', calendarWeek(day)]), state.shiftsLeft(unit.id, day, true), column, shifts);
        if (like.oncePerDay) {
          const key = JSON.stringify([like.kind, like.areaCode]);
          const town = ofTown.get(key) ?? { of, byDay: new Map<number, Terms>() };
          push(town.byDay, day, column, 1);
          ofTown.set(key, town);
        }
      }
      if (own.length > 0) builder.row(-Infinity, planned.get(unit.id) ?? 0, [...own, [builder.column(DEVIATION, 0, count, false), -1]]);
    }
    builder.row(count, count, [...served, [builder.column(price, 0, count, false), 1]]);
  }
  for (const terms of unitDays.values()) if (terms.length > 1) builder.row(-Infinity, 1, terms);
  for (const { terms, left } of caps.values()) builder.row(-Infinity, left, terms);
  for (const { of, byDay } of ofTown.values()) {
    const adjacent = random.uniform() < ADJACENT_SHARE;
    for (const terms of byDay.values()) builder.row(-Infinity, 1, terms);
    if (!adjacent) {
      for (const [day, terms] of byDay) {
        const before = state.visited(of, day - 1) ? 1 : 0;
        const tomorrow = byDay.get(day + 1) ?? [];
        if (tomorrow.length > 0 || before === 1) builder.row(-Infinity, 1 - before, [...terms, ...(before === 1 ? [] : tomorrow), [builder.column(ADJACENT, 0, 1, false), -1]]);
      }
    }
    const last = state.lastVisit(of, days[0] ?? start);
    const due = last === undefined ? undefined : last + GAP_DAYS;
    if (due !== undefined && due <= (days.at(-1) ?? start)) {
      const until = [...byDay].filter(([day]) => day <= due).flatMap(([, terms]) => terms);
      if (until.length > 0) builder.row(1, Infinity, [...until, [builder.column(LONG_GAP, 0, 1, false), 1]]);
    }
  }
  return { model: builder.build(), read: (values) => columns.flatMap(({ column, ...visit }) => ((values[column] ?? 0) > 0.5 ? [visit] : [])) };
}
