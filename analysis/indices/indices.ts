/**
 * Pollution indices of one sample over several analytes, from their single factors P = C / S.
 * Nemerow √((mean² + max²)/2), weighted Nemerow with Σ wP for the mean, geoaccumulation log2(C / 1.5 B),
 * Tomlinson's pollution load index, Håkanson's degree of contamination.
 * Bases and matrices are never pooled: give one of each at a time.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite, requireInRange, requireSameLength } from '../finite.ts';

/** Weights may miss one by this much. */
const WEIGHT_TOLERANCE = 1e-9;

function requireFactors(factors: ArrayLike<number>): void {
  requireFinite('factors', factors);
  if (factors.length === 0) throw new RangeError('an index of no analytes does not exist; give at least one');
  for (let i = 0; i < factors.length; i++) requireInRange(`factors[${i}]`, factors[i] ?? Number.NaN, { from: 0 });
}

/**
 * Single factor P = C / S.
 * @param value >= 0
 * @param reference in the same unit, > 0
 * @throws RangeError naming the argument out of range
 */
export function singleFactor(value: number, reference: number): number {
  requireInRange('value', value, { from: 0 });
  requireInRange('reference', reference, { above: 0 });
  return value / reference;
}

const largest = (factors: ArrayLike<number>): number => {
  let most = 0;
  for (let i = 0; i < factors.length; i++) most = Math.max(most, factors[i] ?? Number.NaN);
  return most;
};

/** √((a² + b²)/2) without overflow. */
const quadraticMean = (a: number, b: number): number => Math.hypot(a, b) * Math.SQRT1_2;

/**
 * Nemerow index √((mean P² + max P²)/2), the mean squared, not the mean of squares.
 * @throws RangeError on no factors or a negative one
 */
export function nemerow(factors: ArrayLike<number>): number {
  requireFactors(factors);
  let mean = 0;
  for (let i = 0; i < factors.length; i++) mean += (factors[i] ?? 0) / factors.length;
  return quadraticMean(mean, largest(factors));
}

/**
 * Weighted Nemerow index √(((Σ wP)² + max P²)/2).
 * @param weights >= 0, summing to one
 * @throws RangeError on different lengths, a negative weight, or a sum that is not one
 */
export function weightedNemerow(factors: ArrayLike<number>, weights: ArrayLike<number>): number {
  requireFactors(factors);
  requireSameLength('factors', factors, 'weights', weights);
  requireFinite('weights', weights);
  let sum = 0;
  let mean = 0;
  for (let i = 0; i < factors.length; i++) {
    const weight = weights[i] ?? Number.NaN;
    requireInRange(`weights[${i}]`, weight, { from: 0 });
    sum += weight;
    mean += weight * (factors[i] ?? 0);
  }
  if (!(Math.abs(sum - 1) <= WEIGHT_TOLERANCE)) throw new RangeError(`the weights sum to ${sum}; 1 was expected: divide each by ${sum}`);
  return quadraticMean(mean, largest(factors));
}

/**
 * Geoaccumulation index log2(C / (1.5 B)).
 * @param value >= 0; 0 has no logarithm and gives NaN
 * @param background in the same unit, > 0
 * @throws RangeError naming the argument out of range
 */
export function geoaccumulation(value: number, background: number): number {
  requireInRange('value', value, { from: 0 });
  requireInRange('background', background, { above: 0 });
  return value === 0 ? Number.NaN : Math.log2(value / background / 1.5);
}

/**
 * Pollution load index: the geometric mean of the factors; 0 as soon as one is 0.
 * @throws RangeError on no factors or a negative one
 */
export function pollutionLoadIndex(factors: ArrayLike<number>): number {
  requireFactors(factors);
  let logs = 0;
  for (let i = 0; i < factors.length; i++) logs += Math.log(factors[i] ?? Number.NaN) / factors.length;
  return Math.exp(logs);
}

/**
 * Degree of contamination: the sum of the factors.
 * @throws RangeError on no factors or a negative one
 */
export function degreeOfContamination(factors: ArrayLike<number>): number {
  requireFactors(factors);
  let sum = 0;
  for (let i = 0; i < factors.length; i++) sum += factors[i] ?? 0;
  return sum;
}
