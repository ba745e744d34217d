/** From grades to a schedule: what is asked for, what is kept, what could not be done and why. */
import { expect } from 'chai';
import fc from 'fast-check';
import { dateOf, dayOf } from '../../../analysis/operations/days.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import type { Plan, Problem } from '../../../analysis/operations/types.ts';
import { area, county, expectBalanced, expectLegal, unit } from '../../usecases/operations/county.ts';

const count = (plan: Plan, kind: string, code?: string): number => plan.tasks.filter(({ demand }) => demand.kind === kind && (code === undefined || demand.areaCode === code)).length;
const print = (plan: Plan): string => JSON.stringify(plan);

describe('a schedule from grades', () => {
  const problem = county();
  const plan = planSchedule(problem, 7);

  it('keeps every hard rule and balances', () => {
    expectLegal(plan, problem);
    expectBalanced(plan);
    expect(plan.unserved).to.deep.equal([]);
  });

  it('checks every sampled town twice a week and now and then once more, and the unsampled one never', () => {
    for (let i = 0; i < 13; i++) expect(count(plan, 'area-check', `A${i}`), `A${i}`).to.be.within(i === 7 ? 0 : 27, i === 7 ? 0 : 38);
    expect(plan.tasks.some(({ demand }) => demand.areaCode === 'A7')).to.equal(false);
  });

  it('checks the premises around each point where the grade is firm: 30 premises are 20 and 10', () => {
    expect(count(plan, 'premises-check')).to.equal(5 * 5 * 2);
    const ofSite = plan.tasks.filter(({ demand }) => demand.kind === 'premises-check' && demand.siteCode === 'A3-1').map(({ demand }) => demand.premises);
    expect(ofSite.sort()).to.deep.equal([10, 20]);
  });

  it('answers weak evidence with bottles and standing checks only', () => {
    for (const code of ['A5', 'A6']) {
      const kinds = new Set(plan.tasks.filter(({ demand }) => demand.areaCode === code).map(({ demand }) => demand.kind));
      expect([...kinds].sort(), code).to.deep.equal(['area-check', 're-sampling']);
    }
  });

  it('plans encirclements as blocks of force without a place until the decision is recorded', () => {
    const blocks = plan.tasks.filter(({ demand }) => demand.kind === 'encirclement');
    expect(blocks.length).to.equal(3);
    for (const { demand, unitIds, shift } of blocks) {
      expect(demand).to.include({ areaId: null, areaCode: '*', siteId: null, siteCode: null });
      expect(unitIds.length).to.equal(5);
      expect(shift).to.equal('day');
    }
    expect(plan.notes.map(({ code }) => code)).to.include('confidentiality');
    const decided = planSchedule(county({ placesMayBeStored: true }), 7);
    expect(decided.tasks.filter(({ demand }) => demand.kind === 'encirclement').map(({ demand }) => demand.areaCode).sort()).to.deep.equal(['A0', 'A1', 'A2']);
  });

  it('says on the plan that no task authorises a search', () => {
    expect(plan.notes[0]).to.deep.include({ code: 'no-authorisation' });
  });

  it('same seed, same bytes; another seed, mostly other slots', () => {
    expect(print(planSchedule(county(), 7))).to.equal(print(plan));
    const slots = (p: Plan): Set<string> => new Set(p.tasks.map(({ demand, day, shift }) => `${demand.kind} ${demand.areaCode} ${demand.siteCode ?? ''} ${day} ${shift}`));
    const other = slots(planSchedule(county(), 8));
    const shared = [...slots(plan)].filter((slot) => other.has(slot)).length;
    expect(shared / plan.tasks.length).to.be.below(0.3);
  });

  it('sends a town its own unit where it has one', () => {
    const own = plan.tasks.filter(({ demand, unitIds }) => demand.kind === 'area-check' && unitIds[0] === demand.areaId?.replace('a', 'T')).length;
    const possible = plan.tasks.filter(({ demand }) => demand.kind === 'area-check' && Number(demand.areaCode.slice(1)) < 10).length;
    expect(own / possible).to.be.above(0.8);
  });
});

