/**
 * The empirical (sample) variogram, with gstat's conventions: cutoff 0.33333 x the diagonal of the bounding box
 * (gstat's constant, not a third: it decides counts on gridded data), width = cutoff / 15, lags (lo, hi], the
 * first [0, hi] with coincident pairs in it, empty lags left out, distance of a lag = mean over its pairs.
 * Estimators: classical (Matheron) and Cressie-Hawkins. Reference values: gstat 2.1-0, test/golden.
 */
import { boxOf, countOf, requirePositive, requireValuesAt, type Points } from './points.ts';

export interface VariogramLag {
  /** Number of pairs. */
  np: number;
  /** Mean distance of the pairs. */
  dist: number;
  /** Semivariance. */
  gamma: number;
}

export type VariogramEstimator = 'classical' | 'cressie';

export interface EmpiricalVariogram {
  lags: VariogramLag[];
  cutoff: number;
  width: number;
  estimator: VariogramEstimator;
}

const CUTOFF_SHARE = 0.33333;
const LAGS = 15;
const MOST_LAGS = 100_000;

const diagonalOf = (points: Points): number => {
  const { west, south, east, north } = boxOf(points);
  let low = 0;
  let high = 0;
  if (points.z) {
    low = Infinity;
    high = -Infinity;
    for (const z of points.z) {
      low = Math.min(low, z);
      high = Math.max(high, z);
    }
  }
  return Math.hypot(east - west, north - south, high - low);
};

/**
 * @param values one per place
 * @param options.cutoff largest distance of a pair; default 0.33333 x the diagonal of the bounding box
 * @param options.width width of a lag; default cutoff / 15
 * @throws RangeError for fewer than 2 places, places all in one spot without a cutoff, values not finite
 */
export const empiricalVariogram = (points: Points, values: ArrayLike<number>, options: { cutoff?: number; width?: number; estimator?: VariogramEstimator } = {}): EmpiricalVariogram => {
  requireValuesAt(points, values);
  const n = countOf(points);
  if (n < 2) throw new RangeError(`${n} places were given; a variogram needs at least 2`);
  const { estimator = 'classical' } = options;
  const cutoff = options.cutoff ?? diagonalOf(points) * CUTOFF_SHARE;
  if (options.cutoff === undefined && cutoff === 0) throw new RangeError(`all ${n} places stand in one spot; a variogram needs places apart`);
  requirePositive('cutoff', cutoff);
  const width = options.width ?? cutoff / LAGS;
  requirePositive('width', width);
  const bins = Math.ceil(cutoff / width);
  if (bins > MOST_LAGS) throw new RangeError(`cutoff ${cutoff} over width ${width} makes ${bins} lags; at most ${MOST_LAGS} were expected`);

  // by x: the inner loop ends as soon as x alone is farther than the cutoff
  const order = Uint32Array.from(points.x.keys()).sort((a, b) => (points.x[a] as number) - (points.x[b] as number));
  const pick = (from: ArrayLike<number>): Float64Array => Float64Array.from(order, (i) => from[i] as number);
  const x = pick(points.x);
  const y = pick(points.y);
  const z = points.z ? pick(points.z) : undefined;
  const v = pick(values);
  // slot k: k width < d <= (k + 1) width; coincident pairs in slot 0
  const counts = new Float64Array(bins + 1);
  const distances = new Float64Array(bins + 1);
  const sums = new Float64Array(bins + 1);
  const square = cutoff * cutoff;
  const cressie = estimator === 'cressie';
  for (let i = 0; i < n; i++) {
    const xi = x[i] as number;
    const yi = y[i] as number;
    const zi = z === undefined ? 0 : (z[i] as number);
    const vi = v[i] as number;
    for (let j = i + 1; j < n; j++) {
      const dx = (x[j] as number) - xi;
      if (dx > cutoff) break;
      const dy = (y[j] as number) - yi;
      let squared = dx * dx + dy * dy;
      if (z !== undefined) {
        const dz = (z[j] as number) - zi;
        squared += dz * dz;
      }
      if (squared > square) continue;
      const distance = Math.sqrt(squared);
      const slot = distance > 0 ? Math.ceil(distance / width) - 1 : 0;
      const difference = (v[j] as number) - vi;
      counts[slot] = (counts[slot] as number) + 1;
      distances[slot] = (distances[slot] as number) + distance;
      sums[slot] = (sums[slot] as number) + (cressie ? Math.sqrt(Math.abs(difference)) : difference * difference);
    }
  }
  const lags: VariogramLag[] = [];
  counts.forEach((np, slot) => {
    if (np === 0) return;
    const mean = (sums[slot] as number) / np;
    lags.push({ np, dist: (distances[slot] as number) / np, gamma: cressie ? (0.5 * mean ** 4) / (0.457 + 0.494 / np) : 0.5 * mean });
  });
  return { lags, cutoff, width, estimator };
};
