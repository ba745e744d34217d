/**
 * Rule: weighted Nemerow index with fixed cuts.
 * Single factor P = C / S per analyte, matrix and basis; N = √(((Σ wP)² + max P²) / 2) per site; median
 * over sites per matrix and basis; the area's index combines those sub-indices visibly.
 */
import { gradeAll, gradeByIndex } from '../gradeByIndex.ts';
import type { Cuts } from '../cuts.ts';
import type { GradingInputs, GradingRule, PreparedGrading } from '../types.ts';
import { nemerowExamples } from './nemerowExamples.ts';

const CUTS = { moderatelySevere: 2, severe: 3, quantity: 'index' } as const;

/** A priority analyte weighs twice as much as another. */
const PRIORITY_WEIGHT = 2;

/** Relative standard uncertainties: grab 30-50 %, composite 5-10 %, chemistry 15 %; defaults of general knowledge, to be replaced by a laboratory's own. */
const UNCERTAINTY = { grab: 0.4, composite: 0.1, laboratory: 0.15 } as const;

export function prepareNemerow(inputs: GradingInputs, cuts: Cuts, analyteWeights: ReadonlyMap<string, number>): PreparedGrading {
  const priority = new Set(inputs.analytes.filter((analyte) => analyte.priority).map(({ id }) => id));
  return gradeByIndex(inputs, {
    cuts,
    cut: cuts.moderatelySevere,
    weightOf: (analyte) => analyteWeights.get(analyte) ?? (priority.has(analyte) ? PRIORITY_WEIGHT : 1),
    minimumShare: 0.5,
    minimumSites: 3,
    minimumDays: 3,
    uncertainty: UNCERTAINTY,
    singleSiteCut: 2 * cuts.severe,
    firmAt: 0.8,
    reachRise: 3,
  });
}

const prepare = (inputs: GradingInputs): PreparedGrading => prepareNemerow(inputs, CUTS, new Map());

export const nemerowFixedCuts: GradingRule = {
  id: 'nemerow-fixed-cuts',
  version: '1.0.0',
  title: { zh: '加权内梅罗指数，固定切分值', en: 'Weighted Nemerow index with fixed cuts' },
  author: 'Shuijian project',
  date: '2026-11-21',
  reason: {
    zh: '公开、可手算的起点：切分值取 HJ/T 166-2004 内梅罗综合污染指数的“中度”（>2）与“重度”（>3）界限，早于任何被评轮次，不随数据重新切分。三级切分没有官方数值。概率只含采样与实验室误差。',
    en: 'A published start that can be computed by hand: the cuts are the "moderate" (> 2) and "heavy" (> 3) limits of the Nemerow index in HJ/T 166-2004, older than any round graded and never re-cut on the data. No official cut-offs of the three classes exist. The probabilities cover bottle and laboratory only.',
  },
  source: 'N. L. Nemerow 1985; HJ/T 166-2004, table 12-2; JCGM 106:2012 for the decision; JCGM 100 for the combination of uncertainties',
  cuts: CUTS,
  examples: nemerowExamples,
  pastRounds: 0,
  prepare,
  grade: (inputs) => gradeAll(prepare(inputs)),
};
