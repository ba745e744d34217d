/**
 * The grade of one area by draws: components, severity, probability of each class, the class issued
 * and its reasons. Everything random comes from streams of this area's own. Pure.
 */
import type { AreaAssessment, Reason } from '../../models/schemas/assessment.ts';
import { Random } from '../random.ts';
import { areaEvidence, areaIndex } from './areaIndex.ts';
import { higherOf, probabilityOf, type Class } from './classify.ts';
import { componentsOfArea } from './components/componentsOfArea.ts';
import { rainExplains } from './components/rainOfArea.ts';
import { COMPONENTS, levelOf, severityCuts, usedWeights, type SeverityFormula, type Weights } from './components/severity.ts';
import { decide, mostProbable, type Call } from './decide.ts';
import { explainGrade } from './explain/explainGrade.ts';
import { figuresOf } from './explain/explainArea.ts';
import type { AreaComponents, DrawConstants, DrawContext, DrawCounty, DrawnSeverity, OrderedDecision } from './drawTypes.ts';
import { shownBound } from './interval.ts';
import { drawOrdered } from './monteCarlo/drawOrdered.ts';
import { drawTown } from './monteCarlo/drawTown.ts';
import { townModel, type TownModel } from './monteCarlo/townModel.ts';
import { hangsOnChance, highestAtLeast, orderedProbability } from './ordered.ts';
import { reaches } from './reaches.ts';
import { limitsOfKnowledge, siteStanding } from './standing.ts';
import type { Words } from '../../models/schemas/vocabulary.ts';
import { reasons } from './words.ts';
import { drawn } from './wordsDrawn.ts';

/** Streams kept for one area: the present, each past round, the present without flagged results. */
const STREAMS_PER_AREA = 64;
const WITHOUT_FLAGGED = 63;
const UNDECIDED_BELOW = 0.95;
/** A priority analyte this near to its own limit is not decided by a screen either. */
const NEAR_PRIORITY = 0.04;

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length;

/** 2.5 % and 97.5 % of the draws, the values themselves. */
function interval95(values: Float64Array): { lower: number; upper: number } {
  const sorted = values.slice().sort();
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))] ?? Number.NaN;
  return { lower: at(0.025), upper: at(0.975) };
}

function weightedDraws(components: AreaComponents, weights: Weights, count: number): Float64Array {
  const severity = new Float64Array(count);
  for (const key of COMPONENTS) {
    const weight = weights[key];
    const values = components[key]?.draws;
    if (values === undefined || weight === 0) continue;
    for (let d = 0; d < count; d++) severity[d] = (severity[d] as number) + weight * (values[d] as number);
  }
  return severity;
}

function formulaDraws(components: AreaComponents, weights: Weights, count: number, formula: SeverityFormula): Float64Array {
  const [level, breadth, trend, cluster, history] = COMPONENTS.map((key) => components[key]?.draws);
  return Float64Array.from({ length: count }, (_, d) => formula(weights, { level: level?.[d] ?? 0, breadth: breadth?.[d] ?? 0, trend: trend?.[d] ?? 0, cluster: cluster?.[d] ?? 0, history: history?.[d] ?? 0 }));
}

function severityOfDraws(context: DrawContext, model: TownModel, county: DrawCounty, count: number, stream: number): DrawnSeverity {
  const { constants, seed } = county;
  const draws = drawTown(model, count, new Random(seed, stream), constants.sources);
  const components = componentsOfArea(context, draws, county, STREAMS_PER_AREA, figuresOf(model));
  const weights = usedWeights(constants.weights, (key) => components[key] !== undefined);
  const severity = constants.formula === undefined ? weightedDraws(components, weights, count) : formulaDraws(components, weights, count, constants.formula);
  const cuts = severityCuts(weights, constants.indexCuts, constants.formula);
  let severe = 0;
  let moderate = 0;
  severity.forEach((value, d) => {
    if (!Number.isFinite(value)) throw new RangeError(`draw ${d} of ${context.arranged.area.code} gives the severity ${value}; a finite number was expected`);
    if (value >= cuts.severe) severe++;
    else if (value >= cuts.moderatelySevere) moderate++;
  });
  const probability = { severe: severe / count, moderatelySevere: moderate / count, general: (count - severe - moderate) / count };
  return { draws, weights, cuts, components, severity, mean: mean(severity), interval: interval95(severity), probability };
}

