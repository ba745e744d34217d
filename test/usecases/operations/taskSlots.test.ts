/** Planning by hand in a draft: every rule that a move breaks is said, what it costs, and the figures follow. */
import { expect } from 'chai';
import type { ScheduleDetail, TaskView } from '../../../models/schemas/answers/schedules.ts';
import type { AlternativeView, SlotView } from '../../../server/usecases/operations/tasks/taskSlots.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../assessment/smallCounty.ts';
import { checkPlan } from '../../analysis/operations/checker/checkPlan.ts';

describe('tasks moved by hand', () => {
  let app: TestApp;
  let planner: Agent;
  let draft: ScheduleDetail;
  let task: TaskView;
  const slotOf = ({ date, shift, units }: TaskView): { date: string; shift: string; units: string[] } => ({ date, shift, units: units.map(({ code }) => code) });
  const check = async (more: object): Promise<SlotView> => (await planner.post(`/api/tasks/${task.id}/slot-checks`, { ...slotOf(task), ...more })).as<SlotView>();
  const move = (more: object, revision = task.revision, agent = planner): Promise<Answer> => agent.post(`/api/tasks/${task.id}/moves`, { ...slotOf(task), ...more, revision });

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1' });
    draft = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 3, seed: 3 })).as<ScheduleDetail>();
    const found = draft.tasks.find(({ kind, area }) => kind === 'premises-check' && area?.code === 'D');
    if (found === undefined) throw new Error('there is a premises check');
    task = found;
  });
  after(() => app.close());

  it('says what a slot breaks by the codes of the planner, and changes nothing', async () => {
    const codes = async (more: object): Promise<string[]> => (await check(more)).breaches.map(({ code }) => code);
    expect(await check({})).to.deep.equal({ breaches: [], costMore: 0 });
    expect(await codes({ units: ['U-X'] })).to.include('ELIGIBILITY');
    expect(await codes({ shift: 'evening' })).to.include('SHIFT');
    expect(await codes({ date: '2018-07-01' })).to.include('WINDOW');
    expect(await codes({ units: ['U-99'] })).to.include('UNIT_OFF');
    const busy = draft.tasks.find((other) => other.date === task.date && other.id !== task.id && other.units.length === 1 && ['U-D', 'U-K', 'U-C1', 'U-C2'].includes(other.units[0]?.code ?? ''));
    if (busy !== undefined) expect(await codes({ units: busy.units.map(({ code }) => code) })).to.include('BUSY');
    expect((await move({ units: ['U-X'] })).body).to.include({ code: 'conflict' });
    const [same] = (await planner.get(`/api/schedules/${draft.id}`)).as<ScheduleDetail>().tasks.filter(({ id }) => id === task.id);
    expect(same?.revision).to.equal(task.revision);
  });

  it('names the two cheapest other slots; taking one costs what was said, the checker agrees, and it can be taken back', async () => {
    const { items } = (await planner.get(`/api/tasks/${task.id}/alternatives`)).as<{ items: AlternativeView[] }>();
    expect(items).to.have.length(2);
    const [first, second] = items;
    if (first === undefined || second === undefined) throw new Error('two were expected');
    expect(first.costMore).to.be.at.most(second.costMore);
    const { costMore, breaks, ...slot } = first;
    expect(breaks).to.deep.equal([]);
    expect(await check(slot)).to.deep.equal({ breaches: [], costMore });
    const answer = await move(slot);
    expect(answer.status, answer.text).to.equal(200);
    const after = answer.as<ScheduleDetail>();
    expect((after.objective ?? 0) - (draft.objective ?? 0)).to.be.closeTo(costMore, 1e-6);
    expect(after.tasks.find(({ id }) => id === task.id)).to.deep.include({ date: slot.date, shift: slot.shift });
    const document = (await planner.get(`/api/exports/plan?format=json&schedule=${draft.id}`)).text;
    expect(checkPlan(JSON.stringify({ ...(JSON.parse(document) as object) }))).to.deep.equal([]);
    expect((await move({}, task.revision)).status, 'a stale revision').to.equal(412);
    const back = (await move({}, task.revision + 1)).as<ScheduleDetail>();
    expect(back.objective).to.be.closeTo(draft.objective ?? 0, 1e-6);
    expect(back.body.ledger).to.deep.equal(draft.body.ledger);
  });

  it('names other days for joint force: a free one can be taken as it is, another says what has to make room', async () => {
    const now = (await planner.get(`/api/schedules/${draft.id}`)).as<ScheduleDetail>();
    const operation = now.tasks.find(({ kind }) => kind === 'encirclement');
    if (operation === undefined) throw new Error('there is an operation');
    const { items } = (await planner.get(`/api/tasks/${operation.id}/alternatives`)).as<{ items: AlternativeView[] }>();
    expect(items).to.have.length(2);
    for (const { costMore, breaks, ...slot } of items) {
      expect(slot.units).to.have.length(operation.units.length);
      const said = (await planner.post(`/api/tasks/${operation.id}/slot-checks`, slot)).as<SlotView>();
      expect(said.costMore).to.be.closeTo(costMore, 1e-9);
      // what is named as in the way is all that is in the way
      expect(said.breaches.length === 0, JSON.stringify({ slot, said, breaks })).to.equal(breaks.length === 0);
      for (const { units } of breaks) expect(units.some((code) => slot.units.includes(code))).to.equal(true);
    }
    const free = items.find(({ breaks }) => breaks.length === 0);
    if (free === undefined) return;
    const answer = await planner.post(`/api/tasks/${operation.id}/moves`, { date: free.date, shift: free.shift, units: free.units, revision: operation.revision });
    expect(answer.status, answer.text).to.equal(200);
    expect((answer.as<ScheduleDetail>().objective ?? 0) - (now.objective ?? 0)).to.be.closeTo(free.costMore, 1e-6);
    expect(checkPlan((await planner.get(`/api/exports/plan?format=json&schedule=${draft.id}`)).text)).to.deep.equal([]);
  });

  it('is for planners, and for drafts', async () => {
    const officer = await app.as('unit-officer');
    expect((await move({}, task.revision, officer)).status).to.equal(403);
    const now = (await planner.get(`/api/schedules/${draft.id}`)).as<ScheduleDetail>();
    const second = await app.person({ roles: ['planner'] });
    await second.post(`/api/schedules/${draft.id}/transitions`, { action: 'approve', revision: now.revision });
    expect((await move({}, task.revision + 2)).body).to.include({ code: 'illegal-transition' });
  });
});
