/**
 * Mann-Kendall test of a monotonic trend, with ties.
 * S = Σ sign(x_j - x_i) over pairs in time order; z with the continuity correction and without;
 * the exact p below 8 values. Reference values: R trend 1.1.6 mk.test.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite, requireSameLength } from '../finite.ts';
import { twoSidedP } from '../normal.ts';
import { sortedCopy } from '../quantile.ts';
import { attainableP, exactTwoSidedP, groupSizes, scoreDistribution } from './kendallExact.ts';
import { continuityZ, kendallScore, plainZ } from './kendallScore.ts';

/** From this many values the normal approximation is used. */
export const NORMAL_FROM = 8;

export interface MannKendall {
  n: number;
  S: number;
  varS: number;
  /** Kendall's tau-b of value and time; NaN where all values are equal. */
  tau: number;
  /** With continuity correction. */
  z: number;
  /** Without. */
  zPlain: number;
  /** Two-sided: exact below 8 values, else from z. */
  p: number;
  /** From z, whatever n is. */
  pNormal: number;
  /** From zPlain. */
  pPlain: number;
  pMethod: 'exact' | 'normal';
  /** No order of these values gives a smaller exact p. */
  attainableP: number;
  /** Groups of equal values. */
  ties: number;
}

/**
 * @param times distinct, any unit, any order
 * @param values one per time
 * @throws RangeError naming a value that is not finite, or a time that stands twice
 */
export function mannKendall(times: ArrayLike<number>, values: ArrayLike<number>): MannKendall {
  requireSameLength('times', times, 'values', values);
  requireFinite('times', times);
  requireFinite('values', values);
  const score = kendallScore(times, values);
  if (score.tiesX.groups > 0) {
    throw new RangeError('two values stand at one time; a series has one value per time: take their median first, or name the seasons');
  }
  const { n, S, varS, tau } = score;
  const z = continuityZ(S, varS);
  const zPlain = plainZ(S, varS);
  const exact = n < NORMAL_FROM;
  const pNormal = twoSidedP(z);
  return {
    n,
    S,
    varS,
    tau,
    z,
    zPlain,
    p: exact ? exactTwoSidedP(scoreDistribution(values), S) : pNormal,
    pNormal,
    pPlain: twoSidedP(zPlain),
    pMethod: exact ? 'exact' : 'normal',
    attainableP: attainableP(groupSizes(sortedCopy(values))),
    ties: score.tiesY.groups,
  };
}
