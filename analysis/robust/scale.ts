/**
 * Scales that outliers cannot pull: MAD and normalised interquartile range.
 * Reference values: R 4.2.2 mad, quantile type 7.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite } from '../finite.ts';
import { medianSorted, quantileSorted, sortedCopy } from '../quantile.ts';

/** 1 / Φ⁻¹(3/4), rounded as R and ISO 13528 round it. */
export const MAD_CONSTANT = 1.4826;
/** 1 / (2 Φ⁻¹(3/4)), rounded as ISO 13528 rounds it. */
const IQR_CONSTANT = 0.7413;

const requireSome = (values: ArrayLike<number>): void => {
  requireFinite('values', values);
  if (values.length === 0) throw new RangeError('the spread of no values does not exist; give at least one');
};

/** Median of |value - median|, without a constant. */
export function rawMad(values: ArrayLike<number>): number {
  requireSome(values);
  const centre = medianSorted(sortedCopy(values));
  return medianSorted(Float64Array.from(values, (value) => Math.abs(value - centre)).sort());
}

/**
 * Median absolute deviation, 1.4826 × median |value - median|.
 * @throws RangeError on no values or one that is not finite
 */
export const mad = (values: ArrayLike<number>, constant = MAD_CONSTANT): number => constant * rawMad(values);

/**
 * Normalised interquartile range, 0.7413 × (Q3 - Q1), quantiles of type 7.
 * @throws RangeError on no values or one that is not finite
 */
export function nIqr(values: ArrayLike<number>): number {
  requireSome(values);
  const sorted = sortedCopy(values);
  return IQR_CONSTANT * (quantileSorted(sorted, 0.75) - quantileSorted(sorted, 0.25));
}
