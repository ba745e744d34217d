/** Properties with a fixed seed. Kriging, neighbours and local statistics stand together because they share their layouts. */
import { expect } from 'chai';
import fc from 'fast-check';
import { Random } from '../../../analysis/random.ts';
import { drawNeighbourSums, permutedSums, type Sampling } from '../../../analysis/spatial/conditionalPermutations.ts';
import { gi, spotsOf } from '../../../analysis/spatial/gi.ts';
import { idw } from '../../../analysis/spatial/idw.ts';
import { krige, type KrigeOptions } from '../../../analysis/spatial/krige.ts';
import { krigeCv } from '../../../analysis/spatial/krigeCv.ts';
import { lisa } from '../../../analysis/spatial/lisa.ts';
import { moran } from '../../../analysis/spatial/moran.ts';
import { distanceBand, kNearest } from '../../../analysis/spatial/neighbours.ts';
import { PointGrid } from '../../../analysis/spatial/pointGrid.ts';
import type { Points } from '../../../analysis/spatial/points.ts';
import { VARIOGRAM_MODELS, type VariogramModel } from '../../../analysis/spatial/variogramModel.ts';
import { spatialWeights } from '../../../analysis/spatial/weights.ts';
import { worst } from './golden.ts';
import { neighbourLists } from './neighbourLists.ts';

const SEED = { seed: 20180401 };

const scatter = (n: number, seed: number, side = 1000): { points: Points; values: Float64Array } => {
  const random = new Random(seed);
  const draw = (): number => random.uniform();
  const x = Float64Array.from({ length: n }, () => draw() * side);
  const y = Float64Array.from({ length: n }, () => draw() * side);
  return { points: { x, y }, values: Float64Array.from(x, (px, i) => Math.sin(px / 150) + Math.cos((y[i] ?? 0) / 200) + 0.3 * random.normal()) };
};

const anyModel = fc.record({
  model: fc.constantFrom(...VARIOGRAM_MODELS),
  nugget: fc.double({ min: 0.01, max: 1, noNaN: true }),
  psill: fc.double({ min: 0.1, max: 2, noNaN: true }),
  range: fc.double({ min: 50, max: 800, noNaN: true }),
}).map((model): VariogramModel => (model.model === 'mat' ? { ...model, kappa: 1.5 } : model));

const TARGETS: Points = { x: Float64Array.of(120, 500, 730, 999, 20), y: Float64Array.of(340, 500, 90, 999, 980) };

