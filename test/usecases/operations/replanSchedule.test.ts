/** Planning again over HTTP: a new draft that names its predecessor, approved by a second planner, with calendars that follow. */
import { expect } from 'chai';
import ICAL from 'ical.js';
import { absence, unit } from '../../../models/schemas/index.ts';
import type { ScheduleDetail, TaskView } from '../../../models/schemas/answers/schedules.ts';
import { newId } from '../../../models/store/index.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../assessment/smallCounty.ts';

interface Event {
  sequence: number;
  status: string;
}

describe('a schedule planned again', () => {
  let app: TestApp;
  let planner: Agent;
  let second: Agent;
  let officer: Agent;
  let first: ScheduleDetail;
  let revision: ScheduleDetail;
  const FROM = '2018-04-09';
  const move = (agent: Agent, { id, revision: at }: Pick<ScheduleDetail, 'id' | 'revision'>, action: string): Promise<Answer> => agent.post(`/api/schedules/${id}/transitions`, { action, revision: at });
  const read = async (id: string): Promise<ScheduleDetail> => (await planner.get(`/api/schedules/${id}`)).as<ScheduleDetail>();
  const act = async (task: Pick<TaskView, 'id' | 'revision'>, action: string, more: object = {}): Promise<Answer> => officer.post(`/api/tasks/${task.id}/transitions`, { action, revision: task.revision, ...more });
  const again = (id: string, body: object = {}, agent = planner): Promise<Answer> => agent.post(`/api/schedules/${id}/replans`, { from: FROM, ...body });
  const events = async (id: string, agent = planner): Promise<Map<string, Event>> => {
    const text = (await agent.get(`/api/exports/schedule?format=ics&schedule=${id}`)).text;
    const calendar = new ICAL.Component(ICAL.parse(text) as ConstructorParameters<typeof ICAL.Component>[0]);
    return new Map(calendar.getAllSubcomponents('vevent').map((event) => [String(event.getFirstPropertyValue('uid')), { sequence: Number(event.getFirstPropertyValue('sequence')), status: String(event.getFirstPropertyValue('status')) }]));
  };

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    second = await app.person({ roles: ['planner'] });
    officer = await app.as('unit-officer');
    await planner.post('/api/assessments', { round: '2018-Q1' });
    const draft = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 3, seed: 3 })).as<ScheduleDetail>();
    expect((await again(draft.id)).body, 'a draft is planned anew, not again').to.include({ code: 'illegal-transition' });
    first = (await move(planner, (await move(second, draft, 'approve')).as<ScheduleDetail>(), 'release')).as<ScheduleDetail>();
  });
  after(() => app.close());

  it('refuses days outside the plan, added tasks that cannot be, and everybody but planners', async () => {
    for (const from of ['2018-04-01', '2018-04-23', '2018-02-30']) expect((await again(first.id, { from })).body, from).to.include({ code: 'invalid' });
    expect((await again(first.id, { added: [{ kind: 'encirclement', area: 'D', from: FROM, to: '2018-04-20' }] })).text).to.match(/block of force/);
    expect((await again(first.id, {}, officer)).status).to.equal(403);
    expect((await again('nothing')).status).to.equal(404);
  });

  it('a pin that cannot stay is named; without it the plan is made, and the past and what was begun stay where they are', async () => {
    const open = first.tasks.filter(({ kind, date }) => kind === 'area-check' && date >= FROM);
    const [target] = open;
    const [begun] = first.tasks.filter(({ date }) => date < FROM);
    if (target === undefined || begun === undefined) throw new Error('there are checks');
    expect((await act(begun, 'start')).status).to.equal(200);
    await app.store.write(async (tx) => {
      const row = { id: newId(), unitId: target.unitIds[0] ?? null, startsOn: target.date, endsOn: target.date, reasonCode: 'court' as const, cancelled: false, synthetic: true, revision: 1 };
      await tx.insert(absence, [row]);
      tx.audit({ actorId: null, action: 'absence.create', subject: 'absence', subjectId: row.id });
    });
    const pinned = (await planner.post(`/api/tasks/${target.id}/pin`, { pinned: true, revision: target.revision })).as<TaskView>();
    expect(pinned.pinned).to.equal(true);
    expect((await officer.post(`/api/tasks/${target.id}/pin`, { pinned: false, revision: pinned.revision })).status).to.equal(403);
    const refused = await again(first.id);
    expect(refused.body).to.include({ code: 'conflict' });
    expect(refused.text).to.include(target.number).and.to.include('UNIT_OFF');
    await planner.post(`/api/tasks/${target.id}/pin`, { pinned: false, revision: pinned.revision });
    const answer = await again(first.id);
    expect(answer.status, answer.text).to.equal(201);
    revision = answer.as<ScheduleDetail>();
    expect(revision).to.include({ state: 'draft', version: 2, predecessorId: first.id, replannedFrom: FROM });
    const { replan } = revision.body;
    if (replan === undefined) throw new Error('the changes are on the plan');
    expect(replan.hit).to.be.within(1, 3);
    expect(replan.changes.length).to.be.within(1, Math.max(15, 3 * replan.hit));
    const { moved, unitChanged, added, dropped } = replan.counts;
    expect(moved + unitChanged + added + dropped).to.equal(replan.changes.length);
    expect(replan.calm.free).to.be.a('number');
    expect(replan.calm.kept / (replan.calm.free ?? 1)).to.be.at.most(1.02);
    expect(revision.tasks.filter(({ date }) => date < FROM).map(({ id }) => id), 'the same rows').to.deep.equal((await read(first.id)).tasks.filter(({ date }) => date < FROM).map(({ id }) => id));
    expect(revision.body.required).to.equal(revision.body.served + revision.body.unserved.reduce((sum, { count }) => sum + count, 0));
    expect((await officer.get(`/api/schedules/${revision.id}`)).status, 'secret').to.equal(404);
    expect((await events(revision.id)).size, 'a draft strikes nothing').to.equal(revision.tasks.length);
  });

  it('only a second planner approves; released, it takes the place of the old one and calendars follow', async () => {
    const old = await events(first.id);
    expect((await move(planner, revision, 'approve')).body).to.include({ code: 'own-work' });
    const approved = (await move(second, revision, 'approve')).as<ScheduleDetail>();
    expect((await read(first.id)).state, 'until it is released').to.equal('released');
    revision = (await move(planner, approved, 'release')).as<ScheduleDetail>();
    expect(revision.state).to.equal('released');
    const before = await read(first.id);
    expect(before.state).to.equal('superseded');
    expect(before.tasks.filter(({ date, state }) => date >= FROM && state !== 'cancelled')).to.deep.equal([]);
    const now = await events(revision.id);
    for (const [uid, { sequence }] of old) {
      expect(now.get(uid)?.sequence, `${uid} is in the new calendar with a higher sequence`).to.be.greaterThan(sequence);
    }
    const kept = new Set(revision.tasks.map(({ lineage }) => `${lineage}@shuijian`));
    for (const [uid, { status }] of now) expect(status, uid).to.equal(kept.has(uid) ? 'CONFIRMED' : 'CANCELLED');
    const seen = (await officer.get(`/api/schedules/${revision.id}`)).as<ScheduleDetail>();
    expect(seen.body, 'what moved is for planners').not.to.have.property('replan');
    expect((await move(planner, before, 'withdraw')).body).to.include({ code: 'illegal-transition' });
  });

  it('what was begun under the old plan is finished there, and reported once', async () => {
    const begun = revision.tasks.find(({ state }) => state === 'started');
    if (begun === undefined) throw new Error('one was begun');
    expect(begun.scheduleId).to.equal(first.id);
    expect((await act(begun, 'finish')).status).to.equal(200);
    expect((await officer.post(`/api/tasks/${begun.id}/outcomes`, { unitShifts: 1, premisesDone: 20, cases: 4, reasonCode: 'done' })).status).to.equal(201);
    const { rates } = (await planner.get('/api/hit-rates?round=2018-Q1')).as<{ rates: { tasks: number }[] }>();
    expect(rates.map(({ tasks }) => tasks)).to.deep.equal([1]);
    const csv = (await planner.get('/api/exports/outcomes?format=csv&round=2018-Q1')).text.trim().split('\r\n');
    expect(csv).to.have.length(2);
  });

  it('a cancelled task is asked for again and struck from the calendar; a revision that was overtaken is not released', async () => {
    const [task] = revision.tasks.filter(({ kind, date, state }) => kind === 'area-check' && date >= '2018-04-16' && state === 'planned');
    if (task === undefined) throw new Error('there is a check');
    const [one, other] = [(await again(revision.id, { from: '2018-04-13' })).as<ScheduleDetail>(), (await again(revision.id, { from: '2018-04-12' })).as<ScheduleDetail>()];
    expect((await act(task, 'cancel', { cancelReason: 'weather' })).status).to.equal(200);
    const approved = (await move(second, one, 'approve')).as<ScheduleDetail>();
    const refused = await move(planner, approved, 'release');
    expect(refused.body).to.include({ code: 'conflict' });
    expect(refused.text).to.include(task.number);
    const third = (await again(revision.id, { from: '2018-04-13' })).as<ScheduleDetail>();
    expect(third.body.replan?.counts.added).to.be.greaterThan(0);
    const out = (await move(planner, (await move(second, third, 'approve')).as<ScheduleDetail>(), 'release')).as<ScheduleDetail>();
    expect(out.version).to.equal(3);
    expect((await events(out.id)).get(`${task.lineage}@shuijian`)?.status).to.equal('CANCELLED');
    expect((await move(planner, (await move(second, other, 'approve')).as<ScheduleDetail>(), 'release')).body, 'overtaken').to.include({ code: 'conflict' });
    const document = JSON.parse((await planner.get(`/api/exports/plan?format=json&schedule=${out.id}`)).text) as { tasks: unknown[]; served: number };
    expect(document.tasks.length).to.equal(document.served);
  });

  it('hands a task to a unit that can take it, and says what a unit that cannot would break', async () => {
    const [newest] = (await planner.get('/api/schedules?round=2018-Q1')).as<{ items: ScheduleDetail[] }>().items.filter(({ state }) => state === 'released');
    const schedule = await read(newest?.id ?? '');
    const task = schedule.tasks.find(({ kind, date, state }) => kind === 'premises-check' && date >= '2018-04-13' && state === 'planned') ?? schedule.tasks.find(({ kind, state }) => kind === 'area-check' && state === 'planned');
    if (task === undefined) throw new Error('there is a task');
    const from = task.units[0]?.code ?? '';
    const hand = (to: string, at = task.revision): Promise<Answer> => officer.post(`/api/tasks/${task.id}/handover`, { from, to, reason: 'absence', revision: at });
    const refused = await hand('U-X');
    expect(refused.body).to.include({ code: 'conflict' });
    expect(refused.text).to.match(/level of unit not eligible|单位级别不符/);
    expect((await hand('U-99')).body).to.include({ code: 'invalid' });
    const answers = [];
    for (const to of ['U-D', 'U-K', 'U-C1', 'U-C2'].filter((code) => code !== from)) {
      const answer = await hand(to);
      answers.push(answer.status);
      if (answer.status === 200) {
        expect(answer.as<TaskView>().units.map(({ code }) => code)).to.deep.equal([to]);
        expect((await hand(to)).status, 'a stale revision').to.be.oneOf([409, 412, 422]);
        break;
      }
      expect(answer.status, answer.text).to.equal(409);
    }
    expect(answers).to.include(200);
  });

  it('a unit that is not sent out any more keeps what it did and gets nothing more', async () => {
    const plan = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 3, seed: 3 })).as<ScheduleDetail>();
    const inForce = (await move(planner, (await move(second, plan, 'approve')).as<ScheduleDetail>(), 'release')).as<ScheduleDetail>();
    const own = inForce.tasks.filter(({ units }) => units.some(({ code }) => code === 'U-K'));
    const [past, later] = [own.filter(({ date }) => date < FROM), own.filter(({ date }) => date >= FROM)];
    expect(past.length * later.length).to.be.greaterThan(0);
    await app.store.write(async (tx) => {
      const [row] = await tx.find(unit, { where: { code: 'U-K' } });
      if (row === undefined) throw new Error('there is the unit');
      await tx.update(unit, row.id, row.revision, { active: false });
      tx.audit({ actorId: null, action: 'unit.change', subject: 'unit', subjectId: row.id });
    });
    const answer = await again(inForce.id);
    expect(answer.status, answer.text).to.equal(201);
    const next = answer.as<ScheduleDetail>();
    expect(next.body.replan?.hit).to.be.at.least(later.length);
    const stays = next.tasks.filter(({ units }) => units.some(({ code }) => code === 'U-K'));
    expect(stays.map(({ lineage }) => lineage)).to.have.members(past.map(({ lineage }) => lineage));
  });
});
