/**
 * Spearman's and Kendall's rank correlation with their p.
 * Spearman: average ranks, p from Student's t with n - 2 degrees of freedom (R, exact = FALSE).
 * Kendall: tau-b, z with the tie-corrected variance and no continuity correction (R, exact = FALSE).
 * Reference values: R 4.2.2 cor.test.
 * Pure: no I/O, no clock, no Math.random.
 */
import { studentTwoSidedP } from '../beta.ts';
import { requireFinite, requireSameLength } from '../finite.ts';
import { twoSidedP } from '../normal.ts';
import { kendallScore, plainZ } from '../trend/kendallScore.ts';

/** Ranks from 1, equal values sharing their mean rank. */
export function averageRanks(values: ArrayLike<number>): Float64Array {
  const order = Uint32Array.from({ length: values.length }, (_, i) => i).sort((a, b) => (values[a] ?? 0) - (values[b] ?? 0));
  const ranks = new Float64Array(values.length);
  for (let start = 0; start < order.length; ) {
    let end = start + 1;
    while (end < order.length && values[order[end] ?? 0] === values[order[start] ?? 0]) end += 1;
    for (let k = start; k < end; k++) ranks[order[k] ?? 0] = (start + end + 1) / 2;
    start = end;
  }
  return ranks;
}

export interface Spearman {
  n: number;
  /** NaN where one of the two does not vary. */
  rho: number;
  /** NaN below three pairs. */
  p: number;
}

export interface Kendall {
  n: number;
  /** tau-b; NaN where one of the two does not vary. */
  tau: number;
  z: number;
  p: number;
  S: number;
}

const check = (x: ArrayLike<number>, y: ArrayLike<number>): void => {
  requireSameLength('x', x, 'y', y);
  requireFinite('x', x);
  requireFinite('y', y);
};

/** Pearson's correlation of two sets of ranks. */
function rankCorrelation(a: Float64Array, b: Float64Array): number {
  const middle = (a.length + 1) / 2;
  let products = 0;
  let squaresA = 0;
  let squaresB = 0;
  for (let i = 0; i < a.length; i++) {
    const da = (a[i] ?? 0) - middle;
    const db = (b[i] ?? 0) - middle;
    products += da * db;
    squaresA += da * da;
    squaresB += db * db;
  }
  return products / Math.sqrt(squaresA * squaresB);
}

/** @throws RangeError on different lengths or a value that is not finite */
export function spearman(x: ArrayLike<number>, y: ArrayLike<number>): Spearman {
  check(x, y);
  const n = x.length;
  const rho = n === 0 ? Number.NaN : rankCorrelation(averageRanks(x), averageRanks(y));
  const degrees = n - 2;
  const p = degrees < 1 || Number.isNaN(rho) ? Number.NaN : studentTwoSidedP(rho * Math.sqrt(degrees / Math.max(0, 1 - rho * rho)), degrees);
  return { n, rho, p };
}

/** @throws RangeError on different lengths or a value that is not finite */
export function kendall(x: ArrayLike<number>, y: ArrayLike<number>): Kendall {
  check(x, y);
  const { n, S, varS, tau } = kendallScore(x, y);
  const z = plainZ(S, varS);
  return { n, S, tau, z, p: Number.isNaN(tau) ? Number.NaN : twoSidedP(z) };
}
