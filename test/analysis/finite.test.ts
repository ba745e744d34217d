import { expect } from 'chai';
import { requireFinite, requireInRange, requireSameLength } from '../../analysis/finite.ts';
import { median, quantileSorted, sortedCopy } from '../../analysis/quantile.ts';

describe('guards at the door', () => {
  it('name the index and the value that is not finite', () => {
    expect(() => requireFinite('values', [1, Number.NaN])).to.throw(RangeError, 'values[1] is NaN');
    expect(() => requireFinite('values', [Infinity])).to.throw(RangeError, 'values[0] is Infinity');
    expect(() => requireFinite('values', [undefined as unknown as number])).to.throw(RangeError, 'values[0] is undefined');
    requireFinite('values', [0, -0, 1e308, 5e-324]);
  });

  it('refuse NaN in every kind of range', () => {
    for (const range of [{}, { above: 0 }, { from: 0 }, { to: 1 }, { below: 1 }]) {
      expect(() => requireInRange('x', Number.NaN, range)).to.throw(RangeError, 'x is NaN');
    }
    expect(() => requireInRange('x', 0, { above: 0 })).to.throw(RangeError, '> 0');
    requireInRange('x', 0, { from: 0, to: 0 });
  });

  it('refuse arrays of different lengths', () => {
    expect(() => requireSameLength('x', [1], 'y', [1, 2])).to.throw(RangeError, 'x has 1 values and y has 2');
  });
});

describe('quantiles of type 7', () => {
  const quantile = (values: number[], probability: number): number => quantileSorted(sortedCopy(values), probability);

  it('are those of R', () => {
    const values = [24.14, 20.155, 19.5, 20.3, 20.705, 17.57, 20.1, 20.94, 21.185];
    expect(quantile(values, 0.25)).to.equal(20.1);
    expect(quantile(values, 0.9)).to.be.closeTo(21.776, 1e-12);
    expect(quantile([1, 2, 3, 4], 0.1)).to.be.closeTo(1.3, 1e-15);
    expect([0, 1].map((p) => quantile(values, p))).to.deep.equal([17.57, 24.14]);
  });

  it('leave the caller his order, and do not overflow', () => {
    const values = [3, 1, 2];
    expect(median(values)).to.equal(2);
    expect(values).to.deep.equal([3, 1, 2]);
    expect(median([1.7e308, 1.7e308])).to.equal(1.7e308);
    expect(quantile([7], 0.3)).to.equal(7);
  });

  it('refuse nothing and no probability', () => {
    expect(() => median([])).to.throw(RangeError, 'at least one');
    expect(() => quantile([], 0.5)).to.throw(RangeError, 'at least one');
    expect(() => quantile([1], Number.NaN)).to.throw(RangeError, 'probability is NaN');
  });
});
