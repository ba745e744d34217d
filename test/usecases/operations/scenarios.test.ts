/** What if: the plan solved again under other conditions, beside the plan that stands, and stored nowhere. */
import { expect } from 'chai';
import { applyScenario } from '../../../analysis/operations/scenarios.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { auditEntry, exportLog, schedule as scheduleThing, task as taskThing } from '../../../models/schemas/index.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import type { ScenarioView } from '../../../server/usecases/operations/plans/scenarios.ts';
import { startApp, type Agent, type Answer, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../assessment/smallCounty.ts';
import { county, expectBalanced, expectLegal } from './county.ts';

describe('changes of a scenario', () => {
  const problem = county({ weeks: 2 });

  it('change the problem, one after the other, and leave the one that was given alone', () => {
    const before = JSON.stringify(problem);
    const { problem: changed, added } = applyScenario(problem, [{ kind: 'caps', by: 1 }, { kind: 'unit', level: 'town', area: 'A3' }, { kind: 'unit', level: 'town', area: 'A4' }, { kind: 'absent', unit: 'T0', from: '2018-04-03', to: '2018-04-05' }, { kind: 'operation', from: '2018-04-02', to: '2018-04-15' }]);
    expect(JSON.stringify(problem)).to.equal(before);
    expect(changed.units).to.have.length(problem.units.length + 2);
    expect(new Set(changed.units.map(({ id }) => id)).size, 'two new squads are two units').to.equal(changed.units.length);
    expect(changed.units[0]?.shiftsPerWeek).to.equal((problem.units[0]?.shiftsPerWeek ?? 0) + 1);
    expect(changed.absences).to.deep.equal([{ unitId: 'T0', startsOn: '2018-04-03', endsOn: '2018-04-05' }]);
    expect(added).to.have.length(1);
  });

  it('one more operation is asked for beside those of the rules, and the plan stays legal and balanced', () => {
    const { problem: changed, added } = applyScenario(problem, [{ kind: 'operation', from: '2018-04-02', to: '2018-04-15' }]);
    const [plain, more] = [planSchedule(changed, 5), planSchedule(changed, 5, undefined, added)];
    expect(more.required).to.equal(plain.required + 1);
    expectBalanced(more);
    expectLegal(more, changed);
  });

  it('name what is not there', () => {
    expect(() => applyScenario(problem, [{ kind: 'absent', unit: 'nobody', from: '2018-04-03', to: '2018-04-05' }])).to.throw(RangeError, 'nobody');
    expect(() => applyScenario(problem, [{ kind: 'absent', unit: 'T0', from: '2018-04-05', to: '2018-04-03' }])).to.throw(RangeError, 'before they begin');
    expect(() => applyScenario(problem, [{ kind: 'unit', level: 'town', area: 'Z' }])).to.throw(RangeError, '"Z"');
    expect(() => applyScenario(problem, [{ kind: 'operation', from: '2018-02-30', to: '2018-04-03' }])).to.throw(RangeError, 'calendar');
  });
});

describe('scenarios over HTTP', () => {
  let app: TestApp;
  let planner: Agent;
  let draft: ScheduleDetail;
  const run = (body: object, id = draft.id, agent = planner): Promise<Answer> => agent.post(`/api/schedules/${id}/scenarios`, body);
  const stored = async (): Promise<number[]> => Promise.all([scheduleThing, taskThing, auditEntry, exportLog].map((thing) => app.store.read.count(thing)));

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    await planner.post('/api/assessments', { round: '2018-Q1' });
    draft = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 })).as<ScheduleDetail>();
  });
  after(() => app.close());

  it('one more squad stands beside the plan, and nothing of it is stored or leaves', async () => {
    const before = await stored();
    const file = (await planner.get(`/api/exports/schedule?format=csv&schedule=${draft.id}`)).text;
    const left = await stored();
    const answer = await run({ changes: [{ kind: 'unit', level: 'town', area: 'K' }] });
    expect(answer.status, answer.text).to.equal(200);
    const { before: stands, after, loads, scenario, draft: made, whyNoDraft, notes } = answer.as<ScenarioView>();
    expect(stands).to.deep.include({ id: draft.id, objective: draft.objective });
    expect(after).to.include({ id: null, state: 'scenario' });
    expect(loads.find(({ unit }) => unit === '+town')).to.deep.include({ before: null });
    expect(scenario[0]?.en).to.include('one more town unit');
    expect({ made, why: whyNoDraft?.en }).to.deep.include({ made: null });
    expect(whyNoDraft?.en).to.include('make it in Settings');
    expect(notes, 'nothing changed since').to.deep.equal([]);
    expect(await stored()).to.deep.equal(left);
    expect((await planner.get(`/api/exports/schedule?format=csv&schedule=${draft.id}`)).text).to.equal(file);
    expect(left.slice(0, 2)).to.deep.equal(before.slice(0, 2));
  });

  it('a scenario that can be arranged becomes a draft with the same tasks, which remembers it', async () => {
    const changes = [{ kind: 'caps', by: 1 }, { kind: 'operation', from: '2018-04-02', to: '2018-04-15' }];
    const view = (await run({ changes })).as<ScenarioView>();
    expect(view.after.required).to.equal(view.before.required + 1);
    expect(view.draft).to.deep.equal({ relax: [{ kind: 'caps', by: 1 }], added: [{ kind: 'encirclement', area: null, from: '2018-04-02', to: '2018-04-15' }] });
    const answer = await planner.post('/api/schedules', { round: '2018-Q1', startsOn: draft.startsOn, weeks: draft.weeks, seed: Number(draft.seed), ...view.draft });
    const made = answer.as<ScheduleDetail>();
    expect(made.objective).to.be.closeTo(view.after.objective ?? -1, 1e-6);
    expect(made.body.notes.map(({ code }) => code)).to.include('relaxed');
    // what it was given is known when a task of it is moved: nothing of it falls out of the account
    const operation = made.tasks.filter(({ kind }) => kind === 'encirclement').at(-1);
    if (operation === undefined) throw new Error('the operation has a place');
    const check = await planner.post(`/api/tasks/${operation.id}/slot-checks`, { date: operation.date, shift: operation.shift, units: operation.units.map(({ code }) => code) });
    expect(check.body).to.deep.equal({ breaches: [], costMore: 0 });
  });

  it('of a plan in force only the rest is solved; an absence hits what it hits', async () => {
    const second = await app.person({ roles: ['planner'] });
    const step = async (schedule: ScheduleDetail, action: string, agent = planner): Promise<ScheduleDetail> => (await agent.post(`/api/schedules/${schedule.id}/transitions`, { action, revision: schedule.revision })).as<ScheduleDetail>();
    const inForce = await step(await step(draft, 'approve', second), 'release');
    const target = inForce.tasks.find(({ date, kind, units }) => date >= '2018-04-09' && kind !== 'encirclement' && units[0]?.code.startsWith('U-') === true);
    if (target === undefined) throw new Error('there is a task in the second week');
    expect((await run({ changes: [{ kind: 'caps', by: 1 }] }, inForce.id)).body, 'no first day').to.include({ code: 'invalid' });
    const changes = [{ kind: 'absent', unit: target.units[0]?.code, from: target.date, to: target.date }];
    const answer = await run({ changes, from: '2018-04-09' }, inForce.id);
    const view = answer.as<ScenarioView>();
    expect(view.from, answer.text).to.equal('2018-04-09');
    expect(view.differences.length).to.be.greaterThan(0);
    for (const { before, after } of view.differences) for (const slot of [before, after]) if (slot !== null) expect(slot.date >= '2018-04-09').to.equal(true);
    expect(view.whyNoDraft?.en).to.include('Record the absence');
    expect((await run({ changes: [{ kind: 'absent', unit: 'U-99', from: target.date, to: target.date }], from: '2018-04-09' }, inForce.id)).body).to.include({ code: 'invalid' });
    expect((await run({ changes, from: '2018-04-09' }, inForce.id, await app.as('unit-officer'))).status).to.equal(403);
  });

  it('is cancelled like any plan', async () => {
    const other = (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 13, seed: 9 })).as<ScheduleDetail>();
    const running = run({ changes: [{ kind: 'caps', by: 1 }], job: 'scenario-to-stop' }, other.id);
    let stopped = 404;
    for (let i = 0; i < 200 && stopped === 404; i++) {
      stopped = (await planner.post('/api/planning/scenario-to-stop/cancel', {})).status;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    expect(stopped).to.equal(204);
    expect((await running).body).to.include({ code: 'cancelled' });
  });
});
