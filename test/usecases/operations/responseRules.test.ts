/** Response rules over HTTP: the work a draft creates is seen first, what may not be said is refused, a second planner puts it in force, schedules name it. */
import { expect } from 'chai';
import { workload } from '../../../analysis/operations/workload.ts';
import type { ResponseRule, ResponseRules } from '../../../models/schemas/responseRules.ts';
import type { ScheduleDetail } from '../../../models/schemas/answers/schedules.ts';
import type { RulesPreview, VersionView } from '../../../server/usecases/operations/responseRules/responseRuleVersions.ts';
import { seedCounty } from '../assessment/smallCounty.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { county } from './county.ts';

const changed = (rules: ResponseRules, kind: ResponseRule['kind'], more: object): Pick<ResponseRules, 'rules' | 'evidenceDays'> => ({ evidenceDays: rules.evidenceDays, rules: rules.rules.map((rule) => (rule.kind === kind ? ({ ...rule, ...more }) : rule)) });

describe('the work that rules create', () => {
  it('counts tasks and shifts per kind, and holds what only one level may do against what it has', () => {
    const problem = county();
    const found = workload(problem, 3);
    expect(found.tasks).to.equal(found.kinds.reduce((sum, { tasks }) => sum + tasks, 0));
    // 3 severe towns, a force of five for a day of two shifts
    expect(found.kinds.find(({ kind }) => kind === 'encirclement')).to.deep.equal({ kind: 'encirclement', tasks: 3, shifts: 30 });
    expect(found.levels.map(({ level, units, capacity }) => [level, units, capacity])).to.deep.equal([['town', 10, 650], ['county', 2, 130], ['city', 1, 65]]);
    expect(found.levels.find(({ level }) => level === 'city')?.onlyThey).to.equal(6);
    const away = workload(county({ absences: [{ unitId: 'X1', startsOn: '2018-04-02', endsOn: '2018-04-15' }] }), 3);
    expect(away.levels.find(({ level }) => level === 'city')?.capacity).to.equal(55);
  });
});

