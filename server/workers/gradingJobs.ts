/**
 * Grading on the pool: one area is one item. Same bytes as analysis/assess called directly, whatever
 * the number of workers: an area draws from streams of its own.
 */
import { assessmentBody, checkInputs } from '../../analysis/assess.ts';
import { gradeGroups } from '../../analysis/grading/groups.ts';
import type { GradingInputs, GradingRule, RuleOptions } from '../../analysis/grading/types.ts';
import type { AssessmentBody } from '../../models/schemas/assessment.ts';
import type { RunOptions, WorkerPool } from './pool.ts';

/** @throws RangeError as analysis/assess; Fault `cancelled` when the signal is aborted */
export async function assessOnPool(pool: WorkerPool, inputs: GradingInputs, rule: GradingRule, seed: number, options: RuleOptions = {}, watch: Pick<RunOptions, 'onProgress' | 'signal'> = {}): Promise<AssessmentBody> {
  const ordered = checkInputs(inputs, rule);
  const parts = await pool.run('grade-areas', { inputs: ordered, rule: rule.stored ?? rule.id, seed, options }, { count: ordered.areas.length, part: 1, ...watch });
  return assessmentBody(rule, parts.flatMap(({ areas }) => areas), parts[0]?.decisions ?? [], gradeGroups(inputs, rule, seed, options));
}
