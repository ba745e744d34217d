/**
 * The work that response rules create, before anything is placed: tasks and unit-shifts per kind, and what
 * only one level of unit may do against what that level has. Pure.
 */
import type { TaskKind, Unit } from '../../models/schemas/operations.ts';
import { openDays } from './costs.ts';
import { collectDemands } from './demands.ts';
import type { Demand, Problem } from './types.ts';

const LEVELS: readonly Unit['level'][] = ['town', 'county', 'city'];

export interface Workload {
  kinds: { kind: TaskKind; tasks: number; shifts: number }[];
  /** Shifts of units of a level over the whole period, and those that no other level may do. */
  levels: { level: Unit['level']; units: number; capacity: number; onlyThey: number }[];
  tasks: number;
  shifts: number;
  capacity: number;
}

/** @param seed draws what the rules leave to chance: the same one makes two sets of rules comparable */
export function workload(problem: Problem, seed: number): Workload {
  const { demands } = collectDemands(problem, seed);
  const cost = ({ shifts }: Demand): number => Math.min(...shifts.map((shift) => problem.rules.shiftCost[shift]));
  const open = openDays(problem);
  const capacityOf = (unit: Problem['units'][number]): number => Array.from({ length: problem.weeks }, (_, i) => Math.min(unit.shiftsPerWeek, open(unit.id, i + 1).length)).reduce((sum, each) => sum + each, 0);
  const kinds = new Map<TaskKind, { tasks: number; shifts: number }>();
  const onlyThey = new Map<Unit['level'], number>();
  for (const demand of demands) {
    const known = kinds.get(demand.kind) ?? { tasks: 0, shifts: 0 };
    kinds.set(demand.kind, { tasks: known.tasks + 1, shifts: known.shifts + demand.crew.reduce((sum, { count }) => sum + count, 0) * cost(demand) });
    for (const { levels, count } of demand.crew) {
      const [level] = levels;
      if (level !== undefined && levels.length === 1) onlyThey.set(level, (onlyThey.get(level) ?? 0) + count * cost(demand));
    }
  }
  const levels = LEVELS.map((level) => {
    const own = problem.units.filter((unit) => unit.level === level);
    return { level, units: own.length, capacity: own.reduce((sum, unit) => sum + capacityOf(unit), 0), onlyThey: onlyThey.get(level) ?? 0 };
  });
  const rows = [...kinds].map(([kind, each]) => ({ kind, ...each }));
  return { kinds: rows, levels, tasks: demands.length, shifts: rows.reduce((sum, { shifts }) => sum + shifts, 0), capacity: levels.reduce((sum, { capacity }) => sum + capacity, 0) };
}
