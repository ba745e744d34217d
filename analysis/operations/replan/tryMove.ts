/** What a move by hand would cost, where else a task could cheaply go, and the figures of the plan after it. Pure. */
import { Calendar } from '../calendar.ts';
import { costOf } from '../costs.ts';
import { dayOf } from '../days.ts';
import { mayDo } from '../eligibility.ts';
import { explainUnplaced } from '../explainUnplaced.ts';
import { planOf } from '../planSchedule.ts';
import type { PlacedTask, Plan, Problem } from '../types.ts';
import type { Move } from './checkMove.ts';
import { CHANGE } from './keepModel.ts';
import { matchDemands, placedOf, type Matched } from './matchDemands.ts';
import { placeForce } from './placeForce.ts';
import type { Replanning, Slot } from './types.ts';

const placedAll = ({ standing }: Matched, problem: Problem, move?: Move): PlacedTask[] => {
  const start = dayOf(problem.startsOn);
  return standing.map((each) => placedOf(move !== undefined && each.task.id === move.id ? { ...each, task: { ...each.task, ...move } } : each, start));
};
const unservedOf = ({ open, past }: Matched): Matched['open'] => [...open, ...past];

/** Kilometres that the whole plan costs more (or, below 0, less) after the move. */
export function costOfMove(problem: Problem, seed: number, replanning: Replanning, move: Move): number {
  const matched = matchDemands(problem, seed, replanning);
  const total = (moved?: Move): number => costOf(problem, placedAll(matched, problem, moved), unservedOf(matched)).total;
  return total(move) - total();
}

export interface Alternative extends Slot {
  /** Kilometres more than where it stands. */
  costMore: number;
  /** Standing tasks that are in its way there, by identity: they have to go elsewhere first. */
  aside: string[];
}

/**
 * Other days and forces for an operation: those that push nothing aside first, then the cheapest, then the
 * nearest day. What is pushed aside costs nothing here: it is said, and placed again by a planner or a replan.
 */
function jointAlternatives(problem: Problem, matched: Matched, own: Matched['standing'][number], from: number, count: number): Alternative[] {
  const { demand, task } = own;
  const start = dayOf(problem.startsOn);
  const calendar = new Calendar(problem);
  const movable = new Map<PlacedTask, string>();
  for (const each of matched.standing) {
    if (each === own) continue;
    const placed = placedOf(each, start);
    calendar.add(placed);
    if (each.task.state === 'open' && !each.task.pinned && !each.demand.joint) movable.set(placed, each.task.id);
  }
  const fixed = new Set<PlacedTask>();
  const before = costOf(problem, placedAll(matched, problem), unservedOf(matched)).total;
  const found: Alternative[] = [];
  for (let day = Math.max(demand.from, from); day <= Math.min(demand.to, demand.freshUntil ?? demand.to); day++) {
    if (day === task.day) continue;
    const that = { ...demand, from: day, to: day };
    const stay = { unitIds: task.unitIds, day };
    const force = placeForce(problem, calendar, fixed, that, stay, CHANGE) ?? placeForce(problem, calendar, new Set(movable.keys()), that, stay, CHANGE);
    if (force === undefined) continue;
    const slot: Slot = { day, shift: task.shift, unitIds: force.unitIds };
    // a rest after an evening counts as in the way: by hand nobody gives that task another shift meanwhile
    const evenings = [...movable.keys()].filter((each) => each.day === day - 1 && each.shift === 'evening' && each.unitIds.some((id) => force.unitIds.includes(id)));
    const aside = [...new Set([...force.aside, ...evenings])];
    found.push({ ...slot, costMore: costOf(problem, placedAll(matched, problem, { id: task.id, ...slot }), unservedOf(matched)).total - before, aside: aside.flatMap((each) => movable.get(each) ?? []) });
  }
  const away = ({ day }: Slot): number => Math.abs(day - task.day);
  return found.sort((a, b) => a.aside.length - b.aside.length || a.costMore - b.costMore || away(a) - away(b)).slice(0, count);
}

/**
 * The cheapest free slots for a visit of one unit, nearest to its day first where they cost the same; for joint
 * force the days on which a force can be found, with what would have to make room for it.
 * @param count how many, for a visit each of another unit or week
 * @throws RangeError where no such task stands
 */
export function alternatives(problem: Problem, seed: number, replanning: Replanning, id: string, count = 2): Alternative[] {
  const matched = matchDemands(problem, seed, replanning);
  const own = matched.standing.find(({ task }) => task.id === id);
  if (own === undefined) throw new RangeError(`there is no standing task "${id}"; one that the rules ask for was expected`);
  const { demand, task } = own;
  if (demand.joint) return jointAlternatives(problem, matched, own, replanning.from, count);
  const calendar = new Calendar(problem);
  for (const placed of placedAll({ ...matched, standing: matched.standing.filter((each) => each !== own) }, problem)) calendar.add(placed);
  const found = new Map<string, Slot>();
  const away = (day: number): number => Math.abs(day - task.day);
  for (const unit of problem.units.filter((each) => mayDo(each, demand))) {
    for (let day = Math.max(demand.from, replanning.from); day <= Math.min(demand.to, demand.freshUntil ?? demand.to); day++) {
      if ((day === task.day && task.unitIds.includes(unit.id)) || calendar.dayBlocks(demand, day).length > 0) continue;
      const possible = demand.shifts.filter((shift) => calendar.unitBlocks(unit, day, shift).length === 0);
      const shift = possible.includes(task.shift) ? task.shift : possible[0];
      if (shift === undefined) continue;
      // days of one unit and week cost the same
      const key = `${unit.id} ${calendar.weekOf(day)}`;
      const known = found.get(key);
      if (known === undefined || away(day) < away(known.day)) found.set(key, { day, shift, unitIds: [unit.id] });
    }
  }
  const before = costOf(problem, placedAll(matched, problem), unservedOf(matched)).total;
  return [...found.values()]
    .map((slot) => ({ ...slot, costMore: costOf(problem, placedAll(matched, problem, { id, ...slot }), unservedOf(matched)).total - before, aside: [] }))
    .sort((a, b) => a.costMore - b.costMore || away(a.day) - away(b.day))
    .slice(0, count);
}

/** The account of the plan after a move; its bound stays what was proven. */
export function planAfter(problem: Problem, seed: number, replanning: Replanning, move: Move, bound: number | null): Plan {
  const matched = matchDemands(problem, seed, replanning);
  const placed = placedAll(matched, problem, move);
  const calendar = new Calendar(problem);
  for (const task of placed) calendar.add(task);
  const unplaced = unservedOf(matched).map((demand) => explainUnplaced(calendar, problem, demand, replanning.from));
  return planOf(problem, [...placed.map(({ demand }) => demand), ...unplaced.map(({ demand }) => demand)], matched.notes, { placed, unplaced, bound, notes: [] });
}
