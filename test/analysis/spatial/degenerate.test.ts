import { expect } from 'chai';
import { Random } from '../../../analysis/random.ts';
import { chooseSurface } from '../../../analysis/spatial/chooseSurface.ts';
import { empiricalVariogram } from '../../../analysis/spatial/empiricalVariogram.ts';
import { fitVariogram } from '../../../analysis/spatial/fitVariogram.ts';
import { geary } from '../../../analysis/spatial/geary.ts';
import { gi } from '../../../analysis/spatial/gi.ts';
import { globalG } from '../../../analysis/spatial/globalG.ts';
import { idw, idwCv } from '../../../analysis/spatial/idw.ts';
import { krige } from '../../../analysis/spatial/krige.ts';
import { krigeCv } from '../../../analysis/spatial/krigeCv.ts';
import { lisa } from '../../../analysis/spatial/lisa.ts';
import { moran } from '../../../analysis/spatial/moran.ts';
import { distanceBand, kNearest, neighboursFromLists } from '../../../analysis/spatial/neighbours.ts';
import { mergeCoincident, pointsFrom, requireMetres, suspectDegrees } from '../../../analysis/spatial/points.ts';
import type { VariogramModel } from '../../../analysis/spatial/variogramModel.ts';
import { spatialWeights } from '../../../analysis/spatial/weights.ts';
import { geostat } from './golden.ts';

const MODEL: VariogramModel = { model: 'sph', nugget: 0.1, psill: 1, range: 100 };
const at = (...places: (readonly [number, number])[]): { x: Float64Array; y: Float64Array } => ({ x: Float64Array.from(places, ([x]) => x), y: Float64Array.from(places, ([, y]) => y) });
const TARGET = at([3, 4]);