describe('what stands in the way', () => {
  it('respects blackouts and absences, and names them where they cost a task', () => {
    const problem = county({ absences: [{ unitId: null, startsOn: '2018-04-02', endsOn: '2018-04-07' }, { unitId: 'T1', startsOn: '2018-05-01', endsOn: '2018-05-31' }] });
    const plan = planSchedule(problem, 1);
    expectLegal(plan, problem);
    expectBalanced(plan);
    const first = plan.unserved.filter(({ kind, week }) => kind === 'area-check' && week === 1);
    expect(first.reduce((sum, each) => sum + each.count, 0)).to.be.at.least(12);
    for (const { reasons } of first) expect(reasons.map(({ code }) => code)).to.include.members(['BLACKOUT', 'ELIGIBILITY']);
    expect(first[0]?.reasons.find(({ code }) => code === 'BLACKOUT')?.en).to.match(/^blackout day: \d+ of \d+ candidate slots$/);
  });

  it('no units: everything is unserved and says that nobody is there to send', () => {
    const plan = planSchedule(county({ units: [] }), 1);
    expectBalanced(plan);
    expect(plan.served).to.equal(0);
    for (const { reasons } of plan.unserved) expect(reasons[0]?.code).to.equal('ELIGIBILITY');
  });

  it('too little joint force: the encirclement is unserved with the reason', () => {
    const problem = county({ units: county().units.filter(({ level }) => level !== 'city') });
    const plan = planSchedule(problem, 1);
    const blocked = plan.unserved.find(({ kind }) => kind === 'encirclement');
    expect(blocked?.reasons.map(({ code }) => code)).to.include('JOINT_FORCE');
    expect(blocked?.area).to.equal('*');
  });

  it('overload: what fits is placed within the caps, the rest is listed', () => {
    const problem = county({ units: county().units.map((each) => ({ ...each, shiftsPerWeek: 2 })) });
    const plan = planSchedule(problem, 1);
    expectLegal(plan, problem);
    expectBalanced(plan);
    expect(plan.unserved.length).to.be.greaterThan(0);
    expect(plan.unserved.flatMap(({ reasons }) => reasons.map(({ code }) => code))).to.include('WEEK_CAP');
  });

  it('evidence that is too old on the first day drives no force, and says so', () => {
    const plan = planSchedule(county({ startsOn: '2019-01-07' }), 1);
    expect(new Set(plan.tasks.map(({ demand }) => demand.kind))).to.deep.equal(new Set(['re-sampling', 'area-check']));
    expect(plan.notes.map(({ code }) => code)).to.include('evidence-old');
  });

  it('evidence that grows old during the schedule ends the window, with FRESHNESS as the reason of what is left', () => {
    const problem = county({ areas: [area(0, { grade: 'moderately-severe', evidenceOn: '2017-10-06' })], units: [unit('T0', 'town', 0, 3)] });
    const plan = planSchedule(problem, 1);
    expectLegal(plan, problem);
    const late = plan.unserved.filter(({ kind }) => kind === 'premises-check');
    expect(late.length).to.be.greaterThan(0);
    expect(late.flatMap(({ reasons }) => reasons.map(({ code }) => code))).to.include('FRESHNESS');
  });

  it('results changed after the assessment: only re-sampling and the standing checks there', () => {
    const plan = planSchedule(county({ areas: [area(0, { grade: 'severe', outdated: true })] }), 1);
    expect(new Set(plan.tasks.map(({ demand }) => demand.kind))).to.deep.equal(new Set(['re-sampling', 'area-check']));
    expect(plan.notes.map(({ code }) => code)).to.include('outdated');
  });

  it('a source below a named reach is investigated, and an uncounted point visited once', () => {
    const plan = planSchedule(county({ areas: [area(0, { grade: 'moderately-severe', sourceSiteId: 'a0s1', sites: [{ id: 'a0s1', code: 'A0-1', premises: null }, { id: 'a0s2', code: 'A0-2', premises: 0 }] })] }), 1);
    expect(plan.tasks.find(({ demand }) => demand.kind === 'source-investigation')?.demand.siteCode).to.equal('A0-1');
    expect(plan.tasks.filter(({ demand }) => demand.kind === 'premises-check').map(({ demand }) => demand.siteCode)).to.deep.equal(['A0-1']);
    expect(plan.notes.map(({ code }) => code)).to.include('premises-not-counted');
  });

  it('a start in the middle of a week keeps the caps of calendar weeks too', () => {
    const problem = county({ startsOn: '2018-04-05', weeks: 6, units: county().units.map((each) => ({ ...each, shiftsPerWeek: 4 })) });
    expectLegal(planSchedule(problem, 3), problem);
  });

  it('wrong starts and weeks are refused with what was expected', () => {
    expect(() => planSchedule(county({ weeks: 0 }), 1)).to.throw(RangeError, /weeks is 0; a whole number from 1 to 53/);
    expect(() => planSchedule(county({ startsOn: '2018-02-30' }), 1)).to.throw(RangeError, /"2018-02-30" is no calendar date/);
    expect(() => planSchedule(county(), 1, () => ({ placed: [], unplaced: [], bound: null, notes: [] }))).to.throw(/the sum was expected to be the same/);
  });

  it('dates survive the round trip', () => {
    expect(dateOf(dayOf('1988-07-01'))).to.equal('1988-07-01');
    expect(dayOf('2018-04-03') - dayOf('2018-04-02')).to.equal(1);
  });
});

