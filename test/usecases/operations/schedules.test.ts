/** Schedules over HTTP: secret until released, approved by a second planner, carried out, and reported as counts. */
import { expect } from 'chai';
import { absence, setting } from '../../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import { newId } from '../../../models/store/index.ts';
import type { HitRateView } from '../../../server/usecases/operations/units/hitRates.ts';
import type { FixView } from '../../../server/usecases/operations/plans/scheduleFixes.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { amend, seedCounty, type County } from '../assessment/smallCounty.ts';

describe('schedules', () => {
  let app: TestApp;
  let county: County;
  let planner: Agent;
  let second: Agent;
  let officer: Agent;

  before(async () => {
    app = await startApp();
    county = await seedCounty(app.store);
    planner = await app.as('planner');
    second = await app.person({ roles: ['planner'] });
    officer = await app.as('unit-officer');
  });
  after(() => app.close());

  const plan = async (body: object = {}): Promise<ScheduleDetail> => {
    const answer = await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3, ...body });
    expect(answer.status, answer.text).to.equal(201);
    return answer.as<ScheduleDetail>();
  };
  const move = (agent: Agent, schedule: Pick<ScheduleDetail, 'id' | 'revision'>, action: string): Promise<Answer> => agent.post(`/api/schedules/${schedule.id}/transitions`, { action, revision: schedule.revision });
  const released = async (): Promise<ScheduleDetail> => {
    const approved = (await move(second, await plan(), 'approve')).as<ScheduleDetail>();
    return (await move(planner, approved, 'release')).as<ScheduleDetail>();
  };

  it('wants an assessment first', async () => {
    const answer = await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2 });
    expect(answer.body).to.include({ code: 'conflict' });
    expect(answer.text).to.match(/not been assessed|尚未评估/);
    await planner.post('/api/assessments', { round: '2018-Q1' });
  });

  it('turns grades into tasks with an account that adds up', async () => {
    const schedule = await plan();
    expect(schedule).to.include({ state: 'draft', rules: '2026-2', synthetic: true, seed: '3' });
    expect(schedule.body.required).to.equal(schedule.body.served + schedule.body.unserved.reduce((sum, { count }) => sum + count, 0));
    expect(schedule.tasks).to.have.length(schedule.body.served);
    const { objective, bound, gap } = schedule;
    if (objective === null || bound === null || gap === null) throw new Error('a proven plan was expected');
    expect(objective).to.be.at.least(bound);
    expect(gap).to.be.within(0, 0.05);
    expect(Object.values(schedule.body.cost ?? {})).to.have.length(4);
    expect(schedule.body, 'what the plan rests on leaves in the plan document only').not.to.have.property('basis');
    const kinds = (town: string): string[] => [...new Set(schedule.tasks.filter(({ area, blind }) => area?.code === town && !blind).map(({ kind }) => kind))].sort();
    expect(kinds('D')).to.include.members(['area-check', 'premises-check']);
    expect(kinds('K')).to.include.members(['area-check']);
    expect(kinds('K')).not.to.include('premises-check');
    expect(kinds('L')).to.deep.equal(['area-check', 're-sampling']);
    expect(kinds('N')).to.deep.equal([]);
    const { blind } = schedule.body;
    expect(blind?.wanted, 'unless a planner says otherwise').to.equal(0.1);
    expect(schedule.tasks.filter((task) => task.blind).length).to.equal(blind?.towns.reduce((sum, { checks }) => sum + checks, 0));
    expect((await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, blindShare: 0.7 })).status).to.equal(422);
    expect((await plan({ blindShare: 0 })).body.notes.map(({ code }) => code)).to.include('blind-low');
    expect(new Set(schedule.tasks.map(({ number }) => number)).size).to.equal(schedule.tasks.length);
  });

  it('names the tasks of the days that are asked for, those drawn by lot, or none; their numbers stay those of the whole', async () => {
    const whole = await plan();
    const ask = async (query: string, agent = planner): Promise<ScheduleDetail> => {
      const answer = await agent.get(`/api/schedules/${whole.id}?${query}`);
      expect(answer.status, answer.text).to.equal(200);
      return answer.as<ScheduleDetail>();
    };
    const numbers = ({ taskCount, blindCount, lastOn }: ScheduleDetail): object => ({ taskCount, blindCount, lastOn });
    const byLot = whole.tasks.filter(({ blind }) => blind);
    expect(numbers(whole)).to.deep.equal({ taskCount: whole.tasks.length, blindCount: byLot.length, lastOn: whole.tasks.map(({ date }) => date).sort().at(-1) });
    expect(byLot, 'the lot drew some').not.to.be.empty;
    const [first, second] = [await ask('from=2018-04-02&to=2018-04-08'), await ask('from=2018-04-09&to=2018-04-15')];
    expect(first.tasks).not.to.be.empty;
    expect(second.tasks).not.to.be.empty;
    expect([...first.tasks, ...second.tasks].sort((a, b) => (a.number < b.number ? -1 : 1))).to.deep.equal([...whole.tasks].sort((a, b) => (a.number < b.number ? -1 : 1)));
    expect((await ask('to=2018-04-08')).tasks).to.deep.equal(first.tasks);
    expect((await ask('tasks=blind')).tasks).to.deep.equal(byLot);
    const none = await ask('tasks=none');
    expect(none.tasks).to.be.empty;
    for (const part of [first, second, none]) expect(numbers(part)).to.deep.equal(numbers(whole));
    expect({ ...none, tasks: whole.tasks }).to.deep.equal({ ...whole });
    expect((await planner.get(`/api/schedules/${whole.id}?from=monday`)).status).to.equal(422);
    expect((await officer.get(`/api/schedules/${whole.id}?tasks=none`)).status, 'secret').to.equal(404);
  });

  it('prints on every order that it authorises no search, with room for the legal basis, in both languages', async () => {
    for (const { orderText } of (await plan()).tasks) {
      expect(orderText.en).to.include('This order is not a search or inspection authorisation. Legal basis: ____');
      expect(orderText.zh).to.include('本单不是搜查或检查的授权。执法依据：____');
    }
  });

  it('plans an encirclement without a place until the confidentiality decision is recorded', async () => {
    const before = (await plan()).tasks.filter(({ kind }) => kind === 'encirclement');
    expect(before).to.have.length(1);
    for (const task of before) expect(task).to.include({ areaId: null, siteId: null, area: null });
    await app.store.write(async (tx) => {
      await tx.insert(setting, [{ id: 'confidentialityDecision', value: 'places-may-be-stored', revision: 1 }]);
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'confidentialityDecision' });
    });
    const after = (await plan()).tasks.filter(({ kind }) => kind === 'encirclement');
    expect(after.map(({ area, place }) => [area?.code, place]), 'nobody nominated a place').to.deep.equal([[undefined, null]]);
    await app.store.write(async (tx) => {
      await tx.update(setting, 'confidentialityDecision', 1, { value: 'undecided' });
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'confidentialityDecision' });
    });
  });

  it('is not there for anybody but planners until it is released', async () => {
    const draft = await plan();
    for (const role of ['unit-officer', 'auditor'] as const) {
      const person = await app.as(role);
      expect((await person.get(`/api/schedules/${draft.id}`)).status, role).to.equal(404);
      expect((await person.get('/api/schedules')).text, role).not.to.include(draft.id);
      expect((await person.post(`/api/schedules/${draft.id}/transitions`, { action: 'release', revision: draft.revision })).status, role).to.equal(404);
      expect((await person.post(`/api/tasks/${draft.tasks[0]?.id ?? ''}/transitions`, { action: 'start', revision: 1 })).status, role).to.equal(404);
      expect((await person.get(`/api/exports/schedule?format=csv&schedule=${draft.id}`)).status, role).to.equal(404);
    }
    expect((await (await app.as('viewer')).get(`/api/schedules/${draft.id}`)).status).to.equal(403);
    const audit = await (await app.as('auditor')).get('/api/audit-entries?subject=schedule');
    expect(audit.text).not.to.include(draft.startsOn);
  });

  it('wants a second planner to approve, and approval before release', async () => {
    const draft = await plan();
    const own = draft.allowedActions.find(({ action }) => action === 'approve');
    expect(own?.reason?.code).to.equal('own-work');
    expect((await move(planner, draft, 'approve')).body).to.include({ code: 'own-work' });
    expect((await move(planner, draft, 'release')).body).to.include({ code: 'illegal-transition' });
    const approved = await move(second, draft, 'approve');
    expect(approved.as<ScheduleDetail>()).to.include({ state: 'approved', revision: 2 });
    const stale = await move(second, draft, 'release');
    expect([409, 412]).to.include(stale.status);
    const out = (await move(planner, approved.as<ScheduleDetail>(), 'release')).as<ScheduleDetail>();
    expect(out.state).to.equal('released');
    expect(out.releasedAt).to.match(/Z$/);
    const seen = (await officer.get(`/api/schedules/${draft.id}`)).as<ScheduleDetail>();
    expect(seen.tasks).to.have.length(draft.tasks.length);
    expect(seen.seed).to.equal('withheld');
  });

  it('shows an officer of one town the tasks of that town and its unit only', async () => {
    const schedule = await released();
    const limited = await app.person({ roles: ['unit-officer'], areaCodes: ['K'] });
    const seen = (await limited.get(`/api/schedules/${schedule.id}`)).as<ScheduleDetail>();
    expect(seen.tasks.length).to.be.greaterThan(0).and.below(schedule.tasks.length);
    for (const task of seen.tasks) expect(task.area?.code === 'K' || task.units.some(({ code }) => code === 'U-K')).to.equal(true);
    const hidden = schedule.tasks.find((task) => !seen.tasks.some(({ id }) => id === task.id));
    expect((await limited.post(`/api/tasks/${hidden?.id ?? ''}/transitions`, { action: 'start', revision: 1 })).status).to.equal(404);
  });

  it('carries tasks out in order, cancels with a reason, and records counts with corrections', async () => {
    const schedule = await released();
    const [first, other] = schedule.tasks;
    if (first === undefined || other === undefined) throw new Error('two tasks were expected');
    const transition = (id: string, body: object): Promise<Answer> => officer.post(`/api/tasks/${id}/transitions`, body);
    expect((await transition(first.id, { action: 'finish', revision: 1 })).body).to.include({ code: 'illegal-transition' });
    expect((await officer.post(`/api/tasks/${first.id}/outcomes`, { unitShifts: 1, reasonCode: 'done' })).body).to.include({ code: 'illegal-transition' });
    expect((await transition(first.id, { action: 'start', revision: 1 })).body).to.include({ state: 'started', revision: 2 });
    expect((await transition(first.id, { action: 'finish', revision: 2 })).body).to.include({ state: 'done' });
    expect((await transition(other.id, { action: 'cancel', revision: 1 })).body).to.include({ code: 'invalid' });
    expect((await transition(other.id, { action: 'cancel', revision: 1, cancelReason: 'weather' })).body).to.include({ state: 'cancelled', cancelReason: 'weather' });

    const report = (body: object): Promise<Answer> => officer.post(`/api/tasks/${first.id}/outcomes`, { unitShifts: 1, reasonCode: 'done', ...body });
    expect((await report({ reasonCode: 'not-done', cases: 4 })).body).to.include({ code: 'invalid' });
    expect((await report({ cases: 2, usersFound: 5, premisesDone: null, seizedGrams: 1.5 })).body).to.include({ sequence: 1, cases: 2, usersFound: 5, premisesDone: null, correctionReason: null });
    expect((await report({ cases: 3 })).body).to.include({ code: 'invalid' });
    expect((await report({ cases: 3, correctionReason: 'ID 445224199001011238 was counted twice' })).body).to.include({ code: 'person-data-refused' });
    expect((await report({ cases: 3, correctionReason: 'counted again' })).body).to.include({ sequence: 2, cases: 3 });
    expect((await report({ name: 'somebody' })).status).to.be.within(400, 422);
    const { rates } = (await officer.get('/api/hit-rates?round=2018-Q1')).as<{ rates: HitRateView[] }>();
    expect(rates.map(({ tasks, hits, share, suppressed }) => ({ tasks, hits, share, suppressed })), 'one hit could point at somebody').to.deep.equal([{ tasks: 1, hits: null, share: null, suppressed: true }]);
    expect((await (await app.as('viewer')).get('/api/hit-rates')).status).to.equal(403);
  });

  it('plans around blackouts, and lists what they cost', async () => {
    await app.store.write(async (tx) => {
      await tx.insert(absence, [{ id: newId(), unitId: null, startsOn: '2018-04-02', endsOn: '2018-04-14', reasonCode: 'holiday', cancelled: false, synthetic: true, revision: 1 }]);
      tx.audit({ actorId: null, action: 'absence.create', subject: 'absence', subjectId: 'test' });
    });
    const schedule = await plan();
    expect(schedule.tasks.every(({ date }) => date === '2018-04-15')).to.equal(true);
    expect(schedule.body.unserved.length).to.be.greaterThan(0);
    expect(schedule.body.unserved.flatMap(({ reasons }) => reasons.map(({ code }) => code))).to.include('BLACKOUT');
    const [line] = schedule.body.unserved.filter(({ kind }) => kind === 'area-check');
    const asked = { kind: line?.kind, area: line?.area, week: line?.week };
    const { fixes } = (await planner.post(`/api/schedules/${schedule.id}/fixes`, asked)).as<{ fixes: FixView[] }>();
    const [fix] = fixes;
    expect(fix).to.include({ applicable: true }).and.to.have.nested.property('change.kind', 'open');
    const helped = await plan({ relax: [fix?.change] });
    expect(helped.body.required - helped.body.served, 'as it was promised').to.equal(fix?.after);
    expect(helped.body.notes.find(({ code }) => code === 'relaxed')?.en).to.include(fix?.en ?? '-');
    expect((await planner.post(`/api/schedules/${schedule.id}/fixes`, { ...asked, area: 'N' })).body).to.include({ code: 'invalid' });
    expect((await officer.post(`/api/schedules/${schedule.id}/fixes`, asked)).status).to.equal(403);
    const [row] = await app.store.read.find(absence);
    await app.store.write(async (tx) => {
      await tx.update(absence, row?.id ?? '', 1, { cancelled: true });
      tx.audit({ actorId: null, action: 'absence.cancel', subject: 'absence', subjectId: row?.id ?? '' });
    });
    expect((await plan()).tasks.length).to.be.greaterThan(schedule.tasks.length);
  });

  it('says how far a plan is, and stops it without a trace', async () => {
    const before = (await planner.get('/api/schedules?round=2018-Q1')).as<{ total: number }>().total;
    const job = 'job-to-be-stopped';
    expect((await planner.get(`/api/planning/${job}`)).status).to.equal(404);
    const asked = planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 26, seed: 3, job });
    const look = async (): Promise<Answer> => {
      const answer = await planner.get(`/api/planning/${job}`);
      return answer.status === 404 ? look() : answer;
    };
    expect((await look()).body).to.include({ job });
    expect((await second.get(`/api/planning/${job}`)).status, "another planner's").to.equal(404);
    expect((await planner.post(`/api/planning/${job}/cancel`, {})).status).to.equal(204);
    const answer = await asked;
    expect(answer.status).to.equal(409);
    expect(answer.body).to.include({ code: 'cancelled' });
    expect((await planner.get('/api/schedules?round=2018-Q1')).as<{ total: number }>().total).to.equal(before);
    expect((await plan()).tasks.length).to.be.greaterThan(0);
  });

  it('answers wrong starts, weeks and seeds in words', async () => {
    for (const [body, words] of [[{ startsOn: '2018-02-30' }, /2018-02-30/], [{ weeks: 0 }, /1 (to|至) 53/], [{ weeks: 54 }, /54/], [{ round: '2031-Q1' }, /2031-Q1/]] as const) {
      const answer = await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, ...body });
      expect(answer.status).to.be.within(400, 499);
      expect(answer.text).to.match(words);
    }
    expect((await (await app.as('viewer')).post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 1 })).status).to.equal(403);
  });

  it('drives no force on results that changed after the assessment', async () => {
    const old = county.results.find(({ analyteId }) => analyteId === 'meth');
    if (old === undefined) throw new Error('the county has results');
    await amend(app.store, county, old, '1600');
    const schedule = await plan();
    const kinds = new Set(schedule.tasks.filter(({ area }) => area?.code === 'D').map(({ kind }) => kind));
    expect([...kinds].sort()).to.deep.equal(['area-check', 're-sampling']);
    expect(schedule.body.notes.map(({ code }) => code)).to.include('outdated');
  });
});
