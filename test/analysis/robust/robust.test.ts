import { expect } from 'chai';
import fc from 'fast-check';
import { algorithmA, ALGORITHM_A_CONSTANTS } from '../../../analysis/robust/algorithmA.ts';
import { pairDistance, qn } from '../../../analysis/robust/qn.ts';
import { mad, nIqr } from '../../../analysis/robust/scale.ts';
import { zetaScore, zScore } from '../../../analysis/robust/scores.ts';
import { sn } from '../../../analysis/robust/sn.ts';
import { theilSen } from '../../../analysis/robust/theilSen.ts';

const sample = fc.array(fc.integer({ min: -500, max: 500 }).map((value) => value / 8), { minLength: 2, maxLength: 40 });

describe('Algorithm A', () => {
  it('knows its constants', () => {
    expect(ALGORITHM_A_CONSTANTS.exact.factor).to.be.closeTo(1.134, 5e-4 + 1e-3);
    expect(ALGORITHM_A_CONSTANTS['iso-13528']).to.deep.equal({ start: 1.483, factor: 1.134 });
  });

  it('rests where it says: one more round changes nothing', () => {
    fc.assert(fc.property(sample, (values) => {
      const { mean, sd } = algorithmA(values).result;
      if (sd === 0) return;
      const pulled = values.map((value) => Math.min(mean + 1.5 * sd, Math.max(mean - 1.5 * sd, value)));
      const again = pulled.reduce((sum, value) => sum + value / pulled.length, 0);
      const spread = 1.134 * Math.sqrt(pulled.reduce((sum, value) => sum + (value - again) ** 2, 0) / (pulled.length - 1));
      expect(again).to.be.closeTo(mean, 1e-8 * (Math.abs(mean) + sd));
      expect(spread).to.be.closeTo(sd, 1e-6 * sd);
    }), { seed: 11, numRuns: 150 });
  });

  it('is not pulled by an outlier, however far, and deletes none', () => {
    const near = algorithmA([10, 11, 12, 13, 14, 15, 16, 17, 18, 40]);
    const far = algorithmA([10, 11, 12, 13, 14, 15, 16, 17, 18, 1e12]);
    expect(far.result.mean).to.be.closeTo(near.result.mean, 1e-9);
    expect(far.result.winsorised).to.equal(1);
    expect(far.diagnostics.n).to.equal(10);
  });

  it('answers all equal, and half equal, in words', () => {
    const equal = algorithmA([3, 3, 3]);
    expect(equal.result).to.include({ mean: 3, sd: 0 });
    expect(equal.decisions[0]?.code).to.equal('all-equal');
    const half = algorithmA([3, 3, 3, 3, 9, 1, 7]);
    expect(half.decisions[0]?.code).to.equal('half-equal');
    expect(half.result.sd).to.be.greaterThan(0);
  });

  it('refuses one value and NaN', () => {
    expect(() => algorithmA([1])).to.throw(RangeError, 'at least two');
    expect(() => algorithmA([1, Number.NaN])).to.throw(RangeError, 'values[1] is NaN');
  });
});

describe('robust scales', () => {
  it('Qn picks the order statistic that sorting all distances picks', () => {
    fc.assert(fc.property(sample, (values) => {
      const sorted = Float64Array.from(values).sort();
      const distances: number[] = [];
      for (let i = 0; i < sorted.length; i++) for (let j = 0; j < i; j++) distances.push((sorted[i] ?? 0) - (sorted[j] ?? 0));
      distances.sort((a, b) => a - b);
      const half = Math.floor(values.length / 2) + 1;
      const k = (half * (half - 1)) / 2;
      expect(pairDistance(sorted, k)).to.equal(distances[k - 1]);
    }), { seed: 12, numRuns: 200 });
  });

  it('Sn picks the low median of high medians', () => {
    fc.assert(fc.property(sample, (values) => {
      const n = values.length;
      const high = values.map((x) => values.map((y) => Math.abs(x - y)).sort((a, b) => a - b)[Math.floor(n / 2)] ?? Number.NaN).sort((a, b) => a - b);
      expect(sn(values, false)).to.be.closeTo(1.1926 * (high[Math.floor((n + 1) / 2) - 1] ?? Number.NaN), 1e-12);
    }), { seed: 13, numRuns: 300 });
  });

  it('all follow scale and ignore shift', () => {
    fc.assert(fc.property(sample, (values) => {
      for (const scale of [mad, nIqr, qn, sn]) {
        expect(scale(values.map((value) => 4 * value - 1024))).to.be.closeTo(4 * scale(values), 1e-9);
      }
    }), { seed: 14, numRuns: 100 });
  });

  it('Qn and Sn are those of robustbase 0.95, of even and odd numbers of values', () => {
    const ten = [2.1, 3.7, 3.9, 4, 4.2, 5.5, 9.1, 12.4, 13, 40];
    // robustbase has a digit more in the constant of Qn
    expect(qn(ten) / 3.35599210716).to.be.closeTo(1, 1e-6);
    expect(qn([...ten, 7.7]) / 3.74860235596).to.be.closeTo(1, 1e-6);
    expect(sn(ten)).to.be.closeTo(4.05484, 1e-5);
    expect(sn([...ten, 7.7])).to.be.closeTo(4.41616237623762, 1e-6);
  });

  it('are 0 for one value and for all equal, and refuse nothing', () => {
    for (const scale of [mad, nIqr, qn, sn]) {
      expect(scale([5])).to.equal(0);
      expect(scale([5, 5, 5])).to.equal(0);
      expect(() => scale([])).to.throw(RangeError, 'at least one');
      expect(() => scale([1, Number.NaN])).to.throw(RangeError, 'values[1] is NaN');
    }
    expect(() => qn([-1.7e308, 1.7e308])).to.throw(RangeError, 'beyond double precision');
  });
});

describe('proficiency scores', () => {
  it('judge at 2 and 3', () => {
    expect(zScore(14, 10, 2)).to.deep.equal({ score: 2, verdict: 'satisfactory' });
    expect(zScore(4.1, 10, 2).verdict).to.equal('questionable');
    expect(zScore(16, 10, 2)).to.deep.equal({ score: 3, verdict: 'unsatisfactory' });
    expect(zetaScore(10, 3, 0, 4).score).to.equal(2);
  });

  it('refuse what would divide by nothing, and NaN', () => {
    expect(() => zScore(1, 1, 0)).to.throw(RangeError, 'sigma is 0');
    expect(() => zetaScore(1, 0, 1, 0)).to.throw(RangeError, 'both 0');
    expect(() => zScore(Number.NaN, 1, 1)).to.throw(RangeError, 'x is NaN');
  });
});

describe('Theil-Sen line', () => {
  it('goes through points on a line, and one wild point does not turn it', () => {
    const x = [0, 1, 2, 3, 4, 5, 6];
    const y = x.map((value) => 2 * value + 1);
    expect(theilSen(x, y)).to.deep.equal({ slope: 2, intercept: 1, interceptOfMedians: 1, pairs: 21 });
    expect(theilSen(x, [...y.slice(0, 6), 1e6]).slope).to.equal(2);
  });

  it('has no slope where x does not vary, and refuses nothing', () => {
    expect(theilSen([1, 1], [2, 3]).slope).to.be.NaN;
    expect(() => theilSen([], [])).to.throw(RangeError, 'at least two');
    expect(() => theilSen([1], [1, 2])).to.throw(RangeError, 'x has 1');
    expect(() => theilSen([0, 1], [-1e308, 1e308])).to.throw(RangeError, 'beyond double precision');
  });
});
