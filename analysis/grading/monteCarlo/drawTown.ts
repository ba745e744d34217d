/**
 * Seeded Monte Carlo of one area (JCGM 101: the distributions are drawn and propagated): what its
 * index and the share of analytes above their reference would have been, had bottles, sites,
 * laboratory, limits, flow, population and references come out as they might. Pure.
 */
import { normalQuantile } from '../../normal.ts';
import type { Random } from '../../random.ts';
import { TownEvaluator } from './evaluateTown.ts';
import { ABOVE, BELOW, type TownModel } from './townModel.ts';
import { logSd, type Uncertainty } from './uncertainty.ts';

export interface TownDraws {
  /** Index of each draw. */
  index: Float64Array;
  /** Share of the analytes that have evidence which stand above their reference, 0 to 1, of each draw. */
  breadth: Float64Array;
  /** By analyte, in how many of the draws its median over the sites is above its reference, in any medium where it has evidence. */
  exceeds: ReadonlyMap<string, number>;
}

/** Days of composites at one place from which bottles are resampled too. */
const RESAMPLED_BOTTLES = 3;

function pick(random: Random, members: ArrayLike<number>, into: Int32Array): void {
  for (let k = 0; k < members.length; k++) {
    const chosen = members[random.below(members.length)] as number;
    into[chosen] = (into[chosen] as number) + 1;
  }
}

export function drawTown(model: TownModel, draws: number, random: Random, u: Uncertainty): TownDraws {
  const evaluator = new TownEvaluator(model);
  const { kind, ln, low, high, bottle, measurement, normalised, bottleSd, bottleSite, media, strata } = model;
  // imported names are looked up at every use by some loaders: local ones are not
  const [below, aboveRange, quantile] = [BELOW, ABOVE, normalQuantile];
  const { belowLogSd, aboveLogSd } = u;
  const results = kind.length;
  const values = new Float64Array(results);
  const times = new Int32Array(model.sites.length);
  const bottleTimes = new Int32Array(model.bottles);
  const bottleError = new Float64Array(model.bottles);
  const flowError = new Float64Array(model.bottles);
  const populationError = new Float64Array(model.sites.length);
  const reference = new Float64Array(model.references);
  /** Error of each measurement, NaN until it is drawn. */
  const errors = new Float64Array(model.measurements);
  const bottlesOfSite = model.sites.map((_, site) => Int32Array.from(bottleSite.keys()).filter((b) => bottleSite[b] === site));
  const resampleBottles = bottlesOfSite.map((own) => own.length >= RESAMPLED_BOTTLES);
  const someResampled = resampleBottles.includes(true);
  const anyNormalised = normalised.includes(1);
  const [labSd, flowSd, populationSd, referenceSd] = [u.laboratory, u.flow, u.population, u.reference].map(logSd) as [number, number, number, number];
  const half = { lab: (labSd * labSd) / 2, flow: (flowSd * flowSd) / 2, population: (populationSd * populationSd) / 2 };

  const names = [...new Set(media.flatMap(({ analytes, speaks }) => analytes.filter((_, i) => speaks[i])))];
  const speakers = media.flatMap(({ analytes, speaks, offset }) => analytes.flatMap((name, i) => (speaks[i] ? [{ at: offset + i, name: names.indexOf(name) }] : [])));
  const above = new Int32Array(names.length);
  const seen = new Uint8Array(names.length);
  const index = new Float64Array(draws);
  const breadth = new Float64Array(draws);

  for (let d = 0; d < draws; d++) {
    times.fill(0);
    for (const members of strata) pick(random, members, times);
    if (someResampled) {
      bottleTimes.fill(1);
      for (let site = 0; site < bottlesOfSite.length; site++) {
        if (!resampleBottles[site]) continue;
        const own = bottlesOfSite[site] as Int32Array;
        for (const b of own) bottleTimes[b] = 0;
        pick(random, own, bottleTimes);
      }
    }
    for (let b = 0; b < bottleError.length; b++) {
      const sd = bottleSd[b] as number;
      bottleError[b] = sd * random.normal() - (sd * sd) / 2;
    }
    if (anyNormalised) {
      for (let b = 0; b < flowError.length; b++) flowError[b] = flowSd * random.normal() - half.flow;
      for (let s = 0; s < populationError.length; s++) populationError[s] = populationSd * random.normal() - half.population;
    }
    for (let a = 0; a < reference.length; a++) reference[a] = referenceSd * random.normal();
    errors.fill(Number.NaN);
    for (let m = 0; m < media.length; m++) {
      const { units, offset } = media[m] as (typeof media)[number];
      let picked = 0;
      for (let k = 0; k < units.length; k++) picked += times[(units[k] as (typeof units)[number]).site] as number;
      for (let k = 0; k < units.length; k++) {
        const { site, entries } = units[k] as (typeof units)[number];
        // what was not picked is not looked at, unless the medium is taken whole
        if (picked > 0 && times[site] === 0) continue;
        for (let e = 0; e < entries.length; e++) {
          const { analyte, from, to } = entries[e] as (typeof entries)[number];
          const shift = reference[offset + analyte] as number;
          for (let r = from; r < to; r++) {
            const what = kind[r] as number;
            const which = measurement[r] as number;
            let error = errors[which] as number;
            if (error !== error) {
              if (what === below) error = belowLogSd * quantile((low[r] as number) + random.uniformOpen() * ((high[r] as number) - (low[r] as number)));
              else {
                error = labSd * random.normal() - half.lab;
                if (what === aboveRange) error += aboveLogSd * Math.abs(random.normal());
              }
              errors[which] = error;
            }
            const b = bottle[r] as number;
            let value = (ln[r] as number) + error + (bottleError[b] as number) - shift;
            if (normalised[r] === 1) value += (flowError[b] as number) - (populationError[site] as number);
            values[r] = Math.exp(value);
          }
        }
      }
    }
    index[d] = evaluator.index(values, times, someResampled ? bottleTimes : undefined);
    seen.fill(0);
    for (let k = 0; k < speakers.length; k++) {
      const { at, name } = speakers[k] as (typeof speakers)[number];
      if (evaluator.above[at] === 1) seen[name] = 1;
    }
    let count = 0;
    for (let k = 0; k < seen.length; k++) {
      if (seen[k] === 0) continue;
      count++;
      above[k] = (above[k] as number) + 1;
    }
    breadth[d] = names.length === 0 ? Number.NaN : count / names.length;
  }
  return { index, breadth, exceeds: new Map(names.map((name, i) => [name, (above[i] as number) / draws])) };
}
