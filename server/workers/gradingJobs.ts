/**
 * Grading on the pool: one place is one item, a town, a village or an operational area. Same bytes as analysis/assess called directly, whatever
 * the number of workers: an area draws from streams of its own.
 */
import { assessmentBody, checkInputs } from '../../analysis/assess.ts';
import type { GradingInputs, GradingRule, RuleOptions } from '../../analysis/grading/types.ts';
import type { AssessmentBody } from '../../models/schemas/assessment.ts';
import type { RunOptions, WorkerPool } from './pool.ts';

/** @throws RangeError as analysis/assess; Fault `cancelled` when the signal is aborted */
export async function assessOnPool(pool: WorkerPool, inputs: GradingInputs, rule: GradingRule, seed: number, options: RuleOptions = {}, watch: Pick<RunOptions, 'onProgress' | 'signal'> = {}): Promise<AssessmentBody> {
  const ordered = checkInputs(inputs, rule);
  const parts = await pool.run('grade-areas', { inputs: ordered, rule: rule.stored ?? rule.id, seed, options }, { count: ordered.areas.length + (inputs.groups?.length ?? 0), part: 1, ...watch });
  return assessmentBody(rule, parts.flatMap(({ areas }) => areas), parts[0]?.decisions ?? [], parts.flatMap(({ further }) => further));
}
