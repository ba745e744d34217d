/**
 * Sen's slope: the median of the slopes of all pairs, with its interval from the variance of S.
 * Ranks of the interval: round((N - C)/2) and round((N + C)/2 + 1) of N slopes, C = z √varS, halves to even.
 * Intercept: the median of value - slope × time. Reference values: R trend 1.1.6 sens.slope.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite, requireInRange, requireSameLength } from '../finite.ts';
import { normalQuantile } from '../normal.ts';
import { median, medianSorted } from '../quantile.ts';

/** 50 million slopes of 8 bytes; a longer series is summarised by period first. */
export const MOST_VALUES = 10_000;

export interface SenSlope {
  /** Value per unit of time; NaN where no two times differ. */
  slope: number;
  /** NaN where so few values have no lower end at this confidence. */
  lower: number;
  /** NaN likewise. */
  upper: number;
  intercept: number;
  confidence: number;
  /** Number of pairs with different times. */
  pairs: number;
}

/** R's round(): halves go to the even neighbour. */
export function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  const rest = value - floor;
  if (rest !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

/** Slopes of all pairs with different times, ascending. */
export function pairSlopes(times: ArrayLike<number>, values: ArrayLike<number>): Float64Array {
  const n = values.length;
  if (n > MOST_VALUES) throw new RangeError(`${n} values make ${(n * (n - 1)) / 2} slopes; at most ${MOST_VALUES} were expected: summarise by period first`);
  const slopes = new Float64Array((n * (n - 1)) / 2);
  let count = 0;
  for (let i = 0; i < n - 1; i++) {
    const ti = times[i] ?? Number.NaN;
    const xi = values[i] ?? Number.NaN;
    for (let j = i + 1; j < n; j++) {
      const span = (times[j] ?? Number.NaN) - ti;
      if (span === 0) continue;
      slopes[count] = ((values[j] ?? Number.NaN) - xi) / span;
      count += 1;
    }
  }
  const used = slopes.subarray(0, count).sort();
  if (count > 0 && !(Number.isFinite(used[0]) && Number.isFinite(used[count - 1]))) {
    throw new RangeError('a slope between two values is beyond double precision; scale the values (divide by a power of ten) and try again');
  }
  return used;
}

/**
 * The interval of a median slope.
 * @param slopes ascending
 * @param varS variance of the score the slopes belong to
 * @returns NaN at an end that lies outside all slopes
 */
export function slopeInterval(slopes: Float64Array, varS: number, confidence: number): { lower: number; upper: number } {
  const width = normalQuantile(0.5 + confidence / 2) * Math.sqrt(varS);
  const low = roundHalfEven((slopes.length - width) / 2);
  const high = roundHalfEven((slopes.length + width) / 2 + 1);
  return { lower: slopes[low - 1] ?? Number.NaN, upper: slopes[high - 1] ?? Number.NaN };
}

/**
 * @param times any unit; pairs at one time have no slope and are left out
 * @param values one per time
 * @param varS variance of Kendall's S of the two
 * @throws RangeError naming a value that is not finite, or when a slope overflows
 */
export function senSlope(times: ArrayLike<number>, values: ArrayLike<number>, varS: number, confidence = 0.95): SenSlope {
  requireSameLength('times', times, 'values', values);
  requireFinite('times', times);
  requireFinite('values', values);
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  const slopes = pairSlopes(times, values);
  if (slopes.length === 0) {
    return { slope: Number.NaN, lower: Number.NaN, upper: Number.NaN, intercept: Number.NaN, confidence, pairs: 0 };
  }
  const slope = medianSorted(slopes);
  const intercept = median(Float64Array.from(values, (value, i) => value - slope * (times[i] ?? Number.NaN)));
  return { slope, ...slopeInterval(slopes, varS, confidence), intercept, confidence, pairs: slopes.length };
}
