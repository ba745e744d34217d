/** Visits of the board handed out to demands: who is served where there are too few, and nobody late in vain. */
import { expect } from 'chai';
import { dayOf } from '../../../analysis/operations/days.ts';
import { collectDemands } from '../../../analysis/operations/demands.ts';
import { demandClasses } from '../../../analysis/operations/optimise/demandClass.ts';
import { toTasks } from '../../../analysis/operations/optimise/toTasks.ts';
import type { Demand } from '../../../analysis/operations/types.ts';
import { county } from '../../usecases/operations/county.ts';

describe('visits become tasks', () => {
  const problem = county();
  const start = dayOf(problem.startsOn);
  const [unit] = problem.units;
  const like = collectDemands(problem, 5).demands.find(({ kind }) => kind === 'premises-check');
  if (unit === undefined || like === undefined) throw new Error('a unit and a premises check were expected');
  const demand = (due: number, more: Partial<Demand> = {}): Demand => ({ ...like, due, extra: false, blind: false, ...more });
  /** Weeks in which each demand is served, by its due week; `late` the sum of weeks late. */
  const handOut = (demands: readonly Demand[], weeks: readonly number[]): { served: [number, boolean, number][]; missing: number[]; late: number } => {
    const classes = demandClasses(problem, demands);
    const [of] = classes;
    if (of === undefined || classes.length > 1) throw new Error('one class was expected');
    const { placed, missing } = toTasks(problem, classes, weeks.map((week, i) => ({ of, unit, day: start + 7 * (week - 1) + (i % 7), shifts: 1 })), 3);
    const weekOf = (day: number): number => 1 + Math.floor((day - start) / 7);
    return {
      served: placed.map((task): [number, boolean, number] => [task.demand.due, task.demand.blind, weekOf(task.day)]),
      missing: missing.map(({ due }) => due),
      late: placed.reduce((sum, task) => sum + Math.max(0, weekOf(task.day) - task.demand.due), 0),
    };
  };

  it('a check by lot keeps the week it was drawn for: it does not wait behind what is due later', () => {
    const { served, late } = handOut([demand(3), demand(1, { blind: true }), demand(2), demand(3)], [1, 2, 3, 3]);
    expect(late).to.equal(0);
    expect(served.find(([, blind]) => blind)).to.deep.equal([1, true, 1]);
  });

  it('where there are too few visits, what must be served has them, each by its due week', () => {
    const { served, missing, late } = handOut([demand(3), demand(1, { blind: true }), demand(2), demand(2, { extra: true })], [2, 3]);
    expect(served).to.deep.equal([[2, false, 2], [3, false, 3]]);
    expect(missing).to.have.members([1, 2]);
    expect(late).to.equal(0);
  });
});
