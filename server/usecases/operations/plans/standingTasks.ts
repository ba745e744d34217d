/** The tasks of a plan in force as analysis/operations reads them. */
import { dayOf } from '../../../../analysis/operations/days.ts';
import { NO_PLACE } from '../../../../analysis/operations/kinds/encirclement.ts';
import type { Replanning, StandingTask } from '../../../../analysis/operations/replan/types.ts';
import type { Problem } from '../../../../analysis/operations/types.ts';
import type { Schedule, Task } from '../../../../models/schemas/index.ts';

/** @param from first day, YYYY-MM-DD: what lies before it is fixed */
export function standingTasks(tasks: readonly Task[], problem: Problem, from: string): StandingTask[] {
  const areas = new Map(problem.areas.map(({ id, code }) => [id, code]));
  const sites = new Map(problem.areas.flatMap(({ sites: own }) => own.map(({ id, code }) => [id, code] as const)));
  return tasks.map((task) => ({
    id: task.lineage,
    kind: task.kind,
    areaCode: task.areaId === null ? NO_PLACE : (areas.get(task.areaId) ?? task.areaId),
    siteCode: task.siteId === null ? null : (sites.get(task.siteId) ?? task.siteId),
    nominationId: task.nominationId,
    premises: task.premisesPlanned,
    grade: task.grade,
    unitIds: task.unitIds,
    day: dayOf(task.date),
    shift: task.shift,
    state: task.state === 'cancelled' ? 'gone' : task.state === 'planned' && task.date >= from ? 'open' : 'fixed',
    pinned: task.pinned,
    blind: task.blind,
  }));
}

/** Area checks that the plan asked for: what the seed drew stays drawn. */
export const knownChecks = ({ body }: Pick<Schedule, 'body'>): Replanning['checks'] => body.ledger.filter(({ kind }) => kind === 'area-check').map(({ area, week, required }) => ({ areaCode: area, week, required }));
