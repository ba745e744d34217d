/**
 * Rousseeuw and Croux's Sn (1993): the low median over i of the high median over j of |x_i - x_j|.
 * Constant 1.1926 and finite-sample factors of robustbase 0.95-0, whose values these are. O(n log n).
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite } from '../finite.ts';
import { sortedCopy } from '../quantile.ts';

const SMALL = [0.743, 1.851, 0.954, 1.351, 0.993, 1.198, 1.005, 1.131] as const;

function finiteFactor(n: number): number {
  if (n <= 9) return SMALL[n - 2] ?? Number.NaN;
  return n % 2 === 1 ? n / (n - 0.9) : 1;
}

/** Distance from the i-th ascending value to its k-th nearest, itself the first. */
function nearestDistance(sorted: Float64Array, i: number, k: number): number {
  const own = sorted[i] ?? 0;
  // the k nearest are k neighbours in order; the reach to the right falls as their start moves left
  let low = Math.max(0, i - k + 1);
  let high = Math.min(i, sorted.length - k);
  while (low < high) {
    const start = (low + high) >> 1;
    if (own - (sorted[start] ?? 0) > (sorted[start + k - 1] ?? 0) - own) low = start + 1;
    else high = start;
  }
  const reach = (start: number): number =>
    start < 0 || start + k > sorted.length ? Infinity : Math.max(own - (sorted[start] ?? 0), (sorted[start + k - 1] ?? 0) - own);
  return Math.min(reach(low), low > Math.max(0, i - k + 1) ? reach(low - 1) : Infinity);
}

/**
 * @param values any order
 * @returns 0 for one value
 * @throws RangeError on no values or one that is not finite
 */
export function sn(values: ArrayLike<number>, corrected = true): number {
  requireFinite('values', values);
  const n = values.length;
  if (n === 0) throw new RangeError('Sn of no values does not exist; give at least one');
  if (n === 1) return 0;
  const sorted = sortedCopy(values);
  const highMedian = Math.floor(n / 2) + 1;
  const distances = Float64Array.from(sorted, (_, i) => nearestDistance(sorted, i, highMedian)).sort();
  return 1.1926 * (distances[Math.floor((n + 1) / 2) - 1] ?? Number.NaN) * (corrected ? finiteFactor(n) : 1);
}