describe('response rules', function () {
  this.timeout(60_000);
  let app: TestApp;
  let planner: Agent;
  let second: Agent;
  let rules: ResponseRules;
  const reason = { zh: '每班能查的场所更少', en: 'fewer premises can be checked in a shift' };
  const propose = async (draft: object, agent = planner, basedOn = rules.version) => agent.post('/api/response-rule-versions', { basedOn, ...draft, reason });

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    second = await app.person({ roles: ['planner'] });
    rules = (await planner.get('/api/response-rules')).as<ResponseRules>();
  });
  after(() => app.close());

  it('shows the work before anything is saved, and says where nothing can be shown', async () => {
    const draft = changed(rules, 'premises-check', { premisesPerShift: 5 });
    expect((await planner.post('/api/response-rules/preview', draft)).body).to.include({ code: 'conflict' });
    await planner.post('/api/assessments', { round: '2018-Q1' });
    const { round, before, after } = (await planner.post('/api/response-rules/preview', draft)).as<RulesPreview>();
    const of = (load: RulesPreview['before'], kind: string): number => load.kinds.find((each) => each.kind === kind)?.tasks ?? 0;
    expect(round).to.equal('2018-Q1');
    expect(of(after, 'premises-check')).to.be.above(2 * of(before, 'premises-check'));
    expect(of(after, 'area-check'), 'what was not touched is drawn alike').to.equal(of(before, 'area-check'));
    expect(after.capacity).to.equal(before.capacity).and.to.be.above(0);
    expect((await planner.get('/api/response-rule-versions')).as<{ items: unknown[] }>().items).to.have.length(0);
    expect((await (await app.as('viewer')).post('/api/response-rules/preview', draft)).status).to.equal(403);
  });

  it('refuses what may not be said, everything at once and in both languages', async () => {
    for (const [kind, more, words] of [
      ['area-check', { perWeek: 1 }, /at least two/],
      ['area-check', { grades: ['severe'] }, /every town/],
      ['encirclement', { grades: ['severe', 'general'] }, /severe towns only/],
      ['premises-check', { onWeakEvidence: true }, /bottles and the standing checks/],
      ['premises-check', { grades: ['insufficient'] }, /three classes/],
      ['premises-check', { premisesPerShift: 100_000 }, /above 500/],
      ['service-visit', { everyWeeks: [{ grade: 'severe', weeks: 4 }, { grade: 'severe', weeks: 5 }] }, /twice/],
    ] as const) {
      const answer = await planner.post('/api/response-rules/preview', changed(rules, kind, more), { headers: { 'accept-language': 'en' } });
      expect(answer.status, JSON.stringify(more)).to.equal(422);
      expect(answer.text).to.match(words);
    }
    const both = await planner.post('/api/response-rules/preview', { rules: changed(rules, 'area-check', { perWeek: 1 }).rules.filter(({ kind }) => kind !== 'encirclement'), evidenceDays: 9000 }, { headers: { 'accept-language': 'zh-CN' } });
    expect(both.text).to.match(/至少两次/).and.to.match(/缺少：围歼式清查/).and.to.match(/730/);
    for (const bad of [{ perWeek: 2.5 }, { perWeek: 0 }, { surprise: 1 }]) expect((await planner.post('/api/response-rules/preview', changed(rules, 'area-check', bad))).status).to.be.within(400, 422);
    expect((await propose(rules)).status, 'nothing changed and too many fields').to.be.within(400, 422);
    expect((await propose(changed(rules, 'area-check', {}))).body).to.include({ code: 'conflict' });
    expect((await planner.post('/api/response-rule-versions', { basedOn: rules.version, ...changed(rules, 'premises-check', { premisesPerShift: 5 }), reason: { zh: '找 13812345678', en: 'x' } })).body).to.include({ code: 'person-data-refused' });
  });

  it('is put in force by a second planner, not by who wrote it; schedules made before keep theirs', async () => {
    const plan = async (): Promise<ScheduleDetail> => (await planner.post('/api/schedules', { round: '2018-Q1', startsOn: '2018-04-02', weeks: 2, seed: 3 })).as<ScheduleDetail>();
    const old = await plan();
    const made = (await propose(changed(rules, 'premises-check', { premisesPerShift: 5 }))).as<VersionView>();
    const rival = (await propose(changed(rules, 'premises-check', { premisesPerShift: 7 }), second)).as<VersionView>();
    expect(made).to.include({ state: 'proposed', basedOn: rules.version });
    expect(made.body.reason).to.deep.equal(reason);
    const decide = (agent: Agent, row: VersionView, action: string, revision = row.revision) => agent.post(`/api/response-rule-versions/${row.id}/decision`, { action }, { headers: { 'if-match': `"${revision}"` } });
    expect((await decide(planner, made, 'adopt')).body).to.include({ code: 'own-work' });
    expect((await decide(second, made, 'withdraw')).body).to.include({ code: 'own-work' });
    expect((await plan()).rules, 'a proposal is not in force').to.equal(rules.version);
    expect((await decide(second, made, 'adopt', 9)).status).to.be.oneOf([409, 412]);
    const adopted = (await decide(second, made, 'adopt')).as<VersionView>();
    expect(adopted.state).to.equal('adopted');
    expect((await decide(second, adopted, 'reject')).body).to.include({ code: 'illegal-transition' });
    expect((await decide(planner, rival, 'adopt')).body, 'it was held against rules that are no longer in force').to.include({ code: 'conflict' });
    expect((await planner.get('/api/response-rules')).as<ResponseRules>().version).to.equal(made.version);
    const next = await plan();
    expect(next.rules).to.equal(made.version);
    const premises = (schedule: ScheduleDetail): number => schedule.body.ledger.filter(({ kind }) => kind === 'premises-check').reduce((sum, { required }) => sum + required, 0);
    expect(premises(next)).to.be.above(2 * premises(old));
    const approved = (await second.post(`/api/schedules/${old.id}/transitions`, { action: 'approve', revision: old.revision })).as<ScheduleDetail>();
    const again = (await planner.post(`/api/schedules/${approved.id}/replans`, { from: '2018-04-09' })).as<ScheduleDetail>();
    expect(again.rules, 'planned again by its own rules').to.equal(rules.version);
    expect((await propose(changed(rules, 'premises-check', { premisesPerShift: 6 }))).body, 'based on what is no longer in force').to.include({ code: 'conflict' });
  });
});
