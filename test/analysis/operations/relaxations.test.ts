/** Overload and contradictions: fewer units never lower the shortfall, and what is offered was seen to help. */
import { expect } from 'chai';
import { optimise } from '../../../analysis/operations/optimise/optimise.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { findFixes, relax } from '../../../analysis/operations/relaxations.ts';
import type { Place, Plan, Problem } from '../../../analysis/operations/types.ts';
import { highsSolver } from '../../../server/workers/highsSolver.ts';
import { area, county, unit } from '../../usecases/operations/county.ts';
import { overloadFaults, overloadTable } from './overloadTable.ts';

const missing = (plan: Plan): number => plan.unserved.reduce((sum, { count }) => sum + count, 0);

describe('what would help', function () {
  this.timeout(60_000);
  let place: Place;
  before(async () => {
    place = optimise({ solve: await highsSolver(), seconds: 60, elapsed: () => 0 });
  });
  const small = (more: Partial<Problem> = {}): Problem => county({ weeks: 2, areas: [area(0), area(1), area(2)], units: [unit('T0', 'town', 0, 3), unit('T1', 'town', 1, 3)], ...more });

  it('the fix that is offered first works when it is applied, and is the least of those that do', () => {
    const problem = small({ units: [unit('T0', 'town', 0, 3), unit('T1', 'town', 1, 2)] });
    const plan = planSchedule(problem, 5, place);
    const [line] = plan.unserved;
    if (line === undefined) throw new Error('the county is overloaded');
    const fixes = findFixes(problem, 5, plan, line, place);
    const [first] = fixes;
    if (first === undefined) throw new Error('a fix was expected');
    const again = planSchedule(relax(problem, first.change), 5, place);
    expect(missing(again)).to.equal(first.after).and.to.be.below(missing(plan));
    for (const fix of fixes) if (fix.lineAfter === first.lineAfter) expect(fix.shiftsAdded).to.be.at.least(first.shiftsAdded);
  });

  it('a blackout that leaves no day is answered with the day to work on', () => {
    const problem = small({ weeks: 1, absences: [{ unitId: null, startsOn: '2018-04-02', endsOn: '2018-04-08' }] });
    const plan = planSchedule(problem, 1, place);
    expect(plan.served).to.equal(0);
    const [line] = plan.unserved;
    if (line === undefined) throw new Error('nothing could be served');
    const [fix] = findFixes(problem, 1, plan, line, place);
    expect(fix?.change).to.deep.include({ kind: 'open', unit: null });
    expect(fix?.after).to.be.below(fix?.before ?? 0);
  });

  it('no units: one more unit is the only thing that helps', () => {
    const problem = small({ units: [] });
    const plan = planSchedule(problem, 1, place);
    const [line] = plan.unserved;
    if (line === undefined) throw new Error('nothing could be served');
    expect(findFixes(problem, 1, plan, line, place).map(({ change }) => change.kind)).to.deep.equal(['unit']);
  });

  it('removing units never lowers the shortfall', () => {
    const problem = county({ weeks: 2 });
    let before = -1;
    for (const left of [13, 9, 6, 3, 0]) {
      const plan = planSchedule({ ...problem, units: problem.units.slice(0, left) }, 2, place);
      expect(plan.required).to.equal(planSchedule(problem, 2).required);
      expect(missing(plan), `${left} units`).to.be.at.least(before);
      before = missing(plan);
    }
  });

  it('a county that loses its units one by one is never served better, and what is offered does what it promised', () => {
    const problem = small({ weeks: 1, units: [unit('T0', 'town', 0, 4), unit('T1', 'town', 1, 4), unit('C1', 'county', 0, 3), unit('C2', 'county', 1, 3)] });
    const rows = overloadTable(problem, 4, place, () => true);
    expect(overloadFaults(rows)).to.deep.equal([]);
    expect(rows.map(({ units }) => units)).to.deep.equal([4, 3, 2, 1, 0]);
    expect(rows.at(-1)).to.include({ unserved: rows[0]?.required ?? -1 });
    expect(rows.filter(({ fix }) => fix !== null).length, 'fixes were tried').to.be.at.least(2);
    const [row] = rows;
    if (row === undefined) throw new Error('a row was expected');
    expect(overloadFaults([row, { ...row, units: 3, shortfall: row.shortfall - 1 }])).to.have.length(1);
    expect(overloadFaults([{ ...row, unserved: 5, fix: { change: { kind: 'caps', by: 1 }, promised: 3, got: 4 } }])).to.have.length(1);
  });

  it('refuses a unit that there is none of, and a line that is served', () => {
    expect(() => relax(small(), { kind: 'cap', unit: 'T9', by: 1 })).to.throw(RangeError, /there is no unit "T9"/);
    expect(() => findFixes(small(), 1, { unserved: [] }, { kind: 'area-check', area: 'A0', week: 1 }, place)).to.throw(RangeError, /was expected/);
  });
});
