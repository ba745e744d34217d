/**
 * What if: one more squad, one more shift a week, a unit away, one more operation. Changes a problem, plans
 * nothing by itself and is kept nowhere. Pure.
 */
import { dayOf } from './days.ts';
import { relax, type Relaxation } from './relaxations.ts';
import type { AddedTask } from './replan/types.ts';
import type { PlanUnit, Problem } from './types.ts';

export type ScenarioChange =
  | Relaxation
  | { kind: 'absent'; unit: string; from: string; to: string }
  /** A block of force, on a day that the planner of the problem finds. */
  | { kind: 'operation'; from: string; to: string };

/** One more unit of a kind: a second one of the same level gets a name of its own. */
function withUnit(problem: Problem, change: Extract<Relaxation, { kind: 'unit' }>): Problem {
  if (!problem.areas.some(({ code }) => code === change.area)) throw new RangeError(`there is no area "${change.area}" for one more unit; a code of the areas planned for was expected`);
  const made = relax(problem, change);
  const unit = made.units.at(-1);
  const same = problem.units.filter(({ id }) => unit !== undefined && id.startsWith(unit.id)).length;
  if (unit === undefined || same === 0) return made;
  const renamed: PlanUnit = { ...unit, id: `${unit.id}-${same + 1}`, code: `${unit.code}${same + 1}` };
  return { ...made, units: [...problem.units, renamed] };
}

/** Days of a change, as days since 1970-01-01. @throws RangeError where they are none, or end before they begin */
function daysOf({ from, to }: { from: string; to: string }): { from: number; to: number } {
  const days = { from: dayOf(from), to: dayOf(to) };
  if (days.to < days.from) throw new RangeError(`the days ${from} to ${to} end before they begin`);
  return days;
}

/**
 * @param changes one after the other
 * @throws RangeError naming a unit, area or day that is not there
 */
export function applyScenario(problem: Problem, changes: readonly ScenarioChange[]): { problem: Problem; added: AddedTask[] } {
  const added: AddedTask[] = [];
  let changed = problem;
  for (const change of changes) {
    if (change.kind === 'operation') {
      added.push({ kind: 'encirclement', areaCode: null, ...daysOf(change) });
    } else if (change.kind === 'absent') {
      daysOf(change);
      const unit = changed.units.find(({ code }) => code === change.unit);
      if (unit === undefined) throw new RangeError(`there is no unit "${change.unit}" that could be away; a code of the units planned with was expected`);
      changed = { ...changed, absences: [...changed.absences, { unitId: unit.id, startsOn: change.from, endsOn: change.to }] };
    } else changed = change.kind === 'unit' ? withUnit(changed, change) : relax(changed, change);
  }
  return { problem: changed, added };
}
