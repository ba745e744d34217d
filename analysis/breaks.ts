/**
 * Natural breaks: the partition of one variable into k classes with the smallest sum of squares within
 * (Fisher 1958), by simple-statistics' ckmeans, which finds the optimum.
 * Break values lie midway between neighbouring classes, as classInt's "fisher" has them; compare the
 * goodness of variance fit and the counts, not the breaks of other software.
 * Pure: no I/O, no clock, no Math.random.
 */
import { ckmeans } from 'simple-statistics';
import { requireFinite } from './finite.ts';
import { sortedCopy } from './quantile.ts';
import type { Decision, Step } from './step.ts';

export interface Breaks {
  /** k + 1 values: minimum, k - 1 midpoints, maximum. */
  breaks: number[];
  /** Goodness of variance fit, 1 - within / total; NaN where all values are equal. */
  gvf: number;
  counts: number[];
}

export interface BreaksDiagnostics {
  n: number;
  distinct: number;
  k: number;
  within: number;
  total: number;
}

function sumOfSquares(values: ArrayLike<number>): number {
  let mean = 0;
  for (let i = 0; i < values.length; i++) mean += ((values[i] ?? 0) - mean) / (i + 1);
  let squares = 0;
  for (let i = 0; i < values.length; i++) squares += ((values[i] ?? 0) - mean) ** 2;
  return squares;
}

/**
 * @param values any order
 * @param k classes asked for; no more are made than there are distinct values, and the decisions say so
 * @throws RangeError on no values, one that is not finite, k that is no whole number >= 1, or a range that overflows
 */
export function naturalBreaks(values: ArrayLike<number>, k: number): Step<Breaks, BreaksDiagnostics> {
  requireFinite('values', values);
  if (values.length === 0) throw new RangeError('no values to divide into classes; give at least one');
  if (!Number.isSafeInteger(k) || k < 1) throw new RangeError(`k is ${k}; a whole number of classes >= 1 was expected`);
  const sorted = sortedCopy(values);
  const low = sorted[0] ?? 0;
  const high = sorted[sorted.length - 1] ?? 0;
  const range = high - low;
  if (!Number.isFinite(range)) throw new RangeError('the range of the values is beyond double precision; scale them and try again');
  const distinct = new Set(sorted).size;
  const decisions: Decision[] = [];
  const classes = Math.min(k, distinct);
  if (classes < k) {
    decisions.push({
      code: 'fewer-classes',
      zh: `只有 ${distinct} 个不同的值，分不出 ${k} 类：分为 ${classes} 类。`,
      en: `There are only ${distinct} distinct values, not enough for ${k} classes: ${classes} were made.`,
    });
  }
  // in units of the range, so that squares neither overflow nor vanish
  const scaled = range === 0 ? sorted.map(() => 0) : sorted.map((value) => (value - low) / range);
  const groups = classes === 1 ? [Array.from(scaled)] : ckmeans(Array.from(scaled), classes);
  const counts = groups.map((group) => group.length);
  const within = groups.reduce((sum, group) => sum + sumOfSquares(group), 0);
  const total = sumOfSquares(scaled);
  const breaks = [low];
  let end = 0;
  for (const count of counts.slice(0, -1)) {
    end += count;
    breaks.push((sorted[end - 1] ?? 0) / 2 + (sorted[end] ?? 0) / 2);
  }
  breaks.push(high);
  if (range === 0) decisions.push({ code: 'all-equal', zh: '各值相等：没有可分的类，拟合优度无从谈起。', en: 'All values are equal: there is nothing to divide and no goodness of fit.' });
  return {
    result: { breaks, gvf: range === 0 ? Number.NaN : 1 - within / total, counts },
    diagnostics: { n: sorted.length, distinct, k: classes, within: within * range * range, total: total * range * range },
    decisions,
  };
}
