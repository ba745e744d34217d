/**
 * Kendall's score S of two sequences with its ties, tie-corrected variance and tau-b.
 * The kernel under Mann-Kendall, seasonal Kendall and the rank correlation.
 * O(n²) below 256 values, O(n log n) above (W. R. Knight 1966, JASA 61:436).
 * Reference values: R 4.2.2 cor.test(method = "kendall"), trend 1.1.6.
 * Pure: no I/O, no clock, no Math.random.
 */
import { sortedCopy } from '../quantile.ts';

/** Sums over groups of t equal values. */
export interface TieSums {
  /** Groups with more than one member. */
  groups: number;
  /** Σ t(t-1)/2: pairs that are tied. */
  pairs: number;
  /** Σ t(t-1)(2t+5) */
  first: number;
  /** Σ t(t-1)(t-2) */
  second: number;
}

export interface KendallScore {
  n: number;
  /** Concordant minus discordant pairs. */
  S: number;
  /** Variance of S when the two are unrelated, corrected for ties in both. */
  varS: number;
  /** S / √((pairs untied in x)(pairs untied in y)); NaN where one of them has no untied pair. */
  tau: number;
  tiesX: TieSums;
  tiesY: TieSums;
}

/** @param sorted ascending */
export function tieSums(sorted: ArrayLike<number>): TieSums {
  const sums: TieSums = { groups: 0, pairs: 0, first: 0, second: 0 };
  let run = 1;
  for (let i = 1; i <= sorted.length; i++) {
    if (i < sorted.length && sorted[i] === sorted[i - 1]) {
      run += 1;
      continue;
    }
    if (run > 1) {
      sums.groups += 1;
      sums.pairs += (run * (run - 1)) / 2;
      sums.first += run * (run - 1) * (2 * run + 5);
      sums.second += run * (run - 1) * (run - 2);
    }
    run = 1;
  }
  return sums;
}

/** Variance of S under no relation (Kendall 1970, 5.3), for n values with these ties. */
function kendallVariance(n: number, x: TieSums, y: TieSums): number {
  if (n < 2) return 0;
  let variance = (n * (n - 1) * (2 * n + 5) - x.first - y.first) / 18;
  if (n > 2) variance += (x.second * y.second) / (9 * n * (n - 1) * (n - 2));
  variance += (2 * x.pairs * y.pairs) / (n * (n - 1));
  return variance;
}

function scoreByPairs(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const n = x.length;
  let score = 0;
  for (let i = 0; i < n - 1; i++) {
    const xi = x[i] ?? Number.NaN;
    const yi = y[i] ?? Number.NaN;
    for (let j = i + 1; j < n; j++) {
      const xj = x[j] ?? Number.NaN;
      const yj = y[j] ?? Number.NaN;
      score += (xj > xi ? 1 : xj < xi ? -1 : 0) * (yj > yi ? 1 : yj < yi ? -1 : 0);
    }
  }
  return score;
}

/** Swaps a merge sort needs: pairs that stand in strictly falling order. `values` is sorted in place. */
function countSwaps(values: Float64Array): number {
  let from = values;
  let into: Float64Array = new Float64Array(values.length);
  let swaps = 0;
  for (let width = 1; width < values.length; width *= 2) {
    for (let start = 0; start < values.length; start += 2 * width) {
      const middle = Math.min(start + width, values.length);
      const end = Math.min(start + 2 * width, values.length);
      let left = start;
      let right = middle;
      for (let k = start; k < end; k++) {
        if (right >= end || (left < middle && (from[left] ?? 0) <= (from[right] ?? 0))) {
          into[k] = from[left] ?? 0;
          left += 1;
        } else {
          into[k] = from[right] ?? 0;
          right += 1;
          swaps += middle - left;
        }
      }
    }
    [from, into] = [into, from];
  }
  return swaps;
}

function scoreBySorting(x: ArrayLike<number>, y: ArrayLike<number>, tiedX: number, tiedY: number): number {
  const n = x.length;
  const order = Uint32Array.from({ length: n }, (_, i) => i).sort((a, b) => {
    const byX = (x[a] ?? 0) - (x[b] ?? 0);
    return byX !== 0 ? byX : (y[a] ?? 0) - (y[b] ?? 0);
  });
  let tiedBoth = 0;
  let run = 1;
  for (let k = 1; k <= n; k++) {
    const a = order[k - 1] ?? 0;
    const b = order[k] ?? 0;
    if (k < n && x[a] === x[b] && y[a] === y[b]) run += 1;
    else {
      tiedBoth += (run * (run - 1)) / 2;
      run = 1;
    }
  }
  const swaps = countSwaps(Float64Array.from(order, (i) => y[i] ?? 0));
  return (n * (n - 1)) / 2 - tiedX - tiedY + tiedBoth - 2 * swaps;
}

/**
 * @param x, y finite values of equal length; either may hold ties
 */
export function kendallScore(x: ArrayLike<number>, y: ArrayLike<number>): KendallScore {
  const n = x.length;
  const tiesX = tieSums(sortedCopy(x));
  const tiesY = tieSums(sortedCopy(y));
  const S = n < 256 ? scoreByPairs(x, y) : scoreBySorting(x, y, tiesX.pairs, tiesY.pairs);
  const pairs = (n * (n - 1)) / 2;
  const [ofX, ofY] = [pairs - tiesX.pairs, pairs - tiesY.pairs];
  return {
    n,
    S,
    varS: kendallVariance(n, tiesX, tiesY),
    // the root of a square would round, and full agreement come out above 1
    tau: S / (ofX === ofY ? ofX : Math.sqrt(ofX) * Math.sqrt(ofY)),
    tiesX,
    tiesY,
  };
}

/** (S - sign S) / √varS: one step of the discrete S is taken off. 0 where S is 0 or nothing can vary. */
export const continuityZ = (S: number, varS: number): number => (S === 0 || !(varS > 0) ? 0 : (S - Math.sign(S)) / Math.sqrt(varS));

/** S / √varS; 0 where nothing can vary. */
export const plainZ = (S: number, varS: number): number => (varS > 0 ? S / Math.sqrt(varS) : 0);
