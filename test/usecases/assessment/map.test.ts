/** The map and the way back from a colour to its bottles. */
import { expect } from 'chai';
import { setting, site as siteThing } from '../../../models/schemas/index.ts';
import type { AreaEvidence, MapView } from '../../../models/schemas/answers/map.ts';
import type { SiteTrend } from '../../../models/schemas/answers/trend.ts';
import { mapSentence } from '../../../server/usecases/assessment/mapSentence.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty, type County } from './smallCounty.ts';

describe('the map of a round', () => {
  let app: TestApp;
  let county: County;
  let viewer: Agent;

  before(async () => {
    app = await startApp();
    county = await seedCounty(app.store);
    viewer = await app.as('viewer');
  });
  after(() => app.close());

  const map = async (agent: Agent = viewer): Promise<MapView> => {
    const answer = await agent.get('/api/map?round=2018-Q1');
    expect(answer.status, answer.text).to.equal(200);
    return answer.as<MapView>();
  };

  it('shows places without grades before the first assessment, and says so', async () => {
    const view = await map();
    expect(view.assessment).to.equal(null);
    expect(view.sentence).to.deep.equal({ zh: '本轮尚未评估。', en: 'This round has not been assessed yet.' });
    expect(view.seats.features.map(({ properties }) => properties.grade)).to.deep.equal(['not-graded', 'not-graded', 'not-graded']);
  });

  it('draws graded points, labelled schematic cells, sites and streams', async () => {
    const made = await (await app.as('planner')).post('/api/assessments', { round: '2018-Q1' });
    expect(made.status, made.text).to.equal(201);
    const view = await map();
    expect(view.county).to.deep.equal({ code: 'C', name: { zh: '例县', en: 'Example county' } });
    expect(Object.fromEntries(view.seats.features.map(({ properties }) => [properties.code, properties.grade]))).to.deep.equal({ D: 'severe', K: 'general', L: 'insufficient', N: 'not-graded' });
    expect(view.areas.features.map(({ properties }) => properties.cellSource)).to.deep.equal(['schematic', 'schematic', 'schematic', 'schematic']);
    expect(view.sites.features).to.have.length(15);
    expect(view.sites.features.find(({ properties }) => properties.code === 'D-2')?.properties).to.include({ grade: 'severe', matrix: 'sewage', areaCode: 'D' });
    expect(view.relations.features).to.have.length(1);
    expect(view.notices.map(({ code }) => code)).to.include.members(['schematic', 'synthetic', 'estimated-seats', 'map-approval']);
    expect(view.notices.find(({ code }) => code === 'schematic')?.zh).to.equal('示意图，非行政区域界线');
    expect(view.legend.map(({ grade, label, count }) => [grade, label.zh, label.en, count])).to.deep.equal([
      ['severe', '严重', 'Severe', 1],
      ['moderately-severe', '较严重', 'Moderately severe', 0],
      ['general', '一般严重', 'General', 1],
      ['insufficient', '证据不足', 'Insufficient evidence', 1],
      ['not-graded', '未评级', 'Not graded', 1],
    ]);
    expect(view.rounds).to.deep.equal([{ code: '2018-Q1', counts: { severe: 1, general: 1, insufficient: 1, 'not-graded': 1 } }]);
    const [west, south, east, north] = view.bounds;
    for (const { geometry } of [...view.seats.features, ...view.sites.features]) {
      expect(geometry.coordinates[0]).to.be.within(west, east);
      expect(geometry.coordinates[1]).to.be.within(south, north);
    }
    expect(view.sentence.en).to.equal('Dirty town is severe, firm; one is general; one has too little evidence; one was not sampled.');
    expect(view.sentence.zh).to.equal('甲镇为严重（确定）；其余 1 处为一般严重；1 处证据不足；1 处未采样。');
  });

  it('prints the map approval number once it is set', async () => {
    await app.store.write(async (tx) => {
      await tx.insert(setting, [{ id: 'mapApproval', value: 'GS(2018)1234', revision: 1 }]);
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'mapApproval' });
    });
    expect((await map()).notices.find(({ code }) => code === 'map-approval')?.zh).to.equal('审图号：GS(2018)1234');
  });

  it('shows a person no area outside the scope, and answers as if it were not there', async () => {
    const limited = await app.person({ roles: ['viewer'], areaCodes: ['K'] });
    const view = await map(limited);
    expect(view.seats.features.map(({ properties }) => properties.code)).to.deep.equal(['K']);
    expect(view.sites.features.every(({ properties }) => properties.areaCode === 'K')).to.equal(true);
    expect((await limited.get(`/api/areas/${county.towns['D'] ?? ''}/evidence?round=2018-Q1`)).status).to.equal(404);
    const [foreign] = await app.store.read.find(siteThing, { where: { code: 'D-1' } });
    expect((await limited.get(`/api/sites/${foreign?.id ?? ''}/trend?analyte=meth`)).status).to.equal(404);
  });

  it('traces a colour to its bottles, references and rule', async () => {
    const answer = await viewer.get(`/api/areas/${county.towns['D'] ?? ''}/evidence?round=2018-Q1`);
    expect(answer.status, answer.text).to.equal(200);
    const evidence = answer.as<AreaEvidence>();
    expect(evidence.standing).to.include({ grade: 'severe', firmness: 'firm' });
    expect(evidence.sites).to.have.length(5);
    const results = evidence.sites.flatMap((each) => each.results);
    expect(results).to.have.length(10);
    for (const result of results) {
      expect(result.sampleNumber).to.match(/^2018-Q1-D-\d$/);
      expect(result.reference).to.be.greaterThan(0);
      expect(result.referenceSource).to.match(/\S/);
    }
    expect(results.find(({ reportedText }) => reportedText === '> 4000')).to.include({ qualifier: '>', analyte: 'ket' });
    expect(evidence.rule).to.deep.include({ id: 'five-components', version: '1.0.0' });
    expect(evidence.rule?.cuts).to.include({ quantity: 'severity', moderatelySevere: 25 });
    expect(evidence.history).to.deep.equal([{ round: '2018-Q1', grade: 'severe', severity: evidence.standing?.severity, index: evidence.standing?.index }]);
  });

  it('answers unknown rounds, areas and assessments with words', async () => {
    expect((await viewer.get('/api/map?round=2031-Q1')).status).to.equal(404);
    expect((await viewer.get('/api/map?round=2018-Q1&assessment=none')).body).to.include({ code: 'not-found' });
    expect((await viewer.get('/api/areas/none/evidence?round=2018-Q1')).status).to.equal(404);
    expect((await (await app.as('sampler')).get('/api/map?round=2018-Q1')).status).to.equal(403);
  });

  it('gives the trend of a site with limits and reference; non-detects carry no value', async () => {
    const [point] = await app.store.read.find(siteThing, { where: { code: 'K-1' } });
    const answer = await viewer.get(`/api/sites/${point?.id ?? ''}/trend?analyte=meth`);
    expect(answer.status, answer.text).to.equal(200);
    const trend = answer.as<SiteTrend>();
    expect(trend.points).to.have.length(1);
    expect(trend.points[0]).to.include({ round: '2018-Q1', value: null, qualifier: '<', limit: 0.5, reportedText: '< 0.5', lod: 0.5, loq: 2 });
    expect(trend).to.include({ unit: 'ng/L', basis: 'concentration', trend: null });
    expect(trend.limits).to.deep.equal({ lod: 0.5, loq: 2, upper: 4000 });
    expect(trend.reference?.value).to.equal(260);
    expect((await viewer.get(`/api/sites/${point?.id ?? ''}/trend?analyte=nonsense`)).status).to.equal(404);
  });
});

