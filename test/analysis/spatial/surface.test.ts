import { expect } from 'chai';
import fc from 'fast-check';
import { fromArrayBuffer } from 'geotiff';
import type { FeatureCollection, MultiPolygon, Position } from 'geojson';
import { normalSurvival } from '../../../analysis/normal.ts';
import { Random } from '../../../analysis/random.ts';
import { bands, contours } from '../../../analysis/spatial/contours.ts';
import { krige } from '../../../analysis/spatial/krige.ts';
import { boxOf, type Points } from '../../../analysis/spatial/points.ts';
import { chordPoints, localProjection, metricSites } from '../../../analysis/spatial/projection.ts';
import { cellCentres, rasterOver, type Raster } from '../../../analysis/spatial/raster.ts';
import { surface } from '../../../analysis/spatial/surface.ts';
import { toGeoTiff } from '../../../analysis/spatial/toGeoTiff.ts';
import type { VariogramModel } from '../../../analysis/spatial/variogramModel.ts';

const MODEL: VariogramModel = { model: 'exp', nugget: 0.05, psill: 0.8, range: 300 };
const random = new Random(77);
const points: Points = { x: Float64Array.from({ length: 65 }, () => random.uniform() * 2000), y: Float64Array.from({ length: 65 }, () => random.uniform() * 2000) };
const logs = Float64Array.from(points.x, (x, i) => 3 + Math.sin(x / 400) + Math.cos((points.y[i] ?? 0) / 300) + 0.1 * random.normal());

const ringArea = (ring: Position[]): number => ring.reduce((sum, [x = 0, y = 0], i) => { const [a = 0, b = 0] = ring[i + 1] ?? ring[0] ?? []; return sum + (x * b - a * y) / 2; }, 0);
const areaOf = (collection: FeatureCollection<MultiPolygon>): number[] => collection.features.map(({ geometry }) => geometry.coordinates.flat().reduce((sum, ring) => sum + ringArea(ring), 0));

describe('surfaces', () => {
  const raster = rasterOver(boxOf(points), 2500, 600);
  const cells = cellCentres(raster);

  it('give kriging back as median, deviation and probability of exceedance', () => {
    const limits = [20, 60] as const;
    const { result } = surface(points, logs, cells, { method: 'kriging', model: MODEL }, { logarithms: true, limits });
    const { prediction, variance } = krige(points, logs, cells, MODEL).result;
    let shown = 0;
    result.mask.forEach((code, cell) => {
      if (code !== 0) {
        expect([result.prediction[cell], result.deviation[cell], result.probability1[cell], result.probability2[cell]].every(Number.isNaN), `mask ${String(code)}`).to.equal(true);
        return;
      }
      shown++;
      const sd = Math.sqrt(variance[cell] ?? 0);
      expect(result.prediction[cell]).to.be.closeTo(Math.exp(prediction[cell] ?? 0), 1e-9);
      expect(result.deviation[cell]).to.be.closeTo(sd, 1e-12);
      expect(result.probability1[cell]).to.be.closeTo(normalSurvival((Math.log(20) - (prediction[cell] ?? 0)) / sd), 1e-12);
      expect((result.probability2[cell] ?? 1) <= (result.probability1[cell] ?? 0)).to.equal(true);
    });
    expect(shown).to.be.within(1000, 2499);
  });

  it('are masked beyond reach and where fewer than nmin sites stand within it', () => {
    const reach = 250;
    const { result, diagnostics, decisions } = surface(points, logs, cells, { method: 'kriging', model: MODEL }, { reach, nmin: 3 });
    result.mask.forEach((code, cell) => {
      let near = 0;
      points.x.forEach((x, i) => { if (Math.hypot(x - (cells.x[cell] ?? 0), (points.y[i] ?? 0) - (cells.y[cell] ?? 0)) <= reach) near++; });
      expect(code).to.equal(near === 0 ? 1 : near < 3 ? 2 : 0);
    });
    expect(diagnostics.shown + diagnostics.masked).to.equal(cells.x.length);
    expect(decisions[0]?.en).to.equal('Cells are shown only where at least 3 sites stand within 250 m');
  });

  it('by inverse distance weighting have no deviation and no probability: missing, not zero', () => {
    const { result } = surface(points, logs, cells, { method: 'idw', idp: 2 }, { logarithms: true, limits: [20, 60] });
    const shown = result.mask.indexOf(0);
    expect(result.prediction[shown]).to.be.above(0);
    expect([...result.deviation, ...result.probability1, ...result.probability2].every(Number.isNaN)).to.equal(true);
  });

  it('at a site the value is certain: a limit is exceeded or it is not', () => {
    const { result } = surface(points, logs, points, { method: 'kriging', model: MODEL }, { limits: [2.5, 1e9], nmin: 1 });
    logs.forEach((value, i) => {
      expect(result.probability1[i]).to.be.closeTo(value > 2.5 ? 1 : 0, 1e-12);
      expect(result.probability2[i]).to.equal(0);
    });
  });

  it('refuse limits that cannot be and cells in other coordinates', () => {
    const chosen = { method: 'kriging', model: MODEL } as const;
    expect(() => surface(points, logs, cells, chosen, { logarithms: true, limits: [0, 3] })).to.throw(RangeError, 'limits[0] is 0');
    expect(() => surface(points, logs, cells, chosen, { limits: [1, Number.NaN] })).to.throw(RangeError, 'limits[1] is NaN');
    expect(() => surface(points, logs, cells, chosen, { reach: -1 })).to.throw(RangeError, 'reach is -1');
    expect(() => surface(points, logs, { ...cells, z: cells.x }, chosen)).to.throw(RangeError, 'not in the same coordinates');
  });
});

