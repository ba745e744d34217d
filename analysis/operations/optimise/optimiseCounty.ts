/**
 * One county in three layers: the master decides who works where in which week, week models put that
 * on days, and weeks that could not keep it are solved again together with their neighbours. What is
 * left over is tried by the greedy placer, so that nothing that fits stays out. Pure.
 */
import { Random } from '../../random.ts';
import { dayOf } from '../days.ts';
import { distanceTo, loadGroups, placesOf } from '../costs.ts';
import { mayDo } from '../eligibility.ts';
import { Placer } from '../placeGreedily.ts';
import type { Demand, PlacedTask, PlanUnit, Problem } from '../types.ts';
import { Board, type Job } from './board.ts';
import { demandClasses, type DemandClass } from './demandClass.ts';
import { buildMaster } from './master.ts';
import type { SolveMilp } from './milp.ts';
import { placeOperations } from './placeOperations.ts';
import { boundOf, solveMaster } from './solveMaster.ts';
import { toTasks } from './toTasks.ts';
import { buildWeek, type Need, type Visit } from './weekModel.ts';

/** Relative gap at which the master stops. */
const MASTER_GAP = 0.003;
/** Units beside the planned ones that may step in within a week. */
const STEP_IN = 2;
/** What a visit costs that a later week can still make. */
const DEFERRED = 40;
const REPAIRS = 6;

export interface CountyRun {
  solve: SolveMilp;
  seed: number;
  /** Whether units of no county are shared with others. */
  several: boolean;
  /** What is taken are the days of this very schedule that lie behind it: they stand, and the bound holds with them. */
  past?: boolean;
  /** Seconds left. */
  remaining: () => number;
  onWeek: (week: number, weeks: number) => void;
}

export interface CountyPlan {
  placed: PlacedTask[];
  missing: Demand[];
  /** No schedule of this county costs less; undefined where time ended before it was proven. */
  bound: number | undefined;
  /** Time ended before every week was solved: the rest is greedy. */
  hurried: boolean;
}

