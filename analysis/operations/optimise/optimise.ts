/**
 * The optimiser behind the `Place` seam. Counties are independent but for units that serve several:
 * those keep the days that an earlier county took. The bound is the sum of the counties' bounds, each
 * proven as if it had such units to itself, so it holds for the whole. Where time ends before anything
 * is proven the greedy placer answers, and says so. Pure: solver and seconds are arguments.
 */
import { Calendar } from '../calendar.ts';
import { costOf } from '../costs.ts';
import { explainUnplaced } from '../explainUnplaced.ts';
import { servesRegion } from '../eligibility.ts';
import { placeGreedily } from '../placeGreedily.ts';
import { shuffled } from '../shuffled.ts';
import { Random } from '../../random.ts';
import type { Demand, PlacedTask, Place, Placement, Problem } from '../types.ts';
import { balanceShared } from './balanceShared.ts';
import type { Job } from './board.ts';
import { demandClasses } from './demandClass.ts';
import type { SolveMilp } from './milp.ts';
import { optimiseCounty } from './optimiseCounty.ts';

export interface PlanProgress {
  /** Share of the work done, 0 to 1. */
  done: number;
  county: string;
  counties: number;
  week: number;
  weeks: number;
  /** Sum of the bounds proven so far, and the seconds it took; null before the first. */
  bound: number | null;
  seconds: number;
}

export interface Optimiser {
  solve: SolveMilp;
  /** Seconds that it may take. */
  seconds: number;
  /** Seconds since it began. */
  elapsed: () => number;
  onProgress?: (progress: PlanProgress) => void;
}

/** Demands up to which the greedy plan is made too: it costs a tenth of a second. */
const COMPARED = 600;

const HURRIED = {
  code: 'time-limit',
  zh: '求解时间用尽：部分任务由贪心算法安排，未证明接近最优。延长求解时间可改进。',
  en: 'The time limit was reached: part of this schedule was placed greedily and is not proven near the best. A longer limit may improve it.',
};

export const optimise =
  ({ solve, seconds, elapsed, onProgress }: Optimiser): Place =>
  (problem, demands, seed): Placement => {
    const remaining = (): number => seconds - elapsed();
    const regions = [...new Set(demands.map(({ region }) => region))];
    const several = regions.length > 1;
    const placed: PlacedTask[] = [];
    const missing: Demand[] = [];
    const taken: Job[] = [];
    let bound: number | null = 0;
    let hurried = false;
    // which county chooses first is drawn, so that a shared squad does not always serve the same one
    for (const [i, region] of shuffled(regions, new Random(seed, 23)).entries()) {
      const own = demands.filter((demand) => demand.region === region);
      const part: Problem = several ? { ...problem, areas: problem.areas.filter((area) => (area.region ?? null) === region), units: problem.units.filter((unit) => servesRegion(unit, region)) } : problem;
      const answer = optimiseCounty(part, own, taken, {
        solve,
        several,
        seed: several ? seed + i : seed,
        remaining,
        onWeek: (week, weeks) => onProgress?.({ done: (i + week / weeks) / regions.length, county: region ?? '', counties: regions.length, week, weeks, bound, seconds: elapsed() }),
      });
      hurried ||= answer.hurried;
      bound = bound === null || answer.bound === undefined ? null : bound + answer.bound;
      if (answer.bound === undefined && answer.placed.length === 0 && !several) {
        const greedy = placeGreedily(problem, demands, seed);
        return { ...greedy, notes: [HURRIED] };
      }
      placed.push(...answer.placed);
      missing.push(...answer.missing);
      if (several) {
        for (const task of answer.placed) {
          const [of] = demandClasses(problem, [task.demand]);
          for (const id of task.unitIds) {
            const unit = problem.units.find((each) => each.id === id && (each.region ?? null) === null);
            if (unit !== undefined && of !== undefined) taken.push({ of, unit, day: task.day, shifts: problem.rules.shiftCost[task.shift] });
          }
        }
      }
    }
    const tasks = several ? balanceShared(problem, placed) : placed;
    const calendar = new Calendar(problem);
    for (const task of tasks) calendar.add(task);
    if (demands.length <= COMPARED && !hurried) {
      // weeks are drawn one after the other; where that went worse than one task after the other, the better plan stands
      const greedy = placeGreedily(problem, demands, seed);
      const cost = (own: readonly PlacedTask[], left: readonly Demand[]): number => costOf(problem, own, left).total;
      if (cost(greedy.placed, greedy.unplaced.map(({ demand }) => demand)) < cost(tasks, missing)) return { ...greedy, bound };
    }
    return { placed: tasks, unplaced: missing.map((demand) => explainUnplaced(calendar, problem, demand)), bound, notes: hurried ? [HURRIED] : [] };
  };
