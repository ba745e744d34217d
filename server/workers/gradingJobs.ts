/**
 * Grading on the pool: one area is one item. Same bytes as analysis/assess called directly, whatever
 * the number of workers: an area draws from streams of its own.
 */
import { assessmentBody, checkInputs } from '../../analysis/assess.ts';
import { gradingRule } from '../../analysis/grading/rules/index.ts';
import type { GradingInputs, GradingRule, RuleOptions } from '../../analysis/grading/types.ts';
import type { AreaAssessment, AssessmentBody, Reason } from '../../models/schemas/assessment.ts';
import type { RunOptions, WorkerPool } from './pool.ts';

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

/** @throws RangeError as analysis/assess; Fault `cancelled` when the signal is aborted */
export async function assessOnPool(pool: WorkerPool, inputs: GradingInputs, rule: GradingRule, seed: number, options: RuleOptions = {}, watch: Pick<RunOptions, 'onProgress' | 'signal'> = {}): Promise<AssessmentBody> {
  const ordered = checkInputs(inputs, rule);
  const parts = await pool.run('grade-areas', { inputs: ordered, rule: rule.id, seed, options }, { count: ordered.areas.length, part: 1, ...watch });
  return assessmentBody(rule, parts.flatMap(({ areas }) => areas), parts[0]?.decisions ?? []);
}