describe('contours and bands', () => {
  const raster: Raster = { west: 100, north: 50, cellWidth: 0.5, cellHeight: 0.25, columns: 120, rows: 90 };
  const wavy = Float64Array.from({ length: 120 * 90 }, (_, cell) => Math.sin((cell % 120) / 15) * Math.cos(Math.floor(cell / 120) / 12));

  it('stand at the centres of the cells: the contour of a plane is where the plane has the value', () => {
    const plane = cellCentres(raster).x;
    const [feature] = contours(raster, plane, [123.4]).features;
    const inner = feature?.geometry.coordinates.flat(2).filter(([x = 0, y = 0]) => x > 100.3 && x < 159.7 && y > 27.7 && y < 49.8) ?? [];
    expect(inner.length).to.be.above(80);
    for (const [x] of inner) expect(x).to.be.closeTo(123.4, 1e-9);
  });

  it('bands cover the raster once: areas add up, and each is that of its cells', () => {
    const breaks = [-0.5, 0, 0.4, 0.8];
    const areas = areaOf(bands(raster, wavy, breaks));
    const cell = 0.5 * 0.25;
    // d3-contour cuts the four corners of the raster
    expect(areas.reduce((a, b) => a + b, 0)).to.be.closeTo(60 * 22.5 - 4 * cell / 8, 1e-6);
    [-Infinity, ...breaks].forEach((lower, band) => {
      const cells = wavy.filter((value) => value >= lower && value < (breaks[band] ?? Infinity)).length * cell;
      expect(areas[band], `band ${band}`).to.be.closeTo(cells, 0.02 * cells + 0.5);
    });
  });

  it('shells run counter-clockwise and holes clockwise, closed, with area, masked or not', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e6 }), fc.boolean(), (seed, masked) => {
        const noise = new Random(seed);
        const small: Raster = { west: 0, north: 12, cellWidth: 1, cellHeight: 1, columns: 14, rows: 12 };
        const values = Float64Array.from({ length: 168 }, () => (masked && noise.uniform() < 0.2 ? Number.NaN : Math.round(noise.uniform() * 6) / 2 + 0.01 * noise.uniform()));
        const all = bands(small, values, [0.7, 1.4, 2.2]);
        const whole = areaOf(contours(small, values, [-1e300]))[0] ?? 0;
        const sum = areaOf(all).reduce((a, b) => a + b, 0);
        const sound = all.features.every(({ geometry }) =>
          geometry.coordinates.every((rings) => rings.every((ring, k) => ring.length > 3 && JSON.stringify(ring[0]) === JSON.stringify(ring.at(-1)) && (k === 0 ? ringArea(ring) > 0 : ringArea(ring) < 0))),
        );
        return sound && Math.abs(sum - whole) < 1e-9;
      }),
      { seed: 20180401, numRuns: 120 },
    );
  });

  it('leave masked cells out, and refuse breaks that do not rise', () => {
    const holed = wavy.map((value, cell) => ((cell % 120) - 60) ** 2 + (Math.floor(cell / 120) - 45) ** 2 < 200 ? Number.NaN : value);
    expect(areaOf(bands(raster, holed, [0])).reduce((a, b) => a + b, 0)).to.be.closeTo(holed.filter((value) => !Number.isNaN(value)).length * 0.125, 5);
    expect(() => bands(raster, wavy, [0, 0])).to.throw(RangeError, 'breaks[1] is 0 after 0; rising breaks were expected');
    expect(() => bands(raster, wavy, [Number.NaN])).to.throw(RangeError, 'breaks[0] is NaN');
    expect(() => bands(raster, wavy.slice(1), [0])).to.throw(RangeError, 'values has 10799 entries and the grid 10800 cells');
    expect(bands(raster, new Float64Array(10800).fill(Number.NaN), [0]).features).to.have.length(0);
  });
});

