/**
 * Trend component: how fast an area's index rises over the rounds, held down by how likely such a
 * rise is by chance. 100 × clamp(Sen slope of log2 N in doublings a year, 0, 1) × (1 - p), p by
 * Mann-Kendall (exact for few rounds) and adjusted over the areas (Benjamini-Hochberg).
 * A fall counts 0: it makes no place worse. Pure.
 */
import { adjustP } from '../../adjustP.ts';
import { mannKendall } from '../../trend/mannKendall.ts';

/** Rounds below which no trend is tested, the present one included. */
const FEWEST_ROUNDS = 4;

export interface SeriesPoint {
  /** Years since any fixed day. */
  years: number;
  log2Index: number;
}

export interface AreaTrend {
  n: number;
  p: number;
  /** p after adjusting over the areas. */
  q: number;
  attainableP: number;
}

/** @returns undefined for an area with fewer rounds than a test needs, or an index of 0 in one of them */
export function trendsOfAreas(series: readonly (readonly SeriesPoint[])[]): (AreaTrend | undefined)[] {
  const tests = series.map((points) => (points.length < FEWEST_ROUNDS || points.some(({ log2Index }) => !Number.isFinite(log2Index)) ? undefined : mannKendall(points.map(({ years }) => years), points.map(({ log2Index }) => log2Index))));
  const adjusted = adjustP(Float64Array.from(tests, (test) => test?.p ?? Number.NaN), 'BH');
  return tests.map((test, i) => (test === undefined ? undefined : { n: test.n, p: test.p, q: adjusted[i] ?? 1, attainableP: test.attainableP }));
}

/** Sen's slope of a short series, made for many calls. */
export class ShortSen {
  private readonly slopes: Float64Array;
  private readonly years: Float64Array;

  constructor(years: readonly number[]) {
    this.years = Float64Array.from(years);
    this.slopes = new Float64Array((years.length * (years.length - 1)) / 2);
  }

  /** @param values one per time @returns value per year */
  slope(values: Float64Array): number {
    const { years, slopes } = this;
    let count = 0;
    for (let i = 0; i < years.length - 1; i++) {
      for (let j = i + 1; j < years.length; j++) {
        const slope = ((values[j] as number) - (values[i] as number)) / ((years[j] as number) - (years[i] as number));
        let at = count++;
        while (at > 0 && (slopes[at - 1] as number) > slope) {
          slopes[at] = slopes[at - 1] as number;
          at--;
        }
        slopes[at] = slope;
      }
    }
    const upper = slopes[count >> 1] as number;
    return count % 2 === 1 ? upper : ((slopes[(count >> 1) - 1] as number) + upper) / 2;
  }
}

/** Component of a slope in doublings a year. */
export const trendValue = (slope: number, q: number): number => 100 * Math.min(1, Math.max(0, slope)) * (1 - q);
