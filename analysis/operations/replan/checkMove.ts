/**
 * What a task would break in another slot: every hard rule that says no, of the day and of each unit. The
 * same constraints as the planner's own, so that nothing is allowed by hand that a plan may not hold. Pure.
 */
import { Calendar } from '../calendar.ts';
import { dayOf } from '../days.ts';
import { mayDo } from '../eligibility.ts';
import type { PlacedTask, Problem } from '../types.ts';
import { matchDemands, placedOf } from './matchDemands.ts';
import type { Replanning, Slot } from './types.ts';

/** `WINDOW`: outside the days on which the rules ask for it; `SHIFT`: not one of its shifts. Others as blocking codes. */
export interface Breach {
  code: string;
  /** Id of the unit that it is about; null for the day or the task itself. */
  unitId: string | null;
}

export interface Move extends Slot {
  /** Identity of the task. */
  id: string;
}

/**
 * @param moves made one after the other; the last one is judged
 * @returns nothing where the last move breaks no rule
 * @throws RangeError where a move names a task that does not stand
 */
export function checkMoves(problem: Problem, seed: number, replanning: Replanning, moves: readonly Move[]): Breach[] {
  const matched = matchDemands(problem, seed, replanning);
  const start = dayOf(problem.startsOn);
  const calendar = new Calendar(problem);
  const last = moves.at(-1);
  if (last === undefined) return [];
  const to = new Map(moves.map((move) => [move.id, move]));
  const own = matched.standing.find(({ task }) => task.id === last.id) ?? undefined;
  if (own === undefined) throw new RangeError(`there is no standing task "${last.id}"; one that the rules ask for was expected`);
  for (const each of matched.standing) {
    if (each === own) continue;
    const placed: PlacedTask = placedOf(each, start);
    const moved = to.get(each.task.id);
    calendar.add(moved === undefined ? placed : { ...placed, unitIds: [...moved.unitIds], day: moved.day, shift: moved.shift });
  }
  const { demand } = own;
  const breaches: Breach[] = [];
  const say = (code: string, unitId: string | null = null): void => {
    if (!breaches.some((each) => each.code === code && each.unitId === unitId)) breaches.push({ code, unitId });
  };
  if (last.day < demand.from || last.day > demand.to) say('WINDOW');
  if (last.day < replanning.from) say('PAST');
  if (!demand.shifts.includes(last.shift)) say('SHIFT');
  for (const code of calendar.dayBlocks(demand, last.day)) say(code);
  const units = last.unitIds.map((id) => problem.units.find((unit) => unit.id === id));
  if (units.length !== demand.crew.reduce((sum, { count }) => sum + count, 0) || new Set(last.unitIds).size !== last.unitIds.length) say('JOINT_FORCE');
  for (const { levels, count } of demand.crew) if (demand.joint && units.filter((unit) => unit !== undefined && mayDo(unit, demand, levels)).length < count) say('JOINT_FORCE');
  units.forEach((unit, i) => {
    const unitId = last.unitIds[i] ?? null;
    if (unit === undefined) {
      say('UNIT_OFF', unitId);
      return;
    }
    if (!mayDo(unit, demand)) say('ELIGIBILITY', unitId);
    for (const code of calendar.unitBlocks(unit, last.day, last.shift)) say(code, unitId);
  });
  return breaches;
}
