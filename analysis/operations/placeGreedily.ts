/**
 * Greedy placement with seeded random slots: joint force first, then kind by kind as the rules list
 * them; the nearest, least loaded unit, and among its free slots one drawn at random, so that day
 * and shift give no pattern away. What does not fit may push one movable task aside if that task
 * finds another place. What still does not fit is counted with the code of every candidate slot.
 * Not optimal and does not claim to be: objective, bound and gap stay empty. Pure.
 */
import type { Shift } from '../../models/schemas/operations.ts';
import { Random } from '../random.ts';
import { Calendar } from './calendar.ts';
import { distanceTo, placesOf } from './costs.ts';
import { mayDo } from './eligibility.ts';
import { explainUnplaced } from './explainUnplaced.ts';
import { shuffled } from './shuffled.ts';
import type { Demand, PlacedTask, Place, PlanUnit, Problem } from './types.ts';

/** Kilometres that a full week weighs when units are compared. */
const LOAD_KM = 15;
/** How many slots are tried by pushing another task aside. */
const PUSHES = 30;
/** After so many vain pushes for one kind and week the week is full: free slots only ever grow fewer. */
const VAIN_PUSHES = 3;

interface Slot {
  units: PlanUnit[];
  day: number;
  shift: Shift;
}

/** Puts one demand after the other into a calendar that may hold tasks already. */
export class Placer {
  readonly calendar: Calendar;
  private readonly random: Random;
  private readonly units: readonly PlanUnit[];
  private readonly distance: (unit: PlanUnit, demand: Demand) => number;

  constructor(problem: Problem, seed: number, placed: readonly PlacedTask[] = []) {
    this.calendar = new Calendar(problem);
    for (const task of placed) this.calendar.add(task);
    this.random = new Random(seed);
    this.units = problem.units;
    this.distance = distanceTo(placesOf(problem));
  }

  private days(demand: Demand): number[] {
    return Array.from({ length: Math.max(0, demand.to - demand.from + 1) }, (_, i) => demand.from + i);
  }

  /** What it costs to send a unit, in kilometres: home is free, a full week weighs. */
  private cost(unit: PlanUnit, demand: Demand, day: number): number {
    return this.distance(unit, demand) + (LOAD_KM * this.calendar.loadOf(unit.id, day)) / Math.max(1, unit.shiftsPerWeek);
  }

  /**
   * A free slot for a task of a single unit: in the due week or the one nearest to it, of the unit
   * that costs least there, drawn at random among its free days and shifts.
   */
  private freeSlot(demand: Demand): Slot | undefined {
    const eligible = shuffled(this.units.filter((unit) => mayDo(unit, demand)), this.random);
    const days = this.days(demand).filter((day) => this.calendar.dayBlocks(demand, day).length === 0);
    const weeks = [...new Set(days.map((day) => this.calendar.weekOf(day)))].sort((a, b) => Math.abs(a - demand.week) - Math.abs(b - demand.week));
    for (const week of weeks) {
      const open = days.filter((day) => this.calendar.weekOf(day) === week);
      const ranked = eligible.map((unit) => ({ unit, cost: this.cost(unit, demand, open[0] ?? demand.from) })).sort((a, b) => a.cost - b.cost);
      for (const { unit } of ranked) {
        const free = open.flatMap((day) => demand.shifts.filter((shift) => this.calendar.unitBlocks(unit, day, shift).length === 0).map((shift) => ({ units: [unit], day, shift })));
        if (free.length > 0) return free[this.random.below(free.length)];
      }
    }
    return undefined;
  }

