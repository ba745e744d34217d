/** The optimiser: proven bound, no hard violation by the independent checker, same bytes, and the brute force of tiny cases. */
import { expect } from 'chai';
import { optimise } from '../../../analysis/operations/optimise/optimise.ts';
import type { SolveMilp } from '../../../analysis/operations/optimise/milp.ts';
import { collectDemands } from '../../../analysis/operations/demands.ts';
import { costOf } from '../../../analysis/operations/costs.ts';
import { dateOf, dayOf } from '../../../analysis/operations/days.ts';
import { planDocument } from './planDocument.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import type { PlacedTask, Plan, Problem } from '../../../analysis/operations/types.ts';
import { highsSolver } from '../../../server/workers/highsSolver.ts';
import { counties } from './counties.ts';
import { area, county, expectBalanced, unit } from '../../usecases/operations/county.ts';
import { checkPlan } from './checker/checkPlan.ts';
import { randomCounty } from './randomCounty.ts';

describe('the optimiser', function () {
  this.timeout(60_000);
  let solve: SolveMilp;
  before(async () => {
    solve = await highsSolver();
  });
  const plan = (problem: Problem, seed: number): Plan => planSchedule(problem, seed, optimise({ solve, seconds: 60, elapsed: () => 0 }));
  const expectClean = (problem: Problem, made: Plan): void => {
    expect(checkPlan(JSON.stringify(planDocument(problem, made)))).to.deep.equal([]);
    expectBalanced(made);
    if (made.bound !== null) expect(made.objective).to.be.at.least(made.bound);
  };

  it('13 towns, 13 weeks: everything served, gap at most 0.5 %, dearer than its bound never, cheaper than greedy', () => {
    const problem = county({ placesMayBeStored: true });
    const made = plan(problem, 7);
    expectClean(problem, made);
    expect(made.served).to.equal(made.required);
    expect(made.gap).to.be.at.most(0.005);
    expect(made.objective).to.be.below(planSchedule(problem, 7).objective);
    expect(JSON.stringify(plan(county({ placesMayBeStored: true }), 7)), 'same seed, same bytes').to.equal(JSON.stringify(made));
    const slots = (p: Plan): Set<string> => new Set(p.tasks.map(({ demand, day, shift }) => `${demand.kind} ${demand.areaCode} ${demand.siteCode ?? ''} ${day} ${shift}`));
    const other = plan(problem, 8);
    expect([...slots(other)].filter((slot) => slots(made).has(slot)).length / made.tasks.length, 'slots that two seeds share').to.be.at.most(0.3);
    expect(Math.abs(other.objective - made.objective) / made.objective, 'their random extra visits differ').to.be.below(0.15);
  });

  it('two counties with shared city squads keep every rule', () => {
    const problem = counties(2, { weeks: 8 });
    const made = plan(problem, 3);
    expectClean(problem, made);
    expect(made.served).to.equal(made.required);
    expect(made.gap).to.be.at.most(0.1);
  });

  it('20 random counties: 0 hard violations, objective >= bound (200 in the campaign)', () => {
    for (let number = 0; number < 20; number++) {
      const problem = randomCounty(number);
      expectClean(problem, plan(problem, number));
    }
  });

  it('serves at least what the greedy placer serves, at no higher cost', () => {
    for (let number = 200; number < 206; number++) {
      const problem = randomCounty(number);
      const made = plan(problem, 1);
      expect(made.objective, `county ${number}`).to.be.at.most(planSchedule(problem, 1).objective + 1e-6);
    }
  });

  it('tiny cases: the bound is at most the optimum by brute force, and the plan reaches it', () => {
    for (const seed of [1, 2, 3]) {
      const start = dayOf('2018-04-02');
      // six open days are taken away, so that all assignments can be tried
      const problem = county({
        weeks: 1,
        areas: [area(0), area(1 + seed)],
        units: [unit('T0', 'town', 0, seed === 2 ? 1 : 2), unit('T1', 'town', 1 + seed, 2)],
        absences: [{ unitId: null, startsOn: dateOf(start + 2), endsOn: dateOf(start + 6) }],
        rules: { ...county().rules, rules: county().rules.rules.filter(({ kind }) => kind === 'area-check').map((rule) => ('extraShare' in rule ? { ...rule, extraShare: 0 } : rule)) },
      });
      const { demands } = collectDemands(problem, seed);
      const days = [start, start + 1];
      let best = Infinity;
      const options = [undefined, ...problem.units.flatMap(({ id }) => days.map((day) => ({ id, day })))];
      const walk = (i: number, placed: PlacedTask[]): void => {
        const demand = demands[i];
        if (demand === undefined) {
          const unserved = demands.filter((each) => !placed.some((task) => task.demand === each));
          best = Math.min(best, costOf(problem, placed, unserved).total);
          return;
        }
        for (const option of options) {
          if (option === undefined) {
            walk(i + 1, placed);
            continue;
          }
          const { id, day } = option;
          const own = placed.filter(({ unitIds }) => unitIds[0] === id);
          const cap = problem.units.find((each) => each.id === id)?.shiftsPerWeek ?? 0;
          if (own.some((task) => task.day === day) || own.length >= cap) continue;
          if (placed.some((task) => task.demand.areaCode === demand.areaCode && task.day === day)) continue;
          walk(i + 1, [...placed, { demand, unitIds: [id], day, shift: 'morning' }]);
        }
      };
      walk(0, []);
      const made = plan(problem, seed);
      expectClean(problem, made);
      expect(made.objective).to.be.closeTo(best, 1e-6);
      expect(made.bound).to.be.at.most(best + 1e-6);
    }
  });

  it('answers greedily and says so when time is up before anything was found', () => {
    const problem = county();
    const made = planSchedule(problem, 1, optimise({ solve, seconds: 0, elapsed: () => 1 }));
    expectBalanced(made);
    expect(made.served).to.equal(made.required);
    expect(made).to.include({ bound: null, gap: null });
    expect(made.notes.map(({ code }) => code)).to.include('time-limit');
  });
});
