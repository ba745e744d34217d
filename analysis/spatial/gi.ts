/**
 * Local Getis-Ord Gi and Gi*: where high (or low) values cluster (Getis and Ord 1992, Ord and Getis 1995).
 * Gi leaves the site out of its own neighbourhood, mean and variance; Gi* (weights with star) takes it in.
 * Names follow PySAL esda (G_Local). Reference values: spdep 1.2-7 localG, test/golden.
 */
import { twoSidedPs } from '../normal.ts';
import type { Decision, Step } from '../step.ts';
import { centred, type Centred } from './centred.ts';
import { ALL_EQUAL, islandDecisions } from './globalTest.ts';
import { adjustLocal, emptyLocal, permuteLocal, untested, type LocalDiagnostics, type LocalResult, type LocalOptions } from './localTest.ts';
import { neighbourSums } from './neighbourSums.ts';
import type { SpatialWeights } from './weights.ts';

/**
 * Gi, or Gi* when the weights carry the star, at every site.
 *
 * `statistic` is the share of the sum of all values (Gi: of all others) that stands in the neighbourhood, weighted.
 * It has no meaning when that sum is 0 and is then NaN; z and p do not depend on it.
 * @param values one per site, any unit; z is unchanged by shift and scale
 * @returns NaN at islands (with the star an island is its own neighbour and is tested), and everywhere when all
 * values are equal; `decisions` say so
 * @throws RangeError when a value is not finite, their number is not that of the weights, or there are fewer than 3
 */
export const gi = (values: ArrayLike<number>, weights: SpatialWeights, options: LocalOptions = {}): Step<LocalResult, LocalDiagnostics> => {
  const { count: n, start, weight, star, islands } = weights;
  if (values.length !== n) throw new RangeError(`values has ${values.length} entries and the weights ${n} sites; the same number was expected`);
  if (n < 3) throw new RangeError(`${n} sites were given; Gi needs at least 3`);
  const c = centred(values, weights.scratch);
  const decisions: Decision[] = islandDecisions(islands);
  const { only, permutations } = options;
  if (only !== undefined && permutations !== undefined) throw new RangeError(`only is ${only} and permutations is ${permutations}; permutations replace the moments: leave only out`);
  const result = emptyLocal(n, only);
  const diagnostics: LocalDiagnostics = { n, islands, permuted: 0 };
  if (c.equal) return { result: untested(result), diagnostics, decisions: [...decisions, ALL_EQUAL] };

  const { z } = c;
  const { statistic, expectation, variance } = result;
  const whole = only === undefined;
  const pooled = c.sumSquares / n / (n - 1);
  const scores = neighbourSums(z, weights, result.z);
  // in z: local sum, its expectation and its variance when the values are permuted
  for (let i = 0; i < n; i++) {
    const k = (start[i + 1] as number) - (start[i] as number) + (star ? 1 : 0);
    const near = scores[i] as number;
    scores[i] = Number.NaN;
    if (k === 0) continue;
    const here = z[i] as number;
    const w = weight[i] as number;
    const sum = w * k;
    const squares = w * sum;
    let local = w * near;
    let mean = 0;
    let spread: number;
    if (star) {
      local += w * here;
      spread = pooled * (n * squares - sum * sum);
    } else {
      const others = -here / (n - 1);
      mean = sum * others;
      spread = (((c.sumSquares - here * here) / (n - 1) - others * others) * ((n - 1) * squares - sum * sum)) / (n - 2);
    }
    if (spread > 0) scores[i] = (local - mean) / Math.sqrt(spread);
    if (!whole) continue;
    statistic[i] = local;
    expectation[i] = mean;
    variance[i] = spread;
  }
  twoSidedPs(result.z, result.p);
  if (!whole) return { result, diagnostics, decisions };
  const drawn = permuteLocal(result, z, weights, options, (i) => weight[i] as number, (i) => (star ? (weight[i] as number) * (z[i] as number) : 0));
  adjustLocal(result);
  toShares(result, weights, c);
  return { result, diagnostics: { ...diagnostics, permuted: drawn.permuted }, decisions: [...decisions, ...drawn.decisions] };
};

/** From sums of z to shares of the sum of the values themselves: that of all, for Gi that of all others. */
const toShares = ({ statistic, expectation, variance }: LocalResult, { count: n, start, weight, star }: SpatialWeights, c: Centred): void => {
  const mean = c.mean / c.scale;
  for (let i = 0; i < n; i++) {
    const k = (start[i + 1] as number) - (start[i] as number) + (star ? 1 : 0);
    const total = star ? n * mean : n * mean - (mean + (c.z[i] as number));
    const shift = (weight[i] as number) * k * mean;
    if (Math.abs(total) > 1e-12 * n * Math.abs(mean)) {
      statistic[i] = ((statistic[i] as number) + shift) / total;
      expectation[i] = ((expectation[i] as number) + shift) / total;
      variance[i] = (variance[i] as number) / (total * total);
    } else for (const part of [statistic, expectation, variance]) part[i] = Number.NaN;
  }
};

export type Spot = 'hot' | 'cold' | 'none';

/** A site is hot or cold only where z and q are numbers and q is below alpha: NaN is never a colour. */
export const spotsOf = ({ z, q }: Pick<LocalResult, 'z' | 'q'>, alpha = 0.05): Spot[] =>
  Array.from(z, (value, i) => {
    const adjusted = q[i] as number;
    if (!Number.isFinite(value) || !Number.isFinite(adjusted) || !(adjusted < alpha)) return 'none';
    return value > 0 ? 'hot' : 'cold';
  });
