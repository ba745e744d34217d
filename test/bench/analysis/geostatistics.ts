/** Rows of kriging, inverse distance weighting, variogram, contours. */
import { interpolate, isobands } from '@turf/turf';
import type { FeatureCollection, Point } from 'geojson';
import { bands } from '../../../analysis/spatial/contours.ts';
import { empiricalVariogram } from '../../../analysis/spatial/empiricalVariogram.ts';
import { idw } from '../../../analysis/spatial/idw.ts';
import { krige } from '../../../analysis/spatial/krige.ts';
import { krigeCv } from '../../../analysis/spatial/krigeCv.ts';
import { boxOf } from '../../../analysis/spatial/points.ts';
import type { VariogramModel } from '../../../analysis/spatial/variogramModel.ts';
import { againstR, compare, timed, type Row } from './compare.ts';
import { gridOver, meuse, scatter, writeCsv } from './data.ts';
import type { RPeer } from './rPeer.ts';

const MEUSE: VariogramModel = { model: 'sph', nugget: 0.0507, psill: 0.5906, range: 897 };
const FIELD: VariogramModel = { model: 'sph', nugget: 0.05, psill: 1, range: 300 };

export async function geostatistics(r: RPeer, folder: string, print: (row: Row) => void): Promise<void> {
  const soil = meuse();
  writeCsv(folder, 'meuse', { ...soil.points, value: soil.values });
  const box = boxOf(soil.points);
  const all = gridOver(box.west, box.south, box.east, box.north, 50, 63);
  const grid3103 = { x: all.x.slice(0, 3103), y: all.y.slice(0, 3103) };
  writeCsv(folder, 'grid3103', { ...grid3103 });
  print(await againstR(r, 'krige', { step: 'ordinary kriging 155 -> 3,103, with variance', peer: 'gstat krige', target: 0.5, times: 3, repetitions: 11, atLeast: 60, ours: () => { krige(soil.points, soil.values, grid3103, MEUSE); } }));
  print(await againstR(r, 'loo', { step: 'leave-one-out, 155', peer: 'gstat krige.cv', target: 0.02, repetitions: 5, ours: () => { krigeCv(soil.points, soil.values, MEUSE); } }));

  const field = scatter(5000, 1000, 5000);
  writeCsv(folder, 'field5000', { ...field.points, value: field.values });
  const targets = gridOver(0, 0, 1000, 1000, 400, 250);
  writeCsv(folder, 'targets100k', { ...targets });
  const exact = krige(field.points, field.values, targets, FIELD, { nmax: 32 }).result;
  const tile = krige(field.points, field.values, targets, FIELD, { nmax: 32, mode: 'tile' }).result;
  let squares = 0;
  exact.prediction.forEach((value, t) => { squares += ((tile.prediction[t] ?? Number.NaN) - value) ** 2 / (exact.variance[t] ?? Number.NaN); });
  const rms = Math.sqrt(squares / exact.prediction.length);
  print(await againstR(r, 'local', { step: 'local kriging nmax 32, 5,000 -> 100,000, exact', peer: 'gstat krige', target: 0.8, repetitions: 3, ours: () => { krige(field.points, field.values, targets, FIELD, { nmax: 32 }); } }));
  print(await againstR(r, 'local', { step: 'local kriging nmax 32, 5,000 -> 100,000, tile', peer: 'gstat krige', target: 0.15, repetitions: 3, note: `rms ${rms.toPrecision(2)} sd (<= 0.02)`, ours: () => { krige(field.points, field.values, targets, FIELD, { nmax: 32, mode: 'tile' }); } }));
  print(await againstR(r, 'variogram', { step: 'variogram, 5,000 points', peer: 'gstat variogram', target: 1, repetitions: 7, ours: () => { empiricalVariogram(field.points, field.values); } }));

  const few = scatter(65, 100, 65);
  writeCsv(folder, 'sites65', { ...few.points, value: few.values });
  const grid10k = gridOver(0, 0, 100, 100, 100, 100);
  writeCsv(folder, 'grid10k', { ...grid10k });
  const weigh = (): void => { idw(few.points, few.values, grid10k); };
  print(await againstR(r, 'idw', { step: 'inverse distance weighting 65 -> 10,000', peer: 'gstat idw', target: 0.15, times: 5, repetitions: 11, atLeast: 60, ours: weigh }));
  const collection: FeatureCollection<Point, { value: number }> = {
    type: 'FeatureCollection',
    features: Array.from(few.values, (value, i) => ({ type: 'Feature', properties: { value }, geometry: { type: 'Point', coordinates: [(few.points.x[i] ?? 0) / 100, (few.points.y[i] ?? 0) / 100] } })),
  };
  print(await compare({ step: 'inverse distance weighting 65 -> 10,000', peer: '@turf/turf interpolate', target: 0.01, sharesHeap: true, repetitions: 11, ours: weigh, theirs: () => timed(() => { interpolate(collection, 1.1, { gridType: 'point', property: 'value', units: 'kilometers', weight: 2 }); }, 0) }));

  const raster = { west: 116, north: 24, cellWidth: 0.005, cellHeight: 0.005, columns: 300, rows: 300 };
  const breaks = [-0.5, 0, 0.25, 0.5, 1, 1.2];
  for (const [name, wave] of [['few rings', 20], ['many rings', 5]] as const) {
    const values = Float64Array.from({ length: 90_000 }, (_, cell) => Math.sin((cell % 300) / wave) * Math.cos(Math.floor(cell / 300) / (1.25 * wave)) + ((cell % 300) + Math.floor(cell / 300)) / 600);
    const points: FeatureCollection<Point, { value: number }> = {
      type: 'FeatureCollection',
      features: Array.from(values, (value, cell) => ({ type: 'Feature', properties: { value }, geometry: { type: 'Point', coordinates: [116 + ((cell % 300) + 0.5) * 0.005, 24 - (Math.floor(cell / 300) + 0.5) * 0.005] } })),
    };
    print(await compare({ step: `contour bands 300 x 300, ${name}`, peer: '@turf/turf isobands', target: 0.1, sharesHeap: true, repetitions: 9, ours: () => { bands(raster, values, breaks); }, theirs: () => timed(() => { isobands(points, [-2, ...breaks, 3], { zProperty: 'value' }); }, 0) }));
  }
}
