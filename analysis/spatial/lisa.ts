/**
 * Local Moran (LISA): where a site and its neighbours are alike, and where a site stands out.
 * Moments: conditional (Sokal 1998, the value of the site held fixed; spdep's default) or total (Anselin 1995).
 * I_i = z_i / m2 x sum_j w_ij z_j with m2 = sum z² / n; GeoDa's is (n - 1) / n of it.
 * Names follow PySAL esda (Moran_Local). Reference values: spdep 1.2-7 localmoran, test/golden.
 */
import { twoSidedPs } from '../normal.ts';
import type { Decision, Step } from '../step.ts';
import { centred } from './centred.ts';
import { ALL_EQUAL, islandDecisions } from './globalTest.ts';
import { adjustLocal, emptyLocal, permuteLocal, untested, type LocalDiagnostics, type LocalResult, type LocalOptions } from './localTest.ts';
import { neighbourSums } from './neighbourSums.ts';
import type { SpatialWeights } from './weights.ts';

export type LocalMoments = 'conditional' | 'total';

/** Codes of the quadrants are PySAL's; 0 marks a site without a test. */
export const QUADRANTS = ['', 'High-High', 'Low-High', 'Low-Low', 'High-Low'] as const;

export interface LisaResult extends LocalResult {
  /**
   * Index into QUADRANTS: the value against the mean, its lag (the weighted sum of the neighbours' values) against the
   * mean of all lags, as spdep's quadr$mean. With style B a lag grows with the number of neighbours, and a site without
   * any counts with a lag of 0: take style W where quadrants are read.
   */
  quadrant: Uint8Array;
}

export interface LisaOptions extends LocalOptions {
  moments?: LocalMoments;
}

/** Mean, the rounding of each addition carried along: values that equal it exactly must not fall on either side by chance. */
const meanOf = (values: ArrayLike<number>): number => {
  let sum = 0;
  let lost = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    const next = sum + value;
    lost += Math.abs(sum) >= Math.abs(value) ? sum - next + value : value - next + sum;
    sum = next;
  }
  return (sum + lost) / values.length;
};

/** The mean itself counts as low; a site without neighbours keeps 0, no quadrant. */
const fillQuadrants = (values: ArrayLike<number>, { count, start, index, weight }: SpatialWeights, quadrant: Uint8Array): void => {
  const lag = new Float64Array(count);
  for (let i = 0, position = 0; i < count; i++) {
    const to = start[i + 1] as number;
    const w = weight[i] as number;
    let sum = 0;
    for (; position < to; position++) sum += w * (values[index[position] as number] as number);
    lag[i] = sum;
  }
  const middle = meanOf(values);
  const lagMiddle = meanOf(lag);
  for (let i = 0; i < count; i++) {
    if (start[i] === start[i + 1]) continue;
    const highNeighbours = (lag[i] as number) > lagMiddle;
    quadrant[i] = (values[i] as number) > middle ? (highNeighbours ? 1 : 4) : highNeighbours ? 2 : 3;
  }
};

/**
 * Local Moran at every site.
 * @param values one per site, any unit
 * @param weights without star
 * @returns NaN at islands, and everywhere when all values are equal; `decisions` say so
 * @throws RangeError when a value is not finite, their number is not that of the weights, or there are fewer than 3
 */
export const lisa = (values: ArrayLike<number>, weights: SpatialWeights, options: LisaOptions = {}): Step<LisaResult, LocalDiagnostics> => {
  const { moments = 'conditional' } = options;
  const { count: n, start, weight, islands } = weights;
  if (values.length !== n) throw new RangeError(`values has ${values.length} entries and the weights ${n} sites; the same number was expected`);
  if (weights.star) throw new RangeError('weights include the places themselves (star); local Moran needs weights without');
  if (n < 3) throw new RangeError(`${n} sites were given; local Moran needs at least 3`);
  const c = centred(values, weights.scratch);
  const decisions: Decision[] = islandDecisions(islands);
  const { only, permutations } = options;
  if (only !== undefined && permutations !== undefined) throw new RangeError(`only is ${only} and permutations is ${permutations}; permutations replace the moments: leave only out`);
  const result: LisaResult = { ...emptyLocal(n, only), quadrant: new Uint8Array(only === undefined ? n : 0) };
  const diagnostics: LocalDiagnostics = { n, islands, permuted: 0 };
  if (c.equal) return { result: untested(result), diagnostics, decisions: [...decisions, ALL_EQUAL] };

  const { z } = c;
  const { statistic, expectation, variance } = result;
  const m2 = c.sumSquares / n;
  const kurtosis = c.sumFourths / n / (m2 * m2);
  const own = (n - kurtosis) / (n - 1);
  const cross = (2 * kurtosis - n) / ((n - 1) * (n - 2));
  const unit = 1 / (n - 1);
  const conditional = moments === 'conditional';
  const whole = only === undefined;
  const perM2 = 1 / m2;
  const larger = n / (n - 2);
  const scores = neighbourSums(z, weights, result.z);
  for (let i = 0; i < n; i++) {
    const k = (start[i + 1] as number) - (start[i] as number);
    const near = scores[i] as number;
    scores[i] = Number.NaN;
    if (k === 0) continue;
    const here = z[i] as number;
    const w = weight[i] as number;
    const sum = w * k;
    const squares = w * sum;
    const scaled = here * perM2;
    const local = scaled * w * near;
    const mean = conditional ? -scaled * here * sum * unit : -sum * unit;
    const spread = conditional
      ? scaled * scaled * larger * (squares - sum * sum * unit) * (m2 - here * here * unit)
      : own * squares + cross * (sum * sum - squares) - mean * mean;
    if (spread > 0) scores[i] = (local - mean) / Math.sqrt(spread);
    if (!whole) continue;
    statistic[i] = local;
    expectation[i] = mean;
    variance[i] = spread;
  }
  twoSidedPs(result.z, result.p);
  if (!whole) return { result, diagnostics, decisions };
  fillQuadrants(values, weights, result.quadrant);
  const drawn = permuteLocal(result, z, weights, options, (i) => ((z[i] as number) / m2) * (weight[i] as number), () => 0);
  adjustLocal(result);
  return { result, diagnostics: { ...diagnostics, permuted: drawn.permuted }, decisions: [...decisions, ...drawn.decisions] };
};
