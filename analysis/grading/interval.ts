/**
 * Bounds on a quantity that censoring leaves open: `lower <= true value <= upper`.
 * A measured value has both alike; below a limit the lower bound is 0 (or the LOD, where it was
 * seen); above the range the upper bound is Infinity. Nothing is substituted.
 * Every function here is monotone in each bound, so bounds of the inputs give exact bounds of the
 * outcome. Pure.
 */
export interface Interval {
  lower: number;
  upper: number;
}

/** @throws RangeError when a bound is NaN, negative or out of order: such bounds would pass any comparison */
export function interval(lower: number, upper: number, what: string): Interval {
  if (!(Number.isFinite(lower) && lower >= 0)) throw new RangeError(`${what}: lower bound is ${lower}; a finite number >= 0 was expected`);
  if (!(upper >= lower)) throw new RangeError(`${what}: upper bound is ${upper}; a number >= ${lower} was expected`);
  return { lower, upper };
}

/**
 * Median of a list of numbers; Infinity is allowed.
 * @throws RangeError when the list is empty or holds NaN
 */
export function medianOf(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError('the median of no values is undefined');
  values.forEach((value, i) => {
    if (Number.isNaN(value)) throw new RangeError(`value ${i} is NaN; the median wants numbers`);
  });
  const sorted = [...values].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  const upper = sorted[sorted.length >> 1] ?? 0;
  if (sorted.length % 2 === 1) return upper;
  return ((sorted[(sorted.length >> 1) - 1] ?? 0) + upper) / 2;
}

/** Bounds of the median: the median rises with each value, so it is taken bound by bound. */
export const medianInterval = (parts: readonly Interval[]): Interval => ({
  lower: medianOf(parts.map(({ lower }) => lower)),
  upper: medianOf(parts.map(({ upper }) => upper)),
});

/** `>=` where the true value may lie above any bound, `<=` where limits leave it open from above, else `=`. */
export const qualifierOf = ({ lower, upper }: Interval): '=' | '<=' | '>=' => (upper === Infinity ? '>=' : upper > lower ? '<=' : '=');

/** The bound that goes with the qualifier: what a reader is shown as the number. */
export const shownBound = (bounds: Interval): number => (bounds.upper === Infinity ? bounds.lower : bounds.upper);
