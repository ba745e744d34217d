/** How sites stand, what is highest, and where knowledge ends: the parts of an answer that every rule gives alike. Pure. */
import type { Reason, SiteStanding } from '../../models/schemas/assessment.ts';
import { classOf } from './classify.ts';
import { qualifierOf, shownBound, type Interval } from './interval.ts';
import type { SiteIndex } from './siteIndex.ts';
import type { SubIndex } from './subIndex.ts';
import type { Words } from '../../models/schemas/vocabulary.ts';
import type { Cuts } from './cuts.ts';
import { figure, reasons, type Top } from './words.ts';

export const showBounds = (bounds: Interval): string => {
  const qualifier = qualifierOf(bounds);
  return qualifier === '=' ? figure(bounds.lower) : qualifier === '>=' ? `≥ ${figure(bounds.lower)}` : `${figure(bounds.lower)}–${figure(bounds.upper)}`;
};

export function siteStanding(each: SiteIndex, cuts: Cuts): SiteStanding {
  const factors = each.results.map(({ measurement, bounds, informative }) => ({
    analyte: measurement.analyte,
    resultId: measurement.resultId,
    factor: bounds === undefined || !informative ? null : shownBound(bounds),
    qualifier: measurement.qualifier,
    reported: measurement.reported,
    qcFlag: measurement.qcFlag,
  }));
  const rank = (factor: number | null): number => factor ?? -1;
  factors.sort((a, b) => rank(b.factor) - rank(a.factor) || (a.resultId < b.resultId ? -1 : 1));
  return {
    siteId: each.site.id,
    siteCode: each.site.code,
    sampleIds: [...new Set(each.results.map(({ sample }) => sample.id))],
    matrix: each.matrix,
    basis: each.basis,
    index: each.index === undefined ? null : shownBound(each.index),
    indexQualifier: each.index === undefined ? '=' : qualifierOf(each.index),
    grade: each.valid && each.index !== undefined ? classOf(each.index.lower, cuts) : 'insufficient',
    factors,
  };
}

/** The result that stands highest against its reference, by what is certain of it. */
export function topResult(subIndices: readonly SubIndex[], nameOf: (analyte: string) => Words): Top | undefined {
  let top: Top | undefined;
  for (const { validSites } of subIndices) {
    for (const { site, results } of validSites) {
      for (const { measurement, bounds } of results) {
        if (bounds === undefined || !(bounds.lower > (top?.factor ?? 0))) continue;
        top = { analyte: nameOf(measurement.analyte), siteCode: site.code, factor: bounds.lower, atLeast: bounds.upper > bounds.lower };
      }
    }
  }
  return top;
}

export function limitsOfKnowledge(subIndices: readonly SubIndex[], nameOf: (analyte: string) => Words, cut: number): Reason[] {
  return subIndices.flatMap(({ matrix, basis, sites, analytes }) => {
    const above = sites.flatMap(({ results }) => results).filter(({ bounds }) => bounds?.upper === Infinity).length;
    const silent = analytes.filter(({ uninformative }) => uninformative > 0).map(({ analyte }) => nameOf(analyte));
    return [
      ...(above > 0 ? [reasons.aboveRange(matrix, basis, above)] : []),
      ...(silent.length > 0 ? [reasons.uninformative(matrix, basis, silent, cut)] : []),
    ];
  });
}
