/**
 * A schedule as one programme of days, built apart from the layers: every demand on every day by every
 * unit, every rule and every price said once more. Shifts are left out: none costs more than another, and
 * with mornings alone nobody works early after an evening. Only for tiny counties.
 */
import { MilpBuilder, type Milp } from '../../../analysis/operations/optimise/milp.ts';
import type { Demand, Problem } from '../../../analysis/operations/types.ts';

const DAY = 86_400_000;
const dayNumber = (date: string): number => Date.parse(`${date}T00:00:00Z`) / DAY;
const PRICE: Readonly<Record<string, number>> = { encirclement: 20_000, 'premises-check': 1500, 'source-investigation': 1500, 'area-check': 1000, 're-sampling': 800, 'prevention-outreach': 300, 'service-visit': 300 };
const LATE: Readonly<Record<string, number>> = { 'premises-check': 1, 'source-investigation': 2 };

function km(problem: Problem, unit: Problem['units'][number], areaId: string | null): number {
  const to = problem.areas.find(({ id }) => id === areaId)?.at;
  if (areaId === null || unit.areaId === areaId) return 0;
  if (to === undefined || to === null || unit.at === null) return 50;
  const rad = Math.PI / 180;
  const a = Math.sin(((to.latitude - unit.at.latitude) * rad) / 2) ** 2 + Math.cos(to.latitude * rad) * Math.cos(unit.at.latitude * rad) * Math.sin(((to.longitude - unit.at.longitude) * rad) / 2) ** 2;
  return 2 * 6371 * Math.asin(Math.sqrt(a));
}

/** The schedule begins on a Monday, so that its weeks are calendar weeks; one county. */
export function monolith(problem: Problem, demands: readonly Demand[]): Milp {
  const build = new MilpBuilder();
  const start = dayNumber(problem.startsOn);
  const weekOf = (day: number): number => 1 + Math.floor((day - start) / 7);
  const away = (unitId: string, day: number): boolean => problem.absences.some((one) => (one.unitId === null || one.unitId === unitId) && day >= dayNumber(one.startsOn) && day <= dayNumber(one.endsOn));
  const rows = new Map<string, { most: number; terms: [number, number][] }>();
  const atMost = (key: string, most: number, column: number, value: number): void => {
    const row = rows.get(key) ?? { most, terms: [] };
    row.terms.push([column, value]);
    rows.set(key, row);
  };
  const loads = new Map<string, [number, number][]>(problem.units.map(({ id }) => [id, []]));
  const days = Array.from({ length: 7 * problem.weeks }, (_, i) => start + i);
  const forceDays: { day: number; column: number }[] = [];
  for (const demand of demands) {
    const last = Math.min(demand.to, demand.freshUntil ?? demand.to);
    const price = demand.extra ? 60 : demand.blind ? 700 : (PRICE[demand.kind] ?? Number.NaN);
    const late = (week: number): number => (LATE[demand.kind] ?? 0) * Math.max(0, week - demand.due);
    const served: [number, number][] = [[build.column(price + late(weekOf(last) + 1), 0, 1, true), 1]];
    const shifts = problem.rules.shiftCost[demand.shifts.includes('day') ? 'day' : 'morning'];
    for (const day of days.filter((each) => each >= demand.from && each <= last)) {
      const join = demand.joint ? build.column(0, 0, 1, true) : undefined;
      if (join !== undefined) {
        served.push([join, 1]);
        forceDays.push({ day, column: join });
      }
      for (const { levels, count } of demand.crew) {
        const crew: [number, number][] = join === undefined ? [] : [[join, -count]];
        for (const unit of problem.units.filter((each) => levels.includes(each.level) && !away(each.id, day))) {
          const column = build.column(km(problem, unit, demand.areaId) + (join === undefined ? late(weekOf(day)) : 0), 0, 1, true);
          if (join === undefined) served.push([column, 1]);
          else crew.push([column, 1]);
          atMost(`${unit.id} on ${day}`, 1, column, 1);
          atMost(`${unit.id} in week ${weekOf(day)}`, unit.shiftsPerWeek, column, shifts);
          loads.get(unit.id)?.push([column, shifts]);
          if (demand.oncePerDay) atMost(`${demand.kind} ${demand.areaCode} ${day}`, 1, column, 1);
        }
        if (join !== undefined) build.row(0, 0, crew.length > 1 ? crew : [[join, 1]]);
      }
    }
    build.row(1, 1, served);
  }
  const gap = Math.max(0, ...demands.map(({ gapDays }) => gapDays));
  for (const day of days) if (gap > 0 && forceDays.length > 0) build.row(-Infinity, 1, forceDays.filter((each) => each.day >= day && each.day < day + gap).map(({ column }) => [column, 1]));
  for (const { most, terms } of rows.values()) build.row(-Infinity, most, terms);
  for (const level of ['town', 'county', 'city']) {
    const capacity = (unit: Problem['units'][number]): number => Array.from({ length: problem.weeks }, (_, w) => Math.min(unit.shiftsPerWeek, days.filter((day) => weekOf(day) === w + 1 && !away(unit.id, day)).length)).reduce((sum, each) => sum + each, 0);
    const group = problem.units.filter((unit) => unit.level === level && capacity(unit) > 0);
    if (group.length < 2) continue;
    const [most, least] = [build.column(15, 0, Infinity, false), build.column(-15, 0, Infinity, false)];
    const largest = Math.max(...group.map(capacity));
    for (const unit of group) {
      const own = (loads.get(unit.id) ?? []).map(([column, value]): [number, number] => [column, (value * largest) / capacity(unit)]);
      build.row(-Infinity, 0, [...own, [most, -1]]);
      build.row(0, Infinity, [...own, [least, -1]]);
    }
  }
  return build.build();
}
