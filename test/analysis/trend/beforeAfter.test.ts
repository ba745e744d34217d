import { expect } from 'chai';
import fc from 'fast-check';
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { beforeAfter } from '../../../analysis/trend/beforeAfter.ts';

const plain = (values: readonly number[]): CensoredValue[] => values.map((value) => ({ value, qualifier: '=' }));

describe('before and after', () => {
  it('reaches the attainable p of five paired sites', () => {
    const { result, decisions } = beforeAfter(plain([10, 20, 30, 40, 50]), plain([5, 9, 16, 19, 26]), { seed: 1 });
    expect(result).to.include({ rose: 0, fell: 5, undecided: 0 });
    expect(result.sign).to.deep.equal({ p: 0.0625, attainableP: 0.0625 });
    expect(result.ratio?.permutationP).to.equal(0.0625);
    expect(decisions.map((one) => one.code)).to.include('cannot-be-significant');
  });

  it('turns the ratio over when the two are exchanged', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.integer({ min: 1, max: 99 }), fc.integer({ min: 1, max: 99 })), { minLength: 2, maxLength: 10 }), (list) => {
      const a = plain(list.map(([x]) => x));
      const b = plain(list.map(([, y]) => y));
      const one = beforeAfter(a, b, { seed: 1 }).result.ratio;
      const other = beforeAfter(b, a, { seed: 1 }).result.ratio;
      expect((one?.estimate ?? 0) * (other?.estimate ?? 0)).to.be.closeTo(1, 1e-9);
      expect(one?.permutationP).to.equal(other?.permutationP);
    }), { seed: 35, numRuns: 60 });
  });

  it('lets limits into the sign test only, where the order can be told', () => {
    const { result, decisions } = beforeAfter(
      [...plain([10, 10, 10]), { value: 5, qualifier: '<' }, { value: 5, qualifier: '<' }],
      [{ value: 2, qualifier: '<' }, ...plain([5, 4, 9, 3])],
      { seed: 1 },
    );
    expect(result).to.include({ fell: 3, rose: 1, undecided: 1 });
    expect(result.ratio?.n).to.equal(2);
    expect(decisions.some((one) => one.code === 'limits-in-sign-test-only')).to.equal(true);
  });

  it('draws signs from the seed for many sites, near the listed answer', () => {
    const before = plain(Array.from({ length: 20 }, (_, i) => 10 + i));
    const after = plain(Array.from({ length: 20 }, (_, i) => (10 + i) * (i % 4 === 0 ? 1.3 : 0.85)));
    const one = beforeAfter(before, after, { seed: 5 }).result.ratio;
    expect(one?.pMethod).to.equal('permutation');
    expect(beforeAfter(before, after, { seed: 5 }).result.ratio?.permutationP).to.equal(one?.permutationP);
    expect(beforeAfter(before, after, { seed: 6 }).result.ratio?.permutationP).to.be.closeTo(one?.permutationP ?? 0, 0.02);
  });

  it('warns where the sites were chosen for being high', () => {
    const { decisions } = beforeAfter(plain([9, 9]), plain([5, 5]), { seed: 1, chosenForBeingHigh: true });
    expect(decisions.some((one) => one.code === 'regression-to-the-mean')).to.equal(true);
  });

  it('answers no sites, all equal and zeros in words', () => {
    expect(beforeAfter([], [], { seed: 1 }).result).to.deep.include({ rose: 0, fell: 0, ratio: null, sign: { p: 1, attainableP: 1 } });
    expect(beforeAfter(plain([3, 3]), plain([3, 3]), { seed: 1 }).result.ratio).to.include({ estimate: 1, permutationP: 1, attainableP: 1 });
    expect(beforeAfter(plain([0, 3]), plain([3, 3]), { seed: 1 }).decisions.some((one) => one.code === 'no-logarithm')).to.equal(true);
    expect(() => beforeAfter(plain([1]), plain([1, 2]), { seed: 1 })).to.throw(RangeError, 'before has 1');
  });
});
