/** Taking sampling plans over HTTP: a fresh installation comes to its first round without the command line. */
import { expect } from 'chai';
import huilai from '../../../sampling-plans/plans/huilai.json' with { type: 'json' };
import { startApp, type TestApp } from '../../support/app.ts';

const areas = {
  version: '1', note: 'example (synthetic)', members: [],
  areas: [
    { codeSystem: 'own', code: 'C1', level: 'county', parent: null, nameZh: '甲县', nameEn: 'County A', population: null, populationYear: null, populationBasis: null, seat: null, seatBasis: null, source: 'example (synthetic)' },
    { codeSystem: 'own', code: 'T1', level: 'town', parent: 'C1', nameZh: '甲镇', nameEn: 'Town A', population: 20000, populationYear: 2018, populationBasis: 'synthetic', seat: [116.2, 23.0], seatBasis: 'estimate', source: 'example (synthetic)' },
  ],
};
const ownPlan = (() => {
  const [town] = huilai.areas;
  if (town === undefined) throw new Error('the shipped plan has no area');
  const sites = town.sites.map((site, i) => ({ ...site, code: `T1-${String(i + 1)}`, downstream: [] }));
  return { ...huilai, code: 'own', version: 1, codeSystem: 'own', areas: [{ ...town, code: 'T1', sites }] };
})();

describe('taking sampling plans', () => {
  let app: TestApp;
  before(async () => {
    app = await startApp();
  });
  after(() => app.close());

  it('brings a fresh installation to its first round: the shipped plan with its places, and 65 samples', async () => {
    const manager = await app.as('quality-manager');
    expect((await manager.get('/api/plans')).as<{ items: unknown[] }>().items).to.deep.equal([]);
    expect((await manager.get('/api/shipped-plans')).as<{ items: object[] }>().items).to.deep.include({ code: 'huilai', version: 1, name: huilai.name, areas: 13, sites: 65, synthetic: true, taken: false });
    const taken = await manager.post('/api/shipped-plans/huilai', {});
    expect(taken.status, taken.text).to.equal(200);
    expect(taken.as<{ sites: object }>().sites).to.deep.equal({ written: 65, changed: 0, unchanged: 0 });
    expect((await manager.post('/api/rounds', { code: '2018-Q1', plan: 'huilai' })).body).to.deep.include({ created: 65 });
    expect((await manager.get('/api/shipped-plans')).as<{ items: { taken: boolean }[] }>().items.map((one) => one.taken)).to.deep.equal([true]);
    expect((await manager.post('/api/shipped-plans/huilai', {})).as<{ sites: object }>().sites).to.deep.equal({ written: 0, changed: 0, unchanged: 65 });
  });

  it('takes a plan of its own with areas that were not there', async () => {
    const manager = await app.as('quality-manager');
    expect((await manager.post('/api/plans', { plan: ownPlan })).body).to.include({ code: 'not-found' });
    const taken = await manager.post('/api/plans', { plan: ownPlan, areas });
    expect(taken.status, taken.text).to.equal(200);
    expect((await manager.post('/api/rounds', { code: '2018-Q2', plan: 'own' })).body).to.deep.include({ created: 5 });
  });

  it('names every wrong path, and writes nothing, not even the areas', async () => {
    const manager = await app.as('quality-manager');
    const fresh = { ...areas, areas: areas.areas.map((one) => ({ ...one, codeSystem: 'other' })) };
    const before = await app.store.revision();
    const answer = await manager.post('/api/plans', { plan: { ...ownPlan, code: 'wrong', codeSystem: 'other', frequency: 'sometimes', version: 0 }, areas: fresh });
    expect(answer.status).to.equal(422);
    expect(answer.as<{ details: { pointer: string }[] }>().details.map(({ pointer }) => pointer)).to.include.members(['/frequency', '/version']);
    const orphan = await manager.post('/api/plans', { plan: ownPlan, areas: { ...fresh, areas: fresh.areas.slice(1) } });
    expect(orphan.text).to.match(/C1/);
    expect(await app.store.revision()).to.equal(before);
  });

  it('is for quality managers and administrators', async () => {
    for (const role of ['technician', 'planner', 'viewer', 'auditor'] as const) {
      const person = await app.as(role);
      expect((await person.post('/api/shipped-plans/huilai', {})).status).to.equal(403);
      expect((await person.post('/api/plans', { plan: ownPlan })).status).to.equal(403);
    }
  });
});
