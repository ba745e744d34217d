/**
 * Leave-one-out cross-validation of kriging. With all sites in one system every residual follows from a single
 * factorisation (Dubrule 1983): with P = C⁻¹ - C⁻¹F(F'C⁻¹F)⁻¹F'C⁻¹,
 *   residual_i = (P z)_i / P_ii and variance_i = 1 / P_ii.
 * With nmax, nmin or maxdist each site is predicted from its own neighbours. Residual = observed - predicted.
 * The variogram is kept as it is. Reference values: gstat 2.1-0 krige.cv, test/golden.
 */
import type { Step } from '../step.ts';
import { Kriging, missingDecisions, type KrigeDiagnostics, type KrigeOptions } from './krige.ts';
import type { KrigingSystem } from './krigingSystem.ts';
import { countOf, type Points } from './points.ts';
import type { VariogramModel } from './variogramModel.ts';

/** One entry per site; NaN where the others nearby do not suffice. */
export interface CrossValidation {
  prediction: Float64Array;
  variance: Float64Array;
  residual: Float64Array;
}

export interface CrossValidationDiagnostics extends KrigeDiagnostics {
  /** Root mean square of the residuals, in the values' unit; null when no site could be predicted. */
  rmse: number | null;
  meanError: number | null;
  /** Mean of residual² / variance: 1 when the variances are right. */
  msdr: number | null;
  /** 1 - sum of squares of residuals / that of the mean of the others; above 0 the map says more than a mean. */
  skill: number | null;
}

export interface CrossValidationOptions extends KrigeOptions {
  /** Sites to leave out one at a time; all when left out. The others stay NaN and do not count. */
  only?: Int32Array;
}

/** @param order site of each row of the system */
const fromWhole = (system: KrigingSystem, order: Int32Array, values: Float64Array, into: CrossValidation): void => {
  const { padded, count, columns, terms } = system;
  const lower = system.invertFactor();
  // rows of L⁻¹ as columns: C⁻¹ = L⁻ᵀL⁻¹, so everything is a sum down a column
  const diagonal = new Float64Array(count);
  const weighted = new Float64Array(count);
  const drift = new Float64Array(count * terms);
  for (let r = 0; r < padded; r++) {
    const row = r * padded;
    const wr = columns[r] as number;
    for (let i = 0; i <= r && i < count; i++) {
      const m = lower[row + i] as number;
      diagonal[i] = (diagonal[i] as number) + m * m;
      weighted[i] = (weighted[i] as number) + m * wr;
      for (let k = 0; k < terms; k++) drift[i * terms + k] = (drift[i * terms + k] as number) + m * (columns[(k + 1) * padded + r] as number);
    }
  }
  for (let i = 0; i < count; i++) {
    let p = diagonal[i] as number;
    for (let k = 0; k < terms; k++) p -= (drift[i * terms + k] as number) ** 2;
    const variance = 1 / p;
    const residual = (weighted[i] as number) * variance;
    const site = order[i] as number;
    into.residual[site] = residual;
    into.variance[site] = variance;
    into.prediction[site] = (values[site] as number) - residual;
  }
};

/** Root mean square, mean, mean square over variance, and skill of residuals; NaN residuals do not count and are counted elsewhere. */
export const scoresOf = (values: Float64Array, residual: Float64Array, variance?: Float64Array): { rmse: number | null; meanError: number | null; msdr: number | null; skill: number | null } => {
  const n = values.length;
  let mean = 0;
  for (const value of values) mean += value / n;
  let [count, squares, sum, ratio, reference] = [0, 0, 0, 0, 0];
  for (let i = 0; i < n; i++) {
    const e = residual[i] as number;
    if (Number.isNaN(e)) continue;
    count++;
    squares += e * e;
    sum += e;
    ratio += variance ? (e * e) / (variance[i] as number) : 0;
    // the mean of the others misses value i by n / (n - 1) of its deviation
    reference += (((values[i] as number) - mean) * (n / (n - 1))) ** 2;
  }
  if (count === 0) return { rmse: null, meanError: null, msdr: null, skill: null };
  return {
    rmse: Math.sqrt(squares / count),
    meanError: sum / count,
    msdr: variance && Number.isFinite(ratio) ? ratio / count : null,
    skill: reference > 0 ? 1 - squares / reference : null,
  };
};

/**
 * Leave-one-out of kriging.
 * @param points at least 3 sites (5 with a drift), arguments as in krige
 * @throws RangeError as krige, and when block is set: a block cannot be held against a point
 */
export const krigeCv = (points: Points, values: Float64Array, model: VariogramModel, options: CrossValidationOptions = {}): Step<CrossValidation, CrossValidationDiagnostics> => {
  const n = countOf(points);
  const least = options.drift === 'xy' ? 5 : 3;
  if (n < least) throw new RangeError(`${n} sites were given; leave-one-out needs at least ${least}`);
  if (options.block !== undefined) throw new RangeError('block is set; leave-one-out predicts points: leave block out');
  // the others are one fewer; tiles have nothing to share here
  const kriging = new Kriging(points, values, model, { ...options, mode: 'exact', ...(options.nmax !== undefined && options.nmax >= n - 1 && { nmax: n }) });
  const blank = (): Float64Array => new Float64Array(n).fill(Number.NaN);
  const result: CrossValidation = { prediction: blank(), variance: blank(), residual: blank() };
  if (kriging.whole && options.only === undefined && (options.nmin ?? 0) <= n - 1) fromWhole(kriging.whole, kriging.order, values, result);
  else {
    for (const i of options.only ?? points.x.keys()) {
      kriging.predictWithout(i, result);
      result.residual[i] = (values[i] as number) - (result.prediction[i] as number);
    }
  }
  return {
    result,
    diagnostics: { sites: n, targets: n, ...kriging.counts, ...scoresOf(values, result.residual, result.variance) },
    decisions: missingDecisions(kriging.counts, options),
  };
};
