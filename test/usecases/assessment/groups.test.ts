/** Villages and operational areas: graded beside the towns only by evidence and people enough of their own. */
import { expect } from 'chai';
import { area, areaMember, site, type Area } from '../../../models/schemas/index.ts';
import type { AreaEvidence, MapView } from '../../../models/schemas/answers/map.ts';
import { newId } from '../../../models/store/index.ts';
import { areaRow } from '../../support/laboratoryRows.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty, type County } from './smallCounty.ts';

describe('villages and operational areas', function () {
  this.timeout(60_000);
  let app: TestApp;
  let county: County;
  let planner: Agent;
  let places: Record<'large' | 'unknown' | 'small' | 'thin' | 'joined', Area>;
  let assessmentId = '';
  const evidence = async (id: string): Promise<AreaEvidence> => {
    const answer = await planner.get(`/api/areas/${id}/evidence?round=2018-Q1`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.as<AreaEvidence>();
  };

  before(async () => {
    app = await startApp();
    county = await seedCounty(app.store);
    planner = await app.as('planner');
    const village = (code: string, town: string, population: number | null): Area => areaRow({ code, level: 'village', parentId: county.towns[town] ?? null, nameZh: `${code} 村`, nameEn: `Village ${code}`, population, populationYear: null, populationBasis: population === null ? null : 'census' });
    places = { large: village('V1', 'D', 8000), unknown: village('V2', 'D', null), small: village('V3', 'K', 300), thin: village('V4', 'K', 9000), joined: areaRow({ code: 'O', level: 'operational', parentId: null, nameZh: '县城及周边', nameEn: 'County town and surroundings', population: null, populationBasis: null, populationYear: null }) };
    const put: readonly (readonly [string, Area])[] = [['D-1', places.large], ['D-2', places.large], ['D-3', places.large], ['D-4', places.unknown], ['K-1', places.small], ['K-2', places.thin]];
    await app.store.write(async (tx) => {
      await tx.insert(area, Object.values(places));
      await tx.insert(areaMember, [places.large.id, county.towns['K'] ?? ''].map((memberAreaId) => ({ id: newId(), operationalAreaId: places.joined.id, memberAreaId, reason: 'test' })));
      for (const [code, place] of put) {
        const row = county.sites.find((each) => each.code === code) ?? expect.fail(code);
        // a site stands in a village by either of the two: as its area, or beside the town that it counts to
        await tx.update(site, row.id, row.revision, code.startsWith('K') ? { villageId: place.id } : { areaId: place.id });
      }
      tx.audit({ actorId: null, action: 'test.places', subject: 'area', subjectId: places.large.id });
    });
    const made = await planner.post('/api/assessments', { round: '2018-Q1', seed: 5 });
    expect(made.status, made.text).to.equal(201);
    assessmentId = made.as<{ assessment: { id: string } }>().assessment.id;
  });
  after(() => app.close());

  it('leaves the towns as they were, and lists what lies within or across them', async () => {
    const town = await evidence(county.towns['D'] ?? '');
    expect(town.standing).to.include({ grade: 'severe' });
    expect(town.within.map(({ code, kind, grade, withheld }) => [code, kind, grade, withheld === null])).to.deep.equal([['O', 'operational', 'general', true], ['V1', 'village', 'severe', true], ['V2', 'village', null, false]]);
    expect(town.within.find(({ code }) => code === 'V2')).to.deep.include({ sites: ['D-4'] });
  });

  it('withholds a village of unknown or few people, and finds one site too little', async () => {
    const { within } = await evidence(county.towns['K'] ?? '');
    const of = (code: string) => within.find((each) => each.code === code);
    expect(of('V3')?.withheld?.en).to.equal('Its population of 300 is below the minimum of 5000 for being shown alone: it is not graded by itself, and its sites count to the town.');
    expect(of('V4')).to.deep.include({ withheld: null, grade: 'insufficient', sites: ['K-2'] });
    const unknown = await evidence(places.unknown.id);
    expect(unknown.standing).to.equal(null);
    expect(unknown.place).to.deep.include({ kind: 'village' });
    expect(unknown.place?.withheld?.en).to.include('not known');
    expect(unknown.place?.towns.map(({ code, grade, firmness }) => [code, grade, firmness])).to.deep.equal([['D', 'severe', 'firm']]);
    const driving = unknown.place?.towns[0]?.sites ?? [];
    expect(driving.map(({ siteCode }) => siteCode)).to.have.members(['D-1', 'D-2', 'D-3', 'D-4', 'D-5']);
    expect(driving.filter(({ here }) => here).map(({ siteCode }) => siteCode)).to.deep.equal(['D-4']);
    const indices = driving.map(({ index }) => index ?? -1);
    expect(indices, 'the highest first').to.deep.equal([...indices].sort((a, b) => b - a));
    expect((await evidence(places.thin.id)).place?.towns[0]?.sites.filter(({ here }) => here).map(({ siteCode }) => siteCode)).to.deep.equal(['K-2']);
    expect((await evidence(county.towns['D'] ?? '')).place).to.equal(null);
    expect((await evidence(places.large.id)).standing?.sites.map(({ siteCode }) => siteCode)).to.deep.equal(['D-1', 'D-2', 'D-3']);
  });

  it('are listed on the map beside the towns, and a round says that it was assessed', async () => {
    const map = (await planner.get('/api/map?round=2018-Q1')).as<MapView>();
    expect(map.further.map(({ code, kind, grade, withheld }) => [code, kind, grade, withheld])).to.deep.equal([['O', 'operational', 'general', false], ['V1', 'village', 'severe', false], ['V2', 'village', null, true], ['V3', 'village', null, true], ['V4', 'village', 'insufficient', false]]);
    expect((await planner.get('/api/rounds')).as<{ items: { code: string; assessed: boolean }[] }>().items.map(({ code, assessed }) => [code, assessed])).to.deep.equal([['2018-Q1', true]]);
  });

  it('joins places of several codes, is made again byte for byte, and hides what spreads beyond a limited account', async () => {
    const joined = (await evidence(places.joined.id)).standing;
    expect(joined?.sites.map(({ siteCode }) => siteCode)).to.deep.equal(['D-1', 'D-2', 'D-3', 'K-1', 'K-2', 'K-3', 'K-4', 'K-5']);
    expect((await planner.get(`/api/assessments/${assessmentId}/reproduction`)).as<{ same: boolean; changed: unknown[] }>()).to.deep.include({ same: true, changed: [] });
    const limited = await app.person({ roles: ['viewer'], areaCodes: ['D'], username: 'limited-viewer' });
    const seen = (await limited.get(`/api/areas/${county.towns['D'] ?? ''}/evidence?round=2018-Q1`)).as<AreaEvidence>();
    expect(seen.within.map(({ code }) => code)).to.deep.equal(['V1', 'V2']);
    expect((await limited.get(`/api/areas/${places.joined.id}/evidence?round=2018-Q1`)).status).to.equal(404);
  });
});
