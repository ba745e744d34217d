/** The layers against one programme of everything: on tiny counties of one and four weeks they cost the same, and the bound is below both. */
import { expect } from 'chai';
import { collectDemands } from '../../../analysis/operations/demands.ts';
import { optimise } from '../../../analysis/operations/optimise/optimise.ts';
import type { SolveMilp } from '../../../analysis/operations/optimise/milp.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import type { Problem } from '../../../analysis/operations/types.ts';
import { highsSolver } from '../../../server/workers/highsSolver.ts';
import { area, county, unit } from '../../usecases/operations/county.ts';
import { monolith } from './monolith.ts';

const SITES = (code: string) => [{ id: `${code}s`, code: `${code}-0`, premises: 30 }];
const tiny = (weeks: number, more: Partial<Problem> = {}): Problem => {
  const base = county({ weeks, areas: [area(0, { grade: 'moderately-severe', sites: SITES('A0') }), area(1, { sites: SITES('A1') })], units: [unit('T0', 'town', 0, 4), unit('T1', 'town', 1, 4), unit('C1', 'county', 1, 2)], ...more });
  return base;
};
const force = (problem: Problem): Problem => ({ ...problem, rules: { ...problem.rules, rules: problem.rules.rules.map((rule) => (rule.kind === 'encirclement' ? { ...rule, crew: [{ level: 'county' as const, count: 1 }, { level: 'town' as const, count: 1 }] } : rule)) } });
/** Two checks and one teaching visit for two units: one has to do more. */
const noExtra = (problem: Problem): Problem => ({ ...problem, rules: { ...problem.rules, rules: problem.rules.rules.map((rule) => (rule.kind === 'area-check' ? { ...rule, extraShare: 0 } : rule)) } });

describe('the layers and one programme of everything', function () {
  this.timeout(60_000);
  let solve: SolveMilp;
  before(async () => {
    solve = await highsSolver();
  });
  const cases: Record<string, Problem> = {
    'one week': tiny(1),
    'one week, a unit away': tiny(1, { absences: [{ unitId: 'T1', startsOn: '2018-04-02', endsOn: '2018-04-05' }] }),
    'one week, too much work': tiny(1, { units: [unit('T0', 'town', 0, 2), unit('C1', 'county', 1, 1)] }),
    'one week, joint force': force(tiny(1, { areas: [area(0, { grade: 'severe', sites: SITES('A0') }), area(1, { sites: SITES('A1') })] })),
    'one week, a share drawn by lot': tiny(1, { blindShare: 0.25 }),
    'one week, loads that cannot be even': noExtra(tiny(1, { areas: [area(0, { sites: SITES('A0') })], units: [unit('T0', 'town', 0, 4), unit('T1', 'town', 1, 4)] })),
    'four weeks': tiny(4),
    'four weeks, a blackout': tiny(4, { absences: [{ unitId: null, startsOn: '2018-04-09', endsOn: '2018-04-13' }] }),
  };
  for (const [name, problem] of Object.entries(cases)) {
    it(name, () => {
      const whole = solve(monolith(problem, collectDemands(problem, 3).demands), { seconds: 20, relativeGap: 1e-9 });
      const made = planSchedule(problem, 3, optimise({ solve, seconds: 60, elapsed: () => 0 }));
      expect(whole.status).to.equal('optimal');
      expect(made.objective, 'no schedule costs less than the best of all').to.be.at.least(whole.objective - 1e-6);
      expect(made.objective, 'and the layers find it').to.be.closeTo(whole.objective, 1e-6 * Math.max(1, whole.objective));
      expect(made.bound).to.be.at.most(whole.objective + 1e-6);
    });
  }
});
