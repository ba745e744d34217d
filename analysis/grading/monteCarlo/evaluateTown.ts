/**
 * The index of an area for one set of true values: Nemerow per site, median over the sites picked,
 * media combined as areaIndex does. The same function serves the draws, the central values, Shapley
 * values and the counterfactual. Pure but for its scratch memory.
 */
import type { SiteIndex } from '../siteIndex.ts';
import { centreOf, type TownModel } from './townModel.ts';
import type { Uncertainty } from './uncertainty.ts';

/** Sorts the first `count` entries ascending; few of them. */
function sortFirst(values: Float64Array, count: number): void {
  for (let i = 1; i < count; i++) {
    const value = values[i] as number;
    let j = i - 1;
    while (j >= 0 && (values[j] as number) > value) {
      values[j + 1] = values[j] as number;
      j--;
    }
    values[j + 1] = value;
  }
}

function medianFirst(values: Float64Array, count: number): number {
  sortFirst(values, count);
  const upper = values[count >> 1] as number;
  return count % 2 === 1 ? upper : ((values[(count >> 1) - 1] as number) + upper) / 2;
}

export class TownEvaluator {
  private readonly model: TownModel;
  private readonly indices: Float64Array;
  private readonly factors: Float64Array;
  private readonly some: Float64Array;
  private readonly middle: Float64Array;
  /** After `index`: 1 where the median over the picked sites of C / S is above 1, per analyte-medium. */
  readonly above: Uint8Array;
  /** After `index`, where a second limit is given: 1 where that median is at or above it. */
  readonly atLimit: Uint8Array;
  private readonly limit: number | undefined;

  /** @param limit a second one, in multiples of the reference */
  constructor(model: TownModel, limit?: number) {
    this.model = model;
    this.limit = limit;
    this.atLimit = new Uint8Array(limit === undefined ? 0 : model.references);
    const most = Math.max(1, ...model.media.map(({ units }) => units.length));
    this.indices = new Float64Array(most);
    this.middle = new Float64Array(most);
    this.some = new Float64Array(Math.max(most, model.bottles, 1));
    this.factors = new Float64Array(model.media.reduce((sum, { units, analytes }) => sum + units.length * analytes.length, 0));
    this.above = new Uint8Array(model.references);
  }

  /**
   * @param values C / S of each result
   * @param times how often each site is picked; a medium none of whose sites is picked is taken whole
   * @param bottleTimes how often each bottle is picked; undefined for once each
   */
  index(values: Float64Array, times: Int32Array, bottleTimes?: Int32Array): number {
    const { media, bottle } = this.model;
    const { indices, factors, some, above } = this;
    let mean = 0;
    let largest = 0;
    let base = 0;
    for (const { units, analytes, supported, share, offset } of media) {
      const width = analytes.length;
      let picked = 0;
      for (const { site } of units) picked += times[site] as number;
      let n = 0;
      factors.fill(Number.NaN, base, base + units.length * width);
      for (let u = 0; u < units.length; u++) {
        const { site, entries } = units[u] as (typeof units)[number];
        const multiple = picked === 0 ? 1 : (times[site] as number);
        if (multiple === 0) continue;
        let sum = 0;
        let weights = 0;
        let highest = 0;
        for (const { analyte, weight, from, to } of entries) {
          let factor = values[from] as number;
          if (to - from > 1) {
            let count = 0;
            for (let r = from; r < to; r++) {
              const repeats = bottleTimes === undefined ? 1 : (bottleTimes[bottle[r] as number] as number);
              for (let k = 0; k < repeats && count < some.length; k++) some[count++] = values[r] as number;
            }
            if (count === 0) for (let r = from; r < to; r++) some[count++] = values[r] as number;
            factor = medianFirst(some, count);
          }
          factors[base + u * width + analyte] = factor;
          sum += weight * factor;
          weights += weight;
          if (factor > highest) highest = factor;
        }
        const average = sum / weights;
        const own = Math.sqrt((average * average + highest * highest) / 2);
        for (let k = 0; k < multiple && n < indices.length; k++) indices[n++] = own;
      }
      for (let a = 0; a < width; a++) {
        let count = 0;
        let high = 0;
        for (let u = 0; u < units.length; u++) {
          const factor = factors[base + u * width + a] as number;
          if (Number.isNaN(factor)) continue;
          const multiple = picked === 0 ? 1 : (times[(units[u] as (typeof units)[number]).site] as number);
          count += multiple;
          if (factor > 1) high += multiple;
        }
        // the median is above 1 where more than half are; where just half are, the two in the middle decide
        if (this.limit !== undefined) this.atLimit[offset + a] = count > 0 && this.middleOf(base + a, units, width, times, picked) >= this.limit ? 1 : 0;
        above[offset + a] = 2 * high > count || (2 * high === count && count > 0 && this.middleAbove(base + a, units, width, times, picked)) ? 1 : 0;
      }
      const middle = medianFirst(indices, n);
      mean += share * middle;
      if (supported && middle > largest) largest = middle;
      base += units.length * width;
    }
    return Math.max(mean, largest);
  }

  /** Median over the picked sites of C / S of one analyte. */
  private middleOf(at: number, units: TownModel['media'][number]['units'], width: number, times: Int32Array, picked: number): number {
    let count = 0;
    for (let u = 0; u < units.length; u++) {
      const factor = this.factors[at + u * width] as number;
      if (Number.isNaN(factor)) continue;
      const multiple = picked === 0 ? 1 : (times[(units[u] as (typeof units)[number]).site] as number);
      for (let k = 0; k < multiple && count < this.middle.length; k++) this.middle[count++] = factor;
    }
    return medianFirst(this.middle, count);
  }

  /** Half of the sites are above 1 and half are not: whether the mean of the two in the middle is above. */
  private middleAbove(at: number, units: TownModel['media'][number]['units'], width: number, times: Int32Array, picked: number): boolean {
    let least = Infinity;
    let most = 0;
    for (let u = 0; u < units.length; u++) {
      const factor = this.factors[at + u * width] as number;
      if (Number.isNaN(factor) || (picked > 0 && times[(units[u] as (typeof units)[number]).site] === 0)) continue;
      if (factor > 1) least = Math.min(least, factor);
      else most = Math.max(most, factor);
    }
    return (least + most) / 2 > 1;
  }
}

/** Every site once. */
export const onceEach = (model: TownModel): Int32Array => new Int32Array(model.sites.length).fill(1);

/** C / S at the centre of what each result says: as measured, the middle of the truncated lognormal below a limit, the limit above the range. */
export const centralValues = (model: TownModel): Float64Array => Float64Array.from(model.centre, (ln) => Math.exp(ln));

/** Index of one site in one medium at central values; NaN where it has none. */
export function siteNemerow(site: SiteIndex | undefined, uncertainty: Uncertainty): number {
  if (site === undefined) return Number.NaN;
  let sum = 0;
  let weights = 0;
  let highest = 0;
  for (const { bounds, weight } of site.analytes) {
    if (bounds === undefined) continue;
    const factor = centreOf(bounds, uncertainty.belowLogSd);
    sum += weight * factor;
    weights += weight;
    highest = Math.max(highest, factor);
  }
  if (weights === 0) return Number.NaN;
  const mean = sum / weights;
  return Math.sqrt((mean * mean + highest * highest) / 2);
}
