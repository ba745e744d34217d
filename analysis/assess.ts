/**
 * The order of the steps of an assessment, said once. Inputs and seed decide every byte of the
 * answer; nothing here knows the clock or where the numbers are kept. Pure.
 *
 *   1. check: places, sites and bottles hang together, each bottle and result once
 *   2. grade: the rule, which is one file in grading/rules
 *      villages and operational areas are graded beside the towns, by the same rule (grading/groups)
 *   3. order: areas by code, so that two runs over the same evidence write the same bytes
 *
 * Normalisation, trend, hot spots, surfaces and sources join between 1 and 2 as steps of their own
 * that add to the inputs of the rules which use them.
 */
import type { AreaAssessment, AssessmentBody, FurtherArea, Reason } from '../models/schemas/assessment.ts';
import { checkCuts } from './grading/classify.ts';
import { gradeGroups } from './grading/groups.ts';
import type { GradingInputs, GradingRule, RuleOptions } from './grading/types.ts';
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

/** The inputs in the order in which they are graded. @throws RangeError naming what stands twice */
export function checkInputs(inputs: GradingInputs, rule: GradingRule): GradingInputs {
  checkCuts(rule.cuts);
  checkOnce('area', inputs.areas.map(({ id }) => id));
  checkOnce('site', inputs.sites.map(({ id }) => id));
  checkOnce('bottle', inputs.samples.map(({ id }) => id));
  // one result may stand as a concentration and as the load computed from it
  checkOnce('result', inputs.samples.flatMap(({ measurements }) => measurements.map(({ resultId, basis }) => `${resultId} ${basis}`)));
  return { ...inputs, areas: [...inputs.areas].sort(byCode) };
}

/** Puts graded areas together, in the order of `checkInputs`. */
export function assessmentBody(rule: GradingRule, areas: AreaAssessment[], graded: readonly Reason[], further: readonly FurtherArea[] = []): AssessmentBody {
  return {
    areas,
    ...(further.length === 0 ? {} : { further: [...further] }),
    decisions: [
      {
        code: 'rule',
        zh: `评级规则 ${rule.id} ${rule.version}：${rule.title.zh}。等级说明到哪里去看，不说明谁有责任。`,
        en: `Grading rule ${rule.id} ${rule.version}: ${rule.title.en}. A grade says where to look, never who is guilty.`,
      },
      ...graded,
    ],
    cuts: rule.cuts,
  };
}

/**
 * @param seed whole number >= 0; a rule without draws gives the same answer for every seed
 * @throws RangeError naming what cannot be read and where it stands
 */
export function assess(inputs: GradingInputs, rule: GradingRule, seed: number, options?: RuleOptions): Step<AssessmentBody, AssessmentDiagnostics> {
  const prepared = rule.prepare(checkInputs(inputs, rule), seed, options);
  const areas = Array.from({ length: prepared.count }, (_, index) => prepared.gradeAt(index));
  const result = assessmentBody(rule, areas, prepared.decisions, gradeGroups(inputs, rule, seed, options));
  return {
    result,
    diagnostics: { areas: inputs.areas.length, sites: inputs.sites.length, bottles: inputs.samples.length, results: inputs.samples.reduce((sum, { measurements }) => sum + measurements.length, 0) },
    decisions: result.decisions,
  };
}
