/** Planning again: what is over and pinned stays, what can stay does, what was hit is placed legally, and calm has a price that is shown. */
import { expect } from 'chai';
import { dateOf, dayOf } from '../../../analysis/operations/days.ts';
import { optimise } from '../../../analysis/operations/optimise/optimise.ts';
import { planDocument } from './planDocument.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { checkMoves } from '../../../analysis/operations/replan/checkMove.ts';
import { pinConflicts, replan } from '../../../analysis/operations/replan/replan.ts';
import type { Replanned, Replanning } from '../../../analysis/operations/replan/types.ts';
import type { Plan, Problem } from '../../../analysis/operations/types.ts';
import { highsSolver } from '../../../server/workers/highsSolver.ts';
import type { SolveMilp } from '../../../analysis/operations/optimise/milp.ts';
import { checkPlan } from './checker/checkPlan.ts';
import { county, expectBalanced, expectLegal } from '../../usecases/operations/county.ts';
import { standingOf } from './standing.ts';

describe('planning again', function () {
  this.timeout(60_000);
  const SEED = 5;
  const FROM = dayOf('2018-04-11');
  const on = (day: number): string => dateOf(day);
  const problem = (more: Partial<Problem> = {}): Problem => county({ weeks: 5, placesMayBeStored: true, ...more });
  let solve: SolveMilp;
  let plan: Plan;
  before(async () => {
    solve = await highsSolver();
    plan = planSchedule(problem(), SEED, optimise({ solve, seconds: 30, elapsed: () => 0 }));
  });
  const again = (later: Problem, replanning: Replanning, free = false): Replanned => replan(later, SEED, replanning, { solve, seconds: 30, elapsed: () => 0, free });
  const slots = ({ tasks }: Plan, before = Infinity): string[] => tasks.filter(({ day }) => day < before).map(({ demand, day, shift, unitIds }) => [demand.kind, demand.areaCode, demand.siteCode, day, shift, ...unitIds].join(' ')).sort();
  const within = ({ changes, hit }: Replanned): void => void expect(changes.length).to.be.at.most(Math.max(15, 3 * hit));

  it('changes nothing where nothing happened', () => {
    const { plan: after, changes, hit } = again(problem(), standingOf(plan, FROM));
    expect({ changes, hit }).to.deep.equal({ changes: [], hit: 0 });
    expect(slots(after)).to.deep.equal(slots(plan));
    expect(after.objective).to.be.closeTo(plan.objective, 1e-6);
  });

  it('answers an absence, a blackout and one more operation with few changes, legally, at a price that is shown', () => {
    const later = problem({ absences: [{ unitId: 'T3', startsOn: on(FROM + 2), endsOn: on(FROM + 9) }, { unitId: null, startsOn: on(FROM + 6), endsOn: on(FROM + 6) }] });
    const replanning: Replanning = { ...standingOf(plan, FROM), added: [{ kind: 'encirclement', areaCode: null, from: FROM + 1, to: FROM + 23 }] };
    const done = again(later, replanning, true);
    expectLegal({ ...done.plan, tasks: done.plan.tasks.filter(({ day }) => day >= FROM) }, later);
    expectBalanced(done.plan);
    expect(checkPlan(JSON.stringify(planDocument(later, done.plan))).filter(({ code }) => code !== 'OPERATIONS'), 'all but one operation more than the rules ask for').to.deep.equal([]);
    within(done);
    expect(slots(done.plan, FROM), 'the past is fixed').to.deep.equal(slots(plan, FROM));
    expect(done.plan.tasks.filter(({ demand }) => demand.kind === 'encirclement').length).to.equal(1 + plan.tasks.filter(({ demand }) => demand.kind === 'encirclement').length);
    if (done.free === null || done.plan.bound === null) throw new Error('a free plan and a bound were expected');
    expect(done.free.changes).to.be.greaterThan(done.changes.length);
    expect(done.plan.objective / done.free.objective).to.be.at.most(1.02);
    expect(done.plan.objective).to.be.at.least(done.plan.bound - 1e-6);
    // every change is a difference between the plans, and the other way round
    const before = new Map(replanning.tasks.map(({ id, day, shift, unitIds }) => [id, [day, shift, ...unitIds].join(' ')]));
    const moved = done.plan.tasks.filter(({ was, day, shift, unitIds }) => was === undefined || before.get(was) !== [day, shift, ...unitIds].join(' ')).length;
    expect(done.changes.filter(({ change }) => change !== 'dropped').length).to.equal(moved);
  });

  it('same seed and events, same bytes', () => {
    const later = problem({ absences: [{ unitId: 'T2', startsOn: on(FROM), endsOn: on(FROM + 6) }] });
    expect(JSON.stringify(again(later, standingOf(plan, FROM)))).to.equal(JSON.stringify(again(later, standingOf(plan, FROM))));
  });

  it('asks again for what was cancelled, never in the past, and says that the day is over', () => {
    const from = FROM + 5;
    const cancelled = standingOf(plan, from, ({ kind, day }) => (kind === 'area-check' && (day === FROM - 7 || day === FROM + 7) ? { state: 'gone' } : {}));
    const gone = cancelled.tasks.filter(({ state }) => state === 'gone');
    const late = gone.filter(({ day }) => day >= from).length;
    expect(late).to.be.greaterThan(0).and.to.be.below(gone.length);
    const done = again(problem(), cancelled);
    expect(done.changes.filter(({ change }) => change === 'new').length).to.equal(late);
    const past = done.plan.unserved.flatMap(({ reasons }) => reasons.map(({ code }) => code));
    expect(past).to.include('PAST');
    expectBalanced(done.plan);
  });

  it('a pinned task stays; one that cannot is named with the reason, and nothing is planned', () => {
    const target = plan.tasks.findIndex(({ demand, day }) => demand.kind === 'area-check' && day >= FROM + 7);
    const task = plan.tasks[target];
    if (task === undefined) throw new Error('there is a check');
    const pinned = standingOf(plan, FROM, (_, i) => ({ pinned: i === target }));
    const off = problem({ absences: [{ unitId: task.unitIds[0] ?? '', startsOn: on(task.day), endsOn: on(task.day) }] });
    expect(pinConflicts(off, SEED, pinned)).to.deep.equal([{ id: pinned.tasks[target]?.id, codes: ['UNIT_OFF'] }]);
    expect(() => again(off, pinned)).to.throw(RangeError, /UNIT_OFF/);
    const other = problem({ absences: [{ unitId: task.unitIds[0] ?? '', startsOn: on(task.day + 1), endsOn: on(task.day + 2) }] });
    expect(again(other, pinned).plan.tasks.find(({ was }) => was === pinned.tasks[target]?.id)).to.deep.include({ day: task.day, shift: task.shift, unitIds: task.unitIds });
  });

  it('drops force where the evidence no longer carries it', () => {
    const later = problem({ areas: problem().areas.map((area) => (area.code === 'A3' ? { ...area, outdated: true } : area)) });
    const done = again(later, standingOf(plan, FROM));
    const kinds = new Set(done.plan.tasks.filter(({ demand, day }) => demand.areaCode === 'A3' && day >= FROM).map(({ demand }) => demand.kind));
    expect([...kinds].sort()).to.deep.equal(['area-check', 're-sampling']);
    expect(done.changes.filter(({ change, areaCode }) => change === 'dropped' && areaCode === 'A3').length).to.be.greaterThan(0);
    within({ ...done, changes: done.changes.filter(({ areaCode }) => areaCode !== 'A3') });
  });

  it('refuses what was added for a day or place that cannot be', () => {
    const add = (added: Replanning['added']): (() => unknown) => () => again(problem(), { ...standingOf(plan, FROM), added });
    expect(add([{ kind: 'encirclement', areaCode: 'A0', from: FROM, to: FROM + 5 }])).to.throw(RangeError, /no area, as a block of force/);
    expect(add([{ kind: 'area-check', areaCode: 'A99', from: FROM, to: FROM + 5 }])).to.throw(RangeError, /an area of the plan/);
    expect(add([{ kind: 're-sampling', areaCode: 'A1', from: FROM + 200, to: FROM + 201 }])).to.throw(RangeError, /days of the schedule/);
  });

  it('a move by hand is told every rule it breaks, by the codes of the planner', () => {
    const replanning = standingOf(plan, FROM);
    const check = replanning.tasks.find(({ kind, day }) => kind === 'area-check' && day >= FROM + 7);
    if (check === undefined) throw new Error('there is a check');
    const codes = (move: object, later = problem()): string[] => checkMoves(later, SEED, replanning, [{ id: check.id, day: check.day, shift: check.shift, unitIds: check.unitIds, ...move }]).map(({ code }) => code);
    expect(codes({})).to.deep.equal([]);
    expect(codes({ day: FROM - 1 })).to.include.members(['PAST', 'WINDOW']);
    expect(codes({ unitIds: ['C1'] })).to.include('ELIGIBILITY');
    expect(codes({ unitIds: ['nobody'] })).to.include('UNIT_OFF');
    expect(codes({ shift: 'day' })).to.include('SHIFT');
    expect(codes({}, problem({ absences: [{ unitId: null, startsOn: on(check.day), endsOn: on(check.day) }] }))).to.include('BLACKOUT');
    const busy = replanning.tasks.find(({ kind, day, id, unitIds }) => kind !== 'encirclement' && day === check.day && id !== check.id && unitIds[0]?.startsWith('T') === true);
    if (busy !== undefined) expect(codes({ unitIds: busy.unitIds })).to.include('BUSY');
    const same = replanning.tasks.find(({ kind, areaCode, day, id }) => kind === 'area-check' && areaCode === check.areaCode && id !== check.id && Math.floor((day - dayOf('2018-04-02')) / 7) === Math.floor((check.day - dayOf('2018-04-02')) / 7));
    if (same !== undefined) expect(codes({ day: same.day })).to.include('GAP');
    expect(() => checkMoves(problem(), SEED, replanning, [{ id: 'none', day: FROM, shift: 'day', unitIds: [] }])).to.throw(RangeError, /no standing task/);
  });
});
