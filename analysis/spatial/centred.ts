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

/** @throws RangeError naming the first value that is not finite */
export const centred = (values: ArrayLike<number>): Centred => {
  requireFinite('values', values);
  const n = values.length;
  let largest = 0;
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(values[i] as number));
  // a power of two: scaling by it rounds nothing, and the sum of what is left cannot overflow
  const unit = largest > 0 ? 2 ** Math.min(1023, Math.max(-1022, Math.floor(Math.log2(largest)))) : 1;
  const perUnit = 1 / unit;
  let sum = 0;
  for (let i = 0; i < n; i++) sum += (values[i] as number) * perUnit;
  let mean = sum / n;
  let left = 0;
  for (let i = 0; i < n; i++) left += (values[i] as number) * perUnit - mean;
  mean += left / n;
  const z = new Float64Array(n);
  let widest = 0;
  for (let i = 0; i < n; i++) {
    const deviation = (values[i] as number) * perUnit - mean;
    z[i] = deviation;
    widest = Math.max(widest, Math.abs(deviation));
  }
  if (widest <= ROUNDING) return { z: z.fill(0), mean: mean * unit, scale: 0, equal: true, sumSquares: 0, sumFourths: 0 };
  const perWidest = 1 / widest;
  let sumSquares = 0;
  let sumFourths = 0;
  for (let i = 0; i < n; i++) {
    const scaled = (z[i] as number) * perWidest;
    z[i] = scaled;
    sumSquares += scaled * scaled;
    sumFourths += scaled * scaled * scaled * scaled;
  }
  return { z, mean: mean * unit, scale: widest * unit, equal: false, sumSquares, sumFourths };
};
