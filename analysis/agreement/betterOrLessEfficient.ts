/**
 * When cases fall, is the situation better, or has enforcement become less efficient? The water's trend
 * against the trend of findings per effort, with "cannot tell" as a class of its own, and the smallest
 * change that each series could have shown.
 * A trend that is not significant is no evidence of no trend: "steady" needs an interval inside the margin.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite, requireInRange, requireSameLength } from '../finite.ts';
import { normalQuantile } from '../normal.ts';
import type { Decision, Step } from '../step.ts';
import { trend } from '../trend/trend.ts';
import type { Direction, Situation } from '../../models/schemas/answers/indicators.ts';

/** Water first, findings per effort second. */
const MATRIX: Record<Exclude<Direction, 'cannot-tell'>, Record<Exclude<Direction, 'cannot-tell'>, Situation>> = {
  falling: { falling: 'better', steady: 'better-still-finding', rising: 'better-still-finding' },
  steady: { falling: 'less-efficient', steady: 'unchanged', rising: 'more-efficient' },
  rising: { falling: 'less-efficient', steady: 'less-efficient', rising: 'worse' },
};

const WORDS: Record<Situation, { zh: string; en: string }> = {
  better: { zh: '水样与单位投入的查获同降：形势好转。', en: 'Water and findings per effort both fall: the situation is better.' },
  'better-still-finding': { zh: '水样下降而查获不降：形势好转，打击仍有力。', en: 'The water falls while findings do not: the situation is better and enforcement still finds.' },
  'more-efficient': { zh: '水样平稳而查获上升：打击效率提高。', en: 'The water is steady while findings rise: enforcement has become more efficient.' },
  unchanged: { zh: '两者均平稳：没有变化。', en: 'Both are steady: nothing has changed.' },
  'less-efficient': { zh: '查获未随水样：打击效率下降，不是形势好转。', en: 'Findings do not follow the water: enforcement has become less efficient; the situation is not better.' },
  worse: { zh: '水样与查获同升：形势变差，打击在跟进。', en: 'Water and findings both rise: the situation is worse and enforcement follows.' },
  'cannot-tell': { zh: '证据不足，无法判断。', en: 'The evidence does not tell.' },
};

export interface SeriesTrend {
  direction: Direction;
  n: number;
  /** Relative change per period, e.g. -0.1; NaN where not estimable. */
  change: number;
  lower: number;
  upper: number;
  p: number;
  attainableP: number;
  /** Smallest relative change per period seen with 80 % power at this alpha; NaN where no change of any size could be seen. */
  smallestVisible: number;
}

export interface MatrixResult {
  situation: Situation;
  water: SeriesTrend;
  findings: SeriesTrend;
}

export interface MatrixDiagnostics {
  alpha: number;
  margin: number;
  /** Periods left out for want of effort. */
  withoutEffort: number;
}

export interface MatrixInput {
  /** Period numbers, e.g. 0, 1, 2 … */
  waterTimes: ArrayLike<number>;
  /** Index or load of the town per period, > 0. */
  water: ArrayLike<number>;
  findingsTimes: ArrayLike<number>;
  /** Counts per period, >= 0. */
  findings: ArrayLike<number>;
  /** Effort of each period (shifts, patrol hours), > 0; null where not recorded. */
  effort: readonly (number | null)[];
}

export interface MatrixOptions {
  alpha?: number;
  /** Relative change per period that still counts as steady. */
  margin?: number;
}

const POWER = 0.8;

