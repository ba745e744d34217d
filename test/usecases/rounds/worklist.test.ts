/** What waits for planners on their home page, and who learns of a schedule there. */
import { expect } from 'chai';
import type { Worklist } from '../../../server/usecases/rounds/worklist.ts';
import { seedCounty } from '../assessment/smallCounty.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';

describe('the home page of a planner', () => {
  let app: TestApp;
  let planner: Agent;
  let second: Agent;

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    second = await app.person({ roles: ['planner'] });
  });
  after(() => app.close());

  const homeOf = async (agent: Agent): Promise<Worklist> => (await agent.get('/api/worklist')).as<Worklist>();
  const countOf = ({ counts }: Worklist, key: string): number | undefined => counts.find((each) => each.key === key)?.count;

  it('counts a round from its assessment until something is planned for it, and again after a withdrawal', async () => {
    expect(countOf(await homeOf(planner), 'toSchedule')).to.equal(0);
    await planner.post('/api/assessments', { round: '2018-Q1' });
    const waiting = await homeOf(planner);
    expect(waiting.counts).to.deep.include({ key: 'toSchedule', count: 1, room: 'operations', query: 'round=2018-Q1' });
    expect(waiting.recent[0]?.sentence.en).to.match(/made 1 assessment$/);

    const planned = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 1, seed: 3 })).as<{ id: string; revision: number }>();
    expect(countOf(await homeOf(planner), 'toSchedule')).to.equal(0);
    expect(countOf(await homeOf(second), 'toApprove')).to.equal(1);
    const withdrawn = await planner.post(`/api/schedules/${planned.id}/transitions`, { action: 'withdraw', revision: planned.revision });
    expect(withdrawn.status, withdrawn.text).to.equal(200);
    expect(countOf(await homeOf(planner), 'toSchedule')).to.equal(1);
  });

  it('tells of schedules only those who may read them', async () => {
    expect((await homeOf(second)).recent.map(({ action }) => action)).to.include('schedule.create');
    for (const role of ['quality-manager', 'technician', 'viewer'] as const) {
      const { recent, counts } = await homeOf(await app.as(role));
      expect(recent.filter(({ action }) => action.startsWith('schedule.'))).to.deep.equal([]);
      expect(counts.map(({ key }) => key)).not.to.include('toSchedule');
    }
  });
});
