/**
 * Everything a set with limits can say about itself: detection frequency with its exact interval, the
 * median as far as it can be told, every estimator that has an answer, the one the rule chooses and why.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Decision, Step } from '../step.ts';
import { median } from '../quantile.ts';
import { countCensored, highEnd, lowEnd, requireCensored, type CensoredValue, type Counts } from './censoredValue.ts';
import { chooseEstimator, type Estimator } from './chooseEstimator.ts';
import { detectionFrequency, type DetectionFrequency } from './detectionFrequency.ts';
import { kaplanMeier, type KaplanMeier } from './kaplanMeier.ts';
import { lognormalFit, normalFit, type LognormalFit, type NormalFit } from './maximumLikelihood.ts';
import { obstacle, type Obstructed } from './obstacle.ts';
import { ros, type Ros } from './ros.ts';
import { substitution, type Substitution } from './substitution.ts';

export interface CensoredSummary {
  detection: DetectionFrequency;
  /** Of the measured values; NaN where there is none. */
  minimum: number;
  maximum: number;
  /** The middle value as far as it can be told: '<' where it may lie below, '>' above; null where neither end is known. */
  middle: CensoredValue | null;
  ros: Ros | null;
  kaplanMeier: KaplanMeier | null;
  mleLognormal: LognormalFit | null;
  mleNormal: NormalFit | null;
  chosen: Estimator;
  reason: Decision;
  /** Never an estimate. */
  substitution: Substitution | null;
  /** No value and no limit is larger; NaN of nothing. */
  upperBound: number;
}

/** Median of what the values are at least, and at most. */
function middleOf(values: readonly CensoredValue[]): CensoredValue | null {
  if (values.length === 0) return null;
  const low = median(values.map(lowEnd));
  const high = median(values.map(highEnd));
  if (low === high) return { value: low, qualifier: '=' };
  if (Number.isFinite(high)) return { value: high, qualifier: '<' };
  return Number.isFinite(low) ? { value: low, qualifier: '>' } : null;
}

/**
 * @param values in one unit; any number of them, none included
 * @returns estimators without an answer are null, and the decisions say why
 * @throws RangeError naming a value that is not finite
 */
export function summariseCensored(values: readonly CensoredValue[]): Step<CensoredSummary, Counts> {
  requireCensored('values', values);
  const counts = countCensored(values);
  const { chosen, reason } = chooseEstimator(counts);
  const decisions: Decision[] = [reason];
  const unless = <T>(what: Obstructed, estimate: () => T): T | null => {
    if (counts.n === 0) return null;
    const found = obstacle(what, values, counts);
    if (found === null) return estimate();
    decisions.push(found);
    return null;
  };
  const measured = values.filter((one) => one.qualifier === '=').map((one) => one.value);
  const summary: CensoredSummary = {
    detection: detectionFrequency(counts.n - counts.below, counts.n),
    minimum: measured.reduce((least, value) => Math.min(least, value), measured[0] ?? Number.NaN),
    maximum: measured.reduce((most, value) => Math.max(most, value), measured[0] ?? Number.NaN),
    middle: middleOf(values),
    ros: unless('ros', () => ros(values)),
    kaplanMeier: unless('kaplanMeier', () => kaplanMeier(values)),
    mleLognormal: unless('mleLognormal', () => lognormalFit(values)),
    mleNormal: unless('mleNormal', () => normalFit(values)),
    chosen,
    reason,
    substitution: unless('substitution', () => substitution(values)),
    upperBound: counts.above > 0 ? Number.NaN : values.reduce((most, one) => Math.max(most, one.value), counts.n === 0 ? Number.NaN : -Infinity),
  };
  if (summary.kaplanMeier?.restricted === true) {
    decisions.push({
      code: 'restricted-mean',
      zh: '最外侧的值是限值：Kaplan-Meier 均值按该限值计入。',
      en: 'The outermost value is a limit: the Kaplan-Meier mean counts it at that limit.',
    });
  }
  if (counts.below > 0 && summary.substitution !== null) {
    decisions.push({
      code: 'substitution-is-sensitivity',
      zh: '替代值（0、LOD/2、LOD/√2、LOD）仅作敏感性展示，不用于定级。',
      en: 'Substituted means (0, half, 1/√2 and the full limit) are a sensitivity only and enter no grade.',
    });
  }
  return { result: summary, diagnostics: counts, decisions };
}
