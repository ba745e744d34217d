/** Rules that a laboratory writes: refused in words, kept as versions, adopted by two people, and used from then on. */
import { expect } from 'chai';
import { runCases } from '../../../analysis/grading/rules/ruleCases.ts';
import { storedRule } from '../../../analysis/grading/rules/storedRule.ts';
import { gradingRule, ruleAdoption, type RuleAdoption, type StoredRule } from '../../../models/schemas/index.ts';
import type { RuleDraft } from '../../../server/usecases/assessment/gradeRules/ruleDraft.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty } from './smallCounty.ts';

interface Listed {
  id: string;
  version: string;
  inForce: boolean;
  stored: boolean;
  draft: RuleDraft;
}
type Check = { problems: { pointer: string; zh: string; en: string }[]; cases: { expected: string; got: string }[]; preview: { changes: { code: string; from: { grade: string }; to: { grade: string } }[]; areas: number } | null };
type Adoption = RuleAdoption & { allowedActions: { action: string; allowed: boolean }[] };

describe('rules of the laboratory', function () {
  this.timeout(60_000);
  let app: TestApp;
  let planner: Agent;
  let second: Agent;
  let begun: RuleDraft;
  const rules = async (): Promise<Listed[]> => (await planner.get('/api/rules')).as<{ items: Listed[] }>().items;
  const named = (change: Partial<RuleDraft> = {}): RuleDraft => ({
    ...begun, code: 'county-trial', titleZh: '县试行规则', titleEn: 'County trial', source: '县检测中心 2017 年参考值', reason: '提高水平的权重',
    referenceFrom: '2017-01-01', referenceTo: '2017-12-31', gradesFrom: '2018-01-01', ...change,
  });
  const check = async (draft: RuleDraft, round?: string): Promise<Check> => (await planner.post('/api/rules/check', { draft, ...(round === undefined ? {} : { round }) })).as<Check>();

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    planner = await app.as('planner');
    second = await app.person({ roles: ['planner'], username: 'second-planner' });
    begun = (await rules())[0]?.draft ?? expect.fail('a shipped rule was expected');
  });
  after(() => app.close());

  it('begins from the shipped rule, whose own examples hold', async () => {
    const found = await check(named());
    expect(found.problems).to.deep.equal([]);
    expect(found.cases.map(({ expected, got }) => [expected, got])).to.deep.equal([['severe', 'severe'], ['moderately-severe', 'moderately-severe'], ['general', 'general'], ['general', 'general']]);
  });

  it('names every contradiction at once, in both languages', async () => {
    const pointers = async (change: Partial<RuleDraft>): Promise<string[]> => (await check(named(change))).problems.map(({ pointer }) => pointer);
    const weights = begun.weights;
    expect(await pointers({ weights: { ...weights, trend: '-0.15', level: '0.75' } })).to.deep.equal(['/weights/trend']);
    expect(await pointers({ weights: { level: '0', breadth: '0', trend: '0', cluster: '0', history: '0' } })).to.deep.equal(['/weights', '/weights/level']);
    expect(await pointers({ weights: { ...weights, level: '0.5' } })).to.deep.equal(['/weights']);
    expect(await pointers({ weights: { ...weights, level: 'NaN' } })).to.deep.equal(['/weights/level']);
    expect(await pointers({ weights: { ...weights, level: '0,45' } })).to.deep.equal(['/weights/level']);
    expect(await pointers({ cuts: { moderatelySevere: '3', severe: '2' } })).to.deep.equal(['/cuts']);
    expect(await pointers({ cuts: { moderatelySevere: '2', severe: '2' } })).to.deep.equal(['/cuts']);
    expect(await pointers({ cuts: { moderatelySevere: '5', severe: '6' } })).to.deep.equal(['/formula']);
    expect(await pointers({ analyteWeights: [{ analyte: 'unobtainium', weight: '2' }] })).to.deep.equal(['/analyteWeights/0/analyte']);
    expect(await pointers({ formula: 'level.constructor' })).to.deep.equal(['/formula']);
    expect(await pointers({ referenceTo: '2018-01-01' })).to.deep.equal(['/gradesFrom']);
    expect(await pointers({ referenceTo: '2017-02-30' })).to.deep.equal(['/referenceTo']);
    expect(await pointers({ code: 'five-components' })).to.deep.equal(['/code']);
    expect(await pointers({ examples: begun.examples.slice(0, 1) })).to.deep.equal(['/examples', '/examples']);
    const several = await check(named({ titleEn: ' ', formula: '', weights: { ...weights, level: 'x' } }));
    expect(several.problems.map(({ pointer }) => pointer)).to.deep.equal(['/titleEn', '/weights/level', '/formula']);
    for (const { zh, en } of several.problems) expect([zh.length > 5, en.length > 10]).to.deep.equal([true, true]);
    const saved = await planner.post('/api/rules', { draft: named({ weights: { ...weights, level: '0.5' } }) }, { headers: { 'accept-language': 'en' } });
    expect(saved.status).to.equal(422);
    expect(saved.text).to.include('The weights sum to 1.05; 1 was expected.');
    expect(await app.store.read.count(gradingRule)).to.equal(0);
  });

  it('refuses an example that does not come out as stated, and a phone number in the reason', async () => {
    const [first, ...others] = begun.examples;
    const turned = await check(named({ examples: [{ ...(first ?? expect.fail()), expected: 'general' }, ...others, first ?? expect.fail()] }));
    expect(turned.problems.map(({ pointer }) => pointer)).to.deep.equal(['/examples/0/expected']);
    expect((await planner.post('/api/rules', { draft: named({ reason: '请联系 13812345678' }) })).body).to.include({ code: 'person-data-refused' });
  });

  it('is kept as versions that nobody changes, whose examples run as at the save', async () => {
    const draft = named({ cuts: { moderatelySevere: '1.5', severe: '2.5' }, formula: 'max(level, 0.5 * level + 0.5 * breadth)', examples: [...begun.examples.filter(({ expected }) => expected !== 'moderately-severe'), { title: '1.8', sites: Array.from({ length: 5 }, () => ({ meth: '1.8', ket: '0.6' })), expected: 'moderately-severe' as const }] });
    const problems = (await check(draft)).problems;
    expect(problems).to.deep.equal([]);
    const made = await planner.post('/api/rules', { draft });
    expect(made.status, made.text).to.equal(201);
    expect(made.as<{ rule: StoredRule }>().rule).to.include({ code: 'county-trial', version: 1 });
    expect((await planner.post('/api/rules', { draft: { ...draft, reason: '第二版' } })).as<{ rule: StoredRule }>().rule).to.include({ version: 2 });
    for (const row of await app.store.read.find(gradingRule)) {
      const cases = runCases(storedRule(row), row.body.examples);
      expect(cases.map(({ got }) => got)).to.deep.equal(row.body.examples.map(({ expected }) => expected));
    }
    const refused = await app.store.write(async (tx) => {
      const [row] = await tx.find(gradingRule, { limit: 1 });
      await tx.update(gradingRule as never, row?.id ?? '', 1, { titleEn: 'other' } as never);
    }).then(() => undefined, (error: unknown) => error);
    expect(refused).to.be.instanceOf(Error);
    expect((await (await app.as('viewer')).post('/api/rules', { draft })).status).to.equal(403);
  });

  it('shows what it would change, is adopted by a second person only, and is the default from then on', async () => {
    const before = (await planner.post('/api/assessments', { round: '2018-Q1', seed: 3 })).as<{ assessment: { id: string; rule: string } }>().assessment;
    expect(before.rule).to.equal('five-components');
    const strict = named({ code: 'strict', cuts: { moderatelySevere: '1.01', severe: '1.02' }, examples: [
      { title: 'a', sites: Array.from({ length: 5 }, () => ({ meth: '10', ket: '1' })), expected: 'severe' as const },
      { title: 'b', sites: Array.from({ length: 5 }, () => ({ meth: '0.4', ket: '0.4' })), expected: 'general' as const },
      { title: 'c', sites: Array.from({ length: 5 }, () => ({ meth: '0.9', ket: '0.9' })), expected: 'moderately-severe' as const },
    ] });
    const shown = await check({ ...strict, examples: begun.examples.map((each) => ({ ...each, expected: each.expected === 'moderately-severe' ? ('severe' as const) : each.expected })) }, '2018-Q1');
    expect(shown.problems.map(({ pointer }) => pointer)).to.deep.equal(['/examples']);
    const preview = (await planner.get('/api/rules/preview?rule=county-trial@1&round=2018-Q1'));
    expect(preview.status, preview.text).to.equal(200);
    const proposed = await planner.post('/api/rule-adoptions', { rule: 'county-trial@1', round: '2018-Q1', reason: '试行' });
    expect(proposed.status, proposed.text).to.equal(201);
    const adoption = proposed.as<Adoption>();
    expect(adoption.allowedActions.map(({ action, allowed }) => [action, allowed])).to.deep.equal([['adopt', false], ['reject', false], ['withdraw', true]]);
    expect((await planner.post('/api/rule-adoptions', { rule: 'county-trial@1', round: '2018-Q1', reason: '再提' })).body).to.include({ code: 'duplicate' });
    const decide = (who: Agent, action: string, revision = adoption.revision) => who.post(`/api/rule-adoptions/${adoption.id}/decision`, { action }, { headers: { 'if-match': `"${revision}"` } });
    expect((await decide(planner, 'adopt')).body).to.include({ code: 'own-work' });
    expect((await planner.post('/api/assessments', { round: '2018-Q1', seed: 3 })).as<{ assessment: { rule: string } }>().assessment.rule).to.equal('five-components');
    const limited = await app.person({ roles: ['planner'], areaCodes: ['D'], username: 'limited' });
    expect((await decide(limited, 'adopt')).status).to.equal(403);
    const adopted = await decide(second, 'adopt');
    expect(adopted.status, adopted.text).to.equal(200);
    expect((await decide(second, 'adopt', adoption.revision + 1)).body).to.include({ code: 'illegal-transition' });
    expect((await rules()).filter(({ inForce }) => inForce).map(({ id, version }) => `${id}@${version}`)).to.deep.equal(['county-trial@1']);

    const made = (await planner.post('/api/assessments', { round: '2018-Q1', seed: 3 })).as<{ assessment: { id: string; rule: string; ruleVersion: string; stale: boolean } }>().assessment;
    expect(made).to.include({ rule: 'county-trial', ruleVersion: '1', stale: false });
    const again = (await planner.get(`/api/assessments/${made.id}/reproduction`)).as<{ same: boolean; changed: unknown[] }>();
    expect(again).to.deep.include({ same: true, changed: [] });
    expect((await planner.get(`/api/assessments/${before.id}`)).as<{ stale: boolean }>().stale).to.equal(false);
    const evidence = (await planner.get(`/api/map?round=2018-Q1`)).as<{ assessment: { ruleTitle: { en: string } } }>();
    expect(evidence.assessment.ruleTitle.en).to.equal('County trial');
    expect((await planner.get('/api/rules/validation?round=2018-Q1')).status).to.equal(200);
    const trail = await app.store.read.find(ruleAdoption, { where: { state: 'adopted' } });
    expect(trail.every(({ proposedBy, decidedBy }) => decidedBy !== null && decidedBy !== proposedBy)).to.equal(true);
  });

  it('grades nothing that it may have been cut on', async () => {
    const draft = named({ code: 'later', referenceFrom: '2018-01-01', referenceTo: '2018-03-31', gradesFrom: '2018-04-01', cuts: { moderatelySevere: '2', severe: '3' } });
    const made = await planner.post('/api/rules', { draft });
    expect(made.status, made.text).to.equal(201);
    const early = await planner.post('/api/assessments', { round: '2018-Q1', rule: 'later' }, { headers: { 'accept-language': 'en' } });
    expect(early.body).to.include({ code: 'conflict' });
    expect(early.text).to.include('later@1 grades from 2018-04-01 on');
    expect((await planner.post('/api/assessments', { round: '2018-Q1', rule: 'nemerow-fixed-cuts', seed: 1 })).status).to.equal(201);
  });
});
