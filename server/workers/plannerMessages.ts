/** What the planner and its thread say to each other. */
import type { PlanProgress } from '../../analysis/operations/optimise/optimise.ts';
import type { Plan, Problem } from '../../analysis/operations/types.ts';

export interface PlanJob {
  id: number;
  problem: Problem;
  seed: number;
  seconds: number;
}

export type FromPlanner = { kind: 'progress'; id: number; progress: PlanProgress } | { kind: 'done'; id: number; plan: Plan } | { kind: 'failed'; id: number; name: string; message: string };
