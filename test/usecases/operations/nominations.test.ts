/** Places of encirclements: a written reason, something that speaks for them beside the water, and a second planner. */
import { expect } from 'chai';
import { auditEntry, nomination, setting } from '../../../models/schemas/index.ts';
import type { NominationList, NominationView } from '../../../models/schemas/answers/nominations.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { amend, seedCounty, type County } from '../assessment/smallCounty.ts';

describe('nominated places of encirclements', () => {
  let app: TestApp;
  let county: County;
  let planner: Agent;
  let second: Agent;
  const text = { round: '2018-Q1', area: 'D', place: '孔美村', reason: '两轮水样均为严重，且位于支流口下游', corroboration: 'case-counts', corroborationText: '上季度该村案件数 7 起，邻村 0 起' };
  const propose = (body: object = {}, agent = planner): Promise<Answer> => agent.post('/api/nominations', { ...text, ...body });
  const decide = (agent: Agent, row: Pick<NominationView, 'id' | 'revision'>, action: string, reason?: string): Promise<Answer> => agent.post(`/api/nominations/${row.id}/transitions`, { action, revision: row.revision, ...(reason === undefined ? {} : { reason }) });
  const list = async (): Promise<NominationList> => (await planner.get('/api/nominations?round=2018-Q1')).as<NominationList>();
  const decision = (value: string, revision: number): Promise<void> =>
    app.store.write(async (tx) => {
      if (revision === 0) await tx.insert(setting, [{ id: 'confidentialityDecision', value, revision: 1 }]);
      else await tx.update(setting, 'confidentialityDecision', revision, { value });
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'confidentialityDecision' });
    });
  const plan = async (): Promise<ScheduleDetail> => {
    const answer = await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 });
    expect(answer.status, answer.text).to.equal(201);
    return answer.as<ScheduleDetail>();
  };
  const operations = ({ tasks }: ScheduleDetail): (string | null)[][] => tasks.filter(({ kind }) => kind === 'encirclement').map(({ area, place }) => [area?.code ?? null, place]);

  before(async () => {
    app = await startApp();
    county = await seedCounty(app.store);
    planner = await app.as('planner');
    second = await app.person({ roles: ['planner'] });
    await planner.post('/api/assessments', { round: '2018-Q1' });
  });
  after(() => app.close());

  it('stores no place before the confidentiality decision, and says who records it', async () => {
    expect((await list()).closed).to.include({ code: 'confidentiality' });
    const answer = await propose();
    expect(answer.body).to.include({ code: 'conflict' });
    expect(answer.text).to.match(/confidentiality decision|定密意见/);
    expect(await app.store.read.count(nomination)).to.equal(0);
    await decision('places-may-be-stored', 0);
    expect(await list()).to.deep.include({ closed: null, items: [] });
    expect((await list()).eligible.map(({ code }) => code)).to.deep.equal(['D']);
  });

  it('refuses persons, addresses, an unknown kind of corroboration, and towns that are not severe and firm', async () => {
    for (const [body, code, words] of [
      [{ reason: '举报人 13912345678' }, 'person-data-refused', undefined],
      [{ corroborationText: '身份证 440524198001010013' }, 'person-data-refused', undefined],
      [{ place: '孔美村 12号' }, 'invalid', /address|门牌/],
      [{ place: 'No. 7, Kongmei' }, 'invalid', /address|门牌/],
      [{ corroboration: 'a-hunch' }, 'invalid', undefined],
      [{ reason: '   ' }, 'invalid', undefined],
      [{ area: 'K' }, 'conflict', /severe and firm|严重/],
      [{ area: 'L' }, 'conflict', undefined],
      [{ area: 'Z' }, 'invalid', undefined],
    ] as const) {
      const answer = await propose(body);
      expect(answer.body, JSON.stringify(body)).to.include({ code });
      if (words !== undefined) expect(answer.text).to.match(words);
    }
    expect(await app.store.read.count(nomination)).to.equal(0);
  });

  it('is for planners only', async () => {
    for (const role of ['viewer', 'unit-officer', 'auditor', 'technician'] as const) {
      const agent = await app.as(role);
      expect((await agent.get('/api/nominations?round=2018-Q1')).status, role).to.equal(403);
      expect((await propose({}, agent)).status, role).to.equal(403);
    }
  });

  it('needs a second planner: never the one who nominated, however the question is put', async () => {
    const made = await propose();
    expect(made.status, made.text).to.equal(201);
    const row = made.as<NominationView>();
    expect(row.allowedActions.find(({ action }) => action === 'approve')).to.deep.include({ allowed: false }).and.to.have.nested.property('reason.code', 'own-work');
    expect((await decide(planner, row, 'approve')).body).to.include({ code: 'own-work' });
    expect((await decide(planner, row, 'refuse', 'no')).body).to.include({ code: 'own-work' });
    expect(operations(await plan()), 'not approved yet').to.deep.equal([[null, null]]);
    expect((await propose()).body).to.include({ code: 'duplicate' });
    const both = await Promise.all([decide(second, row, 'approve'), decide(second, row, 'refuse', '理由不足')]);
    expect(both.map(({ status }) => status).sort(), 'one of two decisions at once').to.deep.equal([200, 412]);
    expect((await decide(second, row, 'approve')).body).to.include({ code: 'stale-revision' });
    const entries = await app.store.read.find(auditEntry, { where: { subject: 'nomination' } });
    expect(entries.map(({ action }) => action)).to.include.members(['nomination.propose']);
    for (const entry of entries) expect(JSON.stringify(entry), 'the trail has readers of its own').not.to.include('孔美');
    const [item] = (await list()).items;
    if (item?.state === 'refused') expect((await decide(second, (await propose({ place: '兰标村' })).as<NominationView>(), 'approve')).status).to.equal(200);
  });

  it('only then does an encirclement carry the place, on its order too; withdrawn, it does not start', async () => {
    const approved = (await list()).items.find(({ state }) => state === 'approved');
    if (approved === undefined) throw new Error('one was approved');
    const draft = await plan();
    expect(operations(draft)).to.deep.equal([['D', approved.place]]);
    expect(draft.tasks.find(({ kind }) => kind === 'encirclement')?.orderText.zh).to.include(approved.place);
    expect((await (await app.as('unit-officer')).get(`/api/schedules/${draft.id}`)).status, 'secret').to.equal(404);
    const out = (await planner.post(`/api/schedules/${draft.id}/transitions`, { action: 'release', revision: (await second.post(`/api/schedules/${draft.id}/transitions`, { action: 'approve', revision: draft.revision })).as<ScheduleDetail>().revision })).as<ScheduleDetail>();
    const task = out.tasks.find(({ kind }) => kind === 'encirclement');
    const waiting = await plan();
    expect((await decide(planner, approved, 'withdraw')).body, 'without a reason').to.include({ code: 'invalid' });
    expect((await decide(planner, approved, 'withdraw', '佐证已不成立')).status).to.equal(200);
    expect((await planner.post(`/api/tasks/${task?.id}/transitions`, { action: 'start', revision: task?.revision })).text).to.match(/not approved any more|不再获批准/);
    expect((await second.post(`/api/schedules/${waiting.id}/transitions`, { action: 'approve', revision: waiting.revision })).body).to.include({ code: 'conflict' });
    expect(operations(await plan())).to.deep.equal([[null, null]]);
  });

  it('two approved places are two encirclements, and neither stands once the evidence has changed', async () => {
    for (const place of ['华清村', '吉隆村']) expect((await decide(second, (await propose({ place })).as<NominationView>(), 'approve')).status).to.equal(200);
    expect(operations(await plan()).map(([, place]) => place).sort()).to.deep.equal(['华清村', '吉隆村'].sort());
    const third = (await propose({ place: '东陇村' })).as<NominationView>();
    const old = county.results.find(({ analyteId }) => analyteId === 'meth');
    if (old === undefined) throw new Error('the county has results');
    await amend(app.store, county, old, '1600');
    expect((await decide(second, third, 'approve')).body).to.include({ code: 'conflict' });
    expect((await propose({ place: '西陇村' })).body).to.include({ code: 'conflict' });
    expect(operations(await plan())).to.deep.equal([]);
    await decision('undecided', 1);
    expect((await list()).closed).to.include({ code: 'confidentiality' });
  });
});
