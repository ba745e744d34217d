import { expect } from 'chai';
import { adjustP } from '../../../analysis/adjustP.ts';
import { geary } from '../../../analysis/spatial/geary.ts';
import { gi, spotsOf } from '../../../analysis/spatial/gi.ts';
import { globalG } from '../../../analysis/spatial/globalG.ts';
import type { GlobalStep } from '../../../analysis/spatial/globalTest.ts';
import { lisa, QUADRANTS } from '../../../analysis/spatial/lisa.ts';
import { moran } from '../../../analysis/spatial/moran.ts';
import { distanceBand, kNearest, neighboursFromLists } from '../../../analysis/spatial/neighbours.ts';
import { spatialWeights, type SpatialWeights } from '../../../analysis/spatial/weights.ts';
import { AUTOCORRELATION, autocorrelation, worst, type Figures } from './golden.ts';
import { neighbourLists } from './neighbourLists.ts';

const TOLERANCE = 1e-8;

const plain = (value: number | number[][]): number => (typeof value === 'number' ? value : (value.flat()[0] ?? Number.NaN));
const globalError = ({ result }: GlobalStep, { statistic, expectation, variance, z, p }: Figures): number =>
  worst(
    [result.statistic, result.expectation, result.variance, result.z, result.p].map((value) => value ?? Number.NaN),
    [statistic, expectation, variance, plain(z), plain(p)],
  );

