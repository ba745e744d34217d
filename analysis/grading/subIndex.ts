/**
 * Sub-index of an area in one matrix and basis: the median of its valid sites' Nemerow indices, with
 * the standing of each analyte beside it. Bases and matrices meet nowhere in this file. Pure.
 */
import type { AnalyteStanding } from '../../models/schemas/assessment.ts';
import type { Basis, Matrix } from '../../models/schemas/vocabulary.ts';
import { singleFactor } from './factor.ts';
import { medianInterval, qualifierOf, shownBound, type Interval } from './interval.ts';
import { siteIndex, type IndexConstants, type SiteIndex } from './siteIndex.ts';
import type { GradingReference, GradingSample, GradingSite } from './types.ts';

/** What evidence a rule asks for. */
export interface EvidenceConstants {
  /** Valid sites of grabs. */
  minimumSites: number;
  /** Days of composites at one plant, which then stands for the area. */
  minimumDays: number;
}

export interface SubIndex {
  matrix: Matrix;
  basis: Basis;
  sites: SiteIndex[];
  validSites: SiteIndex[];
  /** Median over the valid sites; undefined where there is none. */
  index: Interval | undefined;
  /** Enough evidence of its own: sites, or days at a plant. */
  supported: boolean;
  analytes: AnalyteStanding[];
  /** Analytes measured here that have too little evidence of their own. */
  unsupported: string[];
  /** Analytes measured here that have no reference in this matrix and basis. */
  unreferenced: string[];
}

/** Enough sites, or enough days of composites at a plant. */
export const enough = (sites: number, plantDays: number, { minimumSites, minimumDays }: EvidenceConstants): boolean => sites >= minimumSites || plantDays >= minimumDays;

function analyteStanding(reference: GradingReference, sites: readonly SiteIndex[]): AnalyteStanding {
  const measured = sites.flatMap(({ analytes }) => analytes.filter(({ analyte }) => analyte === reference.analyte));
  const known = measured.flatMap(({ bounds }) => (bounds === undefined ? [] : [bounds]));
  const median = known.length === 0 ? undefined : medianInterval(known);
  const above = known.filter(({ upper }) => upper === Infinity).length;
  return {
    analyte: reference.analyte,
    matrix: reference.matrix,
    basis: reference.basis,
    unit: reference.unit,
    reference: reference.value,
    referenceSource: reference.source,
    valid: known.length,
    detected: measured.filter(({ detected }) => detected).length,
    censoredBelow: known.filter((bounds) => qualifierOf(bounds) === '<=').length,
    censoredAbove: above,
    uninformative: measured.length - known.length,
    factor: median === undefined ? null : shownBound(median),
    factorMaximum: known.length === 0 ? null : Math.max(...known.map(shownBound)),
    factorQualifier: median === undefined ? '=' : qualifierOf(median),
  };
}

/**
 * @param sites the area's sites, in the order of the inputs
 * @param samples the area's bottles
 * @param references of this matrix and basis, by analyte
 * @returns undefined where nothing with a reference was measured
 * @throws RangeError where a measurement's unit is not that of its reference
 */
export function subIndex(
  matrix: Matrix,
  basis: Basis,
  sites: readonly GradingSite[],
  samples: readonly GradingSample[],
  references: ReadonlyMap<string, GradingReference>,
  constants: IndexConstants & EvidenceConstants,
): SubIndex | undefined {
  const own = samples.filter((sample) => sample.matrix === matrix);
  const panel = new Set<string>();
  const speaking = new Set<string>();
  const unreferenced = new Set<string>();
  for (const { measurements } of own) {
    for (const m of measurements) {
      if (m.basis !== basis) continue;
      const reference = references.get(m.analyte);
      if (reference === undefined) {
        unreferenced.add(m.analyte);
        continue;
      }
      if (reference.unit !== m.unit) throw new RangeError(`result ${m.resultId} is in ${m.unit}, its reference in ${reference.unit}; the same unit was expected`);
      panel.add(m.analyte);
      if (singleFactor(m, reference.value, constants.cut).informative) speaking.add(m.analyte);
    }
  }
  if (panel.size === 0 && unreferenced.size === 0) return undefined;
  const names = [...panel].sort();
  const speakingNames = [...speaking].sort();
  const values = new Map([...references].map(([analyte, { value }]) => [analyte, value]));
  const standing = sites.flatMap((site) => {
    const bottles = own.filter((sample) => sample.siteId === site.id && sample.measurements.some((m) => m.basis === basis && panel.has(m.analyte)));
    return bottles.length === 0 ? [] : [siteIndex(site, matrix, basis, bottles, values, names, speakingNames, constants)];
  });
  const valid = standing.filter((each): each is SiteIndex & { index: Interval } => each.valid && each.index !== undefined);
  const analytes = names.flatMap((name) => {
    const reference = references.get(name);
    return reference === undefined ? [] : [analyteStanding(reference, standing)];
  });
  return {
    matrix,
    basis,
    sites: standing,
    validSites: valid,
    index: valid.length === 0 ? undefined : medianInterval(valid.map(({ index }) => index)),
    supported: enough(valid.length, Math.max(0, ...valid.map(({ plantDays }) => plantDays)), constants),
    analytes,
    unsupported: names.filter((name) => {
      const speakingHere = standing.flatMap((each) => each.analytes.filter(({ analyte, bounds }) => analyte === name && bounds !== undefined));
      return !enough(speakingHere.length, Math.max(0, ...speakingHere.map(({ compositeDays }) => compositeDays)), constants);
    }),
    unreferenced: [...unreferenced].sort(),
  };
}
