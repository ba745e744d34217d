/** Assessments over HTTP: immutable, reproducible, aware of what changed since, and quiet where nothing can be said. */
import { expect } from 'chai';
import type { Assessment } from '../../../models/schemas/index.ts';
import { assessment, result, round } from '../../../models/schemas/index.ts';
import { canonicalJson, newId } from '../../../models/store/index.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { amend, seedCounty, type County } from './smallCounty.ts';

type View = Assessment & { stale: boolean; staleReasons: { zh: string; en: string }[]; newer: number; roundCode: string };

describe('assessing a round', () => {
  let app: TestApp;
  let county: County;
  let planner: Agent;

  before(async () => {
    app = await startApp();
    county = await seedCounty(app.store);
    planner = await app.as('planner');
  });
  after(() => app.close());

  const assess = async (body: object): Promise<View> => {
    const answer = await planner.post('/api/assessments', body);
    expect(answer.status, answer.text).to.equal(201);
    return answer.as<{ assessment: View }>().assessment;
  };
  const grades = (view: View): Record<string, string> => Object.fromEntries(view.body.areas.map(({ code, grade, firmness }) => [code, `${grade} ${firmness}`]));

  it('grades each town by its own evidence, and says what it rests on', async () => {
    const view = await assess({ round: '2018-Q1', seed: 5 });
    expect(grades(view)).to.deep.equal({ D: 'severe firm', K: 'general firm', L: 'insufficient none', N: 'not-graded none' });
    expect(view).to.include({ rule: 'five-components', ruleVersion: '1.0.0', seed: '5', sequence: 1, stale: false, newer: 0, roundCode: '2018-Q1', synthetic: true });
    expect(view.inputsSha256).to.match(/^[0-9a-f]{64}$/);
    expect(view.inputsRevision).to.be.greaterThan(0);
    for (const version of [view.referenceVersion, view.constantsVersion, view.codeVersion]) expect(version).to.match(/\S/);
    const dirty = view.body.areas.find(({ code }) => code === 'D');
    expect(dirty?.subIndices.map(({ matrix, basis, validSites }) => ({ matrix, basis, validSites }))).to.deep.equal([{ matrix: 'sewage', basis: 'concentration', validSites: 5 }]);
    expect(dirty?.subIndices[0]?.analytes.find(({ analyte }) => analyte === 'ket')).to.include({ censoredAbove: 1, factorQualifier: '=' });
  });

  it('writes the same bytes from the same evidence, rule and seed', async () => {
    const [first, second] = [await assess({ round: '2018-Q1', seed: 5 }), await assess({ round: '2018-Q1', seed: 5 })];
    expect(canonicalJson(first.body)).to.equal(canonicalJson(second.body));
    expect([first.inputsSha256, first.inputsRevision]).to.deep.equal([second.inputsSha256, second.inputsRevision]);
    expect(second.sequence).to.equal(first.sequence + 1);
  });

  it('is stale once a released value is corrected, and stays what it was', async () => {
    const before = await assess({ round: '2018-Q1', seed: 1 });
    const old = county.results.find(({ analyteId, sampleId }) => analyteId === 'meth' && sampleId === county.results[0]?.sampleId);
    if (old === undefined) throw new Error('the county has a METH result');
    await amend(app.store, county, old, '15');
    const again = (await planner.get(`/api/assessments/${before.id}`)).as<View>();
    expect(again).to.include({ stale: true, newer: 1 });
    expect(again.staleReasons).to.deep.equal([{ zh: '评估之后有 1 个已签发结果变动：甲镇。', en: '1 released result changed since: Dirty town.' }]);
    expect(canonicalJson(again.body)).to.equal(canonicalJson(before.body));
    const fresh = await assess({ round: '2018-Q1', seed: 1 });
    expect(fresh).to.include({ stale: false });
    expect(fresh.inputsSha256).not.to.equal(before.inputsSha256);
    const list = (await planner.get('/api/assessments?round=2018-Q1')).as<{ items: View[] }>().items;
    expect(list[0]).to.include({ id: fresh.id, stale: false });
    expect(list.find(({ id }) => id === before.id)).to.include({ stale: true, newer: 1 });
    expect(list[0]).not.to.have.property('body');
  });

  it('cannot be changed in the store', async () => {
    const view = await assess({ round: '2018-Q1' });
    let refused: unknown;
    await app.store
      .write(async (tx) => {
        await tx.update(assessment as never, view.id, 1, { seed: '6' } as never);
        tx.audit({ actorId: null, action: 'test', subject: 'assessment', subjectId: view.id });
      })
      .catch((error: unknown) => (refused = error));
    expect(refused).to.be.instanceOf(Error);
  });

  it('takes a bare entry for no evidence: only released results count', async () => {
    const before = await assess({ round: '2018-Q1', seed: 2 });
    const one = await app.store.read.find(result, { where: { analyteId: 'ket', state: 'released' }, limit: 1 });
    const [head] = one;
    if (head === undefined) throw new Error('a KET result was expected');
    await app.store.write(async (tx) => {
      await tx.update(result, head.id, head.revision, { state: 'verified' });
      tx.audit({ actorId: null, action: 'test.unrelease', subject: 'result', subjectId: head.id });
    });
    const after = await assess({ round: '2018-Q1', seed: 2 });
    const count = (view: View): number => view.body.areas.flatMap(({ sites }) => sites.flatMap(({ factors }) => factors)).length;
    expect(count(after)).to.equal(count(before) - 1);
  });

  it('has nothing to assess where nothing is released: in words, and the previous one stands', async () => {
    await app.store.write(async (tx) => {
      await tx.insert(round, [{ ...county.round, id: newId(), code: '2018-Q2', startsOn: '2018-04-01', endsOn: '2018-06-30' }]);
      tx.audit({ actorId: null, action: 'test.round', subject: 'round', subjectId: county.round.id });
    });
    const nothing = await planner.post('/api/assessments', { round: '2018-Q2' }, { headers: { 'accept-language': 'zh-CN' } });
    expect(nothing.body).to.include({ code: 'nothing-to-assess' });
    expect(nothing.text).to.include('轮次 2018-Q2 没有已签发的结果，无可评估；目前也没有评估。');
    expect(nothing.status).to.be.within(400, 499);
  });

  it('refuses unknown rounds, rules and seeds with what was expected, and people without the right', async () => {
    expect((await planner.post('/api/assessments', { round: '2031-Q1' })).status).to.equal(404);
    expect((await planner.post('/api/assessments', { round: '2018-Q1', rule: 'by-feeling' })).body).to.include({ code: 'not-found' });
    for (const seed of [-1, 1.5, '7', 1e300]) expect((await planner.post('/api/assessments', { round: '2018-Q1', seed })).status, String(seed)).to.equal(422);
    expect((await (await app.as('viewer')).post('/api/assessments', { round: '2018-Q1' })).status).to.equal(403);
    expect((await planner.get('/api/assessments/no-such')).status).to.equal(404);
  });
});
