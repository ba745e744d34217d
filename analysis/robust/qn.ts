/**
 * Rousseeuw and Croux's Qn (1993, JASA 88:1273): an order statistic of all pairwise distances.
 * Constant 2.21914 and finite-sample factors of robustbase 0.95-0, whose values these are.
 * The order statistic is found by halving and counting: O(n log n).
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite } from '../finite.ts';
import { sortedCopy } from '../quantile.ts';

const SMALL = [0.399356, 0.99365, 0.51321, 0.84401, 0.6122, 0.85877, 0.66993, 0.87344, 0.72014, 0.88906, 0.75743] as const;

function finiteFactor(n: number): number {
  if (n <= 12) return SMALL[n - 2] ?? Number.NaN;
  const correction = n % 2 === 1 ? 1.60188 + (-2.1284 - 5.172 / n) / n : 3.67561 + (1.9654 + (6.987 - 77 / n) / n) / n;
  return 1 / (correction / n + 1);
}

/** Pairs of ascending values at most `distance` apart. */
function countWithin(sorted: Float64Array, distance: number): number {
  let count = 0;
  let first = 0;
  for (let i = 0; i < sorted.length; i++) {
    while ((sorted[i] ?? 0) - (sorted[first] ?? 0) > distance) first += 1;
    count += i - first;
  }
  return count;
}

/** The k-th smallest distance between two of the ascending values, k from 1. */
export function pairDistance(sorted: Float64Array, k: number): number {
  if (countWithin(sorted, 0) >= k) return 0;
  let low = 0;
  let high = (sorted[sorted.length - 1] ?? 0) - (sorted[0] ?? 0);
  for (;;) {
    const middle = low + (high - low) / 2;
    if (middle <= low || middle >= high) break;
    if (countWithin(sorted, middle) >= k) high = middle;
    else low = middle;
  }
  return high;
}

/**
 * @param values any order
 * @param corrected false leaves the finite-sample factor out
 * @returns 0 for one value
 * @throws RangeError on no values, one that is not finite, or a range that overflows
 */
export function qn(values: ArrayLike<number>, corrected = true): number {
  requireFinite('values', values);
  const n = values.length;
  if (n === 0) throw new RangeError('Qn of no values does not exist; give at least one');
  if (n === 1) return 0;
  const sorted = sortedCopy(values);
  if (!Number.isFinite((sorted[n - 1] ?? 0) - (sorted[0] ?? 0))) throw new RangeError('the range of the values is beyond double precision; scale them and try again');
  const half = Math.floor(n / 2) + 1;
  return 2.21914 * pairDistance(sorted, (half * (half - 1)) / 2) * (corrected ? finiteFactor(n) : 1);
}
