/** The share drawn by lot: its size, its towns, its independence of the grades, and what it leaves alone. */
import { expect } from 'chai';
import fc from 'fast-check';
import { blindDemands } from '../../../analysis/operations/blind.ts';
import { collectDemands } from '../../../analysis/operations/demands.ts';
import { hitRates } from '../../../analysis/operations/hitRates.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { area, county, expectBalanced, expectLegal } from '../../usecases/operations/county.ts';

describe('the share that no grade steers', () => {
  it('is none where no share is asked for, and leaves the demands of the rules as they are', () => {
    const without = collectDemands(county(), 5).demands;
    const withShare = collectDemands(county({ blindShare: 0.1 }), 5).demands;
    expect(without.every(({ blind }) => !blind)).to.equal(true);
    expect(withShare.filter(({ blind }) => !blind)).to.deep.equal(without);
    expect(blindDemands(county({ blindShare: 0.1, rules: { ...county().rules, rules: county().rules.rules.filter(({ kind }) => kind !== 'premises-check') } }), without, 5)).to.deep.equal([]);
    expect(blindDemands(county({ blindShare: 0.1, areas: [area(0, { grade: 'not-graded', sites: [] })] }), without, 5)).to.deep.equal([]);
    for (const blindShare of [-0.1, 0.51, Number.NaN]) expect(() => collectDemands(county({ blindShare }), 5)).to.throw(RangeError, 'blindShare');
  });

  it('is the least number of checks that reaches the share, in every sampled town as often as in any other, in every week', () => {
    fc.assert(fc.property(fc.double({ min: 0.01, max: 0.5, noNaN: true }), fc.integer({ min: 0, max: 1e6 }), (blindShare, seed) => {
      const { demands } = collectDemands(county({ blindShare }), seed);
      const work = demands.filter(({ kind }) => kind !== 'area-check');
      const drawn = work.filter(({ blind }) => blind);
      // an encirclement binds the whole force of five for a day of two shifts
      const shifts = (list: typeof work): number => list.reduce((sum, { crew, shifts: of }) => sum + crew.reduce((all, { count }) => all + count, 0) * (of.includes('day') ? county().rules.shiftCost.day : 1), 0);
      expect(drawn.length / shifts(work)).to.be.at.least(blindShare - 1e-9);
      expect((drawn.length - 1) / (shifts(work) - 1)).to.be.below(blindShare);
      const towns = new Map<string, number>(county().areas.filter(({ sites }) => sites.length > 0).map(({ code }) => [code, 0]));
      for (const { areaCode } of drawn) towns.set(areaCode, (towns.get(areaCode) ?? 0) + 1);
      expect(towns.has('A7'), 'not sampled').to.equal(false);
      expect(Math.max(...towns.values()) - Math.min(...towns.values())).to.be.at.most(1);
    }), { seed: 41, numRuns: 60 });
  });

  it('draws the same towns whatever their grades: only how many depends on them', () => {
    const drawn = (more: object): string[] => collectDemands(county({ blindShare: 0.1, ...more }), 9).demands.flatMap(({ blind, siteCode }) => (blind ? [siteCode ?? ''] : []));
    const turned = county().areas.map((each, i) => (each.grade === 'not-graded' ? each : { ...each, grade: i < 6 ? ('general' as const) : ('severe' as const) }));
    const [one, other] = [drawn({}), drawn({ areas: turned })];
    const both = Math.min(one.length, other.length);
    expect(both).to.be.at.least(5);
    expect(one.slice(0, both)).to.deep.equal(other.slice(0, both));
    expect(drawn({})).to.deep.equal(one);
  });

  it('is placed, accounted and said: the share reached, the towns, and a note where it is too small or has no room', () => {
    const problem = county({ blindShare: 0.1 });
    const plan = planSchedule(problem, 7);
    expectLegal(plan, problem);
    expectBalanced(plan);
    expect(plan.blind?.reached).to.be.at.least(0.1);
    expect(plan.blind?.towns.reduce((sum, { checks }) => sum + checks, 0)).to.equal(plan.tasks.filter(({ demand }) => demand.blind).length);
    expect(plan.notes.map(({ code }) => code)).not.to.include.members(['blind-low']);
    expect(planSchedule(county({ blindShare: 0.02 }), 7).notes.map(({ code }) => code)).to.include('blind-low');
    const short = planSchedule(county({ blindShare: 0.1, units: county().units.map((unit) => ({ ...unit, shiftsPerWeek: 1 })) }), 7);
    expectBalanced(short);
    expect(short.blind?.unserved).to.be.above(0);
    expect(short.unserved.some(({ blind }) => blind === true)).to.equal(true);
    expect(planSchedule(county(), 7).blind).to.equal(null);
  });

  it('has hit rates of its own', () => {
    const line = (blind: boolean, cases: number) => ({ grade: 'severe', kind: 'premises-check', blind, cases, premisesDone: 10 });
    expect(hitRates([line(false, 1), line(false, 2), line(true, 0), line(true, 1)]).map(({ blind, tasks, hits }) => [blind, tasks, hits])).to.deep.equal([[false, 2, 2], [true, 2, 1]]);
  });
});