describe('exports', () => {
  it('GeoTIFF reads back: place, size, bands, missing values, coordinate system', async () => {
    const raster: Raster = { west: 116, north: 23.2, cellWidth: 0.01, cellHeight: 0.02, columns: 7, rows: 5 };
    const first = Float64Array.from({ length: 35 }, (_, i) => (i === 11 ? Number.NaN : i * 1.5 - 3));
    for (const [epsg, geographic] of [[4490, true], [4526, false]] as const) {
      const bytes = toGeoTiff(raster, [first, first.map((value) => value * 2), first.map((value) => -value)], { epsg });
      const image = await (await fromArrayBuffer(bytes.buffer as ArrayBuffer)).getImage();
      expect([image.getWidth(), image.getHeight(), image.getSamplesPerPixel()]).to.deep.equal([7, 5, 3]);
      image.getBoundingBox().forEach((edge, i) => { expect(edge).to.be.closeTo([116, 23.1, 116.07, 23.2][i] ?? 0, 1e-9); });
      expect(image.getGDALNoData()).to.be.NaN;
      expect(image.getGeoKeys()).to.include(geographic ? { GTModelTypeGeoKey: 2, GeographicTypeGeoKey: epsg } : { GTModelTypeGeoKey: 1, ProjectedCSTypeGeoKey: epsg });
      const rasters = await image.readRasters();
      [1, 2, -1].forEach((factor, band) => {
        const values = rasters[band] as Float32Array;
        first.forEach((value, cell) => { expect(values[cell]).to.deep.equal(Math.fround(value * factor)); });
      });
    }
    expect(() => toGeoTiff(raster, [first.slice(1)])).to.throw(RangeError, 'bands[0] has 34 values and the grid 35 cells');
    expect(() => toGeoTiff(raster, [])).to.throw(RangeError, 'no bands were given');
  });
});

