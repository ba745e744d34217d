/**
 * Algorithm A of ISO 13528: mean and standard deviation with outliers pulled in to 1.5 s*, repeated
 * until nothing moves. Nothing is deleted. Two sets of constants: the standard's rounded ones
 * (1.483, 1.134) and the exact ones (1.4826, 1/√β).
 * Reference values: metRology 0.9-29-2 algA (exact), ISO 13528 by hand (rounded).
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite } from '../finite.ts';
import { normalCdf, normalDensity } from '../normal.ts';
import { medianSorted, sortedCopy } from '../quantile.ts';
import type { Decision, Step } from '../step.ts';
import { MAD_CONSTANT, nIqr, rawMad } from './scale.ts';

export interface RobustMean {
  mean: number;
  sd: number;
  /** Standard uncertainty of the mean, 1.25 sd / √n. */
  u: number;
  /** Values pulled in at the end: flagged, never deleted. */
  winsorised: number;
}

export interface RobustMeanDiagnostics {
  n: number;
  iterations: number;
  startMean: number;
  startSd: number;
}

const LIMIT = 1.5;
/** Variance of a standard normal pulled in at ±1.5. */
const BETA = 2 * normalCdf(LIMIT) - 1 + LIMIT * LIMIT * 2 * normalCdf(-LIMIT) - 2 * LIMIT * normalDensity(LIMIT);

export const ALGORITHM_A_CONSTANTS = {
  'iso-13528': { start: 1.483, factor: 1.134 },
  exact: { start: MAD_CONSTANT, factor: 1 / Math.sqrt(BETA) },
} as const;
export type AlgorithmAConstants = keyof typeof ALGORITHM_A_CONSTANTS;

const MOST_ITERATIONS = 10_000;

function startingSd(values: ArrayLike<number>, constant: number, decisions: Decision[]): number {
  const fromMad = constant * rawMad(values);
  if (fromMad > 0) return fromMad;
  const fromIqr = nIqr(values);
  const centre = medianSorted(sortedCopy(values));
  const start = fromIqr > 0 ? fromIqr : (1.2533 * Float64Array.from(values, (value) => Math.abs(value - centre)).reduce((a, b) => a + b, 0)) / values.length;
  if (start > 0) {
    decisions.push({
      code: 'half-equal',
      zh: '一半以上的值相等，MAD 为 0：以归一化四分位距（或平均绝对偏差）起算。',
      en: 'More than half of the values are equal and the MAD is 0: the normalised interquartile range (or mean absolute deviation) starts the iteration.',
    });
  }
  return start;
}

/**
 * @param values at least two
 * @returns sd 0 where all values are equal
 * @throws RangeError on fewer than two values or one that is not finite
 */
export function algorithmA(values: ArrayLike<number>, constants: AlgorithmAConstants = 'iso-13528'): Step<RobustMean, RobustMeanDiagnostics> {
  requireFinite('values', values);
  const n = values.length;
  if (n < 2) throw new RangeError(`${n} values; Algorithm A wants at least two`);
  const { start, factor } = ALGORITHM_A_CONSTANTS[constants];
  const decisions: Decision[] = [];
  const startMean = medianSorted(sortedCopy(values));
  const startSd = startingSd(values, start, decisions);
  let mean = startMean;
  let sd = startSd;
  let iterations = 0;
  let settled = sd === 0;
  while (!settled && iterations < MOST_ITERATIONS) {
    const low = mean - LIMIT * sd;
    const high = mean + LIMIT * sd;
    let sum = 0;
    for (let i = 0; i < n; i++) sum += Math.min(high, Math.max(low, values[i] ?? 0)) / n;
    let squares = 0;
    for (let i = 0; i < n; i++) squares += (Math.min(high, Math.max(low, values[i] ?? 0)) - sum) ** 2;
    const next = factor * Math.sqrt(squares / (n - 1));
    iterations += 1;
    // a thousandth of the digits asked for, so that slow convergence does not show in them
    settled = Math.abs(sum - mean) <= 1e-14 * Math.max(Math.abs(sum), next) && Math.abs(next - sd) <= 1e-14 * next;
    mean = sum;
    sd = next;
  }
  if (sd === 0) decisions.push({ code: 'all-equal', zh: '各值相等（或稳健离散度降为 0）：sd = 0。', en: 'All values are equal (or the robust spread shrank to 0): sd = 0.' });
  else if (!settled) {
    decisions.push({ code: 'not-settled', zh: `迭代 ${iterations} 次仍未收敛：结果供参考。`, en: `The iteration had not settled after ${iterations} rounds: take the figures as approximate.` });
  }
  const outside = Float64Array.from(values).filter((value) => Math.abs(value - mean) > LIMIT * sd).length;
  return {
    result: { mean, sd, u: (1.25 * sd) / Math.sqrt(n), winsorised: outside },
    diagnostics: { n, iterations, startMean, startSd },
    decisions,
  };
}
