/**
 * Getis and Ord's global G: do high values stand together (G above its expectation) or low ones?
 * Moments of Getis and Ord 1992 with the corrected coefficient B1 (spdep globalG.test, B1correct).
 * Reference values: spdep 1.2-7, test/golden.
 */
import { requireFinite } from '../finite.ts';
import { Random } from '../random.ts';
import { centred } from './centred.ts';
import { ALL_EQUAL, islandDecisions, tested, tooFew, untestable, type GlobalStep } from './globalTest.ts';
import type { GlobalOptions } from './moran.ts';
import { permutedGlobal } from './permutedGlobal.ts';
import { requireCount } from './points.ts';
import { weightSums, type SpatialWeights } from './weights.ts';

/** Sum over all links of w_ij x_i x_j. */
const product = ({ count, start, index, weight }: SpatialWeights, x: Float64Array): number => {
  let total = 0;
  for (let i = 0; i < count; i++) {
    let lag = 0;
    const to = start[i + 1] as number;
    for (let position = start[i] as number; position < to; position++) lag += x[index[position] as number] as number;
    total += (x[i] as number) * (weight[i] as number) * lag;
  }
  return total;
};

/**
 * Global G.
 * @param values one per site, none below 0: G compares products, and a negative value makes a product of two lows high
 * @param weights without star; style B is usual
 * @returns null figures with the reason when all values are equal or fewer than 4 sites are linked
 * @throws RangeError naming the first value below 0 or not finite
 */
export const globalG = (values: ArrayLike<number>, weights: SpatialWeights, options: Omit<GlobalOptions, 'assumption'> = {}): GlobalStep => {
  const { alternative = 'two.sided', permutations, seed = 0 } = options;
  if (values.length !== weights.count) throw new RangeError(`values has ${values.length} entries and the weights ${weights.count} sites; the same number was expected`);
  requireFinite('values', values);
  let largest = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as number;
    if (value < 0) throw new RangeError(`values[${i}] is ${value}; global G needs values of at least 0: use moran for logarithms or deviations`);
    largest = Math.max(largest, value);
  }
  const sums = weightSums(weights);
  const { s0, s1, s2, linked } = sums;
  const diagnostics = { n: weights.count, ...sums };
  const decisions = islandDecisions(weights.islands);
  const few = tooFew(linked);
  if (few) return untestable(diagnostics, decisions, few);
  if (centred(values).equal) return untestable(diagnostics, decisions, ALL_EQUAL);
  const x = Float64Array.from(values, (value) => value / largest);
  let [m1, m2, m3, m4] = [0, 0, 0, 0];
  for (let i = 0; i < x.length; i++) {
    // a site without a neighbour stands in no product (spdep's adjust.x)
    if (weights.start[i] === weights.start[i + 1]) continue;
    const value = x[i] as number;
    const square = value * value;
    m1 += value;
    m2 += square;
    m3 += square * value;
    m4 += square * square;
  }
  const pairs = m1 * m1 - m2;
  if (!(pairs > 0)) {
    return untestable(diagnostics, decisions, {
      code: 'one-value-above-zero',
      zh: '只有一个点位的数值大于 0，没有可比较的乘积',
      en: 'Only one site has a value above 0: there is no product to compare',
    });
  }
  const statistic = product(weights, x) / pairs;
  if (permutations !== undefined) {
    requireCount('permutations', permutations);
    const shuffled = Float64Array.from(x);
    return permutedGlobal(statistic, permutations, alternative, diagnostics, decisions, (k) => {
      shuffled.set(x);
      new Random(seed, k).shuffle(shuffled);
      return product(weights, shuffled) / pairs;
    });
  }
  const n = linked;
  const square = s0 * s0;
  const expectation = s0 / (n * (n - 1));
  const b0 = (n * n - 3 * n + 3) * s1 - n * s2 + 3 * square;
  const b1 = -((n * n - n) * s1 - 2 * n * s2 + 6 * square);
  const b2 = -(2 * n * s1 - (n + 3) * s2 + 6 * square);
  const b3 = 4 * (n - 1) * s1 - 2 * (n + 1) * s2 + 8 * square;
  const b4 = s1 - s2 + square;
  const second = (b0 * m2 * m2 + b1 * m4 + b2 * m1 * m1 * m2 + b3 * m1 * m3 + b4 * m1 * m1 * m1 * m1) / (pairs * pairs * n * (n - 1) * (n - 2) * (n - 3));
  return tested({ statistic, expectation, variance: second - expectation * expectation }, alternative, diagnostics, decisions);
};
