/** Other days for joint force in a loaded county: what is named as in the way is enough to make room. */
import { expect } from 'chai';
import { dayOf } from '../../../analysis/operations/days.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { checkMoves } from '../../../analysis/operations/replan/checkMove.ts';
import { alternatives } from '../../../analysis/operations/replan/tryMove.ts';
import { county } from '../../usecases/operations/county.ts';
import { standingOf } from './standing.ts';

describe('other days for joint force', () => {
  it('without the tasks that are named the move breaks nothing; with them it does', () => {
    const problem = county({ weeks: 3 });
    const plan = planSchedule(problem, 5);
    const from = dayOf(problem.startsOn);
    const standing = standingOf(plan, from);
    const operations = standing.tasks.filter(({ kind }) => kind === 'encirclement');
    expect(operations.length).to.be.greaterThan(0);
    let loaded = 0;
    for (const operation of operations) {
      const found = alternatives(problem, 5, standing, operation.id, 20);
      expect(found.length).to.be.greaterThan(0);
      expect(found.map(({ aside }) => aside.length), 'fewest first').to.deep.equal(found.map(({ aside }) => aside.length).sort((a, b) => a - b));
      for (const { aside, day, shift, unitIds } of found) {
        const move = { id: operation.id, day, shift, unitIds };
        loaded += Math.min(1, aside.length);
        const broken = checkMoves(problem, 5, standing, [move]);
        expect(broken.length === 0, `${day} ${JSON.stringify({ broken, aside })}`).to.equal(aside.length === 0);
        const away = { ...standing, tasks: standing.tasks.filter(({ id }) => !aside.includes(id)) };
        expect(checkMoves(problem, 5, away, [move]), `${day} without ${aside.join(', ')}`).to.deep.equal([]);
      }
    }
    expect(loaded, 'some days are taken').to.be.greaterThan(0);
  });

  it('never offers what is over, pinned tasks as room, or the day on which it stands', () => {
    const problem = county({ weeks: 3 });
    const plan = planSchedule(problem, 5);
    const from = dayOf(problem.startsOn) + 7;
    const standing = standingOf(plan, from, () => ({ pinned: true }));
    const operation = standing.tasks.find(({ kind, day }) => kind === 'encirclement' && day >= from);
    if (operation === undefined) throw new Error('an operation lies in the second week or later');
    for (const { day, aside } of alternatives(problem, 5, standing, operation.id, 20)) {
      expect(day).to.be.at.least(from).and.not.to.equal(operation.day);
      expect(aside).to.deep.equal([]);
    }
  });
});
