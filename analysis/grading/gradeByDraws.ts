/**
 * Grades areas by severity with seeded Monte Carlo. What needs the whole county (clusters, trends
 * adjusted over the areas, rain, the county's middle) is worked out once and without an order; each
 * area is then drawn by itself from its own streams, so that any thread may do it. Pure.
 */
import type { AreaAssessment, Reason } from '../../models/schemas/assessment.ts';
import { areaEvidence } from './areaIndex.ts';
import { arrange } from './arrange.ts';
import { clusterOfSites } from './components/clusterOfSites.ts';
import { centralHistory, centralTrend } from './components/componentsOfArea.ts';
import { rainOfAreas } from './components/rainOfArea.ts';
import { COMPONENTS, levelOf, type ComponentKey } from './components/severity.ts';
import { trendsOfAreas, type SeriesPoint } from './components/trendOfArea.ts';
import { drawArea } from './drawArea.ts';
import type { DrawConstants, DrawContext, DrawCounty, PastArea } from './drawTypes.ts';
import { figuresOf } from './explain/explainArea.ts';
import { siteNemerow } from './monteCarlo/evaluateTown.ts';
import { townModel } from './monteCarlo/townModel.ts';
import { medianOf } from './interval.ts';
import type { SubIndex } from './subIndex.ts';
import type { GradingInputs, PreparedGrading, RuleOptions } from './types.ts';

const MS_PER_YEAR = 365.25 * 24 * 3600 * 1000;
/** Middle of a round in years. @throws RangeError for dates that are none */
function yearsOf({ code, startsOn, endsOn }: GradingInputs['round']): number {
  const middle = (Date.parse(`${startsOn}T00:00:00Z`) + Date.parse(`${endsOn}T00:00:00Z`)) / 2;
  if (!Number.isFinite(middle)) throw new RangeError(`round ${code} runs from "${startsOn}" to "${endsOn}"; two dates were expected`);
  return middle / MS_PER_YEAR;
}

/** Medians over the areas that have a model; trend and cluster over those where they can be computed. */
function middleOf(contexts: readonly DrawContext[], central: readonly ({ index: number; breadth: number } | undefined)[], constants: DrawConstants): Partial<Record<ComponentKey, number>> {
  const values = new Map<ComponentKey, number[]>(COMPONENTS.map((key) => [key, []]));
  contexts.forEach((context, i) => {
    const now = central[i];
    if (now === undefined) return;
    values.get('level')?.push(levelOf(now.index));
    if (!Number.isNaN(now.breadth)) values.get('breadth')?.push(100 * now.breadth);
    const trend = centralTrend(context, now.index);
    if (trend !== undefined) values.get('trend')?.push(trend.value);
    if (context.cluster !== undefined) values.get('cluster')?.push(context.cluster.central);
    const history = centralHistory(context, constants);
    if (history !== undefined) values.get('history')?.push(history);
  });
  return Object.fromEntries([...values].flatMap(([key, list]) => (list.length === 0 ? [] : [[key, medianOf(list)] as const])));
}

/** Bases from the one that says most of a place to the one that says least. */
const BASES_IN_ORDER = ['pnml', 'load', 'concentration'] as const;

/**
 * One bottle counts once: of each matrix the basis that speaks of most sites, and of those that speak of as many the one
 * normalised furthest. A concentration, the load and the load per head of one bottle are one measurement.
 */
function onceEach<A extends { subIndices: readonly SubIndex[]; withoutFlagged: readonly SubIndex[] | undefined }>(area: A): A {
  const once = (subIndices: readonly SubIndex[]): SubIndex[] =>
    [...new Set(subIndices.map(({ matrix }) => matrix))].flatMap((matrix) => {
      const own = subIndices.filter((each) => each.matrix === matrix);
      const most = Math.max(...own.map(({ validSites }) => validSites.length));
      return BASES_IN_ORDER.flatMap((basis) => own.filter((each) => each.basis === basis && each.validSites.length === most)).slice(0, 1);
    });
  return { ...area, subIndices: once(area.subIndices), withoutFlagged: area.withoutFlagged === undefined ? undefined : once(area.withoutFlagged) };
}

/** Rounds back in which an issued class still stands. */
const MEMORY_ROUNDS = 2;

