/** The thread side of the planner: HiGHS loaded once and kept warm, one plan after the other. */
import { parentPort } from 'node:worker_threads';
import { optimise } from '../../analysis/operations/optimise/optimise.ts';
import { planSchedule } from '../../analysis/operations/planSchedule.ts';
import { replan } from '../../analysis/operations/replan/replan.ts';
import { findFixes } from '../../analysis/operations/relaxations.ts';
import { highsSolver } from './highsSolver.ts';
import type { FromPlanner, PlanJob } from './plannerMessages.ts';

const port = parentPort;
if (!port) throw new Error('plannerThread.ts is started by planner.ts as a thread, not by itself');

const answer = (message: FromPlanner): void => {
  port.postMessage(message);
};

async function work({ id, problem, seed, seconds, added, fixesFor, replanning }: PlanJob): Promise<void> {
  try {
    const solve = await highsSolver();
    const start = performance.now();
    const elapsed = (): number => (performance.now() - start) / 1000;
    if (replanning !== undefined) {
      answer({ kind: 'replanned', id, replanned: replan(problem, seed, replanning, { solve, seconds, elapsed, free: true }) });
      return;
    }
    if (fixesFor !== undefined) {
      const fixes = findFixes(problem, seed, fixesFor, fixesFor.line, optimise({ solve, seconds, elapsed }));
      answer({ kind: 'fixes', id, fixes });
      return;
    }
    const plan = planSchedule(problem, seed, optimise({ solve, seconds, elapsed, onProgress: (progress) => answer({ kind: 'progress', id, progress }) }), added ?? []);
    answer({ kind: 'done', id, plan });
  } catch (error) {
    answer({ kind: 'failed', id, name: error instanceof Error ? error.name : 'Error', message: error instanceof Error ? error.message : String(error) });
  }
}

port.on('message', (job: PlanJob) => void work(job));
