/** Two plans of a round over HTTP: figures and tasks side by side, for planners only. */
import { expect } from 'chai';
import type { ComparisonView } from '../../../models/schemas/answers/comparison.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../assessment/smallCounty.ts';

describe('plans side by side', () => {
  let app: TestApp;
  let planner: Agent;
  const compare = (before: string, after: string, agent = planner): Promise<Answer> => agent.get(`/api/schedule-comparisons?before=${before}&after=${after}`);
  const plan = async (body: object = {}): Promise<ScheduleDetail> => (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3, ...body })).as<ScheduleDetail>();

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1' });
  });
  after(() => app.close());

  it('two seeds differ in slots and add up; the same seed is the same plan', async () => {
    const [one, same, other] = [await plan(), await plan(), await plan({ seed: 4 })];
    const equal = (await compare(one.id, same.id)).as<ComparisonView>();
    expect(equal.differences).to.deep.equal([]);
    expect(equal.kept).to.equal(one.tasks.length);
    const answer = await compare(one.id, other.id);
    expect(answer.status, answer.text).to.equal(200);
    const { before, after, kept, counts, differences, loads, notes } = answer.as<ComparisonView>();
    expect(before).to.deep.include({ id: one.id, objective: one.objective, gap: one.gap, predictability: one.body.predictability, tasks: one.tasks.length });
    expect(after).to.deep.include({ id: other.id, bound: other.bound, cost: other.body.cost });
    expect(kept + counts.moved + counts.unitChanged + counts.removed).to.equal(one.tasks.length);
    expect(differences.length).to.equal(counts.moved + counts.unitChanged + counts.added + counts.removed).and.to.be.greaterThan(0);
    expect(loads.map(({ unit }) => unit)).to.deep.equal(['U-D', 'U-K', 'U-C1', 'U-C2', 'U-X']);
    const shifts = (side: 'before' | 'after'): number => loads.reduce((sum, line) => sum + (line[side]?.tasks ?? 0), 0);
    expect(shifts('before')).to.equal(one.tasks.reduce((sum, { units }) => sum + units.length, 0));
    expect(shifts('after')).to.equal(other.tasks.reduce((sum, { units }) => sum + units.length, 0));
    expect(notes).to.deep.equal([]);
  });

  it('a revision is compared with what it replaces, also after it took its place, and other periods are said', async () => {
    // room for one more task: nothing is drawn by lot here
    const draft = await plan({ blindShare: 0 });
    const second = await app.person({ roles: ['planner'] });
    const step = async (schedule: ScheduleDetail, action: string, agent = planner): Promise<ScheduleDetail> => (await agent.post(`/api/schedules/${schedule.id}/transitions`, { action, revision: schedule.revision })).as<ScheduleDetail>();
    const inForce = await step(await step(draft, 'approve', second), 'release');
    const again = await planner.post(`/api/schedules/${inForce.id}/replans`, { from: '2018-04-09', added: [{ kind: 're-sampling', area: 'D', from: '2018-04-09', to: '2018-04-15' }] });
    const revision = again.as<ScheduleDetail>();
    const before = (await compare(inForce.id, revision.id)).as<ComparisonView>();
    expect(before.counts, JSON.stringify(before.unserved)).to.include({ added: 1, removed: 0 });
    expect(before.differences).to.have.length(revision.body.replan?.changes.length ?? -1);
    await step(await step(revision, 'approve', second), 'release');
    const after = (await compare(inForce.id, revision.id)).as<ComparisonView>();
    expect(after.before).to.include({ state: 'superseded', cancelled: 0 });
    expect(after.differences).to.deep.equal(before.differences);
    const short = await plan({ weeks: 1 });
    expect((await compare(inForce.id, short.id)).as<ComparisonView>().notes.map(({ en }) => en).join(' ')).to.include('different days');
  });

  it('refuses itself, what is not there, and everybody but planners', async () => {
    const one = await plan({ weeks: 1 });
    expect((await compare(one.id, one.id)).body).to.include({ code: 'invalid' });
    expect((await compare(one.id, 'nothing')).status).to.equal(404);
    expect((await compare(one.id, one.id, await app.as('unit-officer'))).status).to.equal(403);
  });
});
