/** One day of a plan on the ground: routes that add up, blocks of force without a place, and the embargo. */
import { expect } from 'chai';
import { byRoad } from '../../../analysis/operations/route.ts';
import type { DayRoutesView } from '../../../models/schemas/answers/dayRoutes.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { dayRoutes } from '../../../server/usecases/operations/tasks/dayRoutes.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../assessment/smallCounty.ts';

describe('a day of a plan on the map', function () {
  this.timeout(60_000);
  let app: TestApp;
  let planner: Agent;
  let plan: ScheduleDetail;
  const read = (date?: string, agent = planner): Promise<Answer> => agent.get(`/api/schedules/${plan.id}/day-routes${date === undefined ? '' : `?date=${date}`}`);

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1' });
    plan = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 })).as<ScheduleDetail>();
  });
  after(() => app.close());

  it('every task of every day is in it once per unit, and the legs of a route are its length', async () => {
    for (const date of [...new Set(plan.tasks.map((task) => task.date))]) {
      const day = (await read(date)).as<DayRoutesView>();
      const own = plan.tasks.filter((task) => task.date === date);
      expect(day.units.flatMap(({ unit, tasks }) => tasks.map(({ id }) => `${unit.code} ${id}`))).to.have.members(own.flatMap(({ id, units }) => units.map(({ code }) => `${code} ${id}`)));
      for (const { home, stops, kilometres, returnKm, tasks } of day.units) {
        for (const task of tasks) expect(task.placed, task.kind).to.equal(task.area !== null);
        if (home === null || kilometres === null || returnKm === null) continue;
        expect(stops.reduce((sum, { legKm }) => sum + (legKm ?? NaN), 0) + returnKm).to.be.closeTo(kilometres, 1e-6);
        const [first] = stops;
        expect(first?.legKm).to.be.closeTo(first === undefined ? NaN : byRoad(home, first), 1e-9);
      }
      if (day.units.some(({ stops }) => stops.length > 0)) expect(day.bounds).to.have.length(4);
    }
  });

  it('an area check passes the points of its area; a day without a task says so and names its neighbours', async () => {
    const check = plan.tasks.find(({ kind, area }) => kind === 'area-check' && area?.code === 'D');
    const day = (await read(check?.date)).as<DayRoutesView>();
    const [route] = day.units.filter(({ tasks }) => tasks.some(({ id }) => id === check?.id));
    expect(route?.stops.map(({ label }) => label.en).sort()).to.deep.equal(['D-1', 'D-2', 'D-3', 'D-4', 'D-5']);
    const dates = new Set(plan.tasks.map((task) => task.date));
    const empty = Array.from({ length: 14 }, (_, i) => `2018-04-${String(i + 2).padStart(2, '0')}`).find((date) => !dates.has(date));
    if (empty === undefined) return;
    const none = (await read(empty)).as<DayRoutesView>();
    expect(none.units).to.deep.equal([]);
    expect(none.bounds).to.equal(null);
    for (const near of [none.before, none.after]) if (near !== null) expect(dates.has(near)).to.equal(true);
  });

  it('goes by road where the installation has a road server, and says so', async () => {
    const note = { code: 'road-server', zh: '道路', en: 'by road' } as const;
    const asked: number[] = [];
    const day = await dayRoutes(app.store, app.user(planner), { id: plan.id, at: app.clock(), roads: (points) => {
      asked.push(points.length);
      return Promise.resolve({ distance: (from, to) => 2 * byRoad(from, to), note });
    } });
    expect(asked, 'one table for the whole day').to.have.length(1);
    expect(day.notes[0]).to.deep.equal(note);
    const legs = day.units.flatMap(({ home, stops }) => (home === null || stops[0] === undefined ? [] : [[stops[0].legKm, 2 * byRoad(home, stops[0])]]));
    expect(legs).to.not.be.empty;
    for (const [leg, road] of legs) expect(leg).to.be.closeTo(road ?? NaN, 1e-9);
  });

  it('a block of force has no place on it', async () => {
    const operation = plan.tasks.find(({ kind }) => kind === 'encirclement');
    const day = (await read(operation?.date)).as<DayRoutesView>();
    const joined = day.units.filter(({ tasks }) => tasks.some(({ id }) => id === operation?.id));
    expect(joined).to.have.length(5);
    for (const { stops, kilometres } of joined) expect({ stops, kilometres }).to.deep.equal({ stops: [], kilometres: null });
    expect(day.notes.map(({ code }) => code)).to.include.members(['block-of-force', 'map-approval', 'road-factor']);
  });

  it('keeps the embargo, and names the days that it has', async () => {
    const officer = await app.as('unit-officer');
    expect((await read('2018-04-03', officer)).status).to.equal(404);
    expect((await read('2018-05-03')).text).to.include('2018-04-15');
    expect((await read('2018-02-30')).body).to.include({ code: 'invalid' });
    const second = await app.person({ roles: ['planner'] });
    const step = async (agent: Agent, action: string): Promise<void> => {
      plan = (await agent.post(`/api/schedules/${plan.id}/transitions`, { action, revision: plan.revision })).as<ScheduleDetail>();
    };
    await step(second, 'approve');
    expect((await read(undefined, officer)).status).to.equal(404);
    await step(planner, 'release');
    expect((await read(undefined, officer)).as<DayRoutesView>().date).to.equal(plan.tasks.map(({ date }) => date).sort()[0]);
    const elsewhere = await app.person({ roles: ['unit-officer'], areaCodes: ['K'] });
    for (const date of new Set(plan.tasks.map((task) => task.date))) {
      for (const { tasks } of (await read(date, elsewhere)).as<DayRoutesView>().units) for (const { id, area } of tasks) expect(area?.code === 'K' || plan.tasks.find((task) => task.id === id)?.units.some(({ code }) => code === 'U-K')).to.equal(true);
    }
  });
});