describe('properties of kriging', () => {
  it('is unchanged by shift and rotation, and scales with the unit of length', () => {
    fc.assert(
      fc.property(anyModel, fc.double({ min: 0, max: 6.28, noNaN: true }), fc.integer({ min: -1e6, max: 1e6 }), fc.constantFrom(1, 1000, 0.01), fc.nat(1000), (model, angle, shift, unit, seed) => {
        const { points, values } = scatter(40, seed);
        const move = ({ x, y }: Points): Points => ({
          x: Float64Array.from(x, (px, i) => unit * (px * Math.cos(angle) - (y[i] ?? 0) * Math.sin(angle) + shift)),
          y: Float64Array.from(x, (px, i) => unit * (px * Math.sin(angle) + (y[i] ?? 0) * Math.cos(angle) - shift)),
        });
        const here = krige(points, values, TARGETS, model).result;
        const there = krige(move(points), values, move(TARGETS), { ...model, range: model.range * unit }).result;
        return worst(there.prediction, [...here.prediction], 0.1) < 1e-7 && worst(there.variance, [...here.variance], 0.1) < 1e-7;
      }),
      { ...SEED, numRuns: 60 },
    );
  });

  it('has weights that sum to one: a constant added to the values is added to the prediction', () => {
    fc.assert(
      fc.property(anyModel, fc.double({ min: -1000, max: 1000, noNaN: true }), fc.constantFrom<KrigeOptions>({}, { nmax: 12 }, { nmax: 12, mode: 'tile' }, { drift: 'xy' }, { block: 80 }), fc.nat(1000), (model, constant, options, seed) => {
        const { points, values } = scatter(40, seed);
        const here = krige(points, values, TARGETS, model, options).result;
        const raised = krige(points, values.map((value) => value + constant), TARGETS, model, options).result;
        return worst(raised.prediction, [...here.prediction].map((value) => value + constant), 1) < 1e-8 && worst(raised.variance, [...here.variance]) < 1e-12;
      }),
      { ...SEED, numRuns: 60 },
    );
  });

  it('is exact at the sites, with variance 0, in every mode', () => {
    fc.assert(
      fc.property(anyModel, fc.constantFrom<KrigeOptions>({}, { nmax: 8 }, { nmax: 8, mode: 'tile' }, { drift: 'xy' }), fc.nat(1000), (model, options, seed) => {
        const { points, values } = scatter(30, seed);
        const { prediction, variance } = krige(points, values, points, model, options).result;
        return worst(prediction, [...values], 1) < 1e-8 && Math.max(...variance) < 1e-8 * (model.nugget + model.psill);
      }),
      { ...SEED, numRuns: 60 },
    );
  });

  it('permuting the sites changes nothing, permuting the targets permutes the answers', () => {
    const model: VariogramModel = { model: 'exp', nugget: 0.1, psill: 1, range: 200 };
    const { points, values } = scatter(50, 3);
    const order = new Random(8).shuffle(Int32Array.from({ length: 50 }, (_, i) => i));
    const pick = (from: Float64Array, by: Int32Array): Float64Array => Float64Array.from(by, (i) => from[i] ?? Number.NaN);
    const here = krige(points, values, TARGETS, model, { nmax: 16 }).result;
    const there = krige({ x: pick(points.x, order), y: pick(points.y, order) }, pick(values, order), TARGETS, model, { nmax: 16 }).result;
    expect(worst(there.prediction, [...here.prediction])).to.be.below(1e-10);
    const back = Int32Array.of(4, 2, 0, 1, 3);
    const turned = krige(points, values, { x: pick(TARGETS.x, back), y: pick(TARGETS.y, back) }, model, { nmax: 16 }).result;
    expect([...turned.prediction]).to.deep.equal([...pick(here.prediction, back)]);
  });

  it('leave-one-out in closed form is what leaving one out gives', () => {
    fc.assert(
      fc.property(anyModel, fc.boolean(), fc.nat(1000), (model, drift, seed) => {
        const { points, values } = scatter(20, seed);
        const { result } = krigeCv(points, values, model, drift ? { drift: 'xy' } : {});
        const i = seed % 20;
        const keep = Int32Array.from({ length: 19 }, (_, k) => (k < i ? k : k + 1));
        const pick = (from: Float64Array): Float64Array => Float64Array.from(keep, (k) => from[k] ?? Number.NaN);
        const alone = krige({ x: pick(points.x), y: pick(points.y) }, pick(values), { x: points.x.slice(i, i + 1), y: points.y.slice(i, i + 1) }, model, drift ? { drift: 'xy' } : {}).result;
        return worst([result.prediction[i] ?? 0, result.variance[i] ?? 0], [alone.prediction[0] ?? 0, alone.variance[0] ?? 0], 1) < 1e-7;
      }),
      { ...SEED, numRuns: 60 },
    );
  });

  it('inverse distance weighting is exact at every site, whatever the power and however sites are chosen', () => {
    const { points, values } = scatter(40, 21);
    for (const idp of [0.5, 1, 2, 3.5]) {
      for (const options of [{}, { nmax: 7 }, { maxdist: 300 }]) expect(idw(points, values, points, { idp, ...options }).result, `idp ${idp} ${JSON.stringify(options)}`).to.deep.equal(values);
    }
  });

  it('a value far away changes nothing where its site is not near: to the last bit', () => {
    const { points, values } = scatter(200, 11);
    const model: VariogramModel = { model: 'exp', nugget: 0.1, psill: 1, range: 100 };
    const target = { x: Float64Array.of(500), y: Float64Array.of(500) };
    const far = points.x.reduce((most, x, i) => (Math.hypot(x - 500, (points.y[i] ?? 0) - 500) > Math.hypot((points.x[most] ?? 0) - 500, (points.y[most] ?? 0) - 500) ? i : most), 0);
    const changed = values.map((value, i) => (i === far ? -9999 : value));
    for (const options of [{ nmax: 32 }, { maxdist: 300 }, { nmax: 32, mode: 'tile' as const }, { maxdist: 300, mode: 'tile' as const }]) {
      expect(krige(points, changed, target, model, options).result).to.deep.equal(krige(points, values, target, model, options).result);
    }
    expect(idw(points, changed, target, { nmax: 12 }).result).to.deep.equal(idw(points, values, target, { nmax: 12 }).result);
  });

  it('tiles stay within 0.02 kriging standard deviations of the exact local answer, dense targets and sparse ones', () => {
    const model: VariogramModel = { model: 'sph', nugget: 0.05, psill: 1, range: 300 };
    for (const [sites, count, near] of [[3000, 4000, { nmax: 32 }], [200, 6000, { nmax: 32 }], [300, 3000, { maxdist: 150 }], [300, 3000, { nmax: 24, maxdist: 120 }]] as const) {
      const { points, values } = scatter(sites, 5);
      const random = new Random(2);
      const targets = { x: Float64Array.from({ length: count }, () => random.uniform() * 1000), y: Float64Array.from({ length: count }, () => random.uniform() * 1000) };
      const exact = krige(points, values, targets, model, near).result;
      const tile = krige(points, values, targets, model, { ...near, mode: 'tile' }).result;
      let squares = 0;
      exact.prediction.forEach((value, t) => { squares += ((tile.prediction[t] ?? Number.NaN) - value) ** 2 / (exact.variance[t] ?? 0); });
      expect(Math.sqrt(squares / count), `${sites} sites, ${count} targets, ${JSON.stringify(near)}`).to.be.below(0.02);
    }
  });

  it('wide tiles, of large rasters over many sites, stay within 0.03', () => {
    const model: VariogramModel = { model: 'exp', nugget: 0.1, psill: 1, range: 200 };
    const { points, values } = scatter(22_000, 5);
    const side = 512;
    const targets = { x: Float64Array.from({ length: side * side }, (_, i) => ((i % side) + 0.5) * (1000 / side)), y: Float64Array.from({ length: side * side }, (_, i) => (Math.floor(i / side) + 0.5) * (1000 / side)) };
    const tile = krige(points, values, targets, model, { nmax: 32, mode: 'tile' }).result;
    const some = Int32Array.from({ length: 1000 }, (_, i) => (i * 99_991) % (side * side));
    const exact = krige(points, values, { x: Float64Array.from(some, (t) => targets.x[t] ?? 0), y: Float64Array.from(some, (t) => targets.y[t] ?? 0) }, model, { nmax: 32 }).result;
    let squares = 0;
    some.forEach((t, i) => (squares += ((tile.prediction[t] ?? Number.NaN) - (exact.prediction[i] ?? 0)) ** 2 / (exact.variance[i] ?? 0)));
    const rms = Math.sqrt(squares / some.length);
    expect(rms).to.be.above(0).and.below(0.03);
  });

  it('targets on one line, in one place or a hair apart are cut into tiles like any others', () => {
    const model: VariogramModel = { model: 'exp', nugget: 0.1, psill: 1, range: 200 };
    const { points, values } = scatter(200, 6);
    const hair = 500 * (1 + Number.EPSILON);
    const targets = { x: Float64Array.from({ length: 600 }, (_, i) => (i < 200 ? i * 5 : i < 400 ? 500 : i % 2 === 0 ? 500 : hair)), y: new Float64Array(600).fill(400) };
    const exact = krige(points, values, targets, model, { nmax: 16 }).result;
    const tile = krige(points, values, targets, model, { nmax: 16, mode: 'tile' }).result;
    expect(tile.prediction.every(Number.isFinite)).to.equal(true);
    expect(worst(tile.prediction.subarray(200), [...exact.prediction.subarray(200)], 1)).to.be.below(1e-9);
  });

  it('places near are counted as a search finds them, far outside the bulk too', () => {
    const { points } = scatter(500, 7);
    points.x[0] = 1e6;
    const grid = new PointGrid({ ...points, z: points.y.map((y) => y / 3) });
    const random = new Random(9);
    for (let i = 0; i < 500; i++) {
      const [x, y, z, reach] = [random.uniform() * 1200 - 100, random.uniform() * 1200 - 100, random.uniform() * 400, random.uniform() * 300];
      for (const wanted of [1, 3, 9]) expect(grid.countNear(x, y, z, wanted, reach * reach)).to.equal(grid.nearest(x, y, z, wanted, -1, reach * reach));
    }
    expect(grid.countNear(1e6, points.y[0] ?? 0, (points.y[0] ?? 0) / 3, 3, 1)).to.equal(1);
  });
});