/** Draws of the sampled sites, doubled until no decision hangs on chance or there are as many as the rule allows. */
function orderedSeverity(context: DrawContext, model: TownModel, county: DrawCounty, ordered: OrderedDecision, stream: number): DrawnSeverity {
  const { constants, analytes, seed, options } = county;
  const priority = new Set([...analytes.values()].filter((analyte) => analyte.priority).map(({ id }) => id));
  const previous = context.issued[0]?.established ?? null;
  const weights = constants.weights;
  const cuts = severityCuts(weights, constants.indexCuts);
  for (let count = options.draws ?? options.screen ?? constants.draws; ; count = Math.min(2 * count, ordered.mostDraws)) {
    const draws = drawOrdered(model, count, new Random(seed, stream), constants.sources, ordered.shared, ordered.priorityCut, priority);
    const probability = orderedProbability(draws, constants.indexCuts);
    const undecided = hangsOnChance(probability, count, previous, ordered, constants);
    if (undecided && options.draws === undefined && count < ordered.mostDraws) continue;
    const components = componentsOfArea(context, draws, county, STREAMS_PER_AREA, figuresOf(model));
    const severity = draws.index.map(levelOf);
    const byLevel = draws.index.reduce((sum, value) => sum + (value >= constants.indexCuts.moderatelySevere ? 1 : 0), 0) / count;
    return { draws, weights, cuts, components, severity, mean: mean(severity), interval: interval95(severity), probability, ordered: { atLimit: draws.atLimit, byLevel, undecided } };
  }
}

/** The screen first, then the full number where no class is near certain. */
function severityOf(context: DrawContext, model: TownModel, county: DrawCounty, stream: number): DrawnSeverity {
  const { ordered } = county.constants;
  if (ordered !== undefined) return orderedSeverity(context, model, county, ordered, stream);
  const full = county.options.draws ?? county.constants.draws;
  const { screen } = county.options;
  if (screen !== undefined && screen < full) {
    const first = severityOfDraws(context, model, county, screen, stream);
    const { severe, moderatelySevere, general } = first.probability;
    const near = [...first.draws.exceeds].some(([id, p]) => county.analytes.get(id)?.priority === true && Math.abs(p - county.constants.priorityAt) < NEAR_PRIORITY);
    if (Math.max(severe, moderatelySevere, general) >= UNDECIDED_BELOW && !near) return first;
  }
  return severityOfDraws(context, model, county, full, stream);
}

/** The class of the draws, lifted where a priority analyte is certainly above its reference. */
function ownClass({ probability, draws, ordered }: DrawnSeverity, county: DrawCounty): { own: Class; firm: boolean; lifted: { name: Words; p: number } | undefined } {
  const { constants, analytes } = county;
  if (constants.ordered !== undefined && ordered !== undefined) {
    const issued = highestAtLeast(probability, constants.ordered.issueAt);
    const highest = [...ordered.atLimit].filter(([id]) => analytes.get(id)?.priority === true).sort((a, b) => b[1] - a[1])[0];
    const byPriority = issued === 'moderately-severe' && ordered.byLevel < constants.ordered.issueAt && highest !== undefined;
    return {
      own: issued,
      firm: !ordered.undecided && probabilityOf(probability, issued) >= constants.firmAt,
      lifted: byPriority ? { name: analytes.get(highest[0])?.name ?? { zh: highest[0], en: highest[0] }, p: highest[1] } : undefined,
    };
  }
  const own = mostProbable(probability);
  const share: Record<Class, number> = { severe: probability.severe, 'moderately-severe': probability.moderatelySevere, general: probability.general };
  const firm = share[own] >= constants.firmAt;
  let lifted: { name: Words; p: number } | undefined;
  for (const [id, p] of draws.exceeds) {
    const analyte = analytes.get(id);
    if (analyte?.priority === true && p >= constants.priorityAt && p > (lifted?.p ?? 0)) lifted = { name: analyte.name, p };
  }
  if (lifted === undefined || own !== 'general') return { own, firm, lifted: undefined };
  return { own: higherOf(own, 'moderately-severe'), firm: true, lifted };
}

