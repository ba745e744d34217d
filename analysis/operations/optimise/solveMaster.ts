/**
 * Solves the master: its linear relaxation proves the bound and is nearly whole by itself; what is
 * not is settled in a small neighbourhood, which grows until the gap is small, then among all columns
 * that are cheap in the relaxation. Small programmes are searched whole. Pure.
 */
import type { Milp, MilpAnswer, SolveMilp } from './milp.ts';

const WHOLE = 1e-6;
/** Rings of columns around the fractional ones that are left free, one more at each try. */
const RINGS = 2;
/** Nodes of a search tree: unlike seconds the same on every machine. */
const NODES = 150;
/** A programme of so many columns is searched whole, which proves more than its relaxation. */
const SMALL = 1000;
/** A row this long ties everything to everything and says nothing about nearness. */
const LONGEST_ROW = 80;
/** Columns dearer than this in the relaxation are left out of the last search; what it proves holds up to this much above the relaxation. */
const DEAR = 5;

const isWhole = (value: number): boolean => Math.abs(value - Math.round(value)) <= WHOLE;

/** Columns within so many rows of a fractional one. */
function neighbourhood(model: Milp, values: Float64Array, rings: number): Set<number> {
  const near = new Set<number>();
  model.integer.forEach((whole, column) => {
    if (!whole || !isWhole(values[column] ?? 0)) near.add(column);
  });
  for (let ring = 0; ring < rings; ring++) {
    const seeds = new Set([...near].filter((column) => model.integer[column] === true));
    for (let row = 0; row + 1 < model.starts.length; row++) {
      const columns = model.indices.slice(model.starts[row], model.starts[row + 1]);
      if (columns.length <= LONGEST_ROW && columns.some((column) => seeds.has(column))) for (const column of columns) near.add(column);
    }
  }
  return near;
}

const relaxed = (model: Milp): Milp => ({ ...model, integer: model.integer.map(() => false) });

/** Proven: no schedule costs less. @returns undefined where time ended */
export function boundOf(model: Milp, solve: SolveMilp, remaining: () => number): number | undefined {
  const relaxation = solve(relaxed(model), { seconds: remaining(), relativeGap: 0 });
  return relaxation.status === 'optimal' ? relaxation.objective : undefined;
}

export interface MasterAnswer {
  values: Float64Array;
  objective: number;
  bound: number;
}

/**
 * @param gap relative, at which it stops
 * @param remaining seconds left
 * @returns undefined where time ended before anything was found
 */
export function solveMaster(model: Milp, solve: SolveMilp, gap: number, remaining: () => number): MasterAnswer | undefined {
  const relaxation = solve(relaxed(model), { seconds: remaining(), relativeGap: 0 });
  if (relaxation.status !== 'optimal') return undefined;
  const { values, objective: relaxedBound, reduced } = relaxation;
  let bound = relaxedBound;
  let best: MilpAnswer | undefined;
  const near = (answer: MilpAnswer | undefined): boolean => answer !== undefined && answer.objective - bound <= gap * Math.max(1, Math.abs(answer.objective));
  const tryWith = (restricted: Milp): MilpAnswer | undefined => {
    if (remaining() <= 0) return undefined;
    const answer = solve(restricted, { seconds: remaining(), relativeGap: gap / 2, nodes: NODES });
    if (answer.values.length > 0 && (best === undefined || answer.objective < best.objective)) best = answer;
    return answer;
  };
  if (model.cost.length <= SMALL) {
    // nothing was left out: what the search proves holds for the whole
    bound = Math.max(bound, tryWith(model)?.bound ?? -Infinity);
    return best === undefined ? undefined : { values: best.values, objective: best.objective, bound };
  }
  for (let rings = 1; rings <= RINGS && !near(best); rings++) {
    const free = neighbourhood(model, values, rings);
    const fix = (bounds: readonly number[]): number[] => bounds.map((each, column) => (free.has(column) ? each : Math.round(values[column] ?? 0)));
    tryWith({ ...model, lower: fix(model.lower), upper: fix(model.upper) });
  }
  if (!near(best)) {
    const cheap = tryWith({ ...model, upper: model.upper.map((each, column) => ((reduced[column] ?? 0) > DEAR && Number.isFinite(each) ? (model.lower[column] ?? 0) : each)) });
    // in a schedule every column that has an upper bound is whole: one that uses a dear column costs at least its price more than the relaxation
    if (cheap !== undefined) bound = Math.max(bound, Math.min(cheap.bound, relaxedBound + DEAR));
  }
  return best === undefined ? undefined : { values: best.values, objective: best.objective, bound };
}
