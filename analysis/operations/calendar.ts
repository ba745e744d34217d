/**
 * Who is where on which day, and why a slot is not free. Holds the hard constraints in one place:
 * one job per unit and day, weekly shifts (of the schedule's weeks and of calendar weeks alike),
 * absences, blackouts, no morning after an evening, spacing, freshness. Pure; the state is its own.
 */
import type { BlockingCode, Shift } from '../../models/schemas/operations.ts';
import { calendarWeek, dayOf } from './days.ts';
import type { Demand, PlacedTask, PlanUnit, Problem } from './types.ts';

const EARLY: readonly Shift[] = ['morning', 'day'];

export class Calendar {
  private readonly problem: Problem;
  private readonly start: number;
  private readonly blackout = new Set<number>();
  private readonly away = new Map<string, Set<number>>();
  private readonly jobs = new Map<string, Map<number, PlacedTask>>();
  private readonly load = new Map<string, number>();
  private readonly areaDays = new Map<string, number>();
  private readonly jointDays = new Map<string, number>();

  constructor(problem: Problem) {
    this.problem = problem;
    this.start = dayOf(problem.startsOn);
    const end = this.start + 7 * problem.weeks;
    for (const { unitId, startsOn, endsOn } of problem.absences) {
      const first = Math.max(dayOf(startsOn), this.start);
      const last = Math.min(dayOf(endsOn), end - 1);
      const days = unitId === null ? this.blackout : (this.away.get(unitId) ?? new Set<number>());
      for (let day = first; day <= last; day++) days.add(day);
      if (unitId !== null) this.away.set(unitId, days);
    }
  }

  /** Keys of the two weeks that a day counts towards. */
  private weeksOf(unitId: string, day: number): [string, string] {
    return [`${unitId} p${Math.floor((day - this.start) / 7)}`, `${unitId} c${calendarWeek(day)}`];
  }

  private areaKey({ kind, areaCode }: Demand, day: number): string {
    return `${kind} ${areaCode} ${day}`;
  }

  weekOf(day: number): number {
    return 1 + Math.floor((day - this.start) / 7);
  }

  /** Shifts that a unit has in the schedule's week of a day. */
  loadOf(unitId: string, day: number): number {
    return this.load.get(this.weeksOf(unitId, day)[0]) ?? 0;
  }

  /** Shifts of each unit over the whole schedule. */
  totalLoad(): Map<string, number> {
    const sums = new Map<string, number>();
    for (const [id, jobs] of this.jobs) sums.set(id, [...jobs.values()].reduce((sum, { shift }) => sum + this.problem.rules.shiftCost[shift], 0));
    return sums;
  }

  /** Why nobody could do it on that day, whoever it is. */
  dayBlocks(demand: Demand, day: number): BlockingCode[] {
    const codes: BlockingCode[] = [];
    if (this.blackout.has(day)) codes.push('BLACKOUT');
    if (demand.freshUntil !== null && day > demand.freshUntil) codes.push('FRESHNESS');
    if (demand.oncePerDay && (this.areaDays.get(this.areaKey(demand, day)) ?? 0) > 0) codes.push('GAP');
    for (let other = day - demand.gapDays + 1; other < day + demand.gapDays; other++) {
      if ((this.jointDays.get(`${demand.region ?? ''} ${other}`) ?? 0) > 0) {
        codes.push('GAP');
        break;
      }
    }
    return codes;
  }

  /** Why this unit could not do it in that slot. */
  unitBlocks(unit: PlanUnit, day: number, shift: Shift): BlockingCode[] {
    const codes: BlockingCode[] = [];
    if (this.away.get(unit.id)?.has(day) === true) codes.push('UNIT_OFF');
    const jobs = this.jobs.get(unit.id);
    const today = jobs?.get(day);
    if (today !== undefined) codes.push(today.demand.joint ? 'JOINT_FORCE' : 'BUSY');
    if (jobs?.get(day - 1)?.shift === 'evening' && EARLY.includes(shift)) codes.push('REST');
    const tomorrow = jobs?.get(day + 1);
    if (shift === 'evening' && tomorrow !== undefined && EARLY.includes(tomorrow.shift)) codes.push('REST');
    const cost = this.problem.rules.shiftCost[shift];
    if (this.weeksOf(unit.id, day).some((week) => (this.load.get(week) ?? 0) + cost > unit.shiftsPerWeek)) codes.push('WEEK_CAP');
    return codes;
  }

  /** Jobs of a unit in the two weeks of a day, that day's own among them. */
  jobsAround(unitId: string, day: number): PlacedTask[] {
    const jobs = this.jobs.get(unitId);
    if (jobs === undefined) return [];
    return Array.from({ length: 13 }, (_, i) => day - 6 + i).flatMap((other) => {
      const job = this.weekOf(other) === this.weekOf(day) || calendarWeek(other) === calendarWeek(day) ? jobs.get(other) : undefined;
      return job === undefined ? [] : [job];
    });
  }

  add(task: PlacedTask): void {
    this.count(task, 1);
    for (const unitId of task.unitIds) this.jobs.set(unitId, (this.jobs.get(unitId) ?? new Map<number, PlacedTask>()).set(task.day, task));
  }

  remove(task: PlacedTask): void {
    this.count(task, -1);
    for (const unitId of task.unitIds) this.jobs.get(unitId)?.delete(task.day);
  }

  private count(task: PlacedTask, sign: 1 | -1): void {
    const bump = <K>(map: Map<K, number>, key: K, by: number): void => void map.set(key, (map.get(key) ?? 0) + by);
    const cost = this.problem.rules.shiftCost[task.shift];
    for (const unitId of task.unitIds) for (const week of this.weeksOf(unitId, task.day)) bump(this.load, week, sign * cost);
    bump(this.areaDays, this.areaKey(task.demand, task.day), sign);
    if (task.demand.gapDays > 0) bump(this.jointDays, `${task.demand.region ?? ''} ${task.day}`, sign);
  }
}