function lacking(context: DrawContext, county: DrawCounty, own: Class): Words[] {
  if (own !== 'general') return [];
  const { subIndices } = context.arranged;
  const unknown = [...new Set(subIndices.flatMap(({ unsupported }) => unsupported))].filter((id) => county.analytes.get(id)?.priority === true);
  const elsewhere = (id: string): boolean => subIndices.some((each) => each.analytes.some(({ analyte }) => analyte === id) && !each.unsupported.includes(id));
  return unknown.filter((id) => !elsewhere(id)).map((id) => county.analytes.get(id)?.name ?? { zh: id, en: id });
}

/** Class without the results of failed runs: undefined where that leaves too little evidence. */
function classWithoutFlagged(context: DrawContext, county: DrawCounty): Class | undefined {
  const { withoutFlagged } = context.arranged;
  if (withoutFlagged === undefined || !areaEvidence(withoutFlagged, county.constants).sufficient) return undefined;
  const model = townModel(withoutFlagged, county.constants.sources);
  return model === undefined ? undefined : ownClass(severityOf(context, model, county, context.number * STREAMS_PER_AREA + WITHOUT_FLAGGED), county).own;
}

const siteParts = (context: DrawContext, { indexCuts }: DrawConstants): Pick<AreaAssessment, 'subIndices' | 'sites'> => {
  const { subIndices } = context.arranged;
  return {
    subIndices: subIndices.map(({ matrix, basis, index, validSites, analytes }) => ({ matrix, basis, index: index === undefined ? null : shownBound(index), validSites: validSites.length, analytes })),
    sites: subIndices.flatMap(({ sites }) => sites).map((each) => siteStanding(each, indexCuts)),
  };
};

