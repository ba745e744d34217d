/**
 * The grade of one area by an index with fixed cuts: evidence first, then bounds, then the class
 * that both bounds agree on, then how firm it is, and each step in words.
 *
 * Firm: both bounds of the index fall into one class, and its probability (bottle and laboratory,
 * lognormal) is at least `firmAt` at both. Otherwise the class of the lower bound, marked
 * borderline: a limit never makes a place look dirtier than what was seen in it. Pure.
 */
import type { AreaAssessment, Reason } from '../../models/schemas/assessment.ts';
import { areaEvidence, areaIndex, type AreaIndex } from './areaIndex.ts';
import { classOf, classProbability, higherOf, probabilityOf, severityOf, type Class, type ClassProbability } from './classify.ts';
import { shownBound, type Interval } from './interval.ts';
import { reaches } from './reaches.ts';
import type { IndexConstants, SiteIndex } from './siteIndex.ts';
import type { EvidenceConstants, SubIndex } from './subIndex.ts';
import type { Words } from '../../models/schemas/vocabulary.ts';
import type { Cuts } from './cuts.ts';
import type { GradingAnalyte, GradingArea, GradingRelation } from './types.ts';
import { limitsOfKnowledge, showBounds, siteStanding, topResult } from './standing.ts';
import { reasons } from './words.ts';

export interface GradeConstants extends IndexConstants, EvidenceConstants {
  cuts: Cuts;
  /** A site whose index is certainly at or above this lifts its area to at least moderately severe. */
  singleSiteCut: number;
  /** A class is firm at this probability (JCGM 106:2012, Guide 98-4). */
  firmAt: number;
  /** How many times the index must rise along a reach before it is named. */
  reachRise: number;
}

export interface AreaContext {
  area: GradingArea;
  subIndices: readonly SubIndex[];
  /** The same without results of runs whose quality control failed; undefined where there is none. */
  withoutFlagged: readonly SubIndex[] | undefined;
  analytes: ReadonlyMap<string, GradingAnalyte>;
  relations: readonly GradingRelation[];
  constants: GradeConstants;
}

/** Probabilities at both bounds that differ by more than this cannot be stated as one. */
const STATED_WITHIN = 0.02;

interface Judgement {
  grade: Class;
  firm: boolean;
  probability: ClassProbability | null;
  reasons: Reason[];
}

/** Class and firmness of an index, before what may lift or soften it. */
function judge({ bounds, sigma }: AreaIndex, { cuts, firmAt }: GradeConstants): Judgement {
  const grade = classOf(bounds.lower, cuts);
  const upper = classOf(bounds.upper, cuts);
  const low = classProbability(bounds.lower, sigma, cuts);
  const high = classProbability(bounds.upper, sigma, cuts);
  const stated = Math.abs(low.severe - high.severe) <= STATED_WITHIN && Math.abs(low.general - high.general) <= STATED_WITHIN;
  const least = Math.min(probabilityOf(low, grade), probabilityOf(high, grade));
  const why = grade !== upper ? [reasons.openCut(grade, upper)] : least < firmAt ? [reasons.nearCut(least, firmAt)] : [];
  return { grade, firm: grade === upper && least >= firmAt, probability: stated ? low : null, reasons: why };
}

/** Index and judgement, with the clause of the single site; undefined where nothing has a value. */
function judgeAll(subIndices: readonly SubIndex[], constants: GradeConstants): (Judgement & { index: AreaIndex }) | undefined {
  const index = areaIndex(subIndices);
  if (index === undefined) return undefined;
  const judged = judge(index, constants);
  let hot: (SiteIndex & { index: Interval }) | undefined;
  for (const each of subIndices.flatMap(({ validSites }) => validSites)) {
    if (each.index !== undefined && each.index.lower >= constants.singleSiteCut && each.index.lower > (hot?.index.lower ?? 0)) hot = { ...each, index: each.index };
  }
  if (hot === undefined || judged.grade !== 'general') return { ...judged, index };
  const certain = classProbability(hot.index.lower, hot.sigma, constants.cuts);
  return {
    index,
    grade: higherOf(judged.grade, 'moderately-severe'),
    firm: 1 - certain.general >= constants.firmAt,
    probability: null,
    reasons: [reasons.singleSite(hot.site.code, hot.index.lower, constants.singleSiteCut)],
  };
}

