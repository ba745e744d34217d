/**
 * Sample quantiles by linear interpolation between order statistics: R's type 7, numpy's default.
 * Pure: no I/O, no clock, no Math.random.
 */

/** A sorted copy; the caller's array keeps its order. */
export const sortedCopy = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();

/**
 * @param sorted ascending, at least one value
 * @param probability 0 to 1
 * @throws RangeError on an empty array or a probability outside [0, 1]
 */
export function quantileSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) throw new RangeError('a quantile of no values does not exist; give at least one');
  if (!(probability >= 0 && probability <= 1)) throw new RangeError(`probability is ${probability}; a number from 0 to 1 was expected`);
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position + 4 * Number.EPSILON * position);
  const low = sorted[below] ?? Number.NaN;
  const share = position - below;
  if (!(share > 4 * Number.EPSILON * position) || below + 1 >= sorted.length) return low;
  const high = sorted[below + 1] ?? Number.NaN;
  return low + share * (high - low);
}

/** Median of ascending values: the middle one, or the mean of the middle two without overflow. */
export function medianSorted(sorted: ArrayLike<number>): number {
  const n = sorted.length;
  if (n === 0) throw new RangeError('a median of no values does not exist; give at least one');
  const half = n >> 1;
  const high = sorted[half] ?? Number.NaN;
  if (n % 2 === 1) return high;
  const low = sorted[half - 1] ?? Number.NaN;
  const sum = low + high;
  return Number.isFinite(sum) ? sum / 2 : low / 2 + high / 2;
}

/** @throws RangeError on an empty array */
export const median = (values: ArrayLike<number>): number => medianSorted(sortedCopy(values));
