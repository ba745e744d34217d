/**
 * The master: how many visits of each class each unit makes in each week, and on which days joint
 * force goes out. It knows no days and shifts of single units, so it is a relaxation: no schedule
 * costs less than its proven bound. Every rule here is one that a schedule must keep too. Pure.
 */
import { Random } from '../../random.ts';
import { distanceTo, openDays, placesOf, UNEVEN, type LoadGroup } from '../costs.ts';
import { mayDo } from '../eligibility.ts';
import type { PlanUnit, Problem } from '../types.ts';
import type { DemandClass } from './demandClass.ts';
import { MilpBuilder, type Milp } from './milp.ts';

/** Noise on operation days and on weeks that cost the same, so that the seed draws them; taken off the bound again. */
const NOISE = 5e-3;

export interface Master {
  model: Milp;
  /** How far the noise can lift the optimum. */
  slack: number;
  read: (values: Float64Array) => MasterPlan;
}

export interface MasterPlan {
  /** Visits by class, unit id and week. */
  visits: { of: DemandClass; unit: PlanUnit; week: number; count: number }[];
  /** Days of joint force, and how many each unit joins in each week, by crew of the rule. */
  operations: { of: DemandClass; day: number }[];
  joining: { of: DemandClass; crew: number; unit: PlanUnit; week: number; count: number }[];
}

type Terms = [number, number][];

class Rows {
  private readonly byKey = new Map<string, Terms>();
  add(key: string, column: number, value: number): void {
    const terms = this.byKey.get(key);
    if (terms === undefined) this.byKey.set(key, [[column, value]]);
    else terms.push([column, value]);
  }
  *entries(): IterableIterator<[string, Terms]> {
    yield* this.byKey.entries();
  }
}

/**
 * @param classes of one county, joint ones among them
 * @param groups units whose loads are held together
 * @param before shifts that units have already: by id, and by id and week
 * @param held days of joint force that stand already: others keep their distance
 */
