/** The units that join each operation, on the days that the master chose. Pure but for the board. */
import { distanceTo, placesOf } from '../costs.ts';
import { mayDo } from '../eligibility.ts';
import type { PlanUnit, Problem } from '../types.ts';
import type { Board } from './board.ts';
import type { MasterPlan } from './master.ts';
import { dayOf } from '../days.ts';

/** Adds what has all its force; an operation that lacks a unit stays out and is seen to later. */
export function placeOperations(problem: Problem, { operations, joining }: MasterPlan, board: Board): void {
  const distance = distanceTo(placesOf(problem));
  const start = dayOf(problem.startsOn);
  const wanted = new Map(joining.map(({ of, crew, unit, week, count }) => [JSON.stringify([of.like.areaCode, of.like.region, crew, unit.id, week]), count]));
  [...operations]
    .sort((a, b) => a.day - b.day)
    .forEach(({ of, day }, operation) => {
      const { like } = of;
      const week = 1 + Math.floor((day - start) / 7);
      const shifts = Math.min(...like.shifts.map((shift) => problem.rules.shiftCost[shift]));
      const chosen: PlanUnit[] = [];
      const keys: string[] = [];
      for (const [crew, { levels, count }] of like.crew.entries()) {
        const key = (unit: PlanUnit): string => JSON.stringify([like.areaCode, like.region, crew, unit.id, week]);
        const free = problem.units
          .filter((unit) => mayDo(unit, like, levels) && !chosen.includes(unit) && board.isFree(unit.id, day) && board.shiftsLeft(unit, day, false) >= shifts && board.shiftsLeft(unit, day, true) >= shifts)
          .map((unit) => ({ unit, planned: wanted.get(key(unit)) ?? 0, km: distance(unit, like) }))
          .sort((a, b) => b.planned - a.planned || a.km - b.km);
        if (free.length < count) return;
        for (const { unit } of free.slice(0, count)) {
          chosen.push(unit);
          keys.push(key(unit));
        }
      }
      for (const key of keys) wanted.set(key, (wanted.get(key) ?? 0) - 1);
      for (const unit of chosen) board.add({ of, unit, day, shifts, operation });
    });
}
