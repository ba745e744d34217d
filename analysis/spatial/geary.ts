/**
 * Geary's C with its moments under randomisation or normality (Cliff and Ord 1981).
 * As in spdep geary.test, z is positive where like values are neighbours (C below 1); PySAL's z has the other sign.
 * Reference values: spdep 1.2-7, test/golden.
 */
import { Random } from '../random.ts';
import { centred, type Centred } from './centred.ts';
import { ALL_EQUAL, islandDecisions, tested, tooFew, untestable, type GlobalStep } from './globalTest.ts';
import type { GlobalOptions } from './moran.ts';
import { permutedGlobal } from './permutedGlobal.ts';
import { requireCount } from './points.ts';
import { weightSums, type SpatialWeights } from './weights.ts';

/** Sum over all links of w_ij (z_i - z_j)². */
const squaredDifferences = ({ count, start, index, weight }: SpatialWeights, z: Float64Array): number => {
  let total = 0;
  for (let i = 0; i < count; i++) {
    let sum = 0;
    const here = z[i] as number;
    const to = start[i + 1] as number;
    for (let position = start[i] as number; position < to; position++) {
      const difference = here - (z[index[position] as number] as number);
      sum += difference * difference;
    }
    total += (weight[i] as number) * sum;
  }
  return total;
};

/**
 * @param sites all sites given; spdep uses this count in three places and the count of linked sites in the
 * others. Without islands the two are one; with islands the mixture is followed, because it is the reference.
 */
const variance = (c: Centred, sites: number, linked: number, s0: number, s1: number, s2: number, assumption: 'randomisation' | 'normality'): number => {
  const square = s0 * s0;
  const before = linked - 1;
  if (assumption === 'normality') return ((2 * s1 + s2) * before - 4 * square) / (2 * (sites + 1) * square);
  const kurtosis = (linked * c.sumFourths) / (c.sumSquares * c.sumSquares);
  const links = before * s1 * (linked * linked - 3 * sites + 3 - before * kurtosis);
  const rows = (before / 4) * s2 * (linked * linked + 3 * sites - 6 - (linked * linked - sites + 2) * kurtosis);
  const all = square * (linked * linked - 3 - before * before * kurtosis);
  return (links - rows + all) / (sites * (linked - 2) * (linked - 3) * square);
};

/**
 * Geary's C: below 1 where like values are neighbours.
 * Arguments, missing figures and errors as in moran.
 */
export const geary = (values: ArrayLike<number>, weights: SpatialWeights, options: GlobalOptions = {}): GlobalStep => {
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
  const factor = (linked - 1) / (2 * s0) / c.sumSquares;
  const statistic = factor * squaredDifferences(weights, c.z);
  if (permutations === undefined) {
    const spread = variance(c, weights.count, linked, s0, s1, s2, assumption);
    return tested({ statistic, expectation: 1, variance: spread, z: (1 - statistic) / Math.sqrt(spread) }, alternative, diagnostics, decisions);
  }
  requireCount('permutations', permutations);
  const shuffled = Float64Array.from(c.z);
  // negated, so that "greater" means like values as neighbours here too; turned back below
  const step = permutedGlobal(-statistic, permutations, alternative, diagnostics, decisions, (k) => {
    shuffled.set(c.z);
    new Random(seed, k).shuffle(shuffled);
    return -factor * squaredDifferences(weights, shuffled);
  });
  const { expectation } = step.result;
  return { ...step, result: { ...step.result, statistic, expectation: expectation === null ? null : -expectation } };
};
