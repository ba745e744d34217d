/**
 * Seeded Monte Carlo of the sampled sites of one area, with the errors that they share: one of the town's day (weather,
 * flow, a holiday), one of the laboratory's batch for each analyte, one of each bottle, measurement and reference. Sites are
 * not resampled: what is drawn speaks of the sites that were sampled. Every error has the median 1, so that the middle of the
 * draws is what was measured. The same errors are drawn whatever the values are, so that a higher value gives a higher index
 * in each draw. Pure.
 */
import { normalQuantile } from '../../normal.ts';
import type { Random } from '../../random.ts';
import type { TownDraws } from './drawTown.ts';
import { TownEvaluator } from './evaluateTown.ts';
import { ABOVE, BELOW, type TownModel } from './townModel.ts';
import { logSd, type Uncertainty } from './uncertainty.ts';

/** Errors that bottles share. */
export interface SharedErrors {
  /** Relative standard uncertainty of a town's day. */
  townDay: number;
  /** Standard deviation of ln C of a batch, by analyte. */
  batch: number;
}

export interface OrderedDraws extends TownDraws {
  /** 1 where the middle of the sites of a priority analyte is at or above the limit, of each draw. */
  lifted: Uint8Array;
  /** By analyte, in what share of the draws its middle is at or above the limit, in any medium where it has evidence. */
  atLimit: ReadonlyMap<string, number>;
}

/**
 * @param limit in multiples of the reference: where the middle of the sites of a priority analyte stands at it
 * @param priority ids of the analytes for which that counts
 */
export function drawOrdered(model: TownModel, draws: number, random: Random, u: Uncertainty, shared: SharedErrors, limit: number, priority: ReadonlySet<string>): OrderedDraws {
  const evaluator = new TownEvaluator(model, limit);
  const { kind, ln, low, high, bottle, measurement, normalised, bottleSd, bottleSite, bottleDay, measurementBatch, media } = model;
  const [below, aboveRange, quantile] = [BELOW, ABOVE, normalQuantile];
  const { belowLogSd, aboveLogSd } = u;
  const values = new Float64Array(kind.length);
  const times = new Int32Array(model.sites.length).fill(1);
  const dayError = new Float64Array(model.days);
  const batchError = new Float64Array(model.batches);
  const bottleError = new Float64Array(model.bottles);
  const flowError = new Float64Array(model.bottles);
  const populationError = new Float64Array(model.sites.length);
  const reference = new Float64Array(model.references);
  const uniform = new Float64Array(model.measurements);
  const analyteOf = new Int32Array(kind.length);
  for (const { units, offset } of media) for (const { entries } of units) for (const { analyte, from, to } of entries) analyteOf.fill(offset + analyte, from, to);
  const siteOf = new Int32Array(kind.length);
  for (const { units } of media) for (const { site, entries } of units) for (const { from, to } of entries) siteOf.fill(site, from, to);
  const [labSd, flowSd, populationSd, referenceSd, daySd] = [u.laboratory, u.flow, u.population, u.reference, shared.townDay].map(logSd) as [number, number, number, number, number];
  const fill = (errors: Float64Array, sd: number): void => {
    for (let i = 0; i < errors.length; i++) errors[i] = sd * random.normal();
  };

  const names = [...new Set(media.flatMap(({ analytes, speaks }) => analytes.filter((_, i) => speaks[i])))];
  const speakers = media.flatMap(({ analytes, speaks, offset }) => analytes.flatMap((name, i) => (speaks[i] ? [{ at: offset + i, name: names.indexOf(name), priority: priority.has(name) }] : [])));
  const [above, atLimit] = [new Int32Array(names.length), new Int32Array(names.length)];
  const seen = new Uint8Array(names.length);
  const index = new Float64Array(draws);
  const breadth = new Float64Array(draws);
  const lifted = new Uint8Array(draws);

  for (let d = 0; d < draws; d++) {
    fill(dayError, daySd);
    fill(batchError, shared.batch);
    for (let b = 0; b < bottleError.length; b++) bottleError[b] = (bottleSd[b] as number) * random.normal();
    fill(flowError, flowSd);
    fill(populationError, populationSd);
    fill(reference, referenceSd);
    for (let m = 0; m < uniform.length; m++) uniform[m] = random.uniformOpen();
    for (let r = 0; r < values.length; r++) {
      const which = measurement[r] as number;
      const rank = uniform[which] as number;
      const what = kind[r] as number;
      // below a limit within it, above the range beyond it: the same rank gives the higher value to the higher report
      const own = what === below ? belowLogSd * quantile((low[r] as number) + rank * ((high[r] as number) - (low[r] as number))) : what === aboveRange ? aboveLogSd * quantile(0.5 + rank / 2) : labSd * quantile(rank);
      const b = bottle[r] as number;
      let value = (ln[r] as number) + own + (batchError[measurementBatch[which] as number] as number) + (bottleError[b] as number) + (dayError[bottleDay[b] as number] as number) - (reference[analyteOf[r] as number] as number);
      if (normalised[r] === 1) value += (flowError[b] as number) - (populationError[bottleSite[b] as number] as number);
      values[r] = Math.exp(value);
    }
    index[d] = evaluator.index(values, times);
    seen.fill(0);
    for (let k = 0; k < speakers.length; k++) {
      const { at, name, priority: counts } = speakers[k] as (typeof speakers)[number];
      if (evaluator.above[at] === 1) seen[name] = (seen[name] as number) | 1;
      if (evaluator.atLimit[at] === 1) {
        seen[name] = (seen[name] as number) | 2;
        if (counts) lifted[d] = 1;
      }
    }
    let count = 0;
    for (let k = 0; k < seen.length; k++) {
      const what = seen[k] as number;
      if ((what & 1) === 1) {
        count++;
        above[k] = (above[k] as number) + 1;
      }
      if ((what & 2) === 2) atLimit[k] = (atLimit[k] as number) + 1;
    }
    breadth[d] = names.length === 0 ? Number.NaN : count / names.length;
  }
  const shares = (counts: Int32Array): Map<string, number> => new Map(names.map((name, i) => [name, (counts[i] as number) / draws]));
  return { index, breadth, exceeds: shares(above), lifted, atLimit: shares(atLimit) };
}