  /** A day on which every level of a joint force has enough free units. */
  private jointSlot(demand: Demand): Slot | undefined {
    const shift = demand.shifts[0] ?? 'day';
    for (const day of shuffled(this.days(demand), this.random)) {
      if (this.calendar.dayBlocks(demand, day).length > 0) continue;
      const chosen: PlanUnit[] = [];
      for (const { levels, count } of demand.crew) {
        const free = shuffled(
          this.units.filter((unit) => mayDo(unit, demand, levels) && !chosen.includes(unit) && this.calendar.unitBlocks(unit, day, shift).length === 0),
          this.random,
        ).sort((a, b) => this.cost(a, demand, day) - this.cost(b, demand, day));
        chosen.push(...free.slice(0, count));
        if (free.length < count) break;
      }
      if (chosen.length === demand.crew.reduce((sum, { count }) => sum + count, 0)) return { units: chosen, day, shift };
    }
    return undefined;
  }

  private put(demand: Demand, { units, day, shift }: Slot): PlacedTask {
    const task: PlacedTask = { demand: { ...demand, week: this.calendar.weekOf(day) }, unitIds: units.map(({ id }) => id), day, shift };
    this.calendar.add(task);
    return task;
  }

  /** @returns undefined where no slot is free */
  place(demand: Demand): PlacedTask | undefined {
    const slot = demand.joint ? this.jointSlot(demand) : this.freeSlot(demand);
    return slot === undefined ? undefined : this.put(demand, slot);
  }

  /**
   * Makes room by moving one placed task elsewhere.
   * @param immovable tasks that stay where they are
   * @returns the new task with the old and new place of the one that moved
   */
  pushAside(demand: Demand, immovable: ReadonlySet<PlacedTask> = new Set()): { task: PlacedTask; moved: PlacedTask; to: PlacedTask } | undefined {
    if (demand.joint) return undefined;
    let tries = 0;
    for (const unit of shuffled(this.units.filter((each) => mayDo(each, demand)), this.random)) {
      for (const day of this.days(demand)) {
        if (this.calendar.dayBlocks(demand, day).length > 0) continue;
        for (const other of this.calendar.jobsAround(unit.id, day)) {
          if (other.demand.joint || immovable.has(other)) continue;
          if (tries++ >= PUSHES) return undefined;
          this.calendar.remove(other);
          const shift = demand.shifts.find((each) => this.calendar.unitBlocks(unit, day, each).length === 0);
          if (shift !== undefined && this.calendar.dayBlocks(demand, day).length === 0) {
            const task = this.put(demand, { units: [unit], day, shift });
            const to = this.place(other.demand);
            if (to !== undefined) return { task, moved: other, to };
            this.calendar.remove(task);
          }
          this.calendar.add(other);
        }
      }
    }
    return undefined;
  }
}

export const placeGreedily: Place = (problem, demands, seed) => {
  const placer = new Placer(problem, seed);
  const order = new Random(seed, 1);
  const joint = demands.filter((demand) => demand.joint);
  const kinds = [...new Set(demands.filter((demand) => !demand.joint).map(({ kind }) => kind))];
  // Within a kind and week the order is drawn, so that a shortage does not always meet the same town.
  const inOrder = (blind: boolean): Demand[] => kinds.flatMap((kind) => shuffled(demands.filter((demand) => !demand.joint && demand.kind === kind && demand.blind === blind), order).sort((a, b) => a.week - b.week));
  // what is drawn by lot waits for what the law, the evidence and the grades ask for
  const rest = [...inOrder(false), ...inOrder(true)];
  const placed = new Set<PlacedTask>();
  const waiting: Demand[] = [];
  const vain = new Map<string, number>();
  for (const demand of [...joint, ...rest]) {
    const task = placer.place(demand);
    if (task !== undefined) {
      placed.add(task);
      continue;
    }
    const week = `${demand.kind} ${demand.week}`;
    const failures = vain.get(week) ?? 0;
    const pushed = failures >= VAIN_PUSHES ? undefined : placer.pushAside(demand);
    if (pushed === undefined) {
      vain.set(week, failures + 1);
      waiting.push(demand);
      continue;
    }
    placed.delete(pushed.moved);
    placed.add(pushed.to).add(pushed.task);
  }
  return { placed: [...placed], unplaced: waiting.map((demand) => explainUnplaced(placer.calendar, problem, demand)), bound: null, notes: [] };
};