describe('200 random counties', () => {
  const grades = fc.constantFrom('severe', 'moderately-severe', 'general', 'insufficient', 'not-graded');
  const problems: fc.Arbitrary<Problem> = fc
    .record({
      start: fc.constantFrom('2018-04-02', '2018-04-04', '2018-12-30'),
      weeks: fc.integer({ min: 1, max: 4 }),
      towns: fc.array(fc.record({ grade: grades, firmness: fc.constantFrom('firm', 'borderline'), premises: fc.option(fc.integer({ min: 0, max: 90 })) }), { minLength: 1, maxLength: 6 }),
      units: fc.array(fc.record({ level: fc.constantFrom('town', 'county', 'city'), home: fc.integer({ min: 0, max: 5 }), shifts: fc.integer({ min: 0, max: 7 }) }), { maxLength: 8 }),
      off: fc.array(fc.record({ who: fc.option(fc.integer({ min: 0, max: 7 })), from: fc.integer({ min: -5, max: 30 }), days: fc.integer({ min: 0, max: 6 }) }), { maxLength: 4 }),
    })
    .map(({ start, weeks, towns, units, off }) => ({
      ...county(),
      startsOn: start,
      weeks,
      areas: towns.map(({ grade, firmness, premises }, i) =>
        area(i, { grade: grade as 'severe', firmness: firmness as 'firm', evidenceOn: '2018-11-01', sites: [{ id: `a${i}s`, code: `A${i}-0`, premises }] }),
      ),
      units: units.map(({ level, home, shifts }, i) => unit(`U${i}`, level as 'town', home, shifts)),
      absences: off.map(({ who, from, days }) => ({ unitId: who === null ? null : `U${who}`, startsOn: dateOf(dayOf(start) + from), endsOn: dateOf(dayOf(start) + from + days) })),
    }));

  it('break no hard rule and balance', function () {
    this.timeout(60_000);
    fc.assert(
      fc.property(problems, fc.integer({ min: 0, max: 2 ** 31 }), (problem, seed) => {
        const plan = planSchedule(problem, seed);
        expectLegal(plan, problem);
        expectBalanced(plan);
      }),
      { seed: 2018, numRuns: 200 },
    );
  });
});