/** Trend of the logarithms: slopes are relative changes per period. */
function seriesTrend(times: ArrayLike<number>, logs: readonly number[], alpha: number, margin: number): SeriesTrend {
  const { result } = trend(times, logs.map((value) => ({ value, qualifier: '=' })), { confidence: 1 - alpha });
  const n = logs.length;
  if (result === null) return { direction: 'cannot-tell', n, change: Number.NaN, lower: Number.NaN, upper: Number.NaN, p: Number.NaN, attainableP: Number.NaN, smallestVisible: Number.NaN };
  const { slope, lower, upper, p, attainableP } = result;
  const known = Number.isFinite(lower) && Number.isFinite(upper) && Number.isFinite(slope);
  const bound = Math.log1p(margin);
  let direction: Direction = 'cannot-tell';
  // a change too small to matter is steady, however surely it is seen
  if (known && lower > -bound && upper < bound) direction = 'steady';
  else if (p <= alpha && slope !== 0) direction = slope > 0 ? 'rising' : 'falling';
  const zAlpha = normalQuantile(1 - alpha / 2);
  const standardError = (upper - lower) / (2 * zAlpha);
  const visible = attainableP <= alpha && known ? Math.expm1((zAlpha + normalQuantile(POWER)) * standardError) : Number.NaN;
  return { direction, n, change: Math.expm1(slope), lower: Math.expm1(lower), upper: Math.expm1(upper), p, attainableP, smallestVisible: visible };
}

const percent = (share: number): string => `${(100 * share).toFixed(0)} %`;

function sayVisible(what: { zh: string; en: string }, series: SeriesTrend): Decision {
  return Number.isNaN(series.smallestVisible)
    ? { code: 'nothing-visible', zh: `${what.zh}：${series.n} 期数据看不出任何幅度的变化。`, en: `${what.en}: with ${series.n} periods no change of any size could have been seen.` }
    : { code: 'smallest-visible', zh: `${what.zh}：每期变化小于约 ${percent(series.smallestVisible)} 看不出来。`, en: `${what.en}: a change of less than about ${percent(series.smallestVisible)} per period could not have been seen.` };
}

/**
 * @throws RangeError on different lengths, a value that is not finite, water that is not > 0, negative counts or effort
 */
export function betterOrLessEfficient(input: MatrixInput, options: MatrixOptions = {}): Step<MatrixResult, MatrixDiagnostics> {
  const alpha = options.alpha ?? 0.05;
  const margin = options.margin ?? 0.05;
  requireInRange('alpha', alpha, { above: 0, below: 1 });
  requireInRange('margin', margin, { above: 0 });
  requireSameLength('waterTimes', input.waterTimes, 'water', input.water);
  requireSameLength('findingsTimes', input.findingsTimes, 'findings', input.findings);
  requireSameLength('findings', input.findings, 'effort', input.effort);
  requireFinite('water', input.water);
  requireFinite('findings', input.findings);
  const waterLogs = Array.from(input.water, (value, i) => {
    requireInRange(`water[${i}]`, value, { above: 0 });
    return Math.log(value);
  });
  const efforts = input.effort.filter((effort) => effort !== null);
  const meanEffort = efforts.reduce((sum, effort) => sum + effort / efforts.length, 0);
  const times: number[] = [];
  const rates: number[] = [];
  const decisions: Decision[] = [];
  for (const [i, effort] of input.effort.entries()) {
    const found = input.findings[i] ?? Number.NaN;
    requireInRange(`findings[${i}]`, found, { from: 0 });
    if (effort === null) continue;
    requireInRange(`effort[${i}]`, effort, { above: 0 });
    times.push(input.findingsTimes[i] ?? Number.NaN);
    // half a finding at mean effort keeps a period without any on the logarithmic scale, and every rank as it was
    rates.push(Math.log(found / effort + 0.5 / meanEffort));
  }
  const withoutEffort = input.effort.length - times.length;
  if (withoutEffort > 0) decisions.push({ code: 'effort-missing', zh: `${withoutEffort} 期没有投入量：查获数不能换算为单位投入，不计入。`, en: `${withoutEffort} periods have no effort recorded: their counts cannot be read per effort and do not enter.` });
  const water = seriesTrend(input.waterTimes, waterLogs, alpha, margin);
  const findings = seriesTrend(times, rates, alpha, margin);
  const situation: Situation = water.direction === 'cannot-tell' || findings.direction === 'cannot-tell' ? 'cannot-tell' : MATRIX[water.direction][findings.direction];
  decisions.push({ code: situation, ...WORDS[situation] }, sayVisible({ zh: '水样', en: 'Water' }, water), sayVisible({ zh: '单位投入查获', en: 'Findings per effort' }, findings));
  return { result: { situation, water, findings }, diagnostics: { alpha, margin, withoutEffort }, decisions };
}