describe('properties of neighbours and local statistics', () => {
  it('k nearest by grid are the k nearest by brute force, whatever the layout', () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.oneof(fc.integer({ min: 0, max: 12 }), fc.double({ min: -1e5, max: 1e5, noNaN: true })), fc.oneof(fc.integer({ min: 0, max: 12 }), fc.double({ min: -10, max: 10, noNaN: true }))), { minLength: 3, maxLength: 120 }),
        fc.integer({ min: 1, max: 12 }),
        (places, wanted) => {
          const k = Math.min(wanted, places.length - 1);
          const points = { x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y) };
          const brute = places.map(([x, y], i) =>
            places.map(([a, b], j) => ({ j, d: (a - x) * (a - x) + (b - y) * (b - y) })).filter(({ j }) => j !== i).sort((p, q) => p.d - q.d || p.j - q.j).slice(0, k).map(({ j }) => j).sort((p, q) => p - q),
          );
          return JSON.stringify(neighbourLists(kNearest(points, k))) === JSON.stringify(brute);
        },
      ),
      { ...SEED, numRuns: 400 },
    );
  });

  it('a distance band is that of the brute force', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.integer({ min: -20, max: 20 }), fc.integer({ min: 0, max: 60 })), { minLength: 1, maxLength: 90 }), fc.integer({ min: 1, max: 30 }), (places, upper) => {
        const points = { x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y) };
        const brute = places.map(([x, y]) => places.flatMap(([a, b], j) => { const d = (a - x) ** 2 + (b - y) ** 2; return d > 0 && d <= upper * upper ? [j] : []; }));
        return JSON.stringify(neighbourLists(distanceBand(points, upper))) === JSON.stringify(brute);
      }),
      { ...SEED, numRuns: 300 },
    );
  });

  it('z of Gi, Gi* and local Moran is unchanged by shift and scale of the values, 1e300 included', () => {
    const { points, values } = scatter(80, 4);
    const neighbours = kNearest(points, 6);
    for (const star of [false, true]) {
      const weights = spatialWeights(neighbours, { style: 'B', star });
      const { z } = gi(values, weights).result;
      for (const [scale, shift] of [[1000, 0], [-1, 0], [1e300, 0], [1e-300, 0], [1, 1e6]] as const) {
        const sign = scale < 0 ? -1 : 1;
        expect(worst(gi(values.map((value) => value * scale + shift), weights).result.z, [...z].map((value) => sign * value), 0.1)).to.be.below(1e-8);
      }
    }
    const { z } = lisa(values, spatialWeights(neighbours)).result;
    expect(worst(lisa(values.map((value) => value * -1e200), spatialWeights(neighbours)).result.z, [...z], 0.1)).to.be.below(1e-10);
  });

  it('permuting the sites permutes the answers', () => {
    const { points, values } = scatter(60, 6);
    const order = new Random(1).shuffle(Int32Array.from({ length: 60 }, (_, i) => i));
    const pick = (from: Float64Array): Float64Array => Float64Array.from(order, (i) => from[i] ?? Number.NaN);
    const here = lisa(values, spatialWeights(kNearest(points, 5))).result;
    const there = lisa(pick(values), spatialWeights(kNearest({ x: pick(points.x), y: pick(points.y) }, 5))).result;
    for (const part of ['statistic', 'z', 'p', 'q'] as const) expect(worst(there[part], [...pick(here[part])], 1e-3)).to.be.below(1e-10);
  });

  it('equal values: no hot spot, no cold spot, nothing but NaN to hide, and a reason in words', () => {
    const { points } = scatter(30, 2);
    for (const level of [0, 5, -3.3, 1e300, 0.1 + 0.2]) {
      const equal = new Float64Array(30).fill(level);
      const weights = spatialWeights(kNearest(points, 4), { style: 'B', star: true });
      const { result, decisions } = gi(equal, weights);
      expect(spotsOf(result).every((spot) => spot === 'none')).to.equal(true);
      expect(decisions.map(({ code }) => code)).to.contain('all-equal');
      const { quadrant, p } = lisa(equal, spatialWeights(kNearest(points, 4))).result;
      expect([...quadrant].every((code) => code === 0) && [...p].every(Number.isNaN)).to.equal(true);
      expect(moran(equal, spatialWeights(kNearest(points, 4))).result.p).to.equal(null);
    }
  });
});