export function drawArea(context: DrawContext, county: DrawCounty): AreaAssessment {
  const { constants, analytes, relations } = county;
  const { area, subIndices } = context.arranged;
  const nameOf = (id: string): Words => analytes.get(id)?.name ?? { zh: id, en: id };
  const sites = subIndices.flatMap((each) => each.sites);
  const base = { areaId: area.id, code: area.code, name: area.name, ...siteParts(context, constants) };
  const nothing = { ...base, components: [], firmness: 'none' as const, severity: null, index: null, probability: null };
  const bottles = new Set(sites.flatMap(({ results }) => results.map(({ sample }) => sample.id))).size;
  if (area.planned === 0 && bottles === 0) return { ...nothing, grade: 'not-graded', reasons: [reasons.notSampled()] };
  const limits = limitsOfKnowledge(subIndices, nameOf, constants.cut);
  const evidence = areaEvidence(subIndices, constants);
  const { model } = context;
  const bounds = areaIndex(subIndices)?.bounds;
  if (model === undefined || bounds === undefined) {
    const why = bottles === 0 ? [reasons.noResult(area.planned)] : [reasons.tooFew(evidence.validSites, evidence.plantDays, constants), reasons.bottles(area.planned, bottles)];
    return { ...nothing, grade: 'insufficient', reasons: [...why, ...limits] };
  }

  const severity = severityOf(context, model, county, context.number * STREAMS_PER_AREA);
  const { own, firm, lifted } = ownClass(severity, county);
  const missing = lacking(context, county, own);
  const flagged = context.arranged.withoutFlagged === undefined ? [] : sites.flatMap(({ results }) => results).filter(({ measurement }) => measurement.qcFlag !== null);
  const flagDecides = flagged.length > 0 && classWithoutFlagged(context, county) !== own;
  const { rain } = context;
  const explainedByRain = rain !== undefined && rainExplains(rain.rain, rain.ratio);
  const call: Call = decide(severity.probability, own, firm && missing.length === 0 && !flagDecides, context.issued, explainedByRain, constants);
  const { explanation, contributions } = explainGrade(context, model, severity, call, lifted?.name, county);
  const { ordered } = constants;
  const shown = COMPONENTS.filter((key) => ordered === undefined || key !== 'cluster');
  const leftOut = ordered === undefined ? COMPONENTS.filter((key) => severity.components[key] === undefined) : [];
  const fell = rain !== undefined && rain.ratio < 0.9 && rain.rain.now > rain.rain.before && rain.rain.thinning < 0.9;
  const why: Reason[] = [
    { code: 'graded', ...explanation.sentence },
    ...(lifted === undefined ? [] : [ordered === undefined ? drawn.priority(lifted.name, lifted.p) : drawn.priorityInDraws(lifted.name, lifted.p, ordered.priorityCut)]),
    ...(ordered === undefined ? [] : [drawn.atLeast(severity.probability, own, ordered.issueAt), drawn.sampledSites(model.sites.length)]),
    ...(severity.ordered?.undecided === true ? [drawn.undecided(severity.severity.length)] : []),
    ...drawn.memory(call, severity.probability),
    ...(probabilityOf(severity.probability, own) >= constants.firmAt || (lifted !== undefined && ordered === undefined) || call.memory === 'held-first' || call.memory === 'held-rain' ? [] : [drawn.nearCut(severity.probability)]),
    ...(explainedByRain && rain !== undefined ? [drawn.rain(rain.rain, rain.ratio)] : fell ? [drawn.rainOpen(rain.rain, rain.ratio)] : []),
    ...(missing.length > 0 ? [reasons.priorityUnknown(missing)] : []),
    ...(flagged.length > 0 ? [reasons.flagged(flagged.length, flagDecides)] : []),
    ...(leftOut.length > 0 ? [drawn.leftOut(leftOut)] : []),
    ...reaches(sites, relations, constants.indexCuts.severe, constants.reachRise).map(({ upstream, downstream, ratio }) => reasons.reach(upstream.site.code, downstream.site.code, ratio)),
    ...limits,
  ];
  return {
    ...base,
    grade: call.grade,
    firmness: call.firm ? 'firm' : 'borderline',
    severity: severity.mean,
    severityInterval: severity.interval,
    severityCuts: { moderatelySevere: severity.cuts.moderatelySevere, severe: severity.cuts.severe },
    draws: severity.severity.length,
    // Nothing seen anywhere is no index of zero: the interval says how far it may reach.
    index: bounds.lower > 0 ? bounds.lower : null,
    indexInterval: { lower: bounds.lower, upper: bounds.upper === Infinity ? null : bounds.upper },
    probability: severity.probability,
    components: shown.map((key) => {
      const component = severity.components[key];
      const shared = { key, weight: severity.weights[key], used: component !== undefined, ruleWeight: constants.weights[key] };
      return component === undefined
        ? { ...shared, value: null, note: context.past.length === 0 && (key === 'trend' || key === 'history') ? NO_PAST : LEFT_OUT[key] }
        : { ...shared, value: mean(component.draws), note: component.note, interval: interval95(component.draws), contribution: contributions[key] };
    }),
    call: { own, ownFirm: call.ownFirm, previous: call.previous, established: call.established, memory: call.memory, explainedByRain },
    explanation,
    reasons: why,
  };
}

const NO_PAST: Words = { zh: '没有更早轮次的证据', en: 'no evidence of earlier rounds' };
const LEFT_OUT: Readonly<Record<(typeof COMPONENTS)[number], Words>> = {
  level: { zh: '无法计算', en: 'cannot be computed' },
  breadth: { zh: '没有证据充分的分析物', en: 'no analyte has evidence enough' },
  trend: { zh: '少于四个有证据的轮次，不检验趋势', en: 'fewer than four rounds with evidence: no trend is tested' },
  cluster: { zh: '同介质有坐标的点位少于十个，不检验聚集', en: 'fewer than ten placed sites of a medium: clustering is not tested' },
  history: NO_PAST,
};