describe('projections', () => {
  const great = (a: readonly [number, number], b: readonly [number, number]): number => {
    const r = Math.PI / 180;
    const h = Math.sin(((b[1] - a[1]) * r) / 2) ** 2 + Math.cos(a[1] * r) * Math.cos(b[1] * r) * Math.sin(((b[0] - a[0]) * r) / 2) ** 2;
    return 2 * 6371008.8 * Math.asin(Math.sqrt(h));
  };
  const distance = (p: Points, i: number, j: number): number => Math.hypot((p.x[i] ?? 0) - (p.x[j] ?? 0), (p.y[i] ?? 0) - (p.y[j] ?? 0), p.z ? (p.z[i] ?? 0) - (p.z[j] ?? 0) : 0);

  it('a county lies on a plane true to the error it states, and comes back', () => {
    const lon = [116.0, 116.45, 116.2, 116.3];
    const lat = [22.9, 23.1, 23.0, 22.95];
    const { result, diagnostics, decisions } = metricSites(lon, lat);
    expect(decisions[0]?.code).to.equal('projected-plane');
    expect(diagnostics.scaleError).to.be.below(1e-5);
    expect(distance(result.points, 0, 1)).to.be.closeTo(great([116.0, 22.9], [116.45, 23.1]), 150);
    const back = result.projection?.inverse(result.points.x[1] ?? 0, result.points.y[1] ?? 0) ?? [0, 0];
    expect(back[0]).to.be.closeTo(116.45, 1e-9);
    expect(back[1]).to.be.closeTo(23.1, 1e-9);
  });

  it('a country is measured by chords: symmetric in the centre chosen, shorter than the arc by (d/R)²/24', () => {
    const lon = [87.6, 121.5, 116.4, 110.3];
    const lat = [43.8, 31.2, 39.9, 20.0];
    const { result, decisions } = metricSites(lon, lat);
    expect(decisions[0]?.code).to.equal('chord-distance');
    const other = chordPoints(lon, lat, { longitude: 0, latitude: 10 });
    for (const [i, j] of [[0, 1], [1, 2], [0, 3]] as const) {
      const chord = distance(result.points, i, j);
      expect(distance(other, i, j)).to.be.closeTo(chord, 1e-6);
      const arc = great([lon[i] ?? 0, lat[i] ?? 0], [lon[j] ?? 0, lat[j] ?? 0]);
      expect(chord / (arc * (1 - (arc / 6371008.8) ** 2 / 24))).to.be.closeTo(1, 0.004);
    }
    // kriging works in chords, and a drift in x and y is refused
    const values = Float64Array.of(1, 2, 3, 4);
    const model: VariogramModel = { model: 'exp', nugget: 0.1, psill: 1, range: 5e5 };
    expect(krige(result.points, values, result.toMetres([116.4], [39.9]), model, { nmax: 3 }).result.prediction[0]).to.be.closeTo(3, 1e-12);
    expect(() => krige(result.points, values, result.points, model, { drift: 'xy' })).to.throw(RangeError, 'a drift in x and y needs projected coordinates');
  });

  it('the plane is that of the national grid, less its false easting', () => {
    const { forward, centre } = localProjection([116, 118], [0, 0]);
    expect(centre).to.deep.equal({ longitude: 117, latitude: 0 });
    const { x, y } = forward([117], [22.9]);
    expect(x[0]).to.be.closeTo(0, 1e-6);
    // length of the meridian of GRS 80 from the equator to 22.9 N
    expect(y[0]).to.be.closeTo(meridian(22.9), 1e-3);
  });

  it('names a coordinate that is no longitude or latitude', () => {
    expect(() => metricSites([116, 500000], [23, 23])).to.throw(RangeError, 'longitude[1] is 500000; degrees from -180 to 180 were expected');
    expect(() => metricSites([23], [116])).to.throw(RangeError, 'latitude[0] is 116');
    expect(() => metricSites([], [])).to.throw(RangeError, 'no sites were given');
  });
});

/** Meridian arc of GRS 80 by numerical integration (Simpson, 2,000 steps). */
function meridian(latitude: number): number {
  const a = 6378137;
  const f = 1 / 298.257222101;
  const e2 = f * (2 - f);
  const steps = 2000;
  const end = (latitude * Math.PI) / 180;
  let sum = 0;
  for (let i = 0; i <= steps; i++) {
    const factor = i === 0 || i === steps ? 1 : i % 2 === 1 ? 4 : 2;
    sum += factor / (1 - e2 * Math.sin((end * i) / steps) ** 2) ** 1.5;
  }
  return (a * (1 - e2) * sum * end) / steps / 3;
}
