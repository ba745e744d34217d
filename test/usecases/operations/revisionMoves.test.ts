/** Moves by hand in the draft of a revision: the past stays, and the list of changes follows every move. */
import { expect } from 'chai';
import type { ScheduleDetail, TaskView } from '../../../models/schemas/answers/schedules.ts';
import type { SlotView } from '../../../server/usecases/operations/tasks/taskSlots.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../assessment/smallCounty.ts';
import { checkPlan } from '../../analysis/operations/checker/checkPlan.ts';

describe('tasks moved in a revision', () => {
  const FROM = '2018-04-09';
  let app: TestApp;
  let planner: Agent;
  let draft: ScheduleDetail;
  const slotOf = ({ date, shift, units }: TaskView): { date: string; shift: string; units: string[] } => ({ date, shift, units: units.map(({ code }) => code) });
  const move = (task: TaskView, more: object, revision = task.revision): Promise<Answer> => planner.post(`/api/tasks/${task.id}/moves`, { ...slotOf(task), ...more, revision });
  const check = async (task: TaskView, more: object): Promise<SlotView> => (await planner.post(`/api/tasks/${task.id}/slot-checks`, { ...slotOf(task), ...more })).as<SlotView>();

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    const second = await app.person({ roles: ['planner'] });
    await planner.post('/api/assessments', { round: '2018-Q1' });
    let plan = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 3, seed: 3 })).as<ScheduleDetail>();
    for (const [agent, action] of [[second, 'approve'], [planner, 'release']] as const) plan = (await agent.post(`/api/schedules/${plan.id}/transitions`, { action, revision: plan.revision })).as<ScheduleDetail>();
    const added = [{ kind: 'encirclement', area: null, from: FROM, to: '2018-04-22' }, { kind: 're-sampling', area: 'D', from: FROM, to: '2018-04-22' }];
    const answer = await planner.post(`/api/schedules/${plan.id}/replans`, { from: FROM, added });
    draft = answer.as<ScheduleDetail>();
    expect(draft.body.replan?.counts.added, answer.text.slice(0, 300)).to.equal(2);
  });
  after(() => app.close());

  it('a move is listed and counted, costs what was said, keeps what was added, and can be taken back', async () => {
    const changed = new Set((draft.body.replan?.changes ?? []).map(({ after }) => JSON.stringify(after)));
    const task = draft.tasks.find((each) => each.scheduleId === draft.id && each.kind === 'premises-check' && !changed.has(JSON.stringify(slotOf(each))));
    if (task === undefined) throw new Error('there is a premises check that the revision left alone');
    const { items } = (await planner.get(`/api/tasks/${task.id}/alternatives`)).as<{ items: { date: string; shift: string; units: string[]; costMore: number }[] }>();
    const [first] = items;
    if (first === undefined) throw new Error('it has another slot');
    const { date, shift, units, costMore } = first;
    const answer = await move(task, { date, shift, units });
    expect(answer.status, answer.text).to.equal(200);
    const after = answer.as<ScheduleDetail>();
    expect((after.objective ?? 0) - (draft.objective ?? 0)).to.be.closeTo(costMore, 1e-6);
    expect(after.body.replan?.changes.length).to.equal((draft.body.replan?.changes.length ?? 0) + 1);
    const { moved = 0, unitChanged = 0, added, dropped } = after.body.replan?.counts ?? {};
    expect(moved + unitChanged).to.equal((draft.body.replan?.counts.moved ?? 0) + (draft.body.replan?.counts.unitChanged ?? 0) + 1);
    expect({ added, dropped }).to.deep.equal({ added: 2, dropped: draft.body.replan?.counts.dropped });
    expect({ required: after.body.required, served: after.body.served }).to.deep.equal({ required: draft.body.required, served: draft.body.served });
    expect(after.body.replan?.calm.kept).to.equal(after.objective);
    expect(checkPlan((await planner.get(`/api/exports/plan?format=json&schedule=${draft.id}`)).text)).to.deep.equal([]);
    const back = (await move(task, {}, task.revision + 1)).as<ScheduleDetail>();
    expect(back.body.replan).to.deep.equal(draft.body.replan);
    expect(back.objective).to.be.closeTo(draft.objective ?? 0, 1e-9);
  });

  it('nothing moves into the past, and what lies there does not move', async () => {
    const own = draft.tasks.find((each) => each.scheduleId === draft.id && each.kind === 'area-check');
    const carried = draft.tasks.find((each) => each.scheduleId !== draft.id);
    if (own === undefined || carried === undefined) throw new Error('there are both');
    expect((await check(own, { date: '2018-04-04' })).breaches.map(({ code }) => code)).to.include('PAST');
    expect((await move(carried, { date: '2018-04-10' })).body).to.include({ code: 'illegal-transition' });
  });
});
