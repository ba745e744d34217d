/**
 * The named sources of uncertainty that a drawn grade covers, with the figures used and where they
 * come from. Editable defaults: a laboratory puts its own in their place in a version of the rule.
 */
import type { Words } from '../../../models/schemas/vocabulary.ts';

export interface Uncertainty {
  /** Relative standard uncertainty of one grab standing for the water of its quarter. */
  grab: number;
  /** The same of one composite. */
  composite: number;
  /** Of the laboratory. */
  laboratory: number;
  /** Of a day's flow, where a load is computed from it. */
  flow: number;
  /** Of the population served, likewise. */
  population: number;
  /** Of a reference value. */
  reference: number;
  /** Standard deviation of ln C assumed below a limit. */
  belowLogSd: number;
  /** Scale of ln(C / limit) assumed above the range (half-normal). */
  aboveLogSd: number;
}

export const DEFAULT_UNCERTAINTY: Uncertainty = { grab: 0.4, composite: 0.1, laboratory: 0.15, flow: 0.25, population: 0.2, reference: 0.1, belowLogSd: 1, aboveLogSd: 0.7 };

interface Named {
  key: string;
  /** Null where the evidence itself is resampled. */
  value: number | null;
  words: Words;
  source: string;
}

/** One line per source, for the page of the rule. */
export const namedUncertainty = (u: Uncertainty): Named[] => [
  { key: 'laboratory', value: u.laboratory, words: { zh: '实验室测定（对数正态，均值不变）', en: 'laboratory (lognormal, mean-preserving)' }, source: 'Castiglioni et al. 2013: analysis 6-26 %; default of general knowledge' },
  { key: 'grab', value: u.grab, words: { zh: '瞬时样代表本季水质（同瓶各分析物共同变动）', en: 'a grab standing for the water of its quarter (shared by all analytes of a bottle)' }, source: 'general knowledge: 30-50 %' },
  { key: 'composite', value: u.composite, words: { zh: '混合样', en: 'a composite sample' }, source: 'general knowledge: 5-10 %' },
  { key: 'sites', value: null, words: { zh: '点位之间（自助重抽样：同介质内有放回地抽取点位）', en: 'between sites (bootstrap: sites drawn with replacement within a matrix)' }, source: 'Efron 1979' },
  { key: 'below-limit', value: u.belowLogSd, words: { zh: '低于限值（截尾对数正态，对数标准差）', en: 'below a limit (truncated lognormal, SD of ln C)' }, source: 'assumption of this rule' },
  { key: 'above-range', value: u.aboveLogSd, words: { zh: '高于量程（右删失，半正态尾部）', en: 'above the range (right-censored, half-normal tail of ln C)' }, source: 'assumption of this rule' },
  { key: 'flow', value: u.flow, words: { zh: '流量（负荷）', en: 'flow, for loads' }, source: 'general knowledge: 20-30 % estimated, 10 % metered' },
  { key: 'population', value: u.population, words: { zh: '服务人口（负荷）', en: 'population served, for loads' }, source: 'general knowledge: 20 % from a census alone' },
  { key: 'reference', value: u.reference, words: { zh: '参考值', en: 'reference values' }, source: 'two digits of published figures' },
];

/** Standard deviation of the logarithm of a lognormal with this relative standard deviation. */
export const logSd = (relative: number): number => Math.sqrt(Math.log1p(relative * relative));
