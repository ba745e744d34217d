/**
 * Global Moran's I with its moments under randomisation or normality (Cliff and Ord 1981).
 * Names follow PySAL esda and spdep moran.test. Reference values: spdep 1.2-7, test/golden.
 */
import { Random } from '../random.ts';
import { centred, type Centred } from './centred.ts';
import { ALL_EQUAL, islandDecisions, tested, tooFew, untestable, type Alternative, type GlobalStep } from './globalTest.ts';
import { neighbourSums } from './neighbourSums.ts';
import { permutedGlobal } from './permutedGlobal.ts';
import { requireCount } from './points.ts';
import { weightSums, type SpatialWeights } from './weights.ts';

export interface GlobalOptions {
  /** Moments of the statistic: of the values permuted over the sites, or of a normal sample. */
  assumption?: 'randomisation' | 'normality';
  alternative?: Alternative;
  /** With this many permutations, expectation, variance and p are those of the permuted values. */
  permutations?: number;
  seed?: number;
}

/** Sum over all links of w_ij z_i z_j. */
const crossProduct = (weights: SpatialWeights, z: Float64Array): number => {
  const near = neighbourSums(z, weights);
  let total = 0;
  for (let i = 0; i < near.length; i++) total += (z[i] as number) * (weights.weight[i] as number) * (near[i] as number);
  return total;
};

/** Sites without a neighbour stand in the mean and not in n (spdep's adjust.n). */
const moments = (c: Centred, n: number, s0: number, s1: number, s2: number, assumption: 'randomisation' | 'normality'): { expectation: number; variance: number } => {
  const expectation = -1 / (n - 1);
  const square = expectation * expectation;
  if (assumption === 'normality') return { expectation, variance: (n * n * s1 - n * s2 + 3 * s0 * s0) / ((n * n - 1) * s0 * s0) - square };
  const kurtosis = (c.z.length * c.sumFourths) / (c.sumSquares * c.sumSquares);
  const first = n * (s1 * (n * n - 3 * n + 3) - n * s2 + 3 * s0 * s0);
  const second = kurtosis * (s1 * (n * n - n) - 2 * n * s2 + 6 * s0 * s0);
  return { expectation, variance: (first - second) / ((n - 1) * (n - 2) * (n - 3) * s0 * s0) - square };
};

/**
 * Global Moran's I: positive where like values are neighbours.
 * @param values one per site, any unit
 * @param weights without star; style W is usual
 * @returns null figures with the reason when all values are equal or fewer than 4 sites are linked
 * @throws RangeError when a value is not finite or their number is not that of the weights
 */
export const moran = (values: ArrayLike<number>, weights: SpatialWeights, options: GlobalOptions = {}): GlobalStep => {
  const { assumption = 'randomisation', alternative = 'two.sided', permutations, seed = 0 } = options;
  if (values.length !== weights.count) throw new RangeError(`values has ${values.length} entries and the weights ${weights.count} sites; the same number was expected`);
  const c = centred(values);
  const sums = weightSums(weights);
  const { s0, s1, s2, linked } = sums;
  const diagnostics = { n: weights.count, ...sums };
  const decisions = islandDecisions(weights.islands);
  const few = tooFew(linked);
  if (few) return untestable(diagnostics, decisions, few);
  if (c.equal) return untestable(diagnostics, decisions, ALL_EQUAL);
  const factor = linked / s0 / c.sumSquares;
  const statistic = factor * crossProduct(weights, c.z);
  if (permutations === undefined) return tested({ statistic, ...moments(c, linked, s0, s1, s2, assumption) }, alternative, diagnostics, decisions);
  requireCount('permutations', permutations);
  const shuffled = Float64Array.from(c.z);
  return permutedGlobal(statistic, permutations, alternative, diagnostics, decisions, (k) => {
    shuffled.set(c.z);
    new Random(seed, k).shuffle(shuffled);
    return factor * crossProduct(weights, shuffled);
  });
};
