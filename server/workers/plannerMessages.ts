/** What the planner and its thread say to each other. */
import type { PlanProgress } from '../../analysis/operations/optimise/optimise.ts';
import type { Fix, Unserved } from '../../analysis/operations/relaxations.ts';
import type { AddedTask, Replanned, Replanning } from '../../analysis/operations/replan/types.ts';
import type { Plan, Problem } from '../../analysis/operations/types.ts';

/** Planning, planning again, or finding what would help a line of unserved tasks. */
export interface PlanJob {
  id: number;
  problem: Problem;
  seed: number;
  seconds: number;
  /** Tasks beyond the rules, of a plan made anew. */
  added?: readonly AddedTask[];
  replanning?: Replanning;
  fixesFor?: { line: Unserved; unserved: Plan['unserved'] };
}

export type FromPlanner = { kind: 'progress'; id: number; progress: PlanProgress } | { kind: 'done'; id: number; plan: Plan } | { kind: 'replanned'; id: number; replanned: Replanned } | { kind: 'fixes'; id: number; fixes: Fix[] } | { kind: 'failed'; id: number; name: string; message: string };
