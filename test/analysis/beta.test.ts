import { expect } from 'chai';
import fc from 'fast-check';
import { incompleteBeta, incompleteBetaInverse, logGamma, signTestP, studentTwoSidedP } from '../../analysis/beta.ts';

describe('incomplete beta function', () => {
  it('is its own complement with the parameters exchanged', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), fc.double({ min: 0.1, max: 60, noNaN: true }), fc.double({ min: 0.1, max: 60, noNaN: true }), (x, a, b) => {
        expect(incompleteBeta(x, a, b) + incompleteBeta(1 - x, b, a, x)).to.be.closeTo(1, 1e-12);
      }),
      { seed: 41, numRuns: 300 },
    );
  });

  it('is undone by its inverse', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-6, max: 0.999, noNaN: true }), fc.double({ min: 0.5, max: 40, noNaN: true }), fc.double({ min: 0.5, max: 40, noNaN: true }), (p, a, b) => {
        expect(incompleteBeta(incompleteBetaInverse(p, a, b), a, b)).to.be.closeTo(p, 1e-11);
      }),
      { seed: 42, numRuns: 100 },
    );
  });

  it('refuses what is no probability and what is NaN', () => {
    expect(() => incompleteBeta(1.1, 1, 1)).to.throw(RangeError, 'x is 1.1');
    expect(() => incompleteBeta(0.5, Number.NaN, 1)).to.throw(RangeError, 'a is NaN');
    expect(() => incompleteBetaInverse(Number.NaN, 1, 1)).to.throw(RangeError, 'p is NaN');
    expect(() => logGamma(0)).to.throw(RangeError, 'x is 0');
  });
});

describe('tails', () => {
  it('of the sign test are exact', () => {
    expect(signTestP(0, 5)).to.equal(0.0625);
    expect(signTestP(5, 5)).to.equal(0.0625);
    expect(signTestP(3, 6)).to.equal(1);
    expect(signTestP(0, 0)).to.equal(1);
    // the listed sum and the beta tail meet where one hands over to the other
    expect(signTestP(15, 51)).to.be.closeTo(2 * incompleteBeta(0.5, 36, 16), 1e-14);
  });

  it("of Student's t keep NaN and end at 0", () => {
    expect(studentTwoSidedP(Number.NaN, 3)).to.be.NaN;
    expect(studentTwoSidedP(Infinity, 3)).to.equal(0);
    expect(studentTwoSidedP(0, 3)).to.equal(1);
  });
});
