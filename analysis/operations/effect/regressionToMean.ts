/**
 * What towns would have done without any operation, read from the untouched ones: how far a high
 * quarter falls back by itself (least squares of the change on the level before; choosing towns by that
 * level does not bias it), and what of a difference is left once that is taken off. Pure.
 */
import { studentQuantileTwoSided } from '../../beta.ts';

export interface TownChange {
  operated: boolean;
  /** Mean logarithm before, and its mean change. */
  level: number;
  change: number;
}

interface Estimate {
  estimate: number;
  lower: number;
  upper: number;
}

export interface RegressionToMean {
  /** Correlation of the two quarters over the untouched towns; null where the second does not vary. */
  correlation: number | null;
  /** Change expected per unit of level before; -1: a high quarter says nothing of the next, 0: it stays. */
  slope: number;
  /** Difference between towns with and without operations that their levels before would give by themselves. */
  expected: Estimate;
  /** What is left of the difference. */
  remainder: Estimate;
}

/** Fewer untouched towns carry no line. */
const FEWEST_UNTOUCHED = 4;

const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value / values.length, 0);
const products = (a: readonly number[], b: readonly number[]): number => {
  const [ma, mb] = [mean(a), mean(b)];
  return a.reduce((sum, value, i) => sum + (value - ma) * ((b[i] ?? Number.NaN) - mb), 0);
};

/** @returns null where too few towns are untouched or they all stood alike */
export function regressionToMean(towns: readonly TownChange[], confidence: number): RegressionToMean | null {
  const [operated, untouched] = [towns.filter((town) => town.operated), towns.filter((town) => !town.operated)];
  const [k, m] = [operated.length, untouched.length];
  if (k === 0 || m < FEWEST_UNTOUCHED) return null;
  const levels = untouched.map(({ level }) => level);
  const changes = untouched.map(({ change }) => change);
  const spread = products(levels, levels);
  if (!(spread > 1e-12)) return null;
  const slope = products(levels, changes) / spread;
  const apart = mean(operated.map(({ level }) => level)) - mean(levels);
  const difference = mean(operated.map(({ change }) => change)) - mean(changes);
  const around = (own: readonly TownChange[]): number => {
    const residuals = own.map(({ level, change }) => change - slope * level);
    return products(residuals, residuals);
  };
  const degrees = m - 2 + k - 1;
  const variance = (around(untouched) + around(operated)) / degrees;
  const half = (share: number): number => studentQuantileTwoSided(confidence, degrees) * Math.sqrt(variance * share);
  const expected = slope * apart;
  const halfExpected = half(apart ** 2 / spread);
  const halfRemainder = half(1 / k + 1 / m + apart ** 2 / spread);
  const after = untouched.map(({ level, change }) => level + change);
  const spreadAfter = products(after, after);
  return {
    correlation: spreadAfter > 0 ? products(levels, after) / Math.sqrt(spread * spreadAfter) : null,
    slope,
    expected: { estimate: expected, lower: expected - halfExpected, upper: expected + halfExpected },
    remainder: { estimate: difference - expected, lower: difference - expected - halfRemainder, upper: difference - expected + halfRemainder },
  };
}
