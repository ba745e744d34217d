/**
 * The rest of a schedule as one programme in which whatever stands is cheapest to leave: a task on its
 * old day with its old unit costs its kilometres, anywhere else CHANGE more. Loads, caps and one task per
 * unit and day as in the planner's own models; joint force stands already (placeForce). Days only; shifts
 * follow. Pure.
 */
import { calendarWeek, dayOf } from '../days.ts';
import { distanceTo, loadGroups, openDays, placesOf, shortfallOf, UNEVEN } from '../costs.ts';
import { mayDo } from '../eligibility.ts';
import { MilpBuilder, type Milp } from '../optimise/milp.ts';
import type { DemandClass } from '../optimise/demandClass.ts';
import type { PlacedTask, PlanUnit, Problem } from '../types.ts';

/** What a changed task must save, in kilometres: calm is worth a drive through the county. */
export const CHANGE = 5;
/** Units that are tried beside the one that stands. */
const NEAREST = 4;

type Terms = [number, number][];

export interface KeepSlot {
  of: DemandClass;
  unit: PlanUnit;
  day: number;
}

export interface KeepModel {
  model: Milp;
  read: (values: Float64Array) => KeepSlot[];
}

export interface Movable {
  of: DemandClass;
  /** Where its tasks stand, of those that may stay. */
  slots: { unitIds: readonly string[]; day: number }[];
  /** Members that have no such task. */
  missing: number;
}

/**
 * @param fixed tasks that stand whatever happens
 * @param movable everything else, by class
 * @param from first day that may be used
 */
export function buildKeepModel(problem: Problem, movable: readonly Movable[], fixed: readonly PlacedTask[], from: number): KeepModel {
  const builder = new MilpBuilder();
  const start = dayOf(problem.startsOn);
  const distance = distanceTo(placesOf(problem));
  const open = openDays(problem);
  const shiftCost = problem.rules.shiftCost;
  const weekOf = (day: number): number => 1 + Math.floor((day - start) / 7);
  const taken = new Set(fixed.flatMap(({ unitIds, day }) => unitIds.map((id) => `${id} ${day}`)));
  const visited = new Set(fixed.filter(({ demand }) => demand.oncePerDay).map(({ demand, day }) => `${demand.kind} ${demand.areaCode} ${day}`));
  const used = new Map<string, number>();
  const bump = (key: string, by: number): void => void used.set(key, (used.get(key) ?? 0) + by);
  for (const { unitIds, day, shift } of fixed) for (const id of unitIds) for (const key of [id, `${id} p${weekOf(day)}`, `${id} c${calendarWeek(day)}`]) bump(key, shiftCost[shift]);
  const rows = { unitDay: new Map<string, Terms>(), cap: new Map<string, Terms>(), areaDay: new Map<string, Terms>(), load: new Map<string, Terms>() };
  const push = (map: Map<string, Terms>, key: string, column: number, value: number): void => {
    const terms = map.get(key);
    if (terms === undefined) map.set(key, [[column, value]]);
    else terms.push([column, value]);
  };
  const isFree = (unit: PlanUnit, day: number): boolean => day >= from && weekOf(day) <= problem.weeks && open(unit.id, weekOf(day)).includes(day) && !taken.has(`${unit.id} ${day}`);
  const book = (unit: PlanUnit, day: number, column: number, shifts: number): void => {
    push(rows.unitDay, `${unit.id} ${day}`, column, 1);
    for (const key of [`${unit.id} p${weekOf(day)}`, `${unit.id} c${calendarWeek(day)}`]) push(rows.cap, key, column, shifts);
    push(rows.load, unit.id, column, shifts);
  };
  const visits: { of: DemandClass; unit: PlanUnit; day: number; column: number }[] = [];
  for (const { of, slots, missing } of movable) {
    const { like, lastDay, lateness } = of;
    const members = of.members.length;
    const shifts = Math.max(...like.shifts.map((shift) => shiftCost[shift]));
    const served: Terms = [];
    const eligible = problem.units.filter((unit) => mayDo(unit, like)).sort((a, b) => distance(a, like) - distance(b, like));
    const stood = new Map<string, number>();
    for (const { unitIds, day } of slots) for (const id of unitIds) stood.set(`${id} ${day}`, 1);
    const usual = new Set(slots.flatMap(({ unitIds }) => unitIds));
    const weeks = new Set(slots.map(({ day }) => weekOf(day)));
    const firstDue = Math.min(...of.members.map(({ due }) => due));
    // who lacks a place may go anywhere; who has one may step aside within its week, to the usual and the nearest units
    const candidates = missing > 0 ? eligible : eligible.filter((unit, i) => i < NEAREST || usual.has(unit.id));
    for (const unit of candidates) {
      for (let day = Math.max(from, like.from); day <= lastDay; day++) {
        if (!isFree(unit, day) || (missing === 0 && !weeks.has(weekOf(day))) || (like.oncePerDay && visited.has(`${like.kind} ${like.areaCode} ${day}`))) continue;
        const kept = stood.has(`${unit.id} ${day}`);
        const late = kept ? 0 : lateness * Math.max(0, weekOf(day) - firstDue);
        const column = builder.column(distance(unit, like) + (kept ? 0 : CHANGE) + late, 0, 1, true);
        visits.push({ of, unit, day, column });
        served.push([column, 1]);
        book(unit, day, column, shifts);
        if (like.oncePerDay) push(rows.areaDay, `${like.kind} ${like.areaCode} ${day}`, column, 1);
      }
    }
    const short = Math.min(...of.members.map((demand) => shortfallOf(demand)));
    const dear = of.members.filter((demand) => shortfallOf(demand) > short).length;
    builder.row(members, members, [...served, [builder.column(short, 0, members - dear, false), 1], ...(dear > 0 ? ([[builder.column(of.shortfalls.at(-1)?.price ?? short, 0, dear, false), 1]] as Terms) : [])]);
  }
  for (const terms of rows.unitDay.values()) if (terms.length > 1) builder.row(-Infinity, 1, terms);
  for (const terms of rows.areaDay.values()) if (terms.length > 1) builder.row(-Infinity, 1, terms);
  const capOf = new Map(problem.units.map((unit) => [unit.id, unit.shiftsPerWeek]));
  for (const [key, terms] of rows.cap) builder.row(-Infinity, (capOf.get(key.split(' ')[0] ?? '') ?? 0) - (used.get(key) ?? 0), terms);
  for (const { members } of loadGroups(problem)) {
    const most = builder.column(UNEVEN, 0, Infinity, false);
    const least = builder.column(-UNEVEN, 0, Infinity, false);
    for (const { unit, weight } of members) {
      const terms = (rows.load.get(unit.id) ?? []).map(([column, value]): [number, number] => [column, weight * value]);
      const already = weight * (used.get(unit.id) ?? 0);
      builder.row(-Infinity, -already, [...terms, [most, -1]]);
      builder.row(-already, Infinity, [...terms, [least, -1]]);
    }
  }
  return {
    model: builder.build(),
    read: (values) => visits.flatMap(({ column, ...slot }) => ((values[column] ?? 0) > 0.5 ? [slot] : [])),
  };
}
