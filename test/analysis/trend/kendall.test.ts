import { expect } from 'chai';
import fc from 'fast-check';
import { attainableP, distinctOrders, exactTwoSidedP, groupSizes, scoreDistribution, sumDistribution } from '../../../analysis/trend/kendallExact.ts';
import { kendallScore } from '../../../analysis/trend/kendallScore.ts';
import { mannKendall } from '../../../analysis/trend/mannKendall.ts';

function* orders(values: readonly number[]): Generator<number[]> {
  if (values.length < 2) yield [...values];
  for (let i = 0; i < values.length && values.length > 1; i++) {
    const first = values[i] ?? 0;
    for (const rest of orders([...values.slice(0, i), ...values.slice(i + 1)])) yield [first, ...rest];
  }
}

const naiveS = (values: readonly number[]): number => {
  let S = 0;
  values.forEach((b, j) => values.slice(0, j).forEach((a) => (S += Math.sign(b - a))));
  return S;
};

const tied = fc.array(fc.integer({ min: 0, max: 4 }), { minLength: 2, maxLength: 6 });

describe("Kendall's score", () => {
  it('is the same by pairs and by sorting, ties in both included', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 0, max: 30 }), fc.integer({ min: 0, max: 30 })), { minLength: 256, maxLength: 400 }), (list) => {
      const x = list.map(([a]) => a);
      const y = list.map(([, b]) => b);
      let S = 0;
      for (let i = 0; i < x.length; i++) for (let j = 0; j < i; j++) S += Math.sign((x[i] ?? 0) - (x[j] ?? 0)) * Math.sign((y[i] ?? 0) - (y[j] ?? 0));
      expect(kendallScore(x, y).S).to.equal(S);
    }), { seed: 21, numRuns: 20 });
  });

  it('has tau of exactly 1 and -1 where all pairs agree or disagree, ties or none, never above', () => {
    for (let n = 2; n < 60; n++) {
      const x = Float64Array.from({ length: n }, (_, i) => Math.floor(i / (1 + (n % 3))));
      if (x[n - 1] === 0) continue;
      expect(kendallScore(x, x).tau).to.equal(1);
      expect(kendallScore(x, x.map((value) => -value)).tau).to.equal(-1);
    }
  });

  it('has the variance of all orders, ties included', () => {
    fc.assert(fc.property(tied.filter((values) => values.length > 2), (values) => {
      const all = [...orders(values)].map(naiveS);
      const variance = all.reduce((sum, S) => sum + S * S, 0) / all.length;
      expect(kendallScore(values.map((_, i) => i), values).varS).to.be.closeTo(variance, 1e-9);
    }), { seed: 22, numRuns: 40 });
  });
});

describe('exact distribution of S', () => {
  it('is that of listing every order, with and without ties', () => {
    fc.assert(fc.property(tied, (values) => {
      const all = [...orders(values)].map(naiveS);
      const distribution = scoreDistribution(values);
      for (const S of new Set(all)) {
        expect(exactTwoSidedP(distribution, S)).to.be.closeTo(all.filter((one) => Math.abs(one) >= Math.abs(S)).length / all.length, 1e-12);
      }
    }), { seed: 23, numRuns: 40 });
  });

  it('sums to one, and for a sum of seasons too', () => {
    for (const values of [[1, 2, 3, 4, 5, 6, 7], [1, 1, 2, 2, 3], [5, 5, 5]]) {
      const one = scoreDistribution(values);
      expect(one.probability.reduce((a, b) => a + b, 0)).to.be.closeTo(1, 1e-12);
      expect(sumDistribution([one, one]).probability.reduce((a, b) => a + b, 0)).to.be.closeTo(1, 1e-12);
    }
  });

  it('knows the smallest p: 2 over the number of distinct orders', () => {
    expect(distinctOrders([1, 1, 1, 1])).to.equal(24);
    expect(distinctOrders([2, 3])).to.equal(10);
    expect(attainableP(groupSizes([1, 2, 3, 4]))).to.be.closeTo(1 / 12, 1e-15);
    expect(attainableP([5])).to.equal(1);
    expect(attainableP([])).to.equal(1);
    fc.assert(fc.property(tied, (values) => {
      const all = [...orders(values)].map((order) => Math.abs(naiveS(order)));
      const most = Math.max(...all);
      expect(attainableP(groupSizes([...values].sort((a, b) => a - b)))).to.be.closeTo(all.filter((S) => S === most).length / all.length, 1e-12);
    }), { seed: 24, numRuns: 40 });
  });
});

describe('Mann-Kendall', () => {
  it('does not care for the order of rows, the unit, or a rising function of the values', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { minLength: 4, maxLength: 20 }), (values) => {
      const times = values.map((_, i) => i);
      const one = mannKendall(times, values);
      const backwards = mannKendall([...times].reverse(), [...values].reverse());
      const logs = mannKendall(times.map((t) => 0.25 * t + 2018), values.map(Math.log));
      const falling = mannKendall(times, values.map((value) => -value));
      expect([backwards.S, backwards.p]).to.deep.equal([one.S, one.p]);
      expect([logs.S, logs.p]).to.deep.equal([one.S, one.p]);
      expect(falling.S + one.S).to.equal(0);
      expect(falling.p).to.be.closeTo(one.p, 1e-12);
      if (one.pMethod === 'exact') expect(one.p).to.be.at.least(one.attainableP - 1e-15);
    }), { seed: 25, numRuns: 200 });
  });

  it('changes from exact to normal at 8 values', () => {
    expect(mannKendall([1, 2, 3, 4, 5, 6, 7], [1, 2, 3, 4, 5, 6, 7]).pMethod).to.equal('exact');
    const eight = mannKendall([1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8]);
    expect(eight.pMethod).to.equal('normal');
    expect(eight.p).to.equal(eight.pNormal);
  });

  it('of equal values has no trend and p 1', () => {
    expect(mannKendall([1, 2, 3, 4, 5, 6, 7, 8, 9], Array.from({ length: 9 }, () => 3))).to.include({ S: 0, varS: 0, z: 0, p: 1 });
  });

  it('refuses NaN, lengths, and a time that stands twice', () => {
    expect(() => mannKendall([1, 2], [1, Number.NaN])).to.throw(RangeError, 'values[1] is NaN');
    expect(() => mannKendall([1], [1, 2])).to.throw(RangeError, 'times has 1');
    expect(() => mannKendall([1, 1, 2], [1, 2, 3])).to.throw(RangeError, 'at one time');
  });

  it('says yes falsely no more often than it claims, with exact p', () => {
    // all orders of 6: the share with p <= 0.05 is at most 0.05
    const all = [...orders([1, 2, 3, 4, 5, 6])].map((values) => mannKendall([0, 1, 2, 3, 4, 5], values).p);
    expect(all.filter((p) => p <= 0.05).length / all.length).to.be.at.most(0.05);
  });
});
