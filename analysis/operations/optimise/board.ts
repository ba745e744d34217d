/**
 * Who visits whom on which day while a schedule is being made: units, days and classes, no shifts yet.
 * A job counts with the dearest of its shifts, so that whichever is drawn later fits the caps.
 */
import { calendarWeek, dayOf } from '../days.ts';
import { openDays } from '../costs.ts';
import type { PlanUnit, Problem } from '../types.ts';
import type { DemandClass } from './demandClass.ts';
import type { Visit, WeekState } from './weekModel.ts';

export interface Job extends Visit {
  shifts: number;
  /** All units of a joint force carry the same number; undefined for a visit of one unit. */
  operation?: number;
}

const town = ({ like }: DemandClass): string => `${like.kind} ${like.areaCode}`;

export class Board {
  private readonly problem: Problem;
  private readonly start: number;
  private readonly openOf: ReturnType<typeof openDays>;
  private readonly jobs = new Map<string, Map<number, Job>>();
  private readonly load = new Map<string, number>();
  private readonly towns = new Map<string, Map<number, number>>();

  constructor(problem: Problem) {
    this.problem = problem;
    this.start = dayOf(problem.startsOn);
    this.openOf = openDays(problem);
  }

  private keys(unitId: string, day: number): [string, string] {
    return [`${unitId} p${Math.floor((day - this.start) / 7)}`, `${unitId} c${calendarWeek(day)}`];
  }

  add(job: Job): void {
    const own = this.jobs.get(job.unit.id) ?? new Map<number, Job>();
    this.jobs.set(job.unit.id, own.set(job.day, job));
    for (const key of this.keys(job.unit.id, job.day)) this.load.set(key, (this.load.get(key) ?? 0) + job.shifts);
    const visits = this.towns.get(town(job.of)) ?? new Map<number, number>();
    this.towns.set(town(job.of), visits.set(job.day, (visits.get(job.day) ?? 0) + 1));
  }

  remove(job: Job): void {
    this.jobs.get(job.unit.id)?.delete(job.day);
    for (const key of this.keys(job.unit.id, job.day)) this.load.set(key, (this.load.get(key) ?? 0) - job.shifts);
    const visits = this.towns.get(town(job.of));
    if (visits !== undefined) visits.set(job.day, (visits.get(job.day) ?? 0) - 1);
  }

  /** In an order that depends on the problem alone. */
  all(): Job[] {
    return this.problem.units.flatMap(({ id }) => [...(this.jobs.get(id)?.values() ?? [])].sort((a, b) => a.day - b.day));
  }

  isFree(unitId: string, day: number): boolean {
    return this.openOf(unitId, 1 + Math.floor((day - this.start) / 7)).includes(day) && this.jobs.get(unitId)?.has(day) !== true;
  }

  shiftsLeft(unit: PlanUnit, day: number, calendar: boolean): number {
    return unit.shiftsPerWeek - (this.load.get(this.keys(unit.id, day)[calendar ? 1 : 0]) ?? 0);
  }

  /** What a week model asks about these weeks. */
  state(weeks: readonly number[], distance: WeekState['distance'], others: WeekState['others']): WeekState {
    const units = new Map(this.problem.units.map((unit) => [unit.id, unit]));
    const anyone = new Set(weeks.flatMap((week) => this.openOf(null, week)));
    return {
      freeDays: (unitId) => weeks.flatMap((week) => this.openOf(unitId, week)).filter((day) => this.jobs.get(unitId)?.has(day) !== true),
      shiftsLeft: (unitId, day, calendar) => {
        const unit = units.get(unitId);
        return unit === undefined ? 0 : this.shiftsLeft(unit, day, calendar);
      },
      visited: (of, day) => (this.towns.get(town(of))?.get(day) ?? 0) > 0,
      lastVisit: (of, before) => {
        const days = [...(this.towns.get(town(of)) ?? [])].flatMap(([day, count]) => (count > 0 && day < before ? [day] : []));
        return days.length === 0 ? undefined : Math.max(...days);
      },
      open: (day) => anyone.has(day),
      distance,
      others,
    };
  }
}
