/**
 * The order of the steps of an assessment, said once. Inputs and seed decide every byte of the
 * answer; nothing here knows the clock or where the numbers are kept. Pure.
 *
 *   1. check: places, sites and bottles hang together, each bottle and result once
 *   2. grade: the rule, which is one file in grading/rules
 *   3. order: areas by code, so that two runs over the same evidence write the same bytes
 *
 * Normalisation, trend, hot spots, surfaces and sources join between 1 and 2 as steps of their own
 * that add to the inputs of the rules which use them.
 */
import type { AssessmentBody, Reason } from '../models/schemas/assessment.ts';
import { checkCuts } from './grading/classify.ts';
import type { GradingInputs, GradingRule } from './grading/types.ts';
import type { Step } from './step.ts';

export interface AssessmentDiagnostics {
  areas: number;
  sites: number;
  bottles: number;
  results: number;
}

/** @throws RangeError naming an id that stands twice: it would count twice */
function checkOnce(what: string, ids: readonly string[]): void {
  const seen = new Set<string>();
  for (const id of ids) {
    if (seen.has(id)) throw new RangeError(`${what} ${id} stands twice in the inputs; each was expected once`);
    seen.add(id);
  }
}

const byCode = (a: { code: string }, b: { code: string }): number => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0);

/**
 * @param seed whole number >= 0; a rule without draws gives the same answer for every seed
 * @throws RangeError naming what cannot be read and where it stands
 */
export function assess(inputs: GradingInputs, rule: GradingRule, seed: number): Step<AssessmentBody, AssessmentDiagnostics> {
  checkCuts(rule.cuts);
  const results = inputs.samples.flatMap(({ measurements }) => measurements);
  checkOnce('area', inputs.areas.map(({ id }) => id));
  checkOnce('site', inputs.sites.map(({ id }) => id));
  checkOnce('bottle', inputs.samples.map(({ id }) => id));
  // one result may stand as a concentration and as the load computed from it
  checkOnce('result', results.map(({ resultId, basis }) => `${resultId} ${basis}`));

  const graded = rule.grade({ ...inputs, areas: [...inputs.areas].sort(byCode) }, seed);

  const decisions: Reason[] = [
    {
      code: 'rule',
      zh: `评级规则 ${rule.id} ${rule.version}：${rule.title.zh}。等级说明到哪里去看，不说明谁有责任。`,
      en: `Grading rule ${rule.id} ${rule.version}: ${rule.title.en}. A grade says where to look, never who is guilty.`,
    },
    ...graded.decisions,
  ];
  return {
    result: { areas: graded.areas, decisions, cuts: rule.cuts },
    diagnostics: { areas: inputs.areas.length, sites: inputs.sites.length, bottles: inputs.samples.length, results: results.length },
    decisions,
  };
}
