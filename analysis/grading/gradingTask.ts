/** Grading cut into places, first the areas and then the groups, for threads: a task names its rule, because functions cannot be copied to one. Pure. */
import type { AreaAssessment, FurtherArea, Reason } from '../../models/schemas/assessment.ts';
import type { StoredRule } from '../../models/schemas/gradingRule.ts';
import { gradeGroup } from './groups.ts';
import { gradingRule } from './rules/index.ts';
import { storedRule } from './rules/storedRule.ts';
import type { GradingInputs, RuleOptions } from './types.ts';

export interface GradingTask {
  inputs: GradingInputs;
  /** Functions cannot be copied to a thread: a rule that is code travels by its id, a stored one as what it says. */
  rule: string | StoredRule;
  seed: number;
  options: RuleOptions;
}

export interface GradedPart {
  areas: AreaAssessment[];
  further: FurtherArea[];
  /** Of the first part; the same in all. */
  decisions: Reason[];
}

/** @throws RangeError where there is no rule of that id */
export function prepareGrading({ inputs, rule: asked, seed, options }: GradingTask): (from: number, to: number) => GradedPart {
  const rule = typeof asked === 'string' ? gradingRule(asked) : storedRule(asked);
  if (rule === undefined) throw new RangeError(`there is no grading rule "${typeof asked === 'string' ? asked : asked.code}"`);
  const prepared = rule.prepare(inputs, seed, options);
  const { groups = [] } = inputs;
  return (from, to) => {
    const part: GradedPart = { areas: [], further: [], decisions: from === 0 ? prepared.decisions : [] };
    for (let i = from; i < to; i++) {
      const group = groups[i - prepared.count];
      if (group === undefined) part.areas.push(prepared.gradeAt(i));
      else part.further.push(gradeGroup(inputs, group, rule, seed, options));
    }
    return part;
  };
}
