/**
 * One area's evidence packed for drawing: results as logarithms of C / S with their kind, grouped by
 * site and analyte, sites grouped by medium. Built once, evaluated thousands of times. Pure.
 */
import type { Interval } from '../interval.ts';
import type { SubIndex } from '../subIndex.ts';
import { normalCdf, normalQuantile } from '../../normal.ts';
import { logSd, type Uncertainty } from './uncertainty.ts';

const MEASURED = 0;
export const BELOW = 1;
export const ABOVE = 2;

/** One analyte at one site of one medium: its results stand in `results[from .. to)`. */
export interface Entry {
  /** Index into the medium's analytes. */
  analyte: number;
  weight: number;
  from: number;
  to: number;
}

/** One site in one medium. */
export interface Unit {
  /** Index into the area's sites. */
  site: number;
  entries: readonly Entry[];
}

export interface Medium {
  subIndex: SubIndex;
  supported: boolean;
  /** Share of the valid sites, for the weighted mean. */
  share: number;
  analytes: readonly string[];
  /** Offset of the medium's analytes in the area's list of reference errors. */
  offset: number;
  /** True where the analyte has evidence enough of its own here. */
  speaks: readonly boolean[];
  units: readonly Unit[];
}

export interface TownModel {
  media: readonly Medium[];
  /** Ids and codes of the sites drawn from, and by matrix who may stand for whom in the bootstrap. */
  sites: readonly { id: string; code: string }[];
  strata: readonly (readonly number[])[];
  /** Analyte-media in all. */
  references: number;
  bottles: number;
  bottleSd: Float64Array;
  /** Site of each bottle: the population served is one error per site. */
  bottleSite: Int32Array;
  /** Day of each bottle: weather, flow and holidays are one error per day of the town. */
  bottleDay: Int32Array;
  days: number;
  /** Analyte of each measurement: a town's bottles go through the laboratory together, so a batch is one error per analyte. */
  measurementBatch: Int32Array;
  batches: number;
  kind: Int8Array;
  /** ln(C / S) of a measured value, ln(limit / S) above the range; unused below a limit. */
  ln: Float64Array;
  /** Below a limit: Φ at the lower and upper end, and the centre, of ln(C / S). */
  low: Float64Array;
  high: Float64Array;
  centre: Float64Array;
  bottle: Int32Array;
  /** The measurement behind each result: a concentration and the load computed from it share one error. */
  measurement: Int32Array;
  measurements: number;
  /** 1 where flow and population enter. */
  normalised: Int8Array;
}

/** Below a limit: lognormal around half the limit, cut off at the limit and, where it was seen, at the LOD; as Φ at both ends. */
function cutOff({ lower, upper }: Interval, sd: number): { middle: number; low: number; high: number } {
  const middle = Math.log(upper) - Math.LN2;
  const high = normalCdf(Math.LN2 / sd);
  return { middle, high, low: lower > 0 ? Math.min(high, normalCdf((Math.log(lower) - middle) / sd)) : 0 };
}

/** Median of what a result may stand for: itself, the limit above the range, the middle of the truncated lognormal below a limit. */
export function centreOf(bounds: Interval, belowLogSd: number): number {
  if (bounds.upper === Infinity || bounds.upper === bounds.lower) return bounds.lower;
  const { middle, low, high } = cutOff(bounds, belowLogSd);
  return Math.exp(middle + belowLogSd * normalQuantile((low + high) / 2));
}

/** The number of a key, the next one where it is new. */
function numberOf(numbers: Map<string, number>, key: string): number {
  const known = numbers.get(key) ?? numbers.size;
  numbers.set(key, known);
  return known;
}