/** @throws RangeError from the numbers below, naming the result */
export function gradeArea({ area, subIndices, withoutFlagged, analytes, relations, constants }: AreaContext): AreaAssessment {
  const nameOf = (id: string): Words => analytes.get(id)?.name ?? { zh: id, en: id };
  const sites = subIndices.flatMap((each) => each.sites);
  const base = {
    areaId: area.id,
    code: area.code,
    name: area.name,
    components: [],
    subIndices: subIndices.map(({ matrix, basis, index, validSites, analytes: standings }) => ({ matrix, basis, index: index === undefined ? null : shownBound(index), validSites: validSites.length, analytes: standings })),
    sites: sites.map((each) => siteStanding(each, constants.cuts)),
  };
  const nothing = { ...base, firmness: 'none' as const, severity: null, index: null, probability: null };
  const bottles = new Set(sites.flatMap(({ results }) => results.map(({ sample }) => sample.id))).size;
  if (area.planned === 0 && bottles === 0) return { ...nothing, grade: 'not-graded', reasons: [reasons.notSampled()] };

  const limits = limitsOfKnowledge(subIndices, nameOf, constants.cut);
  const evidence = areaEvidence(subIndices, constants);
  const judged = judgeAll(subIndices, constants);
  if (!evidence.sufficient || judged === undefined) {
    const why = bottles === 0 ? [reasons.noResult(area.planned)] : [reasons.tooFew(evidence.validSites, evidence.plantDays, constants), reasons.bottles(area.planned, bottles)];
    return { ...nothing, grade: 'insufficient', reasons: [...why, ...limits] };
  }

  const { index, grade } = judged;
  const why: Reason[] = [...judged.reasons];
  let firm = judged.firm;
  const unknown = [...new Set(subIndices.flatMap(({ unsupported }) => unsupported))].filter((id) => analytes.get(id)?.priority === true);
  const knownElsewhere = (id: string): boolean => subIndices.some((each) => each.analytes.some(({ analyte }) => analyte === id) && !each.unsupported.includes(id));
  const missing = unknown.filter((id) => !knownElsewhere(id));
  if (grade === 'general' && missing.length > 0) {
    firm = false;
    why.push(reasons.priorityUnknown(missing.map(nameOf)));
  }
  if (withoutFlagged !== undefined) {
    const other = areaEvidence(withoutFlagged, constants).sufficient ? judgeAll(withoutFlagged, constants)?.grade : undefined;
    const flagged = sites.flatMap(({ results }) => results).filter(({ measurement }) => measurement.qcFlag !== null).length;
    if (other !== grade) firm = false;
    why.push(reasons.flagged(flagged, other !== grade));
  }
  const below = sites.flatMap(({ results }) => results).filter(({ measurement, informative }) => measurement.qualifier === '<' && informative).length;
  if (below > 0 && index.bounds.upper > index.bounds.lower && index.bounds.upper < Infinity) why.push(reasons.belowLimits(below, index.bounds.lower, index.bounds.upper));
  const cut = grade === 'severe' ? constants.cuts.severe : constants.cuts.moderatelySevere;
  const decided = index.decidedBy === undefined ? reasons.decidedByMean(subIndices.filter((each) => each.index !== undefined).length) : reasons.decidedBy(index.decidedBy.matrix, index.decidedBy.basis, showBounds(index.decidedBy.index ?? index.bounds));
  return {
    ...base,
    grade,
    firmness: firm ? 'firm' : 'borderline',
    severity: severityOf(index.bounds.lower),
    // Nothing seen anywhere is no index of zero: the interval says how far it may reach.
    index: index.bounds.lower > 0 ? index.bounds.lower : null,
    indexInterval: { lower: index.bounds.lower, upper: index.bounds.upper === Infinity ? null : index.bounds.upper },
    probability: judged.probability,
    reasons: [
      reasons.graded(grade, showBounds(index.bounds), cut, topResult(subIndices, nameOf), evidence.validSites, evidence.plantDays),
      decided,
      ...why,
      ...reaches(sites, relations, constants.cuts.severe, constants.reachRise).map(({ upstream, downstream, ratio }) => reasons.reach(upstream.site.code, downstream.site.code, ratio)),
      ...limits,
    ],
  };
}
