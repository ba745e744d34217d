/**
 * Whether rain explains a fall: the water of all other places, drugs and medicines alike, thinned as
 * much since the round before, and more rain fell. Sites are compared with themselves, analyte by
 * analyte, so that neither a change of sites nor of one drug decides. Pure.
 */
import type { GradingSample, GradingSite, PastRound } from '../types.ts';

export interface Rain {
  /** Median mm in the 48 h before the bottles, now and then. */
  now: number;
  before: number;
  /** Median ratio of what was measured at the other areas' sites, now to then. */
  thinning: number;
  pairs: number;
}

/** Figures of this rule, from no source. */
const RAIN = { moreMm: 20, thinning: 0.9, left: 0.8, fewestPairs: 20 } as const;

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] ?? Number.NaN) + upper) / 2;
};

const rainOf = (samples: readonly GradingSample[]): number => median(samples.flatMap(({ rainMm }) => (rainMm === null ? [] : [rainMm])));

/** Concentrations that were really measured, by site, matrix and analyte. */
function measured(samples: readonly GradingSample[]): Map<string, { siteId: string; value: number }> {
  const found = new Map<string, { siteId: string; value: number }>();
  for (const { siteId, matrix, measurements } of samples) {
    if (matrix === 'soil') continue;
    for (const { analyte, basis, qualifier, value, unit } of measurements) {
      if (basis === 'concentration' && qualifier === '=' && value !== null && value > 0) found.set(`${siteId} ${matrix} ${analyte} ${unit}`, { siteId, value });
    }
  }
  return found;
}

/** @returns per area; undefined where rain was not recorded or too little can be compared */
export function rainOfAreas(areaIds: readonly string[], sites: readonly GradingSite[], samples: readonly GradingSample[], before: PastRound): (Rain | undefined)[] {
  const [rainNow, rainBefore] = [rainOf(samples), rainOf(before.samples)];
  if (!Number.isFinite(rainNow) || !Number.isFinite(rainBefore)) return areaIds.map(() => undefined);
  const then = measured(before.samples);
  const area = new Map([...before.sites, ...sites].map(({ id, areaId }) => [id, areaId]));
  const ratios = [...measured(samples)].flatMap(([key, { siteId, value }]) => {
    const old = then.get(key);
    return old === undefined ? [] : [{ areaId: area.get(siteId), log: Math.log(value / old.value) }];
  });
  return areaIds.map((id) => {
    const others = ratios.filter(({ areaId }) => areaId !== id);
    return others.length < RAIN.fewestPairs ? undefined : { now: rainNow, before: rainBefore, thinning: Math.exp(median(others.map(({ log }) => log))), pairs: others.length };
  });
}

/** @param ratio index now to index then, of the area itself */
export const rainExplains = (rain: Rain, ratio: number): boolean =>
  rain.now - rain.before >= RAIN.moreMm && rain.thinning < RAIN.thinning && ratio < RAIN.thinning && ratio / rain.thinning >= RAIN.left;
