/** Which tasks of a plan can stay where they are under what is known now, and which are hit. Pure. */
import { Calendar } from '../calendar.ts';
import { mayDo } from '../eligibility.ts';
import { dayOf } from '../days.ts';
import type { PlacedTask, Problem } from '../types.ts';
import { placedOf, type Matched } from './matchDemands.ts';
import type { PinConflict, StandingTask } from './types.ts';

export interface Staying {
  /** Begun, done, past or pinned. */
  fixed: PlacedTask[];
  /** Open and still possible where they are. */
  stays: PlacedTask[];
  hit: Matched['standing'];
  pins: PinConflict[];
}

function blocksOf(calendar: Calendar, problem: Problem, { task, demand }: Matched['standing'][number]): string[] {
  const codes = new Set<string>(calendar.dayBlocks(demand, task.day));
  if (!demand.shifts.includes(task.shift)) codes.add('ELIGIBILITY');
  const units = task.unitIds.map((id) => problem.units.find((unit) => unit.id === id));
  const wanted = demand.crew.reduce((sum, { count }) => sum + count, 0);
  if (units.length !== wanted) codes.add('JOINT_FORCE');
  for (const { levels, count } of demand.crew) if (units.filter((unit) => unit !== undefined && mayDo(unit, demand, levels)).length < count) codes.add(demand.joint ? 'JOINT_FORCE' : 'ELIGIBILITY');
  for (const unit of units) {
    if (unit === undefined) codes.add('UNIT_OFF');
    else for (const code of calendar.unitBlocks(unit, task.day, task.shift)) codes.add(code);
  }
  return [...codes];
}

const isFixed = ({ state, pinned }: StandingTask): boolean => state === 'fixed' || pinned;

/** Fixed tasks first, joint force next, then the others in the order of their days. */
export function findStaying(problem: Problem, standing: Matched['standing']): Staying {
  const calendar = new Calendar(problem);
  const start = dayOf(problem.startsOn);
  const answer: Staying = { fixed: [], stays: [], hit: [], pins: [] };
  const inOrder = [...standing].sort((a, b) => Number(isFixed(b.task)) - Number(isFixed(a.task)) || Number(b.demand.joint) - Number(a.demand.joint) || a.task.day - b.task.day || (a.task.id < b.task.id ? -1 : 1));
  for (const each of inOrder) {
    const placed = placedOf(each, start);
    // what is over stays as it was; nothing is asked of it
    const codes = each.task.state === 'fixed' ? [] : blocksOf(calendar, problem, each);
    if (codes.length === 0) {
      calendar.add(placed);
      (isFixed(each.task) ? answer.fixed : answer.stays).push(placed);
    } else if (each.task.pinned) answer.pins.push({ id: each.task.id, codes });
    else answer.hit.push(each);
  }
  return answer;
}
