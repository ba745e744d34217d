/**
 * A rule as an analyst types it, read into what the evaluator takes. Every problem is named at once,
 * with the place it stands in and in words of both languages; nothing is mended silently.
 */
import { Type, type Static } from '@sinclair/typebox';
import { COMPONENTS, type ComponentKey, type Weights } from '../../../../analysis/grading/components/severity.ts';
import { checkFormula } from '../../../../analysis/grading/formula/checkFormula.ts';
import { readFormula } from '../../../../analysis/grading/formula/readFormula.ts';
import { FIVE_COMPONENTS, WEIGHTED_SUM } from '../../../../analysis/grading/rules/fiveComponents.ts';
import { gradingRule } from '../../../../analysis/grading/rules/index.ts';
import { readFactor } from '../../../../analysis/grading/rules/ruleCases.ts';
import type { GradingRule } from '../../../../analysis/grading/types.ts';
import { COMPONENT_WORDS } from '../../../../analysis/grading/wordsDrawn.ts';
import { RULE_BASES, RuleCase, type RuleDocument } from '../../../../models/schemas/gradingRule.ts';

const typed = (maxLength: number) => Type.String({ maxLength });

/** Numbers are texts here: what cannot be read as one is answered in words, and the typing is kept. */
export const RuleDraft = Type.Object(
  {
    code: typed(80), titleZh: typed(200), titleEn: typed(200), source: typed(1000), reason: typed(2000),
    referenceFrom: typed(20), referenceTo: typed(20), gradesFrom: typed(20),
    base: Type.Unsafe<(typeof RULE_BASES)[number]>({ type: 'string', enum: [...RULE_BASES] }),
    cuts: Type.Object({ moderatelySevere: typed(40), severe: typed(40) }, { additionalProperties: false }),
    weights: Type.Object({ level: typed(40), breadth: typed(40), trend: typed(40), cluster: typed(40), history: typed(40) }, { additionalProperties: false }),
    formula: typed(4000),
    analyteWeights: Type.Array(Type.Object({ analyte: typed(80), weight: typed(40) }, { additionalProperties: false }), { maxItems: 60 }),
    examples: Type.Array(RuleCase, { maxItems: 30 }),
  },
  { $id: 'ruleDraft', additionalProperties: false },
);
export type RuleDraft = Static<typeof RuleDraft>;

export interface DraftProblem {
  pointer: string;
  zh: string;
  en: string;
}

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const isDate = (text: string): boolean => DATE.test(text) && !Number.isNaN(Date.parse(`${text}T00:00:00Z`)) && new Date(`${text}T00:00:00Z`).toISOString().startsWith(text);
const NUMBER = /^-?\d+(\.\d+)?$/;
const SUM_SLACK = 1e-9;
const LARGEST_CUT = 1000;
const LARGEST_ANALYTE_WEIGHT = 100;
/** Classes of which an analyst shows that the rule finds them. */
const SHOWN = ['severe', 'moderately-severe', 'general'] as const;
const SHOWN_WORDS = { severe: { zh: '严重', en: 'severe' }, 'moderately-severe': { zh: '较严重', en: 'moderately severe' }, general: { zh: '一般严重', en: 'general' } };

/** A number as typed; NaN, and a problem, where it is none. */
function numberOf(text: string, pointer: string, problems: DraftProblem[]): number {
  if (NUMBER.test(text.trim())) return Number(text);
  problems.push({ pointer, zh: `“${text}”不是数；应为小数点写法的数，例如 0.45。`, en: `"${text}" is no number; one with a decimal point was expected, e.g. 0.45.` });
  return Number.NaN;
}

function readCuts({ cuts }: RuleDraft, problems: DraftProblem[]): RuleDocument['cuts'] | undefined {
  const [low, high] = [numberOf(cuts.moderatelySevere, '/cuts/moderatelySevere', problems), numberOf(cuts.severe, '/cuts/severe', problems)];
  if (Number.isNaN(low) || Number.isNaN(high)) return undefined;
  if (low > 0 && high > low && high <= LARGEST_CUT) return { moderatelySevere: low, severe: high };
  problems.push({ pointer: '/cuts', zh: `切分值为 ${low} 与 ${high}；应大于 0、不超过 ${LARGEST_CUT}，且“严重”高于“较严重”。`, en: `The cuts are ${low} and ${high}; both have to be above 0, at most ${LARGEST_CUT}, and "severe" above "moderately severe".` });
  return undefined;
}

