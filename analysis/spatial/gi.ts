/**
 * Local Getis-Ord Gi and Gi*: where high (or low) values cluster (Getis and Ord 1992, Ord and Getis 1995).
 * Gi leaves the site out of its own neighbourhood, mean and variance; Gi* (weights with star) takes it in.
 * Names follow PySAL esda (G_Local). Reference values: spdep 1.2-7 localG, test/golden.
 */
import type { Decision, Step } from '../step.ts';
import { centred } from './centred.ts';
import { ALL_EQUAL, islandDecisions } from './globalTest.ts';
import { lagOf } from './lisa.ts';
import { adjustLocal, emptyLocal, finishLocal, permuteLocal, type LocalDiagnostics, type LocalResult, type PermutationOptions } from './localTest.ts';
import { islandsOf } from './neighbours.ts';
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
export const gi = (values: ArrayLike<number>, weights: SpatialWeights, options: PermutationOptions = {}): Step<LocalResult, LocalDiagnostics> => {
  const { count: n, start, weight, star } = weights;
  if (values.length !== n) throw new RangeError(`values has ${values.length} entries and the weights ${n} sites; the same number was expected`);
  if (n < 3) throw new RangeError(`${n} sites were given; Gi needs at least 3`);
  const c = centred(values);
  const islands = islandsOf(weights);
  const decisions: Decision[] = islandDecisions(islands);
  const result = emptyLocal(n);
  const diagnostics: LocalDiagnostics = { n, islands, permuted: 0 };
  if (c.equal) return { result, diagnostics, decisions: [...decisions, ALL_EQUAL] };

  const { z } = c;
  const { statistic, expectation, variance } = result;
  const lag = lagOf(weights, z);
  // in z: local sum, its expectation and its variance when the values are permuted
  for (let i = 0; i < n; i++) {
    const k = (start[i + 1] as number) - (start[i] as number) + (star ? 1 : 0);
    if (k === 0) continue;
    const here = z[i] as number;
    const w = weight[i] as number;
    const sum = w * k;
    const squares = w * sum;
    if (star) {
      statistic[i] = (lag[i] as number) + w * here;
      expectation[i] = 0;
      variance[i] = ((c.sumSquares / n) * (n * squares - sum * sum)) / (n - 1);
    } else {
      const mean = -here / (n - 1);
      statistic[i] = lag[i] as number;
      expectation[i] = sum * mean;
      variance[i] = (((c.sumSquares - here * here) / (n - 1) - mean * mean) * ((n - 1) * squares - sum * sum)) / (n - 2);
    }
  }
  finishLocal(result);
  const drawn = permuteLocal(result, z, weights, options, (i) => weight[i] as number, (i) => (star ? (weight[i] as number) * (z[i] as number) : 0));
  adjustLocal(result);

  // from z back to shares of the sum of the values themselves
  const mean = c.mean / c.scale;
  for (let i = 0; i < n; i++) {
    const k = (start[i + 1] as number) - (start[i] as number) + (star ? 1 : 0);
    const whole = star ? n * mean : n * mean - (mean + (z[i] as number));
    const shift = (weight[i] as number) * k * mean;
    if (Math.abs(whole) > 1e-12 * n * Math.abs(mean)) {
      statistic[i] = ((statistic[i] as number) + shift) / whole;
      expectation[i] = ((expectation[i] as number) + shift) / whole;
      variance[i] = (variance[i] as number) / (whole * whole);
    } else for (const part of [statistic, expectation, variance]) part[i] = Number.NaN;
  }
  return { result, diagnostics: { ...diagnostics, permuted: drawn.permuted }, decisions: [...decisions, ...drawn.decisions] };
};

export type Spot = 'hot' | 'cold' | 'none';

/** A site is hot or cold only where z and q are numbers and q is below alpha: NaN is never a colour. */
export const spotsOf = ({ z, q }: Pick<LocalResult, 'z' | 'q'>, alpha = 0.05): Spot[] =>
  Array.from(z, (value, i) => {
    const adjusted = q[i] as number;
    if (!Number.isFinite(value) || !Number.isFinite(adjusted) || !(adjusted < alpha)) return 'none';
    return value > 0 ? 'hot' : 'cold';
  });
