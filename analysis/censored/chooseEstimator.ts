/**
 * Which estimator a censored set can carry, by rule (EPA's unified guidance and ProUCL practice):
 * over 80 % non-detect none; under 50 % with several limits Kaplan-Meier, with one robust ROS;
 * 50 to 80 % maximum likelihood from n = 50, else robust ROS. Up to five values (a town's quarter) have
 * a median, a range and a detection frequency, but no mean.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Decision } from '../step.ts';
import type { Counts } from './censoredValue.ts';

export type Estimator = 'kaplanMeier' | 'ros' | 'mleLognormal' | 'none';

/** Up to this many values no mean is given. */
const SMALL_SET = 5;
/** Fewer measured values carry no distribution. */
const FEWEST_DETECTED = 3;
/** From this many values maximum likelihood is trusted between 50 and 80 %. */
const LIKELIHOOD_FROM = 50;

const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

export function chooseEstimator(counts: Counts): { chosen: Estimator; reason: Decision } {
  const { n, detected, below, above, limits } = counts;
  const share = n === 0 ? Number.NaN : (n - detected) / n;
  const pick = (chosen: Estimator, code: string, zh: string, en: string): { chosen: Estimator; reason: Decision } => ({ chosen, reason: { code, zh, en } });
  if (n === 0) return pick('none', 'no-values', '没有数值。', 'There are no values.');
  if (detected === 0) {
    return pick('none', 'all-censored', `${n} 个值全部未定量：只给检出率与上限。`, `None of ${n} values was measured: only the detection frequency and an upper bound are given.`);
  }
  if (n <= SMALL_SET) {
    return pick('none', 'small-set', `仅 ${n} 个值：给中位数、范围和检出率，不给均值。`, `Only ${n} values: median, range and detection frequency are given, no mean.`);
  }
  if (share > 0.8) {
    return pick('none', 'over-80', `${percent(share)} 未定量，超过 80 %：只给检出率与上限。`, `${percent(share)} were not measured, over 80 %: only the detection frequency and an upper bound are given.`);
  }
  if (detected < FEWEST_DETECTED) {
    return pick('none', 'few-detected', `仅 ${detected} 个定量值，少于 ${FEWEST_DETECTED} 个：不估计分布。`, `Only ${detected} values were measured, fewer than ${FEWEST_DETECTED}: no distribution is estimated.`);
  }
  if (above > 0) {
    return pick('mleLognormal', 'above-range', `${above} 个值超出测定上限：采用最大似然法，它能同时处理两侧删失。`, `${above} values are above the range: maximum likelihood, which takes limits on both sides.`);
  }
  if (below === 0) {
    return pick('kaplanMeier', 'no-censoring', '没有低于检出限的值：Kaplan-Meier 即普通统计量。', 'No value is below a limit: Kaplan-Meier equals the plain statistics.');
  }
  if (share < 0.5) {
    return limits.length > 1
      ? pick('kaplanMeier', 'under-50-several-limits', `${percent(share)} 未检出（低于 50 %），${limits.length} 个检出限：Kaplan-Meier。`, `${percent(share)} non-detects, under 50 %, with ${limits.length} limits: Kaplan-Meier.`)
      : pick('ros', 'under-50-one-limit', `${percent(share)} 未检出（低于 50 %），一个检出限：稳健 ROS。`, `${percent(share)} non-detects, under 50 %, with one limit: robust ROS.`);
  }
  return n >= LIKELIHOOD_FROM
    ? pick('mleLognormal', '50-80-large', `${percent(share)} 未检出，n = ${n} ≥ ${LIKELIHOOD_FROM}：最大似然法。`, `${percent(share)} non-detects and n = ${n}, at least ${LIKELIHOOD_FROM}: maximum likelihood.`)
    : pick('ros', '50-80-small', `${percent(share)} 未检出，n = ${n} < ${LIKELIHOOD_FROM}：稳健 ROS。`, `${percent(share)} non-detects and n = ${n}, fewer than ${LIKELIHOOD_FROM}: robust ROS.`);
}
