/**
 * Jobs of the board become tasks: each class hands out its demands by due week, and shifts are drawn
 * among those that leave a rest after an evening. Pure.
 */
import type { Shift } from '../../../models/schemas/operations.ts';
import { Random } from '../../random.ts';
import { dayOf } from '../days.ts';
import { shuffled } from '../shuffled.ts';
import type { Demand, PlacedTask, Problem } from '../types.ts';
import type { Job } from './board.ts';
import type { DemandClass } from './demandClass.ts';

const EARLY: readonly Shift[] = ['morning', 'day'];

/** @returns a shift per job; undefined where no shift of its kind leaves a rest */
function drawShifts(jobs: readonly Job[], seed: number): Map<Job, Shift> {
  const random = new Random(seed, 17);
  const byUnit = new Map<string, Map<number, Job>>();
  for (const job of jobs) byUnit.set(job.unit.id, (byUnit.get(job.unit.id) ?? new Map<number, Job>()).set(job.day, job));
  const drawn = new Map<Job, Shift>();
  for (const own of byUnit.values()) {
    for (const [day, job] of [...own].sort(([a], [b]) => a - b)) {
      const before = own.get(day - 1);
      const after = own.get(day + 1);
      const tired = before !== undefined && drawn.get(before) === 'evening';
      const mustRise = after !== undefined && after.of.like.shifts.every((shift) => EARLY.includes(shift));
      const possible = job.of.like.shifts.filter((shift) => !(tired && EARLY.includes(shift)) && !(mustRise && shift === 'evening'));
      const shift = job.operation === undefined ? possible[possible.length === 0 ? 0 : random.below(possible.length)] : possible[0];
      if (shift !== undefined) drawn.set(job, shift);
    }
  }
  return drawn;
}

/** @returns tasks, and the demands that have none */
export function toTasks(problem: Problem, classes: readonly DemandClass[], jobs: readonly Job[], seed: number): { placed: PlacedTask[]; missing: Demand[] } {
  const start = dayOf(problem.startsOn);
  const shifts = drawShifts(jobs, seed);
  const random = new Random(seed, 19);
  const placed: PlacedTask[] = [];
  const missing: Demand[] = [];
  for (const each of classes) {
    const own = jobs.filter(({ of }) => of === each);
    const slots = new Map<string, Job[]>();
    own.forEach((job, i) => {
      const key = job.operation === undefined ? `visit ${i}` : `operation ${job.operation}`;
      slots.set(key, [...(slots.get(key) ?? []), job]);
    });
    const whole = [...slots.values()].filter((force) => force.every((job) => shifts.has(job))).sort(([a], [b]) => (a?.day ?? 0) - (b?.day ?? 0));
    // points that are due in one week come in a drawn order
    const due = shuffled(each.members, random).sort((a, b) => a.due - b.due || Number(a.extra) - Number(b.extra));
    // where there are too few visits, what must be served has them; who has one then comes by due week, so that none is late in vain
    const waits = ({ extra, blind }: Demand): boolean => extra || blind;
    const legal = [...due.filter((demand) => !waits(demand)), ...due.filter(waits)];
    const left = new Set(legal.slice(whole.length));
    missing.push(...left);
    due.filter((demand) => !left.has(demand)).forEach((demand, i) => {
      const force = whole[i] ?? [];
      const [first] = force;
      const shift = first === undefined ? undefined : shifts.get(first);
      if (first === undefined || shift === undefined) missing.push(demand);
      else placed.push({ demand: { ...demand, week: 1 + Math.floor((first.day - start) / 7) }, unitIds: force.map(({ unit }) => unit.id), day: first.day, shift });
    });
  }
  return { placed, missing };
}
