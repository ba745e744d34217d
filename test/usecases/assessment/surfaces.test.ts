/** Surfaces of an assessment: only for looking, never pooled, with the model's decisions; the same each time. */
import { expect } from 'chai';
import { fromArrayBuffer } from 'geotiff';
import { ratioBreaks, siteSurface, surfaceBands } from '../../../analysis/spatial/siteSurface.ts';
import type { SurfaceView } from '../../../server/usecases/assessment/surfaces.ts';
import { startApp, type Agent, type TestApp } from '../../support/app.ts';
import { seedCounty } from './smallCounty.ts';

describe('surfaces', function () {
  this.timeout(60_000);
  let app: TestApp;
  let viewer: Agent;
  const get = async (query: string): Promise<SurfaceView> => {
    const answer = await viewer.get(`/api/surfaces?round=2018-Q1${query}`);
    expect(answer.status, answer.text).to.equal(200);
    return answer.as<SurfaceView>();
  };

  before(async () => {
    app = await startApp();
    await seedCounty(app.store);
    viewer = await app.as('viewer');
  });
  after(() => app.close());

  it('there is none before the first assessment, in words', async () => {
    expect((await viewer.get('/api/surfaces?round=2018-Q1')).body).to.include({ code: 'nothing-to-assess' });
  });

  it('draws index and analyte in one medium, says what it did and that no grade rests on it', async () => {
    await (await app.as('planner')).post('/api/assessments', { round: '2018-Q1', seed: 1 });
    const index = await get('');
    expect(index).to.include({ analyte: null, matrix: 'sewage', basis: 'concentration', unit: '× S', show: 'value' });
    expect(index.bands.features.length).to.be.greaterThan(1);
    expect(index.decisions.map(({ code }) => code)).to.include('not-for-grades').and.to.include('surface-masked');
    expect(index.masked).to.be.greaterThan(0);
    const meth = await get('&analyte=meth');
    expect(meth.unit).to.equal('ng/L');
    expect(meth.decisions.map(({ code }) => code)).to.include('limits-below');
    const again = await get('&analyte=meth');
    expect(JSON.stringify(again)).to.equal(JSON.stringify(meth));
    const deviation = await get('&show=deviation');
    if (deviation.method === 'idw') expect(deviation.decisions.map(({ code }) => code)).to.include('no-uncertainty');
    else expect(deviation.bands.features.length).to.be.greaterThan(0);
    expect((await viewer.get('/api/surfaces?round=2018-Q1&analyte=unobtainium')).status).to.equal(404);
    expect((await (await app.as('technician')).get('/api/surfaces?round=2018-Q1')).status).to.equal(403);
  });

  it('leaves as GeoJSON and as a GeoTIFF of four bands, named synthetic where it is', async () => {
    const json = await viewer.get('/api/surfaces/file?round=2018-Q1&format=geojson');
    expect(json.as<{ type: string; synthetic: boolean }>()).to.include({ type: 'FeatureCollection', synthetic: true });
    const response = await fetch(`${app.url}/api/surfaces/file?round=2018-Q1&format=geotiff`, { headers: { cookie: `${viewer.cookieName}=${viewer.token ?? ''}` } });
    expect(response.headers.get('content-disposition')).to.include('synthetic');
    const image = await (await fromArrayBuffer(await response.arrayBuffer())).getImage();
    expect(image.getSamplesPerPixel()).to.equal(4);
  });

  it('is refused or answered in words where sites are too few, equal or without logarithm', () => {
    const at = (i: number, value: number) => ({ longitude: 116 + 0.01 * i, latitude: 23 + 0.007 * (i % 3), value });
    expect(() => siteSurface([at(0, 1), at(0, 2)], [2, 3])).to.throw(RangeError, /at least 2/);
    expect(() => siteSurface([at(0, 1), at(1, 0)], [2, 3])).to.throw(RangeError, /above 0/);
    const equal = siteSurface(Array.from({ length: 9 }, (_, i) => at(i, 4)), [2, 3]);
    expect(equal.decisions.map(({ code }) => code)).to.include('all-equal');
    expect(ratioBreaks(equal.result.surface.prediction, 5)).to.deep.equal([]);
    const { raster, surface } = equal.result;
    expect(surfaceBands(raster, surface.deviation, [1]).features).to.deep.equal([]);
  });
});
