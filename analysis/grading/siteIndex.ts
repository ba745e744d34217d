/**
 * How one site stands in one matrix and basis: its single factors, and their weighted Nemerow index
 * as bounds. Several bottles of a site in a round (days of a composite series) enter by their median.
 * Pure.
 */
import type { Site } from '../../models/schemas/site.ts';
import type { Basis, Matrix } from '../../models/schemas/vocabulary.ts';
import { singleFactor } from './factor.ts';
import { medianInterval, type Interval } from './interval.ts';
import { nemerow } from './nemerow.ts';
import type { GradingMeasurement, GradingSample, GradingSite } from './types.ts';

/** Numbers of a rule that the index rests on. */
export interface IndexConstants {
  /** Lowest cut-off, in multiples of the reference. */
  cut: number;
  weightOf: (analyte: string) => number;
  /** Share of the measured panel's weight that must say something before a site counts as evidence. */
  minimumShare: number;
  /** Relative standard uncertainties: of one bottle standing for the water of its day, and of the laboratory. */
  uncertainty: { grab: number; composite: number; laboratory: number };
}

/** One result with its factor. */
export interface ResultFactor {
  measurement: GradingMeasurement;
  sample: GradingSample;
  bounds: Interval | undefined;
  informative: boolean;
}

/** What a site's bottles say of one analyte. */
export interface AnalyteAtSite {
  analyte: string;
  weight: number;
  /** Median over the informative bottles; undefined where none is. */
  bounds: Interval | undefined;
  /** Days of composite bottles that say something. */
  compositeDays: number;
  detected: boolean;
}

export interface SiteIndex {
  site: GradingSite;
  matrix: Matrix;
  basis: Basis;
  results: ResultFactor[];
  analytes: AnalyteAtSite[];
  /** Undefined where no result says anything. */
  index: Interval | undefined;
  /** Counts as evidence: enough of the panel says something, or one factor alone is above the cut. */
  valid: boolean;
  /** Days of a composite series at a plant; 0 elsewhere. */
  plantDays: number;
  /** Standard deviation of the index on the log scale, from bottle and laboratory. */
  sigma: number;
}

const PLANTS: readonly Site['asset'][] = ['plant-influent'];
const isComposite = (sample: GradingSample): boolean => sample.mode !== 'grab';

const distinctDays = (results: readonly ResultFactor[]): number =>
  new Set(results.flatMap(({ sample }) => (isComposite(sample) && sample.collectedOn !== null ? [sample.collectedOn] : []))).size;

function analyteAtSite(analyte: string, weight: number, results: readonly ResultFactor[], plant: boolean): AnalyteAtSite {
  const speaking = results.filter((each) => each.informative);
  const bounds = speaking.flatMap((each) => (each.bounds === undefined ? [] : [each.bounds]));
  return {
    analyte,
    weight,
    bounds: bounds.length === 0 ? undefined : medianInterval(bounds),
    compositeDays: plant ? distinctDays(speaking) : 0,
    detected: results.some(({ measurement }) => measurement.detected),
  };
}

/** Variance of the median of n like values, relative to that of one. */
export const medianVarianceFactor = (n: number): number => (n >= 3 ? Math.PI / 2 : 1) / n;

function sigmaOf(samples: readonly GradingSample[], { grab, composite, laboratory }: IndexConstants['uncertainty']): number {
  const variances = samples.map((sample) => (isComposite(sample) ? composite : grab) ** 2 + laboratory ** 2);
  const mean = variances.reduce((sum, v) => sum + v, 0) / variances.length;
  return Math.sqrt(Math.log1p(mean * medianVarianceFactor(samples.length)));
}

/**
 * @param samples bottles of the site in one matrix, at least one, each with its measurements of one basis
 * @param references S by analyte, in the unit of the measurements; analytes without one are left out by the caller
 * @param panel analytes measured anywhere in the area for this matrix and basis
 * @param speaking of those, the ones that say something somewhere: the index's weights are shared among them
 */
export function siteIndex(
  site: GradingSite,
  matrix: Matrix,
  basis: Basis,
  samples: readonly GradingSample[],
  references: ReadonlyMap<string, number>,
  panel: readonly string[],
  speaking: readonly string[],
  constants: IndexConstants,
): SiteIndex {
  const plant = PLANTS.includes(site.asset);
  const results: ResultFactor[] = [];
  for (const sample of samples) {
    for (const measurement of sample.measurements) {
      const reference = references.get(measurement.analyte);
      if (reference === undefined || measurement.basis !== basis) continue;
      results.push({ measurement, sample, ...singleFactor(measurement, reference, constants.cut) });
    }
  }
  const analytes = panel.flatMap((analyte) => {
    const own = results.filter(({ measurement }) => measurement.analyte === analyte);
    return own.length === 0 ? [] : [analyteAtSite(analyte, constants.weightOf(analyte), own, plant)];
  });
  const known = analytes.filter((each): each is AnalyteAtSite & { bounds: Interval } => each.bounds !== undefined);
  const weightOfAll = (names: readonly string[]): number => names.reduce((sum, name) => sum + constants.weightOf(name), 0);
  const weights = known.map(({ weight }) => weight);
  const spoken = weights.reduce((sum, w) => sum + w, 0);
  // An analyte that is missing here and measured elsewhere counts as nothing in the lower bound and
  // as the mean of the others in the upper one: it is neither dropped nor invented.
  const index =
    known.length === 0
      ? undefined
      : {
          lower: nemerow(known.map(({ bounds }) => bounds.lower), weights, weightOfAll(speaking)),
          upper: nemerow(known.map(({ bounds }) => bounds.upper), weights, spoken),
        };
  return {
    site,
    matrix,
    basis,
    results,
    analytes,
    index,
    valid: index !== undefined && (spoken / weightOfAll(panel) >= constants.minimumShare || known.some(({ bounds }) => bounds.lower >= constants.cut)),
    plantDays: plant ? distinctDays(results.filter((each) => each.informative)) : 0,
    sigma: sigmaOf(samples, constants.uncertainty),
  };
}