/** @param taken jobs of units that other counties use too */
export function optimiseCounty(problem: Problem, demands: readonly Demand[], taken: readonly Job[], run: CountyRun): CountyPlan {
  const { solve, seed, remaining } = run;
  const start = dayOf(problem.startsOn);
  const distance = distanceTo(placesOf(problem));
  const kilometres = (unit: PlanUnit, of: DemandClass): number => distance(unit, of.like);
  const classes = demandClasses(problem, demands);
  const groups = loadGroups(problem);
  // the proof may ignore what other counties took of shared units; the plan may not
  const shared = groups.filter(({ region }) => region === null && run.several);
  const own = groups.filter((group) => !shared.includes(group));
  const dateOf = (day: number): string => new Date(day * 86_400_000).toISOString().slice(0, 10);
  const narrowed: Problem = { ...problem, absences: [...problem.absences, ...taken.map(({ unit, day }) => ({ unitId: unit.id, startsOn: dateOf(day), endsOn: dateOf(day) }))] };
  const before = new Map<string, number>();
  for (const { unit, shifts, day } of taken) for (const key of [unit.id, `${unit.id} ${1 + Math.floor((day - start) / 7)}`]) before.set(key, (before.get(key) ?? 0) + shifts);
  const held = run.past === true ? taken.filter(({ of }) => of.like.gapDays > 0).map(({ day }) => day) : [];
  const master = buildMaster(narrowed, classes, seed, groups, before, held);
  const solved = solveMaster(master.model, solve, MASTER_GAP, remaining);
  if (solved === undefined) return { placed: [], missing: [...demands], bound: undefined, hurried: true };
  const plan = master.read(solved.values);
  const proven = run.past === true || (taken.length === 0 && shared.length === 0) ? solved.bound : boundOf(buildMaster(problem, classes, seed, own).model, solve, remaining);
  const bound = proven === undefined ? undefined : proven - master.slack;
  const board = new Board(problem);
  for (const job of taken) board.add(job);
  placeOperations(problem, plan, board);

  const near = new Map<DemandClass, PlanUnit[]>();
  const eligible = (of: DemandClass): PlanUnit[] => {
    const known = near.get(of) ?? problem.units.filter((unit) => mayDo(unit, of.like)).sort((a, b) => kilometres(a, of) - kilometres(b, of));
    near.set(of, known);
    return known;
  };
  const planned = new Map<number, Map<DemandClass, Map<string, number>>>();
  for (const { of, unit, week, count } of plan.visits) {
    const ofWeek = planned.get(week) ?? new Map<DemandClass, Map<string, number>>();
    planned.set(week, ofWeek.set(of, (ofWeek.get(of) ?? new Map<string, number>()).set(unit.id, count)));
  }
  const owed = new Map<DemandClass, number>();
  const daysOf = (weeks: readonly number[]): number[] => weeks.flatMap((week) => Array.from({ length: 7 }, (_, i) => start + 7 * (week - 1) + i));
  const jobOf = (visit: Visit): Job => ({ ...visit, shifts: Math.max(...visit.of.like.shifts.map((shift) => problem.rules.shiftCost[shift])) });
  const sum = (counts: ReadonlyMap<string, number> | undefined): number => [...(counts?.values() ?? [])].reduce((total, each) => total + each, 0);
  const solveWeeks = (weeks: readonly number[], needs: readonly Need[], stepIn: number, stream: number): Visit[] | undefined => {
    const week = buildWeek(problem, needs, daysOf(weeks), board.state(weeks, kilometres, (of) => eligible(of).slice(0, stepIn)), new Random(seed, stream));
    const answer = solve(week.model, { seconds: remaining(), relativeGap: 0.01, absoluteGap: 0.5, nodes: 200 });
    return answer.values.length === 0 && week.model.cost.length > 0 ? undefined : week.read(answer.values);
  };
  let hurried = false;
  for (let week = 1; week <= problem.weeks; week++) {
    if (remaining() <= 0) {
      hurried = true;
      break;
    }
    const ofWeek = planned.get(week) ?? new Map<DemandClass, Map<string, number>>();
    const due = [...new Set([...ofWeek.keys(), ...owed.keys()])].filter((of) => of.lastWeek >= week);
    const needs = due.map((of): Need => {
      const counts = ofWeek.get(of) ?? new Map<string, number>();
      const price = of.shortfalls.at(-1)?.price ?? 0;
      return { of, count: sum(counts) + (owed.get(of) ?? 0), planned: counts, price: of.lastWeek > week ? Math.min(DEFERRED, price) : price };
    });
    const visits = solveWeeks([week], needs, STEP_IN, 100 + week);
    if (visits === undefined) continue;
    for (const visit of visits) board.add(jobOf(visit));
    for (const { of, count } of needs) owed.set(of, count - visits.filter((visit) => visit.of === of).length);
    run.onWeek(week, problem.weeks);
  }

  for (let repair = 0; repair < REPAIRS && remaining() > 0; repair++) {
    const [behind] = [...owed].filter(([, count]) => count > 0).sort(([a], [b]) => (b.shortfalls.at(-1)?.price ?? 0) - (a.shortfalls.at(-1)?.price ?? 0));
    if (behind === undefined) break;
    const [of, count] = behind;
    owed.set(of, 0);
    const middle = of.lastWeek;
    const weeks = [middle - 1, middle, middle + 1].filter((week) => week >= 1 && week <= problem.weeks);
    const within = new Set(daysOf(weeks));
    const moved = board.all().filter((job) => job.operation === undefined && within.has(job.day) && !taken.includes(job));
    for (const job of moved) board.remove(job);
    const counts = new Map<DemandClass, Map<string, number>>([[of, new Map()]]);
    for (const job of moved) {
      const known = counts.get(job.of) ?? new Map<string, number>();
      counts.set(job.of, known.set(job.unit.id, (known.get(job.unit.id) ?? 0) + 1));
    }
    const needs = [...counts].map(([each, units]): Need => ({ of: each, count: sum(units) + (each === of ? count : 0), planned: units, price: each.shortfalls.at(-1)?.price ?? 0 }));
    const visits = solveWeeks(weeks, needs, problem.units.length, 200 + repair);
    const better = visits !== undefined && visits.length > moved.length;
    for (const job of better ? visits.map(jobOf) : moved) board.add(job);
  }

  const { placed, missing } = toTasks(problem, classes, board.all().filter((job) => !taken.includes(job)), seed);
  const busy: PlacedTask[] = taken.map(({ of, unit, day }) => ({ demand: of.like, unitIds: [unit.id], day, shift: of.like.shifts[0] ?? 'day' }));
  return { ...placeTheRest(problem, placed, missing, busy, seed), bound, hurried };
}

/** What is left over, dearest first, into whatever slot is free; one movable task may step aside. */
function placeTheRest(problem: Problem, placed: readonly PlacedTask[], missing: readonly Demand[], busy: readonly PlacedTask[], seed: number): { placed: PlacedTask[]; missing: Demand[] } {
  const placer = new Placer(problem, seed, [...busy, ...placed]);
  const tasks = new Set(placed);
  const left: Demand[] = [];
  const immovable = new Set(busy);
  for (const demand of missing) {
    const task = placer.place(demand);
    if (task !== undefined) {
      tasks.add(task);
      continue;
    }
    const pushed = placer.pushAside(demand, immovable);
    if (pushed === undefined) left.push(demand);
    else {
      tasks.delete(pushed.moved);
      tasks.add(pushed.to).add(pushed.task);
    }
  }
  return { placed: [...tasks], missing: left };
}
