/** What an observer can foretell: all of a fixed rule, more of a naive one than of chance, and less with a random third visit. */
import { expect } from 'chai';
import { dayOf } from '../../../analysis/operations/days.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { predictability, watchedTowns, type Predictability, type Watched } from '../../../analysis/operations/predictability.ts';
import { Random } from '../../../analysis/random.ts';
import { county } from '../../usecases/operations/county.ts';
import { naive, type NaiveRule } from './naiveRules.ts';

const START = dayOf('2018-04-02');
const of = (rule: NaiveRule): Predictability => predictability(Array.from({ length: 8 }, (_, quarter) => Array.from({ length: 12 }, (_unused, town) => naive(rule, START, 13, new Random(7, 100 * quarter + town), String(quarter)))).flat());

describe('predictability', () => {
  it('tells naive rules from chance', () => {
    const fixed = of('fixed-weekdays');
    const clever = of('never-adjacent-never-same-weekday');
    const chance = of('chance');
    expect(fixed.brierSkill).to.be.above(0.5);
    expect(fixed.safeDays).to.be.above(0.4);
    expect(clever.safeDays, 'rules against patterns tell him when he is safe').to.be.above(chance.safeDays);
    expect(clever.brierSkill).to.be.above(chance.brierSkill);
    expect(fixed.entropy).to.be.below(clever.entropy);
  });

  it('visits every day are foretold, and none at all have no skill to measure', () => {
    const every = (hit: boolean): Watched[] => ['a', 'b'].map((group) => ({ start: START, days: 70, visits: new Map(hit ? Array.from({ length: 70 }, (_, i): [number, string] => [START + i, 'morning']) : []), group }));
    expect(predictability(every(true))).to.include({ safeDays: 0, brierSkill: 0, forced: 1 });
    expect(predictability(every(false))).to.include({ safeDays: 1, forced: 0, visits: 0 });
    expect(() => predictability(every(true).slice(0, 1))).to.throw(RangeError, /at least 2/);
  });

  it('a random third visit leaves fewer safe days and fewer sure ones', () => {
    const base = county({ placesMayBeStored: true });
    const watched = (extraShare: number): Predictability => {
      const problem = { ...base, rules: { ...base.rules, rules: base.rules.rules.map((rule) => (rule.kind === 'area-check' ? { ...rule, extraShare } : rule)) } };
      return predictability([1, 2, 3, 4].flatMap((seed) => watchedTowns(planSchedule(problem, seed).tasks, problem.startsOn, problem.weeks, String(seed))));
    };
    const legal = watched(0);
    const extra = watched(0.5);
    expect(extra.safeDays).to.be.below(legal.safeDays);
    expect(extra.forced).to.be.below(legal.forced);
    expect(extra.visits).to.be.above(legal.visits);
  });
});