function readWeights({ weights }: RuleDraft, problems: DraftProblem[]): Weights | undefined {
  const read = Object.fromEntries(COMPONENTS.map((key) => [key, numberOf(weights[key], `/weights/${key}`, problems)])) as Record<ComponentKey, number>;
  if (COMPONENTS.some((key) => Number.isNaN(read[key]))) return undefined;
  let good = true;
  for (const key of COMPONENTS) {
    if (read[key] >= 0) continue;
    good = false;
    problems.push({ pointer: `/weights/${key}`, zh: `${COMPONENT_WORDS[key].zh}的权重为 ${read[key]}；权重不能为负。`, en: `The weight of ${COMPONENT_WORDS[key].en} is ${read[key]}; a weight cannot be negative.` });
  }
  const sum = COMPONENTS.reduce((total, key) => total + read[key], 0);
  if (!(Math.abs(sum - 1) <= SUM_SLACK)) {
    good = false;
    problems.push({ pointer: '/weights', zh: `权重之和为 ${Number(sum.toFixed(6))}，应为 1。`, en: `The weights sum to ${Number(sum.toFixed(6))}; 1 was expected.` });
  }
  if (!(read.level > 0)) {
    good = false;
    problems.push({ pointer: '/weights/level', zh: `水平的权重为 ${read.level}；应大于 0：只有水平处处可算。`, en: `The weight of level is ${read.level}; it has to be above 0: level alone can always be computed.` });
  }
  return good ? read : undefined;
}

function readAnalyteWeights({ analyteWeights }: RuleDraft, known: ReadonlySet<string>, problems: DraftProblem[]): RuleDocument['analyteWeights'] {
  const seen = new Set<string>();
  return analyteWeights.flatMap(({ analyte, weight }, i) => {
    const pointer = `/analyteWeights/${i}`;
    const value = numberOf(weight, `${pointer}/weight`, problems);
    if (!known.has(analyte)) problems.push({ pointer: `${pointer}/analyte`, zh: `没有分析物“${analyte}”；可用：${[...known].join('、')}。`, en: `There is no analyte "${analyte}"; there are ${[...known].join(', ')}.` });
    else if (seen.has(analyte)) problems.push({ pointer: `${pointer}/analyte`, zh: `分析物 ${analyte} 出现两次。`, en: `The analyte ${analyte} stands twice.` });
    if (value <= 0 || value > LARGEST_ANALYTE_WEIGHT) problems.push({ pointer: `${pointer}/weight`, zh: `${analyte} 的权重为 ${value}；应大于 0 且不超过 ${LARGEST_ANALYTE_WEIGHT}。`, en: `The weight of ${analyte} is ${value}; above 0 and at most ${LARGEST_ANALYTE_WEIGHT} was expected.` });
    seen.add(analyte);
    return [{ analyte, weight: value }];
  });
}

function checkIdentity(draft: RuleDraft, problems: DraftProblem[]): void {
  if (!/^[a-z][a-z0-9-]{2,39}$/.test(draft.code)) problems.push({ pointer: '/code', zh: `代码“${draft.code}”不可用；应以小写字母开头，由 3 至 40 个小写字母、数字、连字符组成。`, en: `The code "${draft.code}" cannot be used; 3 to 40 lower-case letters, digits and hyphens, a letter first, were expected.` });
  else if (gradingRule(draft.code) !== undefined) problems.push({ pointer: '/code', zh: `“${draft.code}”是随程序提供的规则，不能改写；请另取代码。`, en: `"${draft.code}" is a shipped rule and is not rewritten; choose another code.` });
  for (const [field, most, zh, en] of [['titleZh', 120, '中文名称', 'The Chinese title'], ['titleEn', 120, '英文名称', 'The English title'], ['source', 600, '出处', 'The source'], ['reason', 1000, '理由', 'The reason']] as const) {
    const length = draft[field].trim().length;
    if (length === 0 || length > most) problems.push({ pointer: `/${field}`, zh: `${zh}有 ${length} 个字符；应为 1 至 ${most} 个。`, en: `${en} has ${length} characters; 1 to ${most} were expected.` });
  }
  const dates = ['referenceFrom', 'referenceTo', 'gradesFrom'] as const;
  const wrong = dates.filter((field) => !isDate(draft[field]));
  for (const field of wrong) problems.push({ pointer: `/${field}`, zh: `“${draft[field]}”不是日期；应为 YYYY-MM-DD。`, en: `"${draft[field]}" is no date; YYYY-MM-DD was expected.` });
  if (wrong.length > 0) return;
  if (draft.referenceFrom > draft.referenceTo) problems.push({ pointer: '/referenceTo', zh: `参考期止于 ${draft.referenceTo}，早于其开始 ${draft.referenceFrom}。`, en: `The reference period ends on ${draft.referenceTo}, before it begins on ${draft.referenceFrom}.` });
  if (draft.referenceTo >= draft.gradesFrom) problems.push({ pointer: '/gradesFrom', zh: `参考期止于 ${draft.referenceTo}，首个被评日期为 ${draft.gradesFrom}；参考期应在首个被评季度之前结束，否则切分值取自被评数据本身。`, en: `The reference period ends on ${draft.referenceTo} and grading begins on ${draft.gradesFrom}; it has to end before the first quarter graded, else the cuts come from what they judge.` });
}

