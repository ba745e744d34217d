/**
 * Values less their mean, scaled so that the largest deviation is 1. Every statistic of spatial
 * association is unchanged by shift and scale, so nothing is lost, and 1e300 does not overflow when squared.
 */
import { requireFinite } from '../finite.ts';

export interface Centred {
  /** Deviations from the mean, in units of `scale`. All 0 when `equal`. */
  readonly z: Float64Array;
  readonly mean: number;
  readonly scale: number;
  /** All values are the same, up to rounding: there is no pattern to test. */
  readonly equal: boolean;
  /** Sums of squares and fourth powers of z. */
  readonly sumSquares: number;
  readonly sumFourths: number;
}

/** Deviations smaller than this part of the largest value are rounding, not variation. */
const ROUNDING = 8 * Number.EPSILON;

/**
 * @param into room for z, one entry per value; new when left out
 * @throws RangeError naming the first value that is not finite
 */
export const centred = (values: ArrayLike<number>, into?: Float64Array): Centred => {
  // one kind of array for the loops below, whatever was given
  const given = values instanceof Float64Array ? values : Float64Array.from(values);
  const n = given.length;
  let largest = 0;
  let finite = true;
  for (let i = 0; i < n; i++) {
    const size = Math.abs(given[i] as number);
    largest = Math.max(largest, size);
    if (!(size <= Number.MAX_VALUE)) finite = false;
  }
  if (!finite) requireFinite('values', values);
  // a power of two: scaling by it rounds nothing, and the sum of what is left cannot overflow
  const unit = largest > 0 ? 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(largest)))) : 1;
  const perUnit = 1 / unit;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (given[i] as number) * perUnit;
  const about = sum / n;
  const z = into ?? new Float64Array(n);
  let left = 0;
  let highest = -Infinity;
  let lowest = Infinity;
  for (let i = 0; i < n; i++) {
    const deviation = (given[i] as number) * perUnit - about;
    z[i] = deviation;
    left += deviation;
    highest = Math.max(highest, deviation);
    lowest = Math.min(lowest, deviation);
  }
  const beside = left / n;
  const mean = (about + beside) * unit;
  const widest = Math.max(highest - beside, beside - lowest);
  if (!(widest > ROUNDING)) return { z: z.fill(0), mean, scale: 0, equal: true, sumSquares: 0, sumFourths: 0 };
  const perWidest = 1 / widest;
  let sumSquares = 0;
  let sumFourths = 0;
  for (let i = 0; i < n; i++) {
    const scaled = ((z[i] as number) - beside) * perWidest;
    const square = scaled * scaled;
    z[i] = scaled;
    sumSquares += square;
    sumFourths += square * square;
  }
  return { z, mean, scale: widest * unit, equal: false, sumSquares, sumFourths };
};