describe('the sentence over the map', () => {
  const area = (name: string, grade: string, firmness: string, severity: number | null) => ({ name: { zh: name, en: name }, grade, firmness, severity }) as Parameters<typeof mapSentence>[0][number];

  it('names the severe first, by severity, then what is open', () => {
    const said = mapSentence([area('A', 'severe', 'firm', 60), area('B', 'severe', 'firm', 80), area('C', 'moderately-severe', 'borderline', 40), area('D', 'general', 'firm', 5), area('E', 'insufficient', 'none', null), area('F', 'insufficient', 'none', null)]);
    expect(said.en).to.equal('B and A are severe, all firm; C is borderline and calls for re-sampling; one is general; two have too little evidence.');
    expect(said.zh).to.equal('B、A为严重（确定）；C临界，应补充采样；其余 1 处为一般严重；2 处证据不足。');
  });

  it('shortens long lists and says when nothing is higher than general', () => {
    expect(mapSentence(Array.from({ length: 9 }, (_, i) => area(`T${i}`, 'severe', 'firm', i))).en).to.equal('T8, T7, T6, T5, T4, T3 and 3 more are severe, all firm.');
    expect(mapSentence([area('A', 'general', 'firm', 1), area('B', 'general', 'firm', 2)]).en).to.equal('Two places are general, the lowest class, and none is higher.');
  });
});
