import type { Worker } from 'node:worker_threads';
import { expect } from 'chai';
import { Random } from '../../../analysis/random.ts';
import { permutedSums, type PermutationTask } from '../../../analysis/spatial/conditionalPermutations.ts';
import { lisa } from '../../../analysis/spatial/lisa.ts';
import { kNearest } from '../../../analysis/spatial/neighbours.ts';
import { boxOf } from '../../../analysis/spatial/points.ts';
import { cellCentres, rasterOver } from '../../../analysis/spatial/raster.ts';
import { surface } from '../../../analysis/spatial/surface.ts';
import { spatialWeights } from '../../../analysis/spatial/weights.ts';
import { Fault } from '../../../models/errors.ts';
import { shared, sharedBytes, WorkerPool } from '../../../server/workers/pool.ts';
import { drawOnPool, surfaceOnPool } from '../../../server/workers/spatialJobs.ts';

const random = new Random(41);
const N = 900;
const points = { x: Float64Array.from({ length: N }, () => random.uniform() * 1e4), y: Float64Array.from({ length: N }, () => random.uniform() * 1e4) };
const values = Float64Array.from(points.x, (x, i) => Math.sin(x / 2000) + Math.cos((points.y[i] ?? 0) / 1500) + 0.2 * random.normal());
const weights = spatialWeights(kNearest(points, 8));
const task: PermutationTask = {
  z: values.map((value) => value / 4),
  start: weights.start,
  index: weights.index,
  items: Int32Array.from({ length: N }, (_, i) => i),
  permutations: 199,
  seed: 12,
  sampling: 'permutation',
};
const drawInput = () => {
  const into = permutedSums(N, sharedBytes);
  return { task: { ...task, z: shared(task.z), start: shared(task.start), index: shared(task.index), items: shared(task.items) }, into };
};
const caught = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('nothing was thrown');
};