describe('conditional permutations', () => {
  const { points, values } = scatter(60, 9);
  const weights = spatialWeights(kNearest(points, 7));
  const centre = values.reduce((a, b) => a + b / 60, 0);
  const z = values.map((value) => (value - centre) / 4);
  const task = (sampling: Sampling) => ({ z, start: weights.start, index: weights.index, items: Int32Array.from({ length: 60 }, (_, i) => i), permutations: 20000, seed: 5, sampling });

  it("without replacement they converge to Sokal's conditional moments, with replacement to a variance larger by (n-2)/(n-1-k)", () => {
    for (const [sampling, factor] of [['permutation', 1], ['replacement', 58 / 52]] as const) {
      const analytic = lisa(values, weights).result;
      const { expectation, variance } = lisa(values, weights, { permutations: 20000, seed: 5, sampling }).result;
      let ratio = 0;
      for (let i = 0; i < 60; i++) {
        const spread = analytic.variance[i] ?? 0;
        ratio += (variance[i] ?? 0) / spread / 60;
        expect(Math.abs((expectation[i] ?? 0) - (analytic.expectation[i] ?? 0)) / Math.sqrt(spread), `site ${i}`).to.be.below(5 * Math.sqrt(factor / 20000));
      }
      expect(ratio, sampling).to.be.closeTo(factor, 0.01);
    }
  });

  it('draw for each site apart: the errors of their means differ from site to site, are centred and have the variance of independent draws', () => {
    const many = scatter(200, 4);
    for (const k of [8, 20]) {
      const rows = spatialWeights(kNearest(many.points, k));
      const analytic = lisa(many.values, rows).result;
      for (const [sampling, factor] of [['permutation', 1], ['replacement', 198 / (199 - k)]] as const) {
        let squares = 0;
        let within = 0;
        let sum = 0;
        for (let seed = 0; seed < 12; seed++) {
          const { expectation } = lisa(many.values, rows, { permutations: 199, seed, sampling }).result;
          const errors = Array.from(expectation, (value, i) => (value - (analytic.expectation[i] ?? 0)) / Math.sqrt(((analytic.variance[i] ?? 0) * factor) / 199));
          const mean = errors.reduce((a, b) => a + b / 200, 0);
          sum += mean / 12;
          squares += errors.reduce((a, b) => a + (b * b) / 2400, 0);
          within += errors.reduce((a, b) => a + (b - mean) ** 2 / 2400, 0);
        }
        expect(sum, sampling).to.be.closeTo(0, 0.12);
        expect(squares, sampling).to.be.closeTo(1, 0.15);
        expect(within, sampling).to.be.above(0.85);
      }
    }
  });

  it('do not depend on how the sites are shared out', () => {
    for (const sampling of ['permutation', 'replacement'] as const) {
      const whole = permutedSums(60);
      drawNeighbourSums({ ...task(sampling), permutations: 199 }, 0, 60, whole);
      const parts = permutedSums(60);
      for (const [from, to] of [[41, 60], [0, 7], [7, 41]] as const) drawNeighbourSums({ ...task(sampling), permutations: 199 }, from, to, parts);
      expect(parts).to.deep.equal(whole);
    }
  });

  it('draw many neighbours without replacement: all others but one', () => {
    // 12 sites, each with 11 or 10 neighbours: the sum of 11 drawn of 11 is always the same
    const few = Float64Array.from({ length: 12 }, (_, i) => (i * i) / 144 - 0.3);
    const all = Array.from({ length: 12 }, (_, i) => Array.from({ length: 12 }, (_unused, j) => j).filter((j) => j !== i));
    const start = Int32Array.from({ length: 13 }, (_, i) => i * 11);
    const into = permutedSums(12);
    drawNeighbourSums({ z: few, start, index: Int32Array.from(all.flat()), items: Int32Array.from({ length: 12 }, (_, i) => i), permutations: 50, seed: 1, sampling: 'permutation' }, 0, 12, into);
    expect([...into.asLarge]).to.deep.equal(new Array(12).fill(50));
    expect([...into.asSmall]).to.deep.equal(new Array(12).fill(50));
    expect(Math.max(...into.variance)).to.be.below(1e-28);
  });

  it('count ties as ties: values that occur many times make no small p', () => {
    const steps = Float64Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 0.1 : 0));
    const { p } = lisa(steps, weights, { permutations: 499, seed: 2, sampling: 'permutation' }).result;
    const none = [...weights.index.subarray(0, 7)].every((j) => j % 3 !== 0);
    expect(none ? true : (p[0] ?? 0) > 2 / 500).to.equal(true);
    expect(Math.min(...p)).to.be.at.least(2 / 500);
  });
});
