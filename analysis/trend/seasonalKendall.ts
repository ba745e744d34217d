/**
 * Seasonal Kendall test (Hirsch, Slack & Smith 1982): Mann-Kendall within each season, summed,
 * and the seasonal Sen slope per cycle. Seasons are taken as independent of each other.
 * Reference values: R trend 1.1.6 smk.test, sea.sens.slope.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireFinite, requireSameLength } from '../finite.ts';
import { twoSidedP } from '../normal.ts';
import { median, medianSorted } from '../quantile.ts';
import { attainableP, exactTwoSidedP, groupSizes, scoreDistribution, sumDistribution } from './kendallExact.ts';
import { continuityZ, kendallScore, plainZ } from './kendallScore.ts';
import { NORMAL_FROM } from './mannKendall.ts';
import { pairSlopes, slopeInterval } from './senSlope.ts';

/** Exact p below this many values in all, provided that every season is short. */
const SEASONAL_NORMAL_FROM = 32;

export interface SeasonalKendall {
  n: number;
  S: number;
  varS: number;
  /** S over the largest S these ties allow: Σ of the seasons' denominators of tau-b. */
  tau: number;
  z: number;
  zPlain: number;
  p: number;
  pNormal: number;
  pPlain: number;
  pMethod: 'exact' | 'normal';
  attainableP: number;
  /** Median of the slopes within seasons, value per cycle. */
  slope: number;
  lower: number;
  upper: number;
  /** Median of value - slope × cycle. */
  intercept: number;
  confidence: number;
  seasons: { season: number; n: number; S: number; varS: number }[];
}

/**
 * @param cycles which year (or other cycle) each value belongs to
 * @param seasons which season of the cycle, any numbers
 * @param values one per cycle and season; a missing one is left out
 * @throws RangeError when two values stand in one season of one cycle, or a value is not finite
 */
export function seasonalKendall(
  cycles: ArrayLike<number>,
  seasons: ArrayLike<number>,
  values: ArrayLike<number>,
  confidence = 0.95,
): SeasonalKendall {
  requireSameLength('cycles', cycles, 'values', values);
  requireSameLength('seasons', seasons, 'values', values);
  requireFinite('cycles', cycles);
  requireFinite('seasons', seasons);
  requireFinite('values', values);
  const members = new Map<number, number[]>();
  for (let i = 0; i < values.length; i++) {
    const season = seasons[i] ?? Number.NaN;
    const found = members.get(season);
    if (found === undefined) members.set(season, [i]);
    else found.push(i);
  }
  let S = 0;
  let varS = 0;
  let denominator = 0;
  let smallest = 1;
  let longest = 0;
  const slopes: Float64Array[] = [];
  const parts: SeasonalKendall['seasons'] = [];
  const ordered = [...members.entries()].sort(([a], [b]) => a - b);
  for (const [season, indices] of ordered) {
    const t = Float64Array.from(indices, (i) => cycles[i] ?? Number.NaN);
    const x = Float64Array.from(indices, (i) => values[i] ?? Number.NaN);
    const score = kendallScore(t, x);
    if (score.tiesX.groups > 0) {
      throw new RangeError(`season ${season} has two values in one cycle; one was expected: take their median first`);
    }
    S += score.S;
    varS += score.varS;
    const pairs = (x.length * (x.length - 1)) / 2;
    denominator += Math.sqrt(pairs * (pairs - score.tiesY.pairs));
    // the largest |S| needs every season at its own extreme, all rising or all falling
    smallest *= attainableP(groupSizes(Float64Array.from(x).sort())) / 2;
    if (pairs - score.tiesY.pairs === 0) smallest *= 2;
    longest = Math.max(longest, x.length);
    slopes.push(pairSlopes(t, x));
    parts.push({ season, n: x.length, S: score.S, varS: score.varS });
  }
  const all = Float64Array.from(slopes.flatMap((part) => [...part])).sort();
  const slope = all.length === 0 ? Number.NaN : medianSorted(all);
  const z = continuityZ(S, varS);
  const zPlain = plainZ(S, varS);
  const pNormal = twoSidedP(z);
  const exact = longest < NORMAL_FROM && values.length < SEASONAL_NORMAL_FROM;
  const distributions = exact
    ? ordered.map(([, indices]) => scoreDistribution(Float64Array.from(indices, (i) => values[i] ?? Number.NaN)))
    : [];
  return {
    n: values.length,
    S,
    varS,
    tau: S / denominator,
    z,
    zPlain,
    p: exact ? exactTwoSidedP(sumDistribution(distributions), S) : pNormal,
    pNormal,
    pPlain: twoSidedP(zPlain),
    pMethod: exact ? 'exact' : 'normal',
    attainableP: Math.min(1, 2 * smallest),
    slope,
    ...slopeInterval(all, varS, confidence),
    intercept: values.length === 0 || Number.isNaN(slope) ? Number.NaN : median(Float64Array.from(values, (x, i) => x - slope * (cycles[i] ?? Number.NaN))),
    confidence,
    seasons: parts,
  };
}
