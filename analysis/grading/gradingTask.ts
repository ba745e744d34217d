/** Grading cut into areas, for threads: a task names its rule, because functions cannot be copied to one. Pure. */
import type { AreaAssessment, Reason } from '../../models/schemas/assessment.ts';
import { gradingRule } from './rules/index.ts';
import type { GradingInputs, RuleOptions } from './types.ts';

export interface GradingTask {
  inputs: GradingInputs;
  /** Rules travel by their id: functions cannot be copied to a thread. */
  rule: string;
  seed: number;
  options: RuleOptions;
}

export interface GradedPart {
  areas: AreaAssessment[];
  /** Of the first part; the same in all. */
  decisions: Reason[];
}

/** @throws RangeError where there is no rule of that id */
export function prepareGrading({ inputs, rule: id, seed, options }: GradingTask): (from: number, to: number) => GradedPart {
  const rule = gradingRule(id);
  if (rule === undefined) throw new RangeError(`there is no grading rule "${id}"`);
  const prepared = rule.prepare(inputs, seed, options);
  return (from, to) => ({ areas: Array.from({ length: to - from }, (_, i) => prepared.gradeAt(from + i)), decisions: from === 0 ? prepared.decisions : [] });
}
