/** A country: 185,000 sites x 20 analytes on one thread and on workers, and a surface of a million cells. */
import { availableParallelism } from 'node:os';
import { centred } from '../../../analysis/spatial/centred.ts';
import { drawNeighbourSums, permutedSums, type PermutationTask } from '../../../analysis/spatial/conditionalPermutations.ts';
import { gi } from '../../../analysis/spatial/gi.ts';
import { lisa } from '../../../analysis/spatial/lisa.ts';
import { candidatesOf } from '../../../analysis/spatial/localTest.ts';
import { kNearest } from '../../../analysis/spatial/neighbours.ts';
import { boxOf } from '../../../analysis/spatial/points.ts';
import { cellCentres, rasterOver } from '../../../analysis/spatial/raster.ts';
import { surface } from '../../../analysis/spatial/surface.ts';
import { spatialWeights } from '../../../analysis/spatial/weights.ts';
import { trendMany } from '../../../analysis/trend/trendMany.ts';
import { Random } from '../../../analysis/random.ts';
import { WorkerPool } from '../../../server/workers/pool.ts';
import { drawOnPool } from '../../../server/workers/spatialJobs.ts';
import { country, scatter } from './data.ts';

const SITES = 185_000;
const ANALYTES = 20;
const PERMUTATIONS = 999;

interface Spent {
  clock: number;
  processor: number;
}

/** Seconds by the clock and of processor, all threads, since it was started. */
const stopwatch = (): (() => Spent) => {
  const [began, used] = [performance.now(), process.cpuUsage()];
  return () => {
    const { user, system } = process.cpuUsage(used);
    return { clock: (performance.now() - began) / 1000, processor: (user + system) / 1e6 };
  };
};

const both = ({ clock, processor }: Spent, digits = 2): string => `${clock.toFixed(digits)} s, ${processor.toFixed(digits)} s of processor`;

export async function countrywide(print: (text: string) => void): Promise<void> {
  const points = country(SITES, 11);
  const random = new Random(12);
  // a tenth of the field is regional, the rest noise: about one site in eight is a candidate
  const analytes = Array.from({ length: ANALYTES }, (_, a) => Float64Array.from(points.x, (x, i) => 0.1 * Math.sin((x + a * 1e5) / 2e5) * Math.cos((points.y[i] ?? 0) / 2e5) + random.normal()));

  let spent = stopwatch();
  const neighbours = kNearest(points, 8);
  const rows = spatialWeights(neighbours);
  const star = spatialWeights(neighbours, { style: 'B', star: true });
  const near = spent();
  const candidates: Int32Array[] = [];
  for (const values of analytes) {
    gi(values, star);
    candidates.push(candidatesOf(lisa(values, rows).result.p, 0.1));
  }
  print(`country ${SITES} x ${ANALYTES}: neighbours ${near.clock.toFixed(2)} s; with Gi* and LISA, their p and BH, all linear steps ${both(spent())} (< 5 s)`);

  const tasks = analytes.map((values, a): PermutationTask => ({ z: centred(values).z, start: rows.start, index: rows.index, items: candidates[a] ?? new Int32Array(0), permutations: PERMUTATIONS, seed: 2018, stream: a * SITES, sampling: 'replacement' }));
  const count = tasks.reduce((sum, { items }) => sum + items.length, 0);
  spent = stopwatch();
  for (const task of tasks) drawNeighbourSums(task, 0, task.items.length, permutedSums(task.items.length));
  const one = spent();
  print(`country: ${PERMUTATIONS} permutations of ${count} candidates (p < 0.1), one thread ${both(one)} (< 30 s)`);
  for (const size of [...new Set([1, 2, availableParallelism()])]) {
    const pool = new WorkerPool(size);
    await drawOnPool(pool, { ...(tasks[0] as PermutationTask), permutations: 9 });
    spent = stopwatch();
    for (const task of tasks) await drawOnPool(pool, task);
    const pooled = spent();
    print(`  the same on a pool of ${size}: ${both(pooled)}, ${(one.clock / pooled.clock).toFixed(2)} x one thread by the clock`);
    await pool.close();
  }

  const quarters = Float64Array.from({ length: 12 * SITES }, () => random.normal());
  const times = Float64Array.from({ length: 12 }, (_, t) => t);
  spent = stopwatch();
  for (let a = 0; a < 2; a++) trendMany(times, quarters);
  const two = spent();
  print(`country: Mann-Kendall + Sen of 12 quarters, ${SITES} x ${ANALYTES}: ${both({ clock: two.clock * (ANALYTES / 2), processor: two.processor * (ANALYTES / 2) }, 1)} (from 2 analytes)`);

  for (const [sites, nmax] of [[65, undefined], [5000, 32], [SITES, 32]] as const) {
    const { points: near, values } = scatter(sites, 1e6, 7);
    const raster = rasterOver(boxOf(near), 1_000_000, 0);
    const cells = cellCentres(raster);
    spent = stopwatch();
    surface(near, values, cells, { method: 'kriging', model: { model: 'exp', nugget: 0.1, psill: 1, range: 1e5 }, ...(nmax !== undefined && { nmax }) }, { limits: [0.5, 1], mode: 'tile' });
    print(`surface of ${cells.x.length} cells from ${sites} sites, prediction, deviation, two exceedances, mask: ${both(spent())} (< 5 s)`);
  }
  print(`memory at the end: ${(process.memoryUsage().rss / 2 ** 30).toFixed(2)} GB resident (< 1.5 GB)`);
}
