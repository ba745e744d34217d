/** A plan as the tasks that stand, for tests of planning again. */
import type { Plan } from '../../../analysis/operations/types.ts';
import type { Replanning, StandingTask } from '../../../analysis/operations/replan/types.ts';

/** @param from tasks before it are fixed */
export function standingOf(plan: Plan, from: number, more: (task: StandingTask, i: number) => Partial<StandingTask> = () => ({})): Replanning {
  const tasks = plan.tasks.map(({ demand, unitIds, day, shift }, i): StandingTask => {
    const task: StandingTask = { id: `t${String(i).padStart(4, '0')}`, kind: demand.kind, areaCode: demand.areaCode, siteCode: demand.siteCode, nominationId: demand.nomination?.id ?? null, premises: demand.premises, grade: demand.grade, unitIds, day, shift, state: day < from ? 'fixed' : 'open', pinned: false, blind: demand.blind };
    return { ...task, ...more(task, i) };
  });
  return { from, tasks, added: [], checks: plan.ledger.filter(({ kind }) => kind === 'area-check').map(({ area, week, required }) => ({ areaCode: area, week, required })) };
}