describe('the worker pool', function () {
  this.timeout(120_000);

  it('gives the same answer for 0, 1 and 3 workers, and that of the plain function', async () => {
    const chosen = { method: 'kriging', model: { model: 'exp', nugget: 0.05, psill: 1, range: 2000 }, nmax: 12 } as const;
    const cells = cellCentres(rasterOver(boxOf(points), 20_000, 500));
    const options = { limits: [0.5, 1.5], logarithms: false, reach: 900 } as const;
    const alone = surface(points, values, cells, chosen, options);
    const draws: unknown[] = [];
    for (const size of [0, 1, 3]) {
      const pool = new WorkerPool(size);
      try {
        const seen: number[] = [];
        const got = await surfaceOnPool(pool, points, values, cells, chosen, options, { onProgress: (done) => seen.push(done) });
        expect(got.diagnostics).to.deep.equal(alone.diagnostics);
        expect(got.decisions).to.deep.equal(alone.decisions);
        for (const part of ['prediction', 'deviation', 'probability1', 'probability2', 'mask'] as const) expect([...got.result[part]], `${part}, ${size} workers`).to.deep.equal([...alone.result[part]]);
        expect(seen.at(-1)).to.equal(cells.x.length);
        expect([...seen].sort((a, b) => a - b)).to.deep.equal(seen);
        const sums = await drawOnPool(pool, task);
        draws.push([sums.asLarge, sums.asSmall, sums.mean, sums.variance].map((part) => [...part]));
      } finally {
        await pool.close();
      }
    }
    expect(draws[1]).to.deep.equal(draws[0]);
    expect(draws[2]).to.deep.equal(draws[0]);
  });

  it('draws made by workers are those lisa makes itself', async () => {
    const pool = new WorkerPool(2);
    try {
      const whole = lisa(values, weights, { permutations: 199, seed: 12, sampling: 'permutation' }).result;
      const mean = values.reduce((a, b) => a + b / N, 0);
      const widest = Math.max(...values.map((value) => Math.abs(value - mean)));
      const sums = await drawOnPool(pool, { ...task, z: values.map((value) => (value - mean) / widest) });
      const { result } = lisa(values, weights, { permutations: 199, drawn: { items: task.items, sums } });
      expect([...result.p]).to.deep.equal([...whole.p]);
    } finally {
      await pool.close();
    }
  });

  it('returns results in the order of the parts, several jobs at once', async () => {
    const pool = new WorkerPool(2);
    try {
      const inputs = [drawInput(), drawInput(), drawInput()];
      const answers = await Promise.all(inputs.map((input) => pool.run('draw-neighbour-sums', input, { count: N, part: 100 })));
      expect(answers.map((parts) => parts.length)).to.deep.equal([9, 9, 9]);
      expect([...(inputs[0]?.into.mean ?? [])]).to.deep.equal([...(inputs[2]?.into.mean ?? [])]);
      expect(await pool.run('draw-neighbour-sums', drawInput(), { count: 0, part: 5 })).to.deep.equal([]);
    } finally {
      await pool.close();
    }
  });

  it('stops when cancelled: no more parts, the code cancelled, and works on afterwards', async () => {
    for (const size of [0, 2]) {
      const pool = new WorkerPool(size);
      try {
        const stop = new AbortController();
        let last = 0;
        const error = await caught(
          pool.run('draw-neighbour-sums', drawInput(), {
            count: N,
            part: 10,
            signal: stop.signal,
            onProgress: (done) => {
              last = done;
              if (done >= 50) stop.abort();
            },
          }),
        );
        expect(error).to.be.instanceOf(Fault).with.property('code', 'cancelled');
        expect(last).to.be.within(50, 300);
        expect(await pool.run('draw-neighbour-sums', drawInput(), { count: 50, part: 10 })).to.have.length(5);
        expect(await caught(pool.run('draw-neighbour-sums', drawInput(), { count: 50, part: 10, signal: stop.signal }))).to.have.property('code', 'cancelled');
      } finally {
        await pool.close();
      }
    }
  });

  it("a part that fails is reported with the worker's words, and the pool goes on", async () => {
    for (const size of [0, 2]) {
      const pool = new WorkerPool(size);
      try {
        const broken = { ...drawInput(), task: { ...drawInput().task, seed: -1 } };
        const error = await caught(pool.run('draw-neighbour-sums', broken, { count: N, part: 300 }));
        expect(error).to.have.property('name', 'RangeError');
        expect((error as Error).message).to.contain('seed is -1');
        expect(await pool.run('draw-neighbour-sums', drawInput(), { count: 50, part: 10 })).to.have.length(5);
      } finally {
        await pool.close();
      }
    }
  });

  it('a worker that dies is replaced and its part done again', async () => {
    const pool = new WorkerPool(1);
    try {
      const input = drawInput();
      const slow = { ...input, task: { ...input.task, permutations: 2000 } };
      let killed = false;
      await pool.run('draw-neighbour-sums', slow, {
        count: N,
        part: 150,
        onProgress: () => {
          if (killed) return;
          killed = true;
          const [worker] = (pool as unknown as { workers: Map<Worker, unknown> }).workers.keys();
          void worker?.terminate();
        },
      });
      expect(killed).to.equal(true);
      const here = drawInput();
      const none = new WorkerPool(0);
      await none.run('draw-neighbour-sums', { ...here, task: { ...here.task, permutations: 2000 } }, { count: N, part: 150 });
      expect([...input.into.asLarge]).to.deep.equal([...here.into.asLarge]);
    } finally {
      await pool.close();
    }
  });

  it('closing refuses what is under way and what comes after', async () => {
    const pool = new WorkerPool(1);
    const running = caught(pool.run('draw-neighbour-sums', drawInput(), { count: N, part: 10 }));
    await pool.close();
    expect(await running).to.have.property('code', 'cancelled');
    expect(await caught(pool.run('draw-neighbour-sums', drawInput(), { count: N, part: 10 }))).to.have.property('code', 'cancelled');
  });

  it('refuses sizes and parts that cannot be', async () => {
    expect(() => new WorkerPool(-1)).to.throw(RangeError, 'size is -1');
    expect(() => new WorkerPool(1.5)).to.throw(RangeError, 'size is 1.5');
    expect(await caught(new WorkerPool(0).run('draw-neighbour-sums', drawInput(), { count: 5, part: 0 }))).to.have.property('message').that.contains('part is 0');
  });
});
