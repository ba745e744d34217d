/**
 * Units that serve several counties are given out county by county, so the first ones would carry
 * most. Afterwards each of their tasks is offered to the others of their level; an exchange stays
 * where kilometres and unevenness together fall. Pure.
 */
import { Calendar } from '../calendar.ts';
import { distanceTo, loadGroups, placesOf, UNEVEN } from '../costs.ts';
import type { PlacedTask, Problem } from '../types.ts';

/** Rounds over all tasks; each one can only lower the cost. */
const ROUNDS = 5;

export function balanceShared(problem: Problem, placed: readonly PlacedTask[]): PlacedTask[] {
  const tasks = [...placed];
  const groups = loadGroups(problem).filter(({ region }) => region === null);
  const distance = distanceTo(placesOf(problem));
  const calendar = new Calendar(problem);
  const load = new Map<string, number>();
  for (const task of tasks) {
    calendar.add(task);
    for (const id of task.unitIds) load.set(id, (load.get(id) ?? 0) + problem.rules.shiftCost[task.shift]);
  }
  for (const { members } of groups) {
    const weights = new Map(members.map(({ unit, weight }) => [unit.id, weight]));
    const spread = (): number => {
      const loads = members.map(({ unit, weight }) => weight * (load.get(unit.id) ?? 0));
      return Math.max(...loads) - Math.min(...loads);
    };
    for (let round = 0, moved = true; round < ROUNDS && moved; round++) {
      moved = false;
      for (const [i, task] of tasks.entries()) {
        const from = members.find(({ unit }) => task.unitIds.includes(unit.id));
        if (from === undefined || !weights.has(from.unit.id)) continue;
        const shifts = problem.rules.shiftCost[task.shift];
        const now = UNEVEN * spread() + distance(from.unit, task.demand);
        let best: { cost: number; task: PlacedTask; to: string } | undefined;
        calendar.remove(task);
        for (const { unit } of members) {
          if (task.unitIds.includes(unit.id) || calendar.unitBlocks(unit, task.day, task.shift).length > 0) continue;
          load.set(from.unit.id, (load.get(from.unit.id) ?? 0) - shifts);
          load.set(unit.id, (load.get(unit.id) ?? 0) + shifts);
          const cost = UNEVEN * spread() + distance(unit, task.demand);
          load.set(from.unit.id, (load.get(from.unit.id) ?? 0) + shifts);
          load.set(unit.id, (load.get(unit.id) ?? 0) - shifts);
          if (cost < Math.min(now, best?.cost ?? Infinity) - 1e-9) best = { cost, task: { ...task, unitIds: task.unitIds.map((id) => (id === from.unit.id ? unit.id : id)) }, to: unit.id };
        }
        calendar.add(best?.task ?? task);
        if (best === undefined) continue;
        load.set(from.unit.id, (load.get(from.unit.id) ?? 0) - shifts);
        load.set(best.to, (load.get(best.to) ?? 0) + shifts);
        tasks[i] = best.task;
        moved = true;
      }
    }
  }
  return tasks;
}
