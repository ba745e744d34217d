/**
 * The trend step: which test a series can carry, its answer, and what was decided on the way.
 * Below four values none; with limits the censored test; with seasons the seasonal one; else Mann-Kendall.
 * Pure: no I/O, no clock, no Math.random.
 */
import { countCensored, type CensoredValue } from '../censored/censoredValue.ts';
import { requireFinite, requireSameLength } from '../finite.ts';
import type { Decision, Step } from '../step.ts';
import { censoredTrend } from './censoredTrend.ts';
import { mannKendall } from './mannKendall.ts';
import { seasonalKendall } from './seasonalKendall.ts';
import { MOST_VALUES, senSlope } from './senSlope.ts';
import { FEWEST_VALUES } from './trendMany.ts';

export interface Trend {
  method: 'mann-kendall' | 'seasonal-kendall' | 'censored-kendall';
  n: number;
  S: number;
  varS: number;
  tau: number;
  /** With continuity correction. */
  z: number;
  zPlain: number;
  /** Exact for few values, else from z. */
  p: number;
  pMethod: 'exact' | 'normal';
  pNormal: number;
  pPlain: number;
  attainableP: number;
  /** Per unit of time, or per cycle where seasons are given; NaN where limits hide it. */
  slope: number;
  lower: number;
  upper: number;
  intercept: number;
  confidence: number;
}

export interface TrendDiagnostics {
  n: number;
  censored: number;
  /** Pairs whose order the limits hide. */
  undecided: number;
  seasons: { season: number; n: number; S: number; varS: number }[];
}

export interface TrendOptions {
  /** Season of each value; `times` are then whole cycles. */
  seasons?: ArrayLike<number>;
  confidence?: number;
}

const figure = (value: number): string => value.toPrecision(3);

function remarks(trend: Trend): Decision[] {
  const list: Decision[] = [];
  if (trend.varS === 0) {
    list.push({ code: 'no-variation', zh: '各值彼此无法区分高低：没有趋势可言，p = 1。', en: 'No two values can be told apart: there is no trend to speak of, p = 1.' });
  }
  if (trend.pMethod === 'exact') {
    list.push({
      code: 'exact-p',
      zh: `n = ${trend.n}，样本少：采用精确 p；可达最小 p 为 ${figure(trend.attainableP)}。`,
      en: `n = ${trend.n} is small: the exact p is used; the smallest attainable p is ${figure(trend.attainableP)}.`,
    });
  }
  if (trend.attainableP > 0.05) {
    list.push({
      code: 'cannot-be-significant',
      zh: `可达最小 p 为 ${figure(trend.attainableP)}，大于 0.05：数据再一致也不能显著。`,
      en: `The smallest attainable p is ${figure(trend.attainableP)}, above 0.05: however consistent, these values cannot be significant.`,
    });
  }
  if (Number.isNaN(trend.lower) || Number.isNaN(trend.upper)) {
    list.push({
      code: 'open-interval',
      zh: `值太少或被限值遮蔽：斜率的 ${100 * trend.confidence} % 区间至少一端不定。`,
      en: `Too few values, or hidden by limits: the ${100 * trend.confidence} % interval of the slope is open at one end at least.`,
    });
  }
  return list;
}

function seasonal(times: ArrayLike<number>, seasons: ArrayLike<number>, values: Float64Array, confidence: number): Step<Trend | null, TrendDiagnostics> {
  const { seasons: parts, ...test } = seasonalKendall(times, seasons, values, confidence);
  const result: Trend = { method: 'seasonal-kendall', ...test };
  return { result, diagnostics: { n: values.length, censored: 0, undecided: 0, seasons: parts }, decisions: remarks(result) };
}

/**
 * @param times one per value: any unit; with seasons, whole cycles
 * @param values measured, or below or above a limit
 * @returns result null below four values
 * @throws RangeError naming a value that is not finite or a time that stands twice
 */
export function trend(times: ArrayLike<number>, values: readonly CensoredValue[], options: TrendOptions = {}): Step<Trend | null, TrendDiagnostics> {
  requireSameLength('times', times, 'values', values);
  requireFinite('times', times);
  requireFinite('values', values.map((one) => one.value));
  const confidence = options.confidence ?? 0.95;
  const counts = countCensored(values);
  const { n } = counts;
  if (n < FEWEST_VALUES) {
    return {
      result: null,
      diagnostics: { n, censored: n - counts.detected, undecided: Number.NaN, seasons: [] },
      decisions: [
        {
          code: 'too-few-values',
          zh: `仅 ${n} 个值，少于 ${FEWEST_VALUES} 个：不检验趋势。`,
          en: `Only ${n} values, fewer than ${FEWEST_VALUES}: no trend is tested.`,
        },
      ],
    };
  }
  if (counts.detected < n) {
    const { undecided, ...test } = censoredTrend(times, values, confidence, options.seasons);
    const result: Trend = { method: 'censored-kendall', ...test };
    const said: Decision = {
      code: 'censored-pairs',
      zh: `${n - counts.detected} 个值为限值：${undecided} 对无法比较高低，按不分胜负计。`,
      en: `${n - counts.detected} values are limits: ${undecided} pairs cannot be told apart and count as undecided.`,
    };
    return { result, diagnostics: { n, censored: n - counts.detected, undecided, seasons: [] }, decisions: [said, ...remarks(result)] };
  }
  const plain = Float64Array.from(values, (one) => one.value);
  if (options.seasons !== undefined) return seasonal(times, options.seasons, plain, confidence);
  const test = mannKendall(times, plain);
  const diagnostics: TrendDiagnostics = { n, censored: 0, undecided: 0, seasons: [] };
  if (n > MOST_VALUES) {
    const said: Decision = {
      code: 'too-many-for-slope',
      zh: `${n} 个值两两配对过多（上限 ${MOST_VALUES} 个）：只检验，不算斜率；请先按期汇总。`,
      en: `${n} values make too many pairs (at most ${MOST_VALUES}): tested, but without a slope; summarise by period first.`,
    };
    const result: Trend = { method: 'mann-kendall', ...test, slope: Number.NaN, lower: Number.NaN, upper: Number.NaN, intercept: Number.NaN, confidence };
    return { result, diagnostics, decisions: [said] };
  }
  const { slope, lower, upper, intercept } = senSlope(times, plain, test.varS, confidence);
  const result: Trend = { method: 'mann-kendall', ...test, slope, lower, upper, intercept, confidence };
  return { result, diagnostics, decisions: remarks(result) };
}
