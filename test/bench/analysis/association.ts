/** Rows of neighbours, local statistics, permutations, trends, and growth from 10,000 to 100,000 sites. */
import { Random } from '../../../analysis/random.ts';
import { centred } from '../../../analysis/spatial/centred.ts';
import { drawNeighbourSums, permutedSums, type Sampling } from '../../../analysis/spatial/conditionalPermutations.ts';
import { gi } from '../../../analysis/spatial/gi.ts';
import { lisa } from '../../../analysis/spatial/lisa.ts';
import { moran } from '../../../analysis/spatial/moran.ts';
import { kNearest } from '../../../analysis/spatial/neighbours.ts';
import { PointGrid } from '../../../analysis/spatial/pointGrid.ts';
import { spatialWeights } from '../../../analysis/spatial/weights.ts';
import { trendMany } from '../../../analysis/trend/trendMany.ts';
import { againstR, timed, type Row } from './compare.ts';
import { scatter, writeCsv } from './data.ts';
import type { RPeer } from './rPeer.ts';

export async function association(r: RPeer, folder: string, print: (row: Row) => void): Promise<void> {
  const large = scatter(100_000, 100_000, 8);
  writeCsv(folder, 'sites100k', { ...large.points, value: large.values });
  const small = scatter(10_000, 10_000, 9);
  writeCsv(folder, 'sites10k', { ...small.points, value: small.values });

  print(await againstR(r, 'knn', { step: 'k-nearest 8, 100,000 sites', peer: 'spdep knearneigh', target: 0.2, repetitions: 5, ours: () => { kNearest(large.points, 8); } }));
  const neighbours = kNearest(large.points, 8);
  const star = spatialWeights(neighbours, { style: 'B', star: true });
  const rows = spatialWeights(neighbours);
  print(await againstR(r, 'gistar', { step: 'Gi*, 100,000 sites, with p and BH', peer: 'spdep localG (z only)', target: null, repetitions: 5, note: 'ours adds p and q', ours: () => { gi(large.values, star); } }));
  print(await againstR(r, 'gistar', { step: 'Gi*, 100,000 sites, z only', peer: 'spdep localG', target: 0.02, repetitions: 11, ours: () => { gi(large.values, star, { only: 'z' }); } }));
  print(await againstR(r, 'lisa', { step: 'local Moran, 100,000 sites, with p', peer: 'spdep localmoran', target: 0.02, repetitions: 11, ours: () => { lisa(large.values, rows, { only: 'p' }); } }));

  const few = kNearest(small.points, 8);
  const { z } = centred(small.values);
  const items = Int32Array.from({ length: 10_000 }, (_, i) => i);
  const draw = (sampling: Sampling): void => {
    drawNeighbourSums({ z, start: few.start, index: few.index, items, permutations: 999, seed: 1, sampling }, 0, items.length, permutedSums(items.length));
  };
  print(await againstR(r, 'lisaperm', { step: 'LISA, 999 permutations, 10,000 sites', peer: 'spdep localmoran_perm', target: 0.05, repetitions: 2, note: 'with replacement, as spdep', ours: () => { draw('replacement'); } }));
  print(await againstR(r, 'lisaperm', { step: 'LISA, 999 permutations, 10,000 sites', peer: 'spdep localmoran_perm', target: 0.05, repetitions: 2, note: 'without replacement, as PySAL', ours: () => { draw('permutation'); } }));

  const random = new Random(4);
  const quarters = Float64Array.from({ length: 12 }, (_, t) => Math.round(20 + t + 5 * random.normal()) / 2);
  writeCsv(folder, 'quarters', { value: quarters });
  const times = Float64Array.from({ length: 12 }, (_, t) => t + 1);
  const many = new Float64Array(12 * 1000);
  for (let k = 0; k < 1000; k++) many.set(quarters, 12 * k);
  for (const [row, peer, note] of [['trend', 'trend mk.test + sens.slope', 'a series, of 1,000'], ['trendbase', 'R cor.test + outer', 'a series, of 1,000; base R in place of the package trend']] as const) {
    const contest = await againstR(r, row, { step: 'Mann-Kendall + Sen, 12 quarters', peer, target: 0.005, times: 50, note, ours: () => { trendMany(times, many); } });
    const each = (ratio: number | null): number | null => (ratio === null ? null : ratio / 1000);
    print({ ...contest, ours: contest.ours / 1000, ratio: each(contest.ratio), clockRatio: each(contest.clockRatio) });
  }
}

/** Processor time of the linear steps at 100,000 sites over that at 10,000. */
export function growth(): { step: string; small: number; large: number; ratio: number }[] {
  const sizes = [10_000, 100_000].map((n) => {
    const { points, values } = scatter(n, n, 3);
    const neighbours = kNearest(points, 8);
    return { points, values, rows: spatialWeights(neighbours), star: spatialWeights(neighbours, { style: 'B', star: true }) };
  });
  const steps: [string, (size: (typeof sizes)[number]) => void][] = [
    ['grid', ({ points }) => { new PointGrid(points); }],
    ['k-nearest 8', ({ points }) => { kNearest(points, 8); }],
    ['Moran', ({ values, rows }) => { moran(values, rows); }],
    ['local Moran, p', ({ values, rows }) => { lisa(values, rows, { only: 'p' }); }],
    ['Gi*, z', ({ values, star }) => { gi(values, star, { only: 'z' }); }],
  ];
  return steps.map(([step, work]) => {
    const [small, large] = sizes;
    if (!small || !large) throw new Error('two sizes were expected');
    // in turn, and the least of each: what else the machine does slows large data more, because its caches are shared
    const pairs = Array.from({ length: 15 }, () => [timed(() => { work(small); }, 30).cpu, timed(() => { work(large); }, 30).cpu] as const);
    const [few, many] = [Math.min(...pairs.map(([time]) => time)), Math.min(...pairs.map(([, time]) => time))];
    return { step, small: few, large: many, ratio: many / few };
  });
}
