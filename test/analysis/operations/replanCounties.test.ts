/** Planning again over several counties: no unit crosses into another county, blocks of force stay their own, and what cannot be done is said. */
import { expect } from 'chai';
import { addedDemand } from '../../../analysis/operations/addedDemand.ts';
import { dayOf, dateOf } from '../../../analysis/operations/days.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { matchDemands } from '../../../analysis/operations/replan/matchDemands.ts';
import { replan } from '../../../analysis/operations/replan/replan.ts';
import { area } from '../../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { areaById } from '../../../models/store/repositories/reference.ts';
import { highsSolver } from '../../../server/workers/highsSolver.ts';
import { seedCounty } from '../../usecases/assessment/smallCounty.ts';
import { startApp, type TestApp } from '../../support/app.ts';
import { areaRow } from '../../support/laboratoryRows.ts';
import { counties } from './counties.ts';
import { expectBalanced } from '../../usecases/operations/county.ts';
import { standingOf } from './standing.ts';

describe('planning again in several counties', function () {
  this.timeout(60_000);
  const problem = counties(2, { weeks: 2, placesMayBeStored: false });
  const plan = planSchedule(problem, 5);
  const from = dayOf(problem.startsOn) + 7;
  const regionOf = new Map(problem.units.map(({ id, region }) => [id, region ?? null]));

  it('a block of force is matched with the demand of its own county', () => {
    const { standing, dropped } = matchDemands(problem, 5, standingOf(plan, from));
    expect(dropped).to.deep.equal([]);
    const blocks = standing.filter(({ task }) => task.kind === 'encirclement');
    expect(new Set(blocks.map(({ demand }) => demand.region)).size, 'both counties have some').to.equal(2);
    for (const { task, demand } of blocks) for (const id of task.unitIds) expect([demand.region, null]).to.include(regionOf.get(id) ?? null);
  });

  it('an absence is mended inside its county; what planning anew would cost is not claimed', async () => {
    const target = plan.tasks.find(({ demand, day, unitIds }) => demand.kind === 'area-check' && day >= from && regionOf.get(unitIds[0] ?? '') === 'c1');
    if (target === undefined) throw new Error('the second county has a check in the second week');
    const absent = { ...problem, absences: [{ unitId: target.unitIds[0] ?? null, startsOn: dateOf(target.day), endsOn: dateOf(target.day) }] };
    const done = replan(absent, 5, standingOf(plan, from), { solve: await highsSolver(), seconds: 30, elapsed: () => 0, free: true });
    expectBalanced(done.plan);
    expect(done.free).to.equal(null);
    expect(done.plan.bound).to.equal(null);
    expect(done.changes.length).to.be.greaterThan(0);
    for (const { demand, unitIds } of done.plan.tasks) for (const id of unitIds) expect([demand.region, null]).to.include(regionOf.get(id) ?? null);
  });

  it('one more block of force without a county is refused in words', () => {
    expect(() => addedDemand(problem, { kind: 'encirclement', areaCode: null, from, to: from + 3 }, [])).to.throw(RangeError, '2 counties (c0, c1)');
  });
});

describe('counties of the store', () => {
  let app: TestApp;
  before(async () => {
    app = await startApp();
  });
  after(() => app.close());

  it('a town unit stays in its county as soon as a plan covers two', async () => {
    const { towns } = await seedCounty(app.store);
    const other = areaRow({ code: 'C2', level: 'county', nameZh: '邻县', nameEn: 'Next county', seatLongitude: null, seatLatitude: null, seatBasis: null });
    const moved = await areaById(app.store.read, towns['K'] ?? '');
    if (moved === undefined) throw new Error('there is a town K');
    await app.store.write(async (tx) => {
      await tx.insert(area, [other]);
      await tx.update(area, moved.id, moved.revision, { parentId: other.id });
      tx.audit({ actorId: null, action: 'area.change', subject: 'area', subjectId: moved.id });
    });
    const planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1' });
    const plan = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 })).as<ScheduleDetail>();
    const unitsIn = (town: string): Set<string> => new Set(plan.tasks.filter((task) => task.area?.code === town).flatMap(({ units }) => units.map(({ code }) => code)));
    expect([...unitsIn('K')], 'the unit at home there').to.deep.equal(['U-K']);
    expect([...unitsIn('D')]).not.to.include('U-K');
    expect(unitsIn('D').size).to.be.greaterThan(0);
  });
});