/** @returns undefined where no site of the area is valid */
export function townModel(subIndices: readonly SubIndex[], uncertainty: Uncertainty): TownModel | undefined {
  const used = subIndices.filter(({ validSites }) => validSites.length > 0);
  if (used.length === 0) return undefined;
  const total = used.reduce((sum, { validSites }) => sum + validSites.length, 0);
  const siteIndexOf = new Map<string, number>();
  const sites: { id: string; code: string }[] = [];
  const strata = new Map<string, Set<number>>();
  const bottleIndexOf = new Map<string, number>();
  const bottleSd: number[] = [];
  const bottleSite: number[] = [];
  const bottleDay: number[] = [];
  const dayOf = new Map<string, number>();
  const batchOf = new Map<string, number>();
  const measurementBatch: number[] = [];
  const rows: { kind: number; ln: number; low: number; high: number; centre: number; bottle: number; measurement: number; normalised: number }[] = [];
  const measurementOf = new Map<string, number>();
  let references = 0;
  const { belowLogSd } = uncertainty;
  const media = used.map((subIndex): Medium => {
    const analytes = subIndex.analytes.map(({ analyte }) => analyte);
    const offset = references;
    references += analytes.length;
    const units = subIndex.validSites.map(({ site, analytes: present, results }): Unit => {
      const at = siteIndexOf.get(site.id) ?? sites.length;
      if (at === sites.length) {
        siteIndexOf.set(site.id, at);
        sites.push({ id: site.id, code: site.code });
      }
      strata.set(subIndex.matrix, (strata.get(subIndex.matrix) ?? new Set<number>()).add(at));
      const entries = present.flatMap(({ analyte, weight }): Entry[] => {
        const from = rows.length;
        for (const { measurement, sample, bounds, informative } of results) {
          if (measurement.analyte !== analyte || bounds === undefined || !informative) continue;
          const bottle = bottleIndexOf.get(sample.id) ?? bottleSd.length;
          if (bottle === bottleSd.length) {
            bottleIndexOf.set(sample.id, bottle);
            bottleSd.push(logSd(sample.mode === 'grab' ? uncertainty.grab : uncertainty.composite));
            bottleSite.push(at);
            bottleDay.push(numberOf(dayOf, sample.collectedOn ?? ''));
          }
          const kind = bounds.upper === Infinity ? ABOVE : measurement.qualifier === '<' ? BELOW : MEASURED;
          const { middle, low, high } = cutOff(bounds, belowLogSd);
          const which = numberOf(measurementOf, `${bottle} ${analyte}`);
          measurementBatch[which] = numberOf(batchOf, analyte);
          rows.push({
            kind,
            ln: kind === BELOW ? middle : Math.log(bounds.lower),
            low: kind === BELOW ? low : 0,
            high: kind === BELOW ? high : 1,
            centre: Math.log(kind === BELOW ? centreOf(bounds, belowLogSd) : bounds.lower),
            bottle,
            measurement: which,
            normalised: subIndex.basis === 'concentration' ? 0 : 1,
          });
        }
        return rows.length === from ? [] : [{ analyte: analytes.indexOf(analyte), weight, from, to: rows.length }];
      });
      return { site: at, entries };
    });
    return { subIndex, supported: subIndex.supported, share: subIndex.validSites.length / total, analytes, offset, speaks: analytes.map((analyte) => !subIndex.unsupported.includes(analyte)), units };
  });
  return {
    media,
    sites,
    strata: [...strata.values()].map((members) => [...members]),
    references,
    bottles: bottleSd.length,
    bottleSd: Float64Array.from(bottleSd),
    bottleSite: Int32Array.from(bottleSite),
    bottleDay: Int32Array.from(bottleDay),
    days: dayOf.size,
    measurementBatch: Int32Array.from(measurementBatch),
    batches: batchOf.size,
    kind: Int8Array.from(rows, ({ kind }) => kind),
    ln: Float64Array.from(rows, ({ ln }) => ln),
    low: Float64Array.from(rows, ({ low }) => low),
    high: Float64Array.from(rows, ({ high }) => high),
    centre: Float64Array.from(rows, ({ centre }) => centre),
    bottle: Int32Array.from(rows, ({ bottle }) => bottle),
    measurement: Int32Array.from(rows, ({ measurement }) => measurement),
    measurements: measurementOf.size,
    normalised: Int8Array.from(rows, ({ normalised }) => normalised),
  };
}
