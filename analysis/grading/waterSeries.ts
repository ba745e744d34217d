/**
 * The index of every area through the rounds, at central values, where a round has evidence enough:
 * what counts of other agencies are held against. Interprets nothing: no memory, no class. Pure.
 */
import { areaEvidence } from './areaIndex.ts';
import { arrange } from './arrange.ts';
import type { DrawConstants } from './drawTypes.ts';
import { figuresOf } from './explain/explainArea.ts';
import { townModel } from './monteCarlo/townModel.ts';
import type { GradingInputs } from './types.ts';

export interface WaterPoint {
  round: string;
  index: number;
}

/** @returns by area id, oldest round first; rounds without evidence enough are left out */
export function waterSeries(inputs: GradingInputs, constants: DrawConstants): Map<string, WaterPoint[]> {
  const areaIds = new Set(inputs.areas.map(({ id }) => id));
  const series = new Map<string, WaterPoint[]>(inputs.areas.map(({ id }) => [id, []]));
  const rounds = [...(inputs.past ?? []), { round: inputs.round, sites: inputs.sites, samples: inputs.samples }].sort((a, b) => (a.round.startsOn < b.round.startsOn ? -1 : 1));
  for (const { round, sites, samples } of rounds) {
    const own = new Set(sites.filter(({ areaId }) => areaIds.has(areaId)).map(({ id }) => id));
    const { areas } = arrange({ areas: inputs.areas, sites: sites.filter(({ id }) => own.has(id)), samples: samples.filter(({ siteId }) => own.has(siteId)), references: inputs.references, analytes: inputs.analytes }, constants);
    for (const { area, subIndices } of areas) {
      const model = areaEvidence(subIndices, constants).sufficient ? townModel(subIndices, constants.sources) : undefined;
      if (model !== undefined) series.get(area.id)?.push({ round: round.code, index: figuresOf(model).index });
    }
  }
  return series;
}
