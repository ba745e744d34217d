/**
 * Rule: severity of five components with the probability of each class by Monte Carlo.
 * Level 0.45, breadth 0.15, trend 0.15, cluster 0.15, history 0.10; cuts that stand before any data.
 */
import { COMPONENTS, severityCuts, type SeverityFormula, type Weights } from '../components/severity.ts';
import type { DrawConstants } from '../drawTypes.ts';
import { gradeAll } from '../gradeByIndex.ts';
import { gradeByDraws } from '../gradeByDraws.ts';
import { DEFAULT_UNCERTAINTY, namedUncertainty } from '../monteCarlo/uncertainty.ts';
import type { Cuts } from '../cuts.ts';
import type { GradingInputs, GradingRule, PreparedGrading, RuleOptions } from '../types.ts';
import { COMPONENT_WORDS } from '../wordsDrawn.ts';
import { fiveComponentsExamples } from './fiveComponentsExamples.ts';

const WEIGHTS = { level: 0.45, breadth: 0.15, trend: 0.15, cluster: 0.15, history: 0.1 } as const;

/** "Moderate" and "heavy" of HJ/T 166-2004, in multiples of the references. */
const INDEX_CUTS = { moderatelySevere: 2, severe: 3, quantity: 'index' } as const;
/** The same as severity where all five components count: 25.0 and 39.6. */
const CUTS = severityCuts(WEIGHTS, INDEX_CUTS);

/** What the validation varies, and what a rule based on this one starts from. */
export const FIVE_COMPONENTS = { weights: WEIGHTS, indexCuts: INDEX_CUTS };
/** The weighted sum as a formula: what an editor begins with. */
export const WEIGHTED_SUM = COMPONENTS.map((key) => `w_${key} * ${key}`).join(' + ');

/** Earlier rounds that trend and history look at. */
export const PAST_ROUNDS = 12;

/** A priority analyte weighs twice as much as another. */
const PRIORITY_WEIGHT = 2;

/** What a rule of this family may say otherwise. */
export interface FiveComponentsChange {
  weights: Weights;
  indexCuts: Cuts;
  /** Weights within the index, by analyte. */
  analyteWeights: ReadonlyMap<string, number>;
  formula?: SeverityFormula;
}

/** Everything that grading by this family rests on beside the evidence. */
export function fiveComponentsConstants(inputs: Pick<GradingInputs, 'analytes'>, { weights, indexCuts, analyteWeights, formula }: FiveComponentsChange): DrawConstants {
  const priority = new Set(inputs.analytes.filter((analyte) => analyte.priority).map(({ id }) => id));
  const { grab, composite, laboratory } = DEFAULT_UNCERTAINTY;
  return {
    weights,
    ...(formula === undefined ? {} : { formula }),
    indexCuts,
    cut: indexCuts.moderatelySevere,
    weightOf: (analyte) => analyteWeights.get(analyte) ?? (priority.has(analyte) ? PRIORITY_WEIGHT : 1),
    minimumShare: 0.5,
    minimumSites: 3,
    minimumDays: 3,
    uncertainty: { grab, composite, laboratory },
    sources: DEFAULT_UNCERTAINTY,
    draws: 10_000,
    firmAt: 0.8,
    downAt: 0.95,
    priorityAt: 0.95,
    reachRise: 3,
    halfLifeRounds: 2,
  };
}

export const prepareFiveComponents = (inputs: GradingInputs, change: FiveComponentsChange, seed: number, options?: RuleOptions): PreparedGrading => gradeByDraws(inputs, fiveComponentsConstants(inputs, change), seed, options);

/** As shipped. */
export const SHIPPED_CHANGE: FiveComponentsChange = { weights: WEIGHTS, indexCuts: INDEX_CUTS, analyteWeights: new Map() };

const prepare = (inputs: GradingInputs, seed: number, options?: RuleOptions): PreparedGrading => prepareFiveComponents(inputs, SHIPPED_CHANGE, seed, options);

export const fiveComponents: GradingRule = {
  id: 'five-components',
  version: '1.0.0',
  title: { zh: '五项严重度与蒙特卡洛概率', en: 'Severity of five components with Monte Carlo probabilities' },
  author: 'Shuijian project',
  date: '2026-11-21',
  reason: {
    zh: '水平、广度、趋势、聚集、历史五项各自可见；概率涵盖实验室、瞬时样、点位之间、限值以下、量程以上、流量、人口与参考值的不确定度。切分值由 HJ/T 166-2004 的“中度”（2）与“重度”（3）界限换算：一处长期停在该指数、别无其他不利时的严重度；五项俱全时为 25.0 与 39.6，有部分未计入时按所用权重换算。切分值早于任何被评轮次，不随数据重新切分。三级切分没有官方数值。',
    en: 'Level, breadth, trend, cluster and history are visible one by one; the probabilities cover laboratory, grab, between sites, below limits, above range, flow, population and references. The cuts are the "moderate" (2) and "heavy" (3) limits of HJ/T 166-2004 turned into severity: that of a place which stands still at that index with nothing else against it, 25.0 and 39.6 where all five count, and with the weights in use where some are left out. They are older than any round graded and never re-cut on the data. No official cut-offs of the three classes exist.',
  },
  source: 'N. L. Nemerow 1985; HJ/T 166-2004, table 12-2; JCGM 101:2008 for the draws; JCGM 106:2012 (ISO/IEC Guide 98-4) for the decision; Getis and Ord 1992; Sen 1968; Benjamini and Hochberg 1995; weights: proposal of this project',
  cuts: CUTS,
  falseSevere: 0.001,
  examples: fiveComponentsExamples,
  pastRounds: PAST_ROUNDS,
  severity: FIVE_COMPONENTS,
  uncertainty: namedUncertainty(DEFAULT_UNCERTAINTY),
  components: COMPONENTS.map((key) => ({ key, weight: WEIGHTS[key], words: COMPONENT_WORDS[key] })),
  prepare,
  grade: (inputs, seed) => gradeAll(prepare(inputs, seed)),
};
