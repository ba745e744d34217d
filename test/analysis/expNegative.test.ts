/** The exponential of the kernels against Math.exp. */
import { expect } from 'chai';
import { Random } from '../../analysis/random.ts';
import { expNegative } from '../../analysis/expNegative.ts';

describe('exp of what is at most 0', () => {
  it('is Math.exp to two units in the last place', () => {
    const random = new Random(1);
    let worst = 0;
    for (const widest of [1e-12, 0.05, 5, 100, 707.9]) {
      for (let i = 0; i < 20_000; i++) {
        const x = -random.uniform() * widest;
        worst = Math.max(worst, Math.abs(expNegative(x) / Math.exp(x) - 1));
      }
    }
    expect(worst).to.be.below(5e-16);
  });

  it('is 1 at 0, 0 far out, and NaN stays NaN', () => {
    expect([0, -0, -1e-300, -708.1, -1e9, -Infinity].map(expNegative)).to.deep.equal([1, 1, 1, 0, 0, 0]);
    expect(expNegative(Number.NaN)).to.be.NaN;
  });
});
