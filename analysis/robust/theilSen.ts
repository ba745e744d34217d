/**
 * Theil-Sen line: the median of the slopes of all pairs with different x.
 * Two intercepts are in use and both are given: the median residual (as Sen's slope in a trend) and
 * median y - slope × median x (SciPy's default).
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite, requireSameLength } from '../finite.ts';
import { median, medianSorted } from '../quantile.ts';
import { pairSlopes } from '../trend/senSlope.ts';

export interface TheilSen {
  /** NaN where all x are equal. */
  slope: number;
  /** Median of y - slope × x. */
  intercept: number;
  /** Median y - slope × median x. */
  interceptOfMedians: number;
  pairs: number;
}

/**
 * @throws RangeError on no values, different lengths, or a value that is not finite
 */
export function theilSen(x: ArrayLike<number>, y: ArrayLike<number>): TheilSen {
  requireSameLength('x', x, 'y', y);
  requireFinite('x', x);
  requireFinite('y', y);
  if (x.length === 0) throw new RangeError('a line through no values does not exist; give at least two');
  const slopes = pairSlopes(x, y);
  if (slopes.length === 0) return { slope: Number.NaN, intercept: Number.NaN, interceptOfMedians: Number.NaN, pairs: 0 };
  const slope = medianSorted(slopes);
  return {
    slope,
    intercept: median(Float64Array.from(y, (value, i) => value - slope * (x[i] ?? Number.NaN))),
    interceptOfMedians: median(y) - slope * median(x),
    pairs: slopes.length,
  };
}