/** @throws RangeError naming what cannot be read */
export function gradeByDraws(inputs: GradingInputs, constants: DrawConstants, seed: number, options: RuleOptions = {}): PreparedGrading {
  const arranged = arrange(inputs, constants);
  const { analytes, decisions } = arranged;
  const areas = constants.ordered === undefined ? arranged.areas : arranged.areas.map(onceEach);
  const years = yearsOf(inputs.round);
  const models = areas.map(({ subIndices }) => (areaEvidence(subIndices, constants).sufficient ? townModel(subIndices, constants.sources) : undefined));
  const areaIds = new Set(inputs.areas.map(({ id }) => id));
  const rounds = [...(inputs.past ?? [])].sort((a, b) => yearsOf(a.round) - yearsOf(b.round));
  for (const { round } of rounds) if (!(yearsOf(round) < years)) throw new RangeError(`round ${round.code} is given as past, yet it is not before ${inputs.round.code}`);
  const past = rounds.map((each) => {
    const own = new Set(each.sites.filter(({ areaId }) => areaIds.has(areaId)).map(({ id }) => id));
    const then = arrange({ areas: inputs.areas, sites: each.sites.filter(({ id }) => own.has(id)), samples: each.samples.filter(({ siteId }) => own.has(siteId)), references: inputs.references, analytes: inputs.analytes }, constants);
    return then.areas.map((area): PastArea | undefined => {
      const { subIndices } = constants.ordered === undefined ? area : onceEach(area);
      const model = areaEvidence(subIndices, constants).sufficient ? townModel(subIndices, constants.sources) : undefined;
      return model === undefined ? undefined : { code: each.round.code, years: yearsOf(each.round), model, central: figuresOf(model) };
    });
  });
  const pastOf = areas.map((_, i) => past.flatMap((each) => each[i] ?? []));
  const central = models.map((model) => (model === undefined ? undefined : figuresOf(model)));
  const trends = trendsOfAreas(areas.map((_, i): SeriesPoint[] => {
    const now = central[i];
    return now === undefined ? [] : [...(pastOf[i] ?? []).map((each) => ({ years: each.years, log2Index: Math.log2(each.central.index) })), { years, log2Index: Math.log2(now.index) }];
  }));
  // an ordered rule leaves clusters out: a town's own sites are its neighbours, and its level would count again
  const { clusters, decisions: clusterDecisions } = constants.ordered !== undefined ? { clusters: [], decisions: [] } : clusterOfSites(areas, (area, subIndex, site) => siteNemerow(areas[area]?.subIndices[subIndex]?.validSites[site], constants.sources), seed);
  const last = rounds.at(-1);
  const rains = last === undefined ? [] : rainOfAreas(inputs.areas.map(({ id }) => id), inputs.sites, inputs.samples, last);
  const contexts = areas.map((arranged, number): DrawContext => {
    const before = past.at(-1)?.[number];
    const now = central[number];
    const rain = rains[number];
    const ratio = before === undefined || now === undefined ? Number.NaN : now.index / before.central.index;
    return {
      number,
      arranged,
      model: models[number],
      years,
      past: pastOf[number] ?? [],
      trend: trends[number],
      cluster: clusters[number],
      rain: rain === undefined || !Number.isFinite(ratio) ? undefined : { rain, ratio },
      issued: rounds.slice(-MEMORY_ROUNDS).reverse().flatMap(({ issued }) => issued.filter(({ areaId }) => areaId === arranged.area.id)),
    };
  });
  const county: DrawCounty = { contexts, constants, analytes, relations: inputs.relations, middle: middleOf(contexts, central, constants), seed, options };
  const draws = options.draws ?? constants.draws;
  return {
    count: areas.length,
    gradeAt: (index): AreaAssessment => {
      const context = contexts[index];
      if (context === undefined) throw new RangeError(`area ${index} of ${areas.length} does not exist`);
      return drawArea(context, county);
    },
    decisions: [...decisions, ...clusterDecisions, drawDecision(draws, options, seed), ...pastDecision(rounds.map(({ round }) => round.code))],
  };
}

function drawDecision(draws: number, { screen }: RuleOptions, seed: number): Reason {
  const first = screen === undefined ? { zh: '', en: '' } : { zh: `（先抽 ${screen} 次，概率不在两端的再抽满）`, en: ` (${screen} first, all where no class is near certain)` };
  return { code: 'draws', zh: `概率由每个区域 ${draws} 次带种子（${seed}）的蒙特卡洛抽样得出${first.zh}。`, en: `Probabilities come from ${draws} seeded (${seed}) Monte Carlo draws per area${first.en}.` };
}

const pastDecision = (codes: readonly string[]): Reason[] =>
  codes.length === 0
    ? [{ code: 'no-past', zh: '此前没有已签发结果的轮次：趋势、历史不计。', en: 'No earlier round has released results: trend and history are left out.' }]
    : [{ code: 'past-rounds', zh: `趋势与历史依据此前轮次：${codes.join('、')}。`, en: `Trend and history rest on earlier rounds: ${codes.join(', ')}.` }];
