/** Places with few people: the laboratory's files are complete, everybody else's name the place and hold no figure. */
import { expect } from 'chai';
import { parse } from 'csv-parse/sync';
import type { FeatureCollection } from 'geojson';
import { site as siteThing } from '../../../models/schemas/index.ts';
import { setting } from '../../../models/schemas/index.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty } from '../../usecases/assessment/smallCounty.ts';

type Rows = Record<string, string>[];
const FIGURES = ['Qualifier', 'Value', 'Limit', 'LOD', 'LOQ', 'Upper limit', 'Expanded uncertainty', 'Reported'];
const PLACE = ['Longitude (WGS-84)', 'Latitude (WGS-84)', 'Longitude as given', 'Latitude as given', 'Flow m³/d', 'Population served', 'Premises around'];
const SAID = 'Fewer people than the smallest published population: not published alone';

describe('files of places with few people', () => {
  let app: TestApp;
  let small: string;

  before(async () => {
    app = await startApp();
    const county = await seedCounty(app.store);
    const [first] = county.sites;
    if (first === undefined) throw new Error('the county has sites');
    small = first.code;
    await app.store.write(async (tx) => {
      await tx.update(siteThing, first.id, first.revision, { populationServed: 40 });
      tx.audit({ actorId: null, action: 'site.change', subject: 'site', subjectId: first.id });
    });
  });
  after(() => app.close());

  const read = async (agent: Agent, path: string): Promise<Rows> => {
    const answer = await agent.get(`/api/exports/${path}`);
    expect(answer.status, answer.text).to.equal(200);
    return parse(answer.text, { bom: true, columns: true });
  };
  const of = (rows: Rows): Rows => rows.filter((row) => row['Point code'] === small);

  for (const role of ['viewer', 'planner', 'unit-officer'] as const) {
    it(`${role}: results of the small point keep their rows and lose their figures; others stay`, async () => {
      const rows = await read(await app.as(role), 'results?format=csv&language=en');
      expect(of(rows)).to.have.length(2);
      for (const row of of(rows)) {
        for (const figure of FIGURES) expect(row[figure], figure).to.equal('');
        expect(row['Withheld']).to.equal(SAID);
      }
      const rest = rows.filter((row) => row['Point code'] !== small);
      expect(rest).to.have.length(22);
      for (const row of rest) expect(row).to.include({ Withheld: '' }).and.to.have.property('Reported').that.is.not.equal('');
    });
  }

  it('viewer: the small point has no place in the sites file, and no feature on a map', async () => {
    const viewer = await app.as('viewer');
    const [row] = of(await read(viewer, 'sites?format=csv&language=en'));
    for (const figure of PLACE) expect(row?.[figure], figure).to.equal('');
    expect(row?.['Withheld']).to.equal(SAID);
    const map = (await viewer.get('/api/exports/sites?format=geojson&language=en')).as<FeatureCollection>();
    expect(map.features.length).to.be.greaterThan(0);
    expect(map.features.map(({ id }) => id)).not.to.include(small);
    expect(JSON.stringify((await viewer.get('/api/exports/results?format=json&language=en')).body)).not.to.include('"1500"');
  });

  it('the laboratory reads every value', async () => {
    for (const role of ['technician', 'verifier', 'signatory', 'quality-manager', 'auditor'] as const) {
      const rows = of(await read(await app.as(role), 'results?format=csv&language=en'));
      expect(rows.map((row) => row['Value'])).to.deep.equal(['1500', '60']);
      for (const row of rows) expect(row['Withheld']).to.equal('');
    }
    expect(of(await read(await app.as('technician'), 'sites?format=csv&language=en'))[0]).to.include({ 'Population served': '40', Withheld: '' });
  });

  it('a point without its own number stands with its area', async () => {
    await app.store.write(async (tx) => {
      await tx.insert(setting, [{ id: 'minimumPublishedPopulation', value: 50_000, revision: 1 }]);
      tx.audit({ actorId: null, action: 'setting.change', subject: 'setting', subjectId: 'minimumPublishedPopulation' });
    });
    const rows = await read(await app.as('viewer'), 'results?format=csv&language=en');
    expect(rows).to.have.length(24);
    for (const row of rows) expect(row).to.include({ Value: '', Withheld: SAID });
  });
});
