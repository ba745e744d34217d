/** The five components of one area, each as a value per draw with what it rests on in words; undefined where it cannot be computed. Pure. */
import { Random } from '../../random.ts';
import type { AreaComponents, Component, DrawConstants, DrawContext, DrawCounty } from '../drawTypes.ts';
import { drawTown, type TownDraws } from '../monteCarlo/drawTown.ts';
import { figure } from '../words.ts';
import { levelOf, type Weights } from './severity.ts';
import { ShortSen, trendValue } from './trendOfArea.ts';

/** Draws of each past round: they widen trend and history, and are used in turn. */
const PAST_DRAWS = 100;
const QUARTERS_PER_YEAR = 4;

/** Severity of a past round by its own level and breadth: its trend, cluster and history are not fed back, so nothing counts twice. */
function pastSeverity(index: number, breadth: number, { level, breadth: share }: Weights): number {
  return Number.isNaN(breadth) ? levelOf(index) : (level * levelOf(index) + share * 100 * breadth) / (level + share);
}

interface Drawn {
  years: number;
  draws: TownDraws;
}

/** Drawn once for an area, whatever number of draws the present gets after it. */
const kept = new WeakMap<DrawContext, Drawn[]>();

function drawPast(context: DrawContext, { seed, constants }: DrawCounty, streams: number): Drawn[] {
  const known = kept.get(context);
  if (known !== undefined) return known;
  const made = context.past.map(({ years, model }, i) => ({ years, draws: drawTown(model, PAST_DRAWS, new Random(seed, context.number * streams + 1 + i), constants.sources) }));
  kept.set(context, made);
  return made;
}

function level(draws: TownDraws, central: number): Component {
  return { draws: draws.index.map(levelOf), central: levelOf(central), note: { zh: `指数 ${figure(central)}；100 × log2(指数) / 2，限于 0 至 100`, en: `index ${figure(central)}; 100 × log2(index) / 2, between 0 and 100` } };
}

function breadth(draws: TownDraws, central: number): Component | undefined {
  const { size } = draws.exceeds;
  if (size === 0) return undefined;
  const above = [...draws.exceeds.values()].filter((p) => p >= 0.5).length;
  return { draws: draws.breadth.map((share) => 100 * share), central: 100 * central, note: { zh: `${size} 种有证据的分析物中 ${above} 种高于参考值的概率不低于 50 %`, en: `${above} of ${size} analytes with evidence stand above their reference with at least 50 %` } };
}

/** Slope in doublings a year and component at central values; undefined where no trend can be tested. */
export function centralTrend({ trend: test, past, years }: DrawContext, index: number): { slope: number; value: number; sen: ShortSen } | undefined {
  if (test === undefined) return undefined;
  const sen = new ShortSen([...past.map((each) => each.years), years]);
  const slope = sen.slope(Float64Array.from([...past.map(({ central }) => central.index), index], Math.log2));
  return { slope, value: trendValue(slope, test.q), sen };
}

function trend(context: DrawContext, now: TownDraws, past: readonly Drawn[], index: number): Component | undefined {
  const test = context.trend;
  const central = centralTrend(context, index);
  if (test === undefined || central === undefined) return undefined;
  const { slope, value, sen } = central;
  const logs = past.map(({ draws }) => draws.index.map(Math.log2));
  const series = new Float64Array(past.length + 1);
  const draws = now.index.map((drawnIndex, d) => {
    for (let i = 0; i < past.length; i++) series[i] = logs[i]?.[d % PAST_DRAWS] ?? Number.NaN;
    series[past.length] = Math.log2(drawnIndex);
    return trendValue(sen.slope(series), test.q);
  });
  return {
    draws,
    central: value,
    note: {
      zh: `${test.n} 轮；每年 ${figure(slope)} 个倍增（Sen），p = ${figure(test.p)}，各区域校正后 ${figure(test.q)}（可达最小 p 为 ${figure(test.attainableP)}）；下降计 0`,
      en: `${test.n} rounds; ${figure(slope)} doublings a year (Sen), p = ${figure(test.p)}, adjusted over the areas ${figure(test.q)} (least attainable p ${figure(test.attainableP)}); a fall counts 0`,
    },
  };
}

function cluster({ cluster: found }: DrawContext, count: number): Component | undefined {
  if (found === undefined) return undefined;
  const { draws, central, hot, tested } = found;
  const named = hot.length === 0 ? { zh: '', en: '' } : { zh: `：${hot.join('、')}`, en: `: ${hot.join(', ')}` };
  return {
    draws: Float64Array.from({ length: count }, (_, d) => draws[d % draws.length] ?? Number.NaN),
    central,
    note: { zh: `${tested} 个点位中 ${hot.length} 个为 Gi* 热点（q < 0.05）${named.zh}`, en: `${hot.length} of ${tested} sites are hot by Gi* (q < 0.05)${named.en}` },
  };
}

/** Weights of the past rounds, by time: a continent's years and a county's quarters share the half-life. They sum to 1. */
function pastWeights(years: readonly number[], now: number, halfLifeRounds: number): number[] {
  const weights = years.map((each) => 2 ** (-((now - each) * QUARTERS_PER_YEAR) / halfLifeRounds));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return weights.map((weight) => weight / total);
}

/** At central values; undefined where there is no past. */
export function centralHistory({ past, years }: DrawContext, { weights, halfLifeRounds }: DrawConstants): number | undefined {
  if (past.length === 0) return undefined;
  const shares = pastWeights(past.map((each) => each.years), years, halfLifeRounds);
  return past.reduce((sum, { central }, i) => sum + (shares[i] ?? 0) * pastSeverity(central.index, central.breadth, weights), 0);
}

function history(context: DrawContext, past: readonly Drawn[], count: number, { constants }: DrawCounty): Component | undefined {
  const central = centralHistory(context, constants);
  if (central === undefined) return undefined;
  const shares = pastWeights(past.map(({ years }) => years), context.years, constants.halfLifeRounds);
  const severities = past.map(({ draws }) => draws.index.map((index, d) => pastSeverity(index, draws.breadth[d] ?? Number.NaN, constants.weights)));
  const sums = Float64Array.from({ length: PAST_DRAWS }, (_, d) => shares.reduce((sum, share, i) => sum + share * (severities[i]?.[d] ?? Number.NaN), 0));
  return {
    draws: Float64Array.from({ length: count }, (_, d) => sums[d % PAST_DRAWS] ?? Number.NaN),
    central,
    note: { zh: `${past.length} 个更早轮次的严重度（水平与广度），权重每 ${constants.halfLifeRounds} 季减半`, en: `severity (level and breadth) of ${past.length} earlier round${past.length === 1 ? '' : 's'}, weights halving every ${constants.halfLifeRounds} quarters` },
  };
}

/**
 * @param draws of the present round
 * @param streams kept per area
 */
export function componentsOfArea(context: DrawContext, draws: TownDraws, county: DrawCounty, streams: number, central: { index: number; breadth: number }): AreaComponents {
  const count = draws.index.length;
  const past = drawPast(context, county, streams);
  return {
    level: level(draws, central.index),
    breadth: breadth(draws, central.breadth),
    trend: trend(context, draws, past, central.index),
    cluster: cluster(context, count),
    history: history(context, past, count, county),
  };
}
