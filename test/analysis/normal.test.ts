import { expect } from 'chai';
import fc from 'fast-check';
import { normalCdf, normalDensity, normalQuantile, normalSurvival, twoSidedP, twoSidedPs } from '../../analysis/normal.ts';

/** Reference: R 4.2.2, pnorm and qnorm, printed with 17 digits. */
const CDF: readonly (readonly [number, number])[] = [
  [-37.409999999999997, 1.3436618486964961e-306],
  [-20.02, 1.843605815584465e-89],
  [-8.18, 1.4192193668483681e-16],
  [-5.9600000000000009, 1.2611896671010869e-9],
];
const QUANTILE: readonly (readonly [number, number])[] = [
  [0.5, 0],
  [0.975, 1.959963984540054],
  [0.001, -3.0902323061678132],
  [1e-20, -9.2623400897984052],
  [1e-300, -37.047096299361201],
];

const relative = (got: number, expected: number): number => Math.abs(got - expected) / (expected === 0 ? 1 : Math.abs(expected));

describe('normal distribution', () => {
  it('agrees with R from the centre to the far tail', () => {
    for (const [z, p] of CDF) expect(relative(normalCdf(z), p), `pnorm(${z})`).to.be.below(1e-14);
    for (const [p, z] of QUANTILE) expect(relative(normalQuantile(p), z), `qnorm(${p})`).to.be.below(1e-14);
    expect(normalCdf(0)).to.equal(0.5);
    expect(relative(normalCdf(1.959963984540054), 0.975)).to.be.below(1e-15);
    expect(relative(normalDensity(0), 0.3989422804014327)).to.be.below(1e-15);
  });

  it('quantile and distribution function undo one another, tail and tail mirror', () => {
    fc.assert(
      fc.property(fc.double({ min: -37, max: 8, noNaN: true }), (z) => {
        // the survival side keeps the precision that 1 - p would lose
        const back = z < 0 ? normalQuantile(normalCdf(z)) : -normalQuantile(normalSurvival(z));
        return Math.abs(back - z) <= 1e-13 * Math.max(1, Math.abs(z)) && normalCdf(-z) === normalSurvival(z);
      }),
      { seed: 20180401, numRuns: 2000 },
    );
  });

  it('never lets NaN through as a number and refuses what is no probability', () => {
    expect(normalCdf(Number.NaN)).to.be.NaN;
    expect(twoSidedP(Number.NaN)).to.be.NaN;
    expect(() => normalQuantile(Number.NaN)).to.throw(RangeError, 'p is NaN');
    expect(() => normalQuantile(1.5)).to.throw(RangeError, 'p is 1.5');
    expect([normalQuantile(0), normalQuantile(1), normalCdf(-Infinity), normalCdf(Infinity)]).to.deep.equal([-Infinity, Infinity, 0, 1]);
  });

  it('two-sided p of many are those of each, to 2e-15, in the far tails too', () => {
    const z = Float64Array.from({ length: 80_001 }, (_, i) => (i - 40_000) / 1000);
    const p = new Float64Array(z.length);
    twoSidedPs(z, p);
    p.forEach((value, i) => {
      const exact = twoSidedP(z[i] ?? Number.NaN);
      if (exact === 0) expect(value).to.equal(0);
      else expect(Math.abs(value / exact - 1), `z = ${z[i]}`).to.be.below(2e-15);
    });
    const none = Float64Array.of(Number.NaN, Infinity);
    twoSidedPs(none, none);
    expect([...none]).to.deep.equal([Number.NaN, 0]);
  });
});