describe('spatial association against spdep 1.2-7', () => {
  for (const name of AUTOCORRELATION) {
    const { golden, values, points } = autocorrelation(name);
    const neighbours = neighboursFromLists(golden.weights.neighbours0);
    const rows = spatialWeights(neighbours);
    const binary = spatialWeights(neighbours, { style: 'B' });

    it(`${name}: global Moran, Geary and G`, () => {
      expect(globalError(moran(values, rows), golden.moranRandomisation)).to.be.below(TOLERANCE);
      expect(globalError(moran(values, rows, { assumption: 'normality' }), golden.moranNormality)).to.be.below(TOLERANCE);
      expect(globalError(moran(values, binary), golden.moranBinaryRandomisation)).to.be.below(TOLERANCE);
      expect(globalError(geary(values, rows), golden.gearyRandomisation)).to.be.below(TOLERANCE);
      expect(globalError(globalG(values, binary), golden.globalG)).to.be.below(TOLERANCE);
    });

    it(`${name}: local Moran with conditional and total moments, quadrants, BH`, () => {
      for (const [moments, reference] of [['conditional', golden.localMoranConditional], ['total', golden.localMoranTotal]] as const) {
        const { statistic, expectation, variance, z, p } = lisa(values, rows, { moments }).result;
        // spdep writes 0 for the statistic of an island and NA for its p; here all of it is missing
        const island = (series: readonly (number | null)[]): (number | null)[] => series.map((value, i) => (golden.weights.neighbours0[i]?.length === 0 ? null : value));
        expect(worst(statistic, island(reference.Ii))).to.be.below(TOLERANCE);
        expect(worst(expectation, island(reference.EIi))).to.be.below(TOLERANCE);
        expect(worst(variance, island(reference.VarIi))).to.be.below(TOLERANCE);
        expect(worst(z, reference.Z)).to.be.below(TOLERANCE);
        expect(worst(p, reference.p)).to.be.below(TOLERANCE);
      }
      const { q, quadrant } = lisa(values, rows).result;
      expect(worst(q, golden.localMoranBHadjP)).to.be.below(TOLERANCE);
      golden.quadrantMeanSplit.forEach((expected, i) => {
        expect(QUADRANTS[quadrant[i] ?? 0]).to.equal(golden.weights.neighbours0[i]?.length === 0 ? '' : expected);
      });
    });

    it(`${name}: Gi and Gi*, BH, BY, Bonferroni, counts of hot and cold spots`, () => {
      expect(worst(gi(values, binary).result.z, golden.Gi_binary_z)).to.be.below(TOLERANCE);
      expect(worst(gi(values, rows).result.z, golden.Gi_rowStd_z)).to.be.below(TOLERANCE);
      const star = gi(values, spatialWeights(neighbours, { style: 'B', star: true })).result;
      expect(worst(star.z, golden.GiStar_binary_z)).to.be.below(TOLERANCE);
      expect(worst(gi(values, spatialWeights(neighbours, { style: 'W', star: true })).result.z, golden.GiStar_rowStd_z)).to.be.below(TOLERANCE);
      expect(worst(star.p, golden.GiStar_p)).to.be.below(TOLERANCE);
      expect(worst(star.q, golden.GiStar_BH)).to.be.below(TOLERANCE);
      expect(worst(adjustP(star.p, 'BY'), golden.GiStar_BY)).to.be.below(TOLERANCE);
      expect(worst(adjustP(star.p, 'bonferroni'), golden.GiStar_Bonferroni)).to.be.below(TOLERANCE);
      const spots = spotsOf(star);
      expect(spots.filter((spot) => spot === 'hot')).to.have.length(golden.counts.hotBH05);
      expect(spots.filter((spot) => spot === 'cold')).to.have.length(golden.counts.coldBH05);
    });

    it(`${name}: permutations agree with spdep's up to chance`, () => {
      const { result } = moran(values, rows, { permutations: 9999, seed: 1, alternative: 'greater' });
      expect(result.p).to.be.closeTo(golden.permutation.moranPseudoPgreater, 0.01);
      expect(result.variance ?? 0).to.be.closeTo(golden.permutation.moranPermVar, 0.05 * golden.permutation.moranPermVar);
      const local = lisa(values, rows, { permutations: 9999, seed: 1 }).result;
      let total = 0;
      let count = 0;
      golden.permutation.localPseudoP2sided.forEach((reference, i) => {
        if (reference === null) return;
        const difference = Math.abs((local.p[i] ?? 1) - reference);
        // a two-sided p of 9,999 draws has a standard deviation of up to 0.0087, and here are two such
        const chance = 2 * Math.sqrt(((reference / 2) * (1 - reference / 2) * 2) / 9999);
        expect(difference, `site ${i}`).to.be.below(0.001 + 4.5 * chance);
        total += difference;
        count++;
      });
      expect(total / count).to.be.below(0.01);
      const ratio = golden.permutation.localVar.reduce((sum: number, reference, i) => sum + (reference === null ? 0 : (local.variance[i] ?? 0) / reference), 0) / count;
      expect(ratio).to.be.closeTo(1, 0.03);
    });

    if (name.includes('knn8')) {
      it(`${name}: the eight nearest neighbours are spdep's`, () => {
        expect(neighbourLists(kNearest(points, 8))).to.deep.equal(golden.weights.neighbours0);
      });
    }
    if (name.includes('d300')) {
      it(`${name}: the neighbours within 300 m are spdep's, the island included`, () => {
        expect(neighbourLists(distanceBand(points, 300))).to.deep.equal(golden.weights.neighbours0);
      });
    }
  }

  it('counts a neighbour at exactly the end of the band, and none at its beginning', () => {
    expect(neighbourLists(distanceBand({ x: Float64Array.of(0, 3, 6, 10), y: Float64Array.of(0, 4, 8, 8) }, 5))).to.deep.equal([[1], [0, 2], [1, 3], [2]]);
    expect(neighbourLists(distanceBand({ x: Float64Array.of(0, 3, 6, 10), y: Float64Array.of(0, 4, 8, 8) }, 10, 5))).to.deep.equal([[2], [3], [0], [1]]);
  });

  it('counts the observed arrangement among the permutations: p is never 0', () => {
    const { golden, values } = autocorrelation('b_autocorr_meuse_logzinc_knn8');
    const weights = spatialWeights(neighboursFromLists(golden.weights.neighbours0));
    expect(moran(values, weights, { permutations: 99, seed: 1, alternative: 'greater' }).result.p).to.equal(1 / 100);
    expect(moran(values, weights, { permutations: 99, seed: 1 }).result.p).to.equal(2 / 100);
    expect(Math.min(...lisa(values, weights, { permutations: 99, seed: 1 }).result.p)).to.equal(2 / 100);
  });

  it("splits quadrants as spdep's quadr$mean: what equals the mean is Low, also where rounding would have it otherwise", () => {
    const weights = (style: 'W' | 'B'): SpatialWeights => spatialWeights(neighboursFromLists([[1, 2], [0, 2, 3], [0, 1], [1, 4], [3], []]), { style });
    // spdep 1.2-7 on c(1, 2, 3, 1, 3, 2); the mean is 2, and the last site is an island
    for (const style of ['W', 'B'] as const) {
      expect(Array.from(lisa([1, 2, 3, 1, 3, 2], weights(style)).result.quadrant, (code) => QUADRANTS[code])).to.deep.equal(['Low-High', 'Low-High', 'High-Low', 'Low-High', 'High-Low', '']);
    }
    const third = lisa([1, 1.1, 1.2, 1.1, 1.1, 1.1], weights('W')).result.quadrant;
    expect([third[1], third[3]].map((code) => QUADRANTS[code ?? 0]?.slice(0, 3))).to.deep.equal(['Low', 'Low']);
  });

  it("gives the figure of spdep's help page for Columbus: I = 0.5109513", () => {
    const { golden, values } = autocorrelation('b_autocorr_oldcol_crime');
    expect(moran(values, spatialWeights(neighboursFromLists(golden.weights.neighbours0))).result.statistic).to.be.closeTo(0.5109513, 5e-8);
  });
});