describe('degenerate cases are answered in words', () => {
  it('no site', () => {
    expect(() => krige(at(), Float64Array.of(), TARGET, MODEL)).to.throw(RangeError, 'no sites were given; kriging needs at least 1');
    expect(() => idw(at(), Float64Array.of(), TARGET)).to.throw(RangeError, 'no sites were given');
    expect(() => chooseSurface(at(), Float64Array.of())).to.throw(RangeError, 'no sites were given');
    expect(() => empiricalVariogram(at(), [])).to.throw(RangeError, '0 places were given');
    expect(() => kNearest(at(), 1)).to.throw(RangeError, 'k is 1 and there are 0 places');
    expect(() => lisa([], spatialWeights(neighboursFromLists([])))).to.throw(RangeError, '0 sites were given; local Moran needs at least 3');
  });

  it('no target gives no answer and no error', () => {
    expect(krige(at([0, 0], [1, 1]), Float64Array.of(1, 2), at(), MODEL).result.prediction).to.have.length(0);
  });

  it('one site: kriging gives its value with its variance, leave-one-out and variogram say what they need', () => {
    const { prediction, variance } = krige(at([0, 0]), Float64Array.of(7), at([0, 0], [500, 0]), MODEL).result;
    expect([...prediction]).to.deep.equal([7, 7]);
    expect([...variance]).to.deep.equal([0, 2.2]);
    expect(() => krigeCv(at([0, 0]), Float64Array.of(7), MODEL)).to.throw(RangeError, '1 sites were given; leave-one-out needs at least 3');
    expect(() => idwCv(at([0, 0]), Float64Array.of(7))).to.throw(RangeError, 'leave-one-out needs at least 3');
    const { result, decisions } = chooseSurface(at([0, 0]), Float64Array.of(7));
    expect(result.method).to.equal('idw');
    expect(decisions[0]?.en).to.equal('1 sites cannot put any interpolation to the test: inverse distance weighting is shown');
  });

  it('coincident sites: kriging names them, inverse distance weighting takes their mean, merging says so', () => {
    const points = at([0, 0], [5, 5], [0, 0], [9, 1]);
    const values = Float64Array.of(1, 2, 3, 4);
    expect(() => krige(points, values, TARGET, MODEL)).to.throw(RangeError, 'points[0] and points[2] stand in one place (0, 0)');
    expect(idw(points, values, at([0, 0])).result[0]).to.equal(2);
    const merged = mergeCoincident(points, values);
    expect([...merged.values]).to.deep.equal([2, 2, 4]);
    expect(merged.members).to.deep.equal([[0, 2], [1], [3]]);
    expect(merged.decisions[0]?.en).to.contain('Sites 0, 2 stand in one place');
    expect(krige(merged.points, merged.values, TARGET, MODEL).result.prediction[0]).to.be.a('number').that.is.not.NaN;
  });

  it('sites nearly in one place under a Gaussian model without nugget: the covariance is named singular', () => {
    const points = at([0, 0], [1e-6, 0], [2, 0], [1, 1]);
    expect(() => krige(points, Float64Array.of(1, 2, 3, 4), TARGET, { model: 'gau', nugget: 0, psill: 1, range: 100 })).to.throw(RangeError, /covariance is singular at points\[1\].*give a nugget above 0/);
    const local = krige(points, Float64Array.of(1, 2, 3, 4), at([0.5, 0]), { model: 'gau', nugget: 0, psill: 1, range: 100 }, { nmax: 3 });
    expect(local.result.prediction[0]).to.be.NaN;
    expect(local.decisions.map(({ code }) => code)).to.deep.equal(['singular-near']);
  });

  it('all sites on one line: ordinary kriging works, a drift in x and y is refused', () => {
    const points = at([0, 0], [10, 10], [20, 20], [30, 30], [40, 40]);
    const values = Float64Array.of(1, 2, 3, 4, 5);
    expect(krige(points, values, TARGET, MODEL).result.prediction[0]).to.be.within(1, 3);
    expect(() => krige(points, values, TARGET, MODEL, { drift: 'xy' })).to.throw(RangeError, 'do not determine a drift in x and y');
    const local = krige(points, values, TARGET, MODEL, { drift: 'xy', nmax: 4 });
    expect(local.result.prediction[0]).to.be.NaN;
    expect(local.decisions.map(({ code }) => code)).to.deep.equal(['drift-undetermined']);
  });

  it('fewer sites than nmin: no prediction, and how many', () => {
    const points = at([0, 0], [1, 0], [0, 1]);
    const values = Float64Array.of(1, 2, 3);
    for (const options of [{ nmin: 4 }, { nmin: 2, maxdist: 0.5 }, { nmax: 3, nmin: 3, maxdist: 4.5 }]) {
      const { result, diagnostics, decisions } = krige(points, values, TARGET, MODEL, options);
      expect(result.prediction[0], JSON.stringify(options)).to.be.NaN;
      expect(result.variance[0]).to.be.NaN;
      expect(diagnostics.tooFew).to.equal(1);
      expect(decisions[0]?.code).to.equal('too-few-near');
    }
    expect(idw(points, values, TARGET, { nmin: 4 }).result[0]).to.be.NaN;
    expect(() => krige(points, values, TARGET, MODEL, { nmax: 2, nmin: 3 })).to.throw(RangeError, 'nmin is 3 and nmax is 2');
  });

  it('NaN and infinities are named with their index, wherever they stand', () => {
    const points = at([0, 0], [1, 0], [0, 1], [1, 1]);
    const values = Float64Array.of(1, 2, Number.NaN, 4);
    expect(() => krige(points, values, TARGET, MODEL)).to.throw(RangeError, 'values[2] is NaN');
    expect(() => idw(points, values, TARGET)).to.throw(RangeError, 'values[2] is NaN');
    expect(() => krige(at([0, 0], [Infinity, 0]), Float64Array.of(1, 2), TARGET, MODEL)).to.throw(RangeError, 'points.x[1] is Infinity');
    expect(() => krige(at([0, 0], [1, 0]), Float64Array.of(1, 2), at([0, Number.NaN]), MODEL)).to.throw(RangeError, 'targets.y[0] is NaN');
    expect(() => empiricalVariogram(points, values)).to.throw(RangeError, 'values[2] is NaN');
    const weights = spatialWeights(kNearest(points, 2));
    for (const test of [moran, geary, globalG, lisa, gi]) expect(() => test(values, weights), test.name).to.throw(RangeError, 'values[2] is NaN');
    expect(() => krige(points, Float64Array.of(1, 2, 3, 4), TARGET, { ...MODEL, range: Number.NaN })).to.throw(RangeError, 'range is NaN');
    expect(() => krige(points, Float64Array.of(1, 2, 3, 4), TARGET, { ...MODEL, nugget: 0, psill: 0 })).to.throw(RangeError, 'nugget and psill are both 0');
    expect(() => fitVariogram({ lags: [1, 2, 3].map((dist) => ({ np: 3, dist, gamma: Number.NaN })) }, 'sph')).to.throw(RangeError, 'lags[0]');
  });

  it('1e300: values are carried, coordinates that far apart are refused in words', () => {
    const points = at([0, 0], [10, 0], [0, 10], [10, 10]);
    const huge = Float64Array.of(1e300, 2e300, 3e300, 4e300);
    expect(krige(points, huge, at([5, 5]), MODEL).result.prediction[0]).to.be.closeTo(2.5e300, 1e287);
    expect(moran(huge, spatialWeights(kNearest(points, 2))).result.statistic).to.be.a('number');
    expect(() => krige(at([0, 0], [1e300, 0]), Float64Array.of(1, 2), TARGET, MODEL)).to.throw(RangeError, 'points spread over 1e+300');
  });

  it('an island has no figure, and the others are tested without it', () => {
    const weights = spatialWeights(neighboursFromLists([[1, 2], [0, 2], [0, 1], [], [0, 5], [4, 1]]));
    const values = [1, 2, 4, 8, 3, 5];
    for (const step of [lisa(values, weights), gi(values, spatialWeights(weights, { style: 'B' }))]) {
      for (const part of ['statistic', 'expectation', 'variance', 'z', 'p', 'q'] as const) {
        expect(step.result[part][3], part).to.be.NaN;
        expect(step.result[part].filter(Number.isNaN), part).to.have.length(1);
      }
      expect(step.diagnostics.islands).to.deep.equal([3]);
      expect(step.decisions[0]?.en).to.contain('Sites without a neighbour, which take no part (1): 3');
    }
    expect(moran(values, weights).diagnostics.linked).to.equal(5);
    // every site an island: nothing to test, said so
    const alone = spatialWeights(distanceBand(at([0, 0], [10, 0], [20, 0], [30, 0]), 1));
    expect(moran([1, 2, 3, 4], alone)).to.deep.include({ result: { statistic: null, expectation: null, variance: null, z: null, p: null } });
    expect([...lisa([1, 2, 3, 4], alone).result.p].every(Number.isNaN)).to.equal(true);
  });

  it('global G refuses values below zero and knows when nothing can be compared', () => {
    const weights = spatialWeights(kNearest(at([0, 0], [1, 0], [0, 1], [1, 1], [2, 2]), 2), { style: 'B' });
    expect(() => globalG([1, 2, -0.5, 3, 4], weights)).to.throw(RangeError, 'values[2] is -0.5; global G needs values of at least 0');
    expect(globalG([0, 0, 3, 0, 0], weights).decisions[0]?.code).to.equal('one-value-above-zero');
  });

  it('neighbour lists that cannot be are named', () => {
    expect(() => neighboursFromLists([[1], [2]])).to.throw(RangeError, 'neighbours[1][0] is 2; an index from 0 to 1 was expected');
    expect(() => neighboursFromLists([[1], [1]])).to.throw(RangeError, 'is the place itself');
    expect(() => neighboursFromLists([[1, 1], []])).to.throw(RangeError, 'neighbours[0] holds 1 twice');
    expect(() => neighboursFromLists([[0.5], []])).to.throw(RangeError, 'neighbours[0][0] is 0.5');
    expect(() => moran([1, 2, 3], spatialWeights(neighboursFromLists([[1], [0]])))).to.throw(RangeError, 'values has 3 entries and the weights 2 sites');
  });

  it('degrees where metres are expected are refused, small local units are not', () => {
    expect(() => chooseSurface(at([116.1, 22.9], [116.3, 23.1], [116.2, 23]), Float64Array.of(1, 2, 3))).to.throw(RangeError, /x from 116\.1 to 116\.3 and y from 22\.9 to 23\.1 look like degrees.*projected metres were expected/);
    expect(suspectDegrees(at([4.9, 52.3], [2.3, 48.8]))).to.equal('possible');
    for (const name of ['a_geostat_meuse_logzinc', 'a_geostat_jura_co', 'a_geostat_coalash'] as const) expect(() => { requireMetres(geostat(name).points); }, name).not.to.throw();
  });

  it('a variogram that cannot be read is not fitted: reasons in words', () => {
    const line = at([0, 0], [1, 0], [2, 0]);
    expect(() => fitVariogram(empiricalVariogram(line, [1, 2, 3], { cutoff: 1.5, width: 1.5 }), 'sph')).to.throw(RangeError, '1 lags hold pairs of distinct places; at least 3 are needed');
    expect(() => empiricalVariogram(at([1, 1], [1, 1]), [1, 2])).to.throw(RangeError, 'all 2 places stand in one spot');
    expect(() => pointsFrom([1, 2], [3])).to.throw(RangeError, 'points.y has 1 values and points.x has 2');
    const grid = at(...Array.from({ length: 144 }, (_, i) => [i % 12, Math.floor(i / 12)] as const));
    const flat = fitVariogram(empiricalVariogram(grid, new Float64Array(144).fill(4)), 'exp');
    expect(flat.decisions.map(({ code }) => code)).to.deep.equal(['no-variation']);
    const rising = fitVariogram(empiricalVariogram(grid, Float64Array.from(grid.x, (x) => x)), 'sph');
    expect(rising.decisions.map(({ code }) => code)).to.deep.equal(['range-not-identified']);
  });

  it('65 places of noise in 13 clusters: mostly kriging has no skill, and the fall-back says why', () => {
    let fallBacks = 0;
    for (let seed = 0; seed < 12; seed++) {
      const random = new Random(seed);
      const points = at(...Array.from({ length: 65 }, (_, i) => [Math.floor(i / 5) * 3000 + random.uniform() * 200, (Math.floor(i / 5) % 4) * 4000 + random.uniform() * 200] as const));
      const { result, diagnostics, decisions } = chooseSurface(points, Float64Array.from({ length: 65 }, () => random.normal()));
      expect(diagnostics.clusters).to.equal(13);
      const best = Math.max(...diagnostics.candidates.map(({ model, skill }) => (model ? (skill ?? 0) : 0)));
      expect(result.method).to.equal(best >= 0.01 ? 'kriging' : 'idw');
      if (result.method === 'kriging') continue;
      fallBacks++;
      const said = decisions.find(({ code }) => code === 'kriging-no-skill');
      expect(said?.en).to.contain('Variogram not supported by 65 points in 13 clusters');
      expect(said?.zh).to.contain('65 个点位（13 簇');
    }
    expect(fallBacks).to.be.above(3);
  });

  it('structure that is there is found: meuse is kriged', () => {
    const { points, values } = geostat('a_geostat_meuse_logzinc');
    const { result, decisions } = chooseSurface(points, values);
    expect(result.method).to.equal('kriging');
    expect(decisions.at(-1)?.en).to.match(/^Ordinary kriging with the .* model: its leave-one-out squared error is 7\d\.\d % below that of the mean/);
  });
});
