/** Data of the bench: seeded, synthetic, but for meuse; written as CSV for R to read the very same. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Random } from '../../../analysis/random.ts';
import type { Points } from '../../../analysis/spatial/points.ts';

export interface Field {
  points: Points;
  values: Float64Array;
}

const smooth = (x: number, y: number, side: number): number =>
  Math.sin((7 * x) / side) + Math.cos((9 * y) / side) + 0.7 * Math.sin((23 * (x + y)) / side) + 0.5 * Math.cos((41 * (x - 2 * y)) / side);

/** Sites at random over a square, with a smooth field and noise. */
export const scatter = (n: number, side: number, seed: number): Field => {
  const random = new Random(seed);
  const points = { x: Float64Array.from({ length: n }, () => random.uniform() * side), y: Float64Array.from({ length: n }, () => random.uniform() * side) };
  return { points, values: Float64Array.from(points.x, (x, i) => smooth(x, points.y[i] ?? 0, side) + 0.3 * random.normal()) };
};

/** Centres of a columns x rows grid over a box. */
export const gridOver = (west: number, south: number, east: number, north: number, columns: number, rows: number): Points => {
  const x = new Float64Array(columns * rows);
  const y = new Float64Array(columns * rows);
  for (let cell = 0; cell < x.length; cell++) {
    x[cell] = west + ((cell % columns) + 0.5) * ((east - west) / columns);
    y[cell] = south + (Math.floor(cell / columns) + 0.5) * ((north - south) / rows);
  }
  return { x, y };
};

export const meuse = (): Field => {
  const lines = readFileSync(new URL('../../golden/a_geostat_meuse_logzinc.csv', import.meta.url), 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number));
  return { points: { x: Float64Array.from(lines, ([x]) => x ?? 0), y: Float64Array.from(lines, ([, y]) => y ?? 0) }, values: Float64Array.from(lines, ([, , value]) => value ?? 0) };
};

/** Counties of a country: `towns` seats at random, five sites around each, metres. */
export const country = (sites: number, seed: number): Points => {
  const random = new Random(seed);
  const side = 3.1e6;
  const x = new Float64Array(sites);
  const y = new Float64Array(sites);
  for (let i = 0; i < sites; i++) {
    if (i % 5 === 0) {
      x[i] = random.uniform() * side;
      y[i] = random.uniform() * side;
    } else {
      const seat = i - (i % 5);
      x[i] = (x[seat] ?? 0) + random.normal() * 1500;
      y[i] = (y[seat] ?? 0) + random.normal() * 1500;
    }
  }
  return { x, y };
};

export const writeCsv = (folder: string, name: string, columns: Record<string, Float64Array>): void => {
  const names = Object.keys(columns);
  const arrays = Object.values(columns);
  const lines = [names.join(',')];
  for (let i = 0; i < (arrays[0]?.length ?? 0); i++) lines.push(arrays.map((array) => String(array[i])).join(','));
  writeFileSync(join(folder, `${name}.csv`), `${lines.join('\n')}\n`);
};