function checkExamples({ examples }: RuleDraft, problems: DraftProblem[]): void {
  examples.forEach(({ sites }, i) => sites.forEach((site, k) => {
    for (const key of ['meth', 'ket'] as const) {
      if (readFactor(site[key]) === undefined) problems.push({ pointer: `/examples/${i}/sites/${k}/${key}`, zh: `示例 ${i + 1} 点位 ${k + 1} 的“${site[key]}”读不懂；应为大于 0 的倍数，可带 < 或 >。`, en: `"${site[key]}" of site ${k + 1} in example ${i + 1} cannot be read; a multiple above 0, perhaps after < or >, was expected.` });
    }
  }));
  for (const grade of SHOWN) {
    if (!examples.some(({ expected }) => expected === grade)) problems.push({ pointer: '/examples', zh: `没有应为“${SHOWN_WORDS[grade].zh}”的示例；三级各需至少一个。`, en: `No example is expected to be ${SHOWN_WORDS[grade].en}; each of the three classes wants at least one.` });
  }
}

/**
 * @param analytes ids that there are
 * @returns the document, undefined where a problem keeps it from being one; and every problem
 */
export async function readDraft(draft: RuleDraft, analytes: ReadonlySet<string>): Promise<{ document: RuleDocument | undefined; problems: DraftProblem[] }> {
  const problems: DraftProblem[] = [];
  checkIdentity(draft, problems);
  const cuts = readCuts(draft, problems);
  const analyteWeights = readAnalyteWeights(draft, analytes, problems);
  checkExamples(draft, problems);
  let weights: Weights | undefined;
  let formula: RuleDocument['formula'] = null;
  if (draft.base === 'five-components') {
    weights = readWeights(draft, problems);
    const read = await readFormula(draft.formula);
    if ('refusal' in read) problems.push({ pointer: '/formula', zh: read.refusal.zh, en: read.refusal.en });
    else {
      formula = { text: draft.formula, tree: read.tree };
      const refusal = weights === undefined || cuts === undefined ? undefined : checkFormula(read.tree, weights, { ...cuts, quantity: 'index' });
      if (refusal !== undefined) problems.push({ pointer: '/formula', zh: refusal.zh, en: refusal.en });
    }
  }
  if (problems.length > 0 || cuts === undefined) return { document: undefined, problems };
  return { document: { base: draft.base, cuts, weights: weights ?? null, formula, analyteWeights, examples: draft.examples }, problems };
}

const five = (meth: string, ket: string): RuleCase['sites'] => Array.from({ length: 5 }, () => ({ meth, ket }));
const FIRST_CASES: readonly RuleCase[] = [
  { title: '甲基苯丙胺 10 倍 METH ten times', sites: five('10', '1'), expected: 'severe' },
  { title: '甲基苯丙胺 2.4 倍 METH 2.4 times', sites: five('2.4', '0.5'), expected: 'moderately-severe' },
  { title: '不及参考值一半 below half', sites: five('0.4', '0.4'), expected: 'general' },
  { title: '未检出，定量限低 not detected', sites: five('<0.2', '<0.2'), expected: 'general' },
];

/** What an editor begins with, from a rule that there is. */
export function draftFrom(rule: GradingRule): RuleDraft {
  const { stored } = rule;
  const body = stored?.body;
  const weights = body?.weights ?? FIVE_COMPONENTS.weights;
  const cuts = body?.cuts ?? (rule.severity?.indexCuts ?? rule.cuts);
  return {
    code: stored?.code ?? '', titleZh: stored?.titleZh ?? '', titleEn: stored?.titleEn ?? '', source: stored?.source ?? '', reason: '',
    referenceFrom: stored?.referenceFrom ?? '', referenceTo: stored?.referenceTo ?? '', gradesFrom: stored?.gradesFrom ?? '',
    base: body?.base ?? (rule.id === 'nemerow-fixed-cuts' ? 'nemerow-fixed-cuts' : 'five-components'),
    cuts: { moderatelySevere: String(cuts.moderatelySevere), severe: String(cuts.severe) },
    weights: { level: String(weights.level), breadth: String(weights.breadth), trend: String(weights.trend), cluster: String(weights.cluster), history: String(weights.history) },
    formula: body?.formula?.text ?? WEIGHTED_SUM,
    analyteWeights: (body?.analyteWeights ?? []).map(({ analyte, weight }) => ({ analyte, weight: String(weight) })),
    examples: [...(body?.examples ?? FIRST_CASES)],
  };
}
