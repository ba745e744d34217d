/**
 * The index of an area: how its sub-indices are combined, visibly. Each sub-index keeps its own
 * matrix and basis; only dimensionless multiples of the references are compared here.
 *
 *   area index = the larger of
 *     (a) the mean of the sub-indices, each weighted by its number of valid sites, and
 *     (b) the largest sub-index that has enough evidence of its own.
 *
 * (a) lets three sites speak together when no matrix has three of its own; (b) keeps a clean medium
 * from thinning a dirty one. Both rise with each sub-index, so bounds give bounds. Pure.
 */
import type { Interval } from './interval.ts';
import { medianVarianceFactor, type SiteIndex } from './siteIndex.ts';
import { enough, type EvidenceConstants, type SubIndex } from './subIndex.ts';

export interface AreaIndex {
  bounds: Interval;
  /** Standard deviation of the index on the log scale. */
  sigma: number;
  /** The sub-index that decided, or undefined where the weighted mean did. */
  decidedBy: SubIndex | undefined;
}

export interface AreaEvidence {
  sufficient: boolean;
  /** Distinct sites with valid evidence in any matrix. */
  validSites: number;
  /** Most days of composites at one plant. */
  plantDays: number;
}

type WithIndex = SubIndex & { index: Interval };
const hasIndex = (each: SubIndex): each is WithIndex => each.index !== undefined;

export function areaEvidence(subIndices: readonly SubIndex[], constants: EvidenceConstants): AreaEvidence {
  const valid = subIndices.flatMap(({ validSites }) => validSites);
  const sites = new Set(valid.map(({ site }) => site.id)).size;
  const plantDays = Math.max(0, ...valid.map((each) => each.plantDays));
  return { sufficient: enough(sites, plantDays, constants), validSites: sites, plantDays };
}

function sigmaOf(sites: readonly SiteIndex[]): number {
  const mean = sites.reduce((sum, { sigma }) => sum + sigma * sigma, 0) / sites.length;
  return Math.sqrt(mean * medianVarianceFactor(sites.length));
}

/** @returns undefined where no sub-index has a value */
export function areaIndex(subIndices: readonly SubIndex[]): AreaIndex | undefined {
  const known = subIndices.filter(hasIndex);
  if (known.length === 0) return undefined;
  const total = known.reduce((sum, { validSites }) => sum + validSites.length, 0);
  const mean = (bound: keyof Interval): number => known.reduce((sum, each) => sum + (each.validSites.length / total) * each.index[bound], 0);
  const supported = known.filter((each) => each.supported);
  const largest = (bound: keyof Interval): number => Math.max(0, ...supported.map(({ index }) => index[bound]));
  const bounds = { lower: Math.max(mean('lower'), largest('lower')), upper: Math.max(mean('upper'), largest('upper')) };
  const decidedBy = supported.find(({ index }) => index.lower >= bounds.lower);
  return { bounds, sigma: sigmaOf(decidedBy?.validSites ?? known.flatMap(({ validSites }) => validSites)), decidedBy };
}