export function buildMaster(problem: Problem, classes: readonly DemandClass[], seed: number, groups: readonly LoadGroup[], before: ReadonlyMap<string, number> = new Map(), held: readonly number[] = []): Master {
  const builder = new MilpBuilder();
  const random = new Random(seed, 11);
  const distance = distanceTo(placesOf(problem));
  const open = openDays(problem);
  const shiftCost = problem.rules.shiftCost;
  const capacity = new Rows();
  const days = new Rows();
  const areaDays = new Rows();
  const load = new Map<string, Terms>();
  const unitById = new Map(problem.units.map((unit) => [unit.id, unit]));
  const addLoad = (unit: PlanUnit, column: number, value: number): void => {
    const terms = load.get(unit.id);
    if (terms === undefined) load.set(unit.id, [[column, value]]);
    else terms.push([column, value]);
  };
  const visits: { of: DemandClass; unit: PlanUnit; week: number; column: number }[] = [];
  const operations: { of: DemandClass; day: number; column: number }[] = [];
  const joining: { of: DemandClass; crew: number; unit: PlanUnit; week: number; column: number }[] = [];
  const gaps = new Map<number, { day: number; column: number }[]>();
  const take = (unit: PlanUnit, week: number, column: number, shifts: number): void => {
    capacity.add(JSON.stringify([unit.id, week]), column, shifts);
    days.add(JSON.stringify([unit.id, week]), column, 1);
    addLoad(unit, column, shifts);
  };

  classes.forEach((each) => {
    const { like, members, firstWeek, lastWeek, lastDay } = each;
    const served: Terms = [];
    const servedBy = new Map<number, Terms>();
    // the cheapest of its shifts: what the weeks choose costs no less
    const cheapest = Math.min(...like.shifts.map((shift) => shiftCost[shift]));
    for (let week = firstWeek; week <= lastWeek; week++) {
      const inWindow = (day: number): boolean => day >= like.from && day <= lastDay;
      const anyone = open(null, week).filter(inWindow);
      if (like.joint) {
        const free = anyone.filter((day) => !held.some((other) => Math.abs(other - day) < like.gapDays));
        const ofWeek: { day: number; column: number }[] = free.map((day) => ({ day, column: builder.column(NOISE * random.uniform(), 0, like.gapDays > 0 ? 1 : members.length, true) }));
        for (const { day, column } of ofWeek) {
          served.push([column, 1]);
          operations.push({ of: each, day, column });
          if (like.gapDays > 0) gaps.set(like.gapDays, [...(gaps.get(like.gapDays) ?? []), { day, column }]);
        }
        const joined = new Rows();
        like.crew.forEach(({ levels, count }, crew) => {
          const force: Terms = ofWeek.map(({ column }) => [column, -count]);
          for (const unit of problem.units) {
            if (!mayDo(unit, like, levels)) continue;
            const there = new Set(open(unit.id, week));
            const possible = ofWeek.filter(({ day }) => there.has(day));
            if (possible.length === 0) continue;
            const column = builder.column(distance(unit, like), 0, Math.min(members.length, possible.length), true);
            joining.push({ of: each, crew, unit, week, column });
            force.push([column, 1]);
            take(unit, week, column, cheapest);
            joined.add(unit.id, column, 1);
          }
          builder.row(0, 0, force);
        });
        for (const [unitId, terms] of joined.entries()) {
          const there = new Set(open(unitId, week));
          builder.row(-Infinity, 0, [...terms, ...ofWeek.filter(({ day }) => there.has(day)).map(({ column }): [number, number] => [column, -1])]);
        }
        continue;
      }
      // where a week costs nothing the seed draws it
      const noise = each.lateness === 0 && lastWeek > firstWeek ? NOISE * random.uniform() : 0;
      const ofWeek: Terms = [];
      for (const unit of problem.units) {
        if (!mayDo(unit, like) || unit.shiftsPerWeek < cheapest) continue;
        const possible = open(unit.id, week).filter(inWindow).length;
        if (possible === 0) continue;
        const column = builder.column(distance(unit, like) + noise, 0, Math.min(members.length, possible), true);
        visits.push({ of: each, unit, week, column });
        ofWeek.push([column, 1]);
        take(unit, week, column, cheapest);
        if (like.oncePerDay) areaDays.add(JSON.stringify([like.kind, like.areaCode, week, anyone.length]), column, 1);
      }
      served.push(...ofWeek);
      servedBy.set(week, ofWeek);
    }
    const missing = each.shortfalls.map(({ price, count }): [number, number] => [builder.column(price, 0, count, false), 1]);
    builder.row(members.length, members.length, [...served, ...missing]);
    if (each.lateness > 0) {
      const doneSoFar: Terms = [];
      for (let week = firstWeek; week <= lastWeek; week++) {
        doneSoFar.push(...(servedBy.get(week) ?? []));
        const due = members.filter((demand) => demand.due <= week).length;
        if (due > 0) builder.row(due, Infinity, [[builder.column(each.lateness, 0, due, false), 1], ...doneSoFar]);
      }
    }
  });

  for (const [key, terms] of capacity.entries()) {
    const [id, week] = JSON.parse(key) as [string, number];
    builder.row(-Infinity, (unitById.get(id)?.shiftsPerWeek ?? 0) - (before.get(`${id} ${week}`) ?? 0), terms);
  }
  for (const [key, terms] of days.entries()) {
    const [id, week] = JSON.parse(key) as [string, number];
    builder.row(-Infinity, open(id, week).length, terms);
  }
  for (const [key, terms] of areaDays.entries()) builder.row(-Infinity, (JSON.parse(key) as [string, string, number, number])[3], terms);
  for (const [gap, columns] of gaps) {
    const last = Math.max(...columns.map(({ day }) => day));
    for (let from = Math.min(...columns.map(({ day }) => day)); from <= last; from++) {
      builder.row(-Infinity, 1, columns.filter(({ day }) => day >= from && day < from + gap).map(({ column }): [number, number] => [column, 1]));
    }
  }
  for (const { members } of groups) {
    const whole = members.every(({ weight }) => weight === 1);
    const most = builder.column(UNEVEN, 0, Infinity, whole);
    const least = builder.column(-UNEVEN, 0, Infinity, whole);
    for (const { unit, weight } of members) {
      const terms = (load.get(unit.id) ?? []).map(([column, value]): [number, number] => [column, weight * value]);
      const already = weight * (before.get(unit.id) ?? 0);
      builder.row(-Infinity, -already, [...terms, [most, -1]]);
      builder.row(-already, Infinity, [...terms, [least, -1]]);
    }
  }
  const counted = <T extends { column: number }>(items: readonly T[], values: Float64Array): (Omit<T, 'column'> & { count: number })[] =>
    items.flatMap(({ column, ...rest }) => {
      const count = Math.round(values[column] ?? 0);
      return count > 0 ? [{ ...rest, count }] : [];
    });
  return {
    model: builder.build(),
    slack: NOISE * classes.filter(({ like, lateness, firstWeek, lastWeek }) => like.joint || (lateness === 0 && lastWeek > firstWeek)).reduce((sum, { members }) => sum + members.length, 0),
    read: (values) => ({
      visits: counted(visits, values),
      operations: counted(operations, values).flatMap(({ of, day, count }) => Array.from({ length: count }, () => ({ of, day }))),
      joining: counted(joining, values),
    }),
  };
}
