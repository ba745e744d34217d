import { expect } from 'chai';
import { adjustP } from '../../analysis/adjustP.ts';

/** Reference: R 4.2.2, p.adjust on c(0.01, 0.04, 0.03, NA, 0.005, 0.5, 0.03). */
const P = [0.01, 0.04, 0.03, Number.NaN, 0.005, 0.5, 0.03];
const REFERENCE = {
  BH: [0.03, 0.048, 0.045, Number.NaN, 0.03, 0.5, 0.045],
  BY: [0.0735, 0.1176, 0.11025, Number.NaN, 0.0735, 1, 0.11025],
  bonferroni: [0.06, 0.24, 0.18, Number.NaN, 0.03, 1, 0.18],
} as const;

describe('adjustP', () => {
  for (const method of ['BH', 'BY', 'bonferroni'] as const) {
    it(`agrees with R's p.adjust(${method}) and leaves a missing p missing`, () => {
      const adjusted = adjustP(P, method);
      REFERENCE[method].forEach((expected, i) => {
        if (Number.isNaN(expected)) expect(adjusted[i]).to.be.NaN;
        else expect(adjusted[i]).to.be.closeTo(expected, 1e-15);
      });
    });
  }

  it('never falls below the p it adjusts, and keeps their order', () => {
    const p = Array.from({ length: 200 }, (_, i) => ((i * 7919) % 1009) / 1009);
    const q = adjustP(p, 'BH');
    const pairs = p.map((value, i) => [value, q[i] ?? Number.NaN] as const).sort(([a], [b]) => a - b);
    expect(pairs.every(([value, adjusted]) => adjusted >= value)).to.equal(true);
    expect(pairs.every(([, adjusted], i) => i === 0 || (pairs[i - 1]?.[1] ?? Infinity) <= adjusted)).to.equal(true);
  });

  it('refuses what is no probability, naming it, and answers nothing for nothing', () => {
    expect(() => adjustP([0.1, 1.2], 'BH')).to.throw(RangeError, 'p[1] is 1.2');
    expect(adjustP([], 'BH')).to.have.length(0);
  });
});
