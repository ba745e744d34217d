/**
 * Rule: ordered classes by the level of the sampled water, with the probability of each class by Monte Carlo. Breadth, trend
 * and history stand beside the grade as evidence and are not summed into it.
 */
import { COMPONENTS, severityCuts } from '../components/severity.ts';
import type { DrawConstants } from '../drawTypes.ts';
import { gradeAll } from '../gradeByIndex.ts';
import { gradeByDraws } from '../gradeByDraws.ts';
import { DEFAULT_UNCERTAINTY } from '../monteCarlo/uncertainty.ts';
import type { GradingInputs, GradingRule, PreparedGrading, RuleOptions } from '../types.ts';
import { COMPONENT_WORDS } from '../wordsDrawn.ts';
import { fiveComponentsConstants, PAST_ROUNDS } from './fiveComponents.ts';
import { orderedLevelExamples } from './orderedLevelExamples.ts';

const WEIGHTS = { level: 1, breadth: 0, trend: 0, cluster: 0, history: 0 } as const;
/** "Moderate" and "heavy" of HJ/T 166-2004, in multiples of the references: the same for every place in every quarter. */
const INDEX_CUTS = { moderatelySevere: 2, severe: 3, quantity: 'index' } as const;
/** Calling a place one class too high costs as much as calling it one too low. */
const ISSUE_AT = 0.5;
/** A day of a town: CV of sewage flow and use between days (Ort et al. 2014 find 20-50 % within a week). A batch: between-run SD of controls. */
const SHARED = { townDay: 0.35, batch: 0.25 } as const;

function constantsOf(inputs: Pick<GradingInputs, 'analytes'>): DrawConstants {
  return {
    ...fiveComponentsConstants(inputs, { weights: WEIGHTS, indexCuts: INDEX_CUTS, analyteWeights: new Map() }),
    ordered: { issueAt: ISSUE_AT, priorityCut: INDEX_CUTS.moderatelySevere, shared: SHARED, mostDraws: 160_000, standardErrors: 3 },
  };
}

const prepare = (inputs: GradingInputs, seed: number, options?: RuleOptions): PreparedGrading => gradeByDraws(inputs, constantsOf(inputs), seed, options);

const U = DEFAULT_UNCERTAINTY;

export const orderedLevel: GradingRule = {
  id: 'ordered-level',
  version: '1.0.0',
  title: { zh: '按水平的有序等级', en: 'Ordered classes by the level of the water' },
  author: 'Shuijian project',
  date: '2026-12-01',
  reason: {
    zh: '等级只由采样点水的水平决定：指数（参考值的倍数）的界限为 2 与 3（HJ/T 166-2004 的“中度”与“重度”），各镇各季相同；重点分析物各点位中位值达到其参考值 2 倍时，该次抽样至少为较严重。签发“至少达到该等级”的概率不低于 50 % 的最高等级（高判与低判一级的损失相同）；所列概率即所签发等级的概率，不低于 80 % 方为“确定”，沿用此前等级者一律为临界。同日（变异系数 0.35）、同批（对数标准差 0.25）、同瓶的误差共同变动，所有误差保持中位值。抽样加倍，直至每项判定距界限超过三个标准误，至多 16 万次，仍不能分者标为临界。广度、趋势、历史只列出，不计入。它取代 five-components@1.0.0：后者的概率不是所签发等级的概率，界限随可计算的部分而变，点位较少的镇可能反而较高。',
    en: 'The class stands on the level of the water at the sampled sites alone: cuts of the index, in multiples of the references, at 2 and 3 ("moderate" and "heavy" of HJ/T 166-2004), the same for every place and quarter; a priority analyte whose middle of sites stands at twice its reference makes a draw at least moderately severe. Issued is the highest class that the place has at least with 50 % (one class too high costs as much as one too low); the probability shown is that of the class issued, "firm" from 80 %, and a class held from before is always borderline. Errors shared by a day (CV 0.35), a batch (SD 0.25 of the logarithm) and a bottle are drawn as shared, and every error has the median 1. Draws are doubled until each decision is more than three standard errors from its threshold, up to 160,000; what is still open is borderline. Breadth, trend and history are shown and not counted. It takes the place of five-components@1.0.0, whose probabilities were not those of the class issued, whose cuts moved with the parts that could be computed, and which could grade the place with less higher.',
  },
  source: 'N. L. Nemerow 1985; HJ/T 166-2004, table 12-2; JCGM 101:2008 for the draws; JCGM 106:2012 for the decision; Ort et al. 2014, Addiction 109, 1338 for the variation between days; batch: between-run precision of controls, to be replaced by the laboratory\'s own',
  cuts: severityCuts(WEIGHTS, INDEX_CUTS),
  examples: orderedLevelExamples,
  pastRounds: PAST_ROUNDS,
  uncertainty: [
    { key: 'laboratory', value: U.laboratory, words: { zh: '实验室测定（对数正态，中位值不变）', en: 'laboratory (lognormal, median-preserving)' }, source: 'Castiglioni et al. 2013: analysis 6-26 %' },
    { key: 'batch', value: SHARED.batch, words: { zh: '同批检测的共同误差（各分析物，对数标准差）', en: 'shared by a batch of the laboratory, for each analyte (SD of ln C)' }, source: 'between-run SD of controls; assumption until the laboratory gives its own' },
    { key: 'town-day', value: SHARED.townDay, words: { zh: '同镇同日的共同误差（天气、流量、节假日）', en: 'shared by a day of a town: weather, flow, holidays' }, source: 'Ort et al. 2014: 20-50 % between days' },
    { key: 'grab', value: U.grab, words: { zh: '瞬时样（同瓶各分析物共同变动）', en: 'a grab (shared by all analytes of a bottle)' }, source: 'general knowledge: 30-50 %' },
    { key: 'composite', value: U.composite, words: { zh: '混合样', en: 'a composite sample' }, source: 'general knowledge: 5-10 %' },
    { key: 'below-limit', value: U.belowLogSd, words: { zh: '低于限值（截尾对数正态，对数标准差）', en: 'below a limit (truncated lognormal, SD of ln C)' }, source: 'assumption of this rule' },
    { key: 'above-range', value: U.aboveLogSd, words: { zh: '高于量程（右删失，半正态尾部）', en: 'above the range (right-censored, half-normal tail of ln C)' }, source: 'assumption of this rule' },
    { key: 'flow', value: U.flow, words: { zh: '流量（负荷）', en: 'flow, for loads' }, source: 'general knowledge: 20-30 % estimated, 10 % metered' },
    { key: 'population', value: U.population, words: { zh: '服务人口（负荷）', en: 'population served, for loads' }, source: 'general knowledge: 20 % from a census alone' },
    { key: 'reference', value: U.reference, words: { zh: '参考值（每种分析物、介质各一次）', en: 'reference values, one error for each analyte and medium' }, source: 'assumption of this rule' },
  ],
  components: COMPONENTS.filter((key) => key !== 'cluster').map((key) => ({ key, weight: WEIGHTS[key], words: COMPONENT_WORDS[key] })),
  prepare,
  grade: (inputs, seed) => gradeAll(prepare(inputs, seed)),
};
