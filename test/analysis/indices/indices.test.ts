import { expect } from 'chai';
import fc from 'fast-check';
import { degreeOfContamination, geoaccumulation, nemerow, pollutionLoadIndex, singleFactor, weightedNemerow } from '../../../analysis/indices/indices.ts';

const factors = fc.array(fc.double({ min: 0, max: 1e4, noNaN: true }), { minLength: 1, maxLength: 20 });

describe('pollution indices', () => {
  it('are what the formulas say', () => {
    expect(singleFactor(30, 20)).to.equal(1.5);
    expect(nemerow([3, 1])).to.be.closeTo(Math.sqrt((4 + 9) / 2), 1e-12);
    expect(weightedNemerow([3, 1], [0.25, 0.75])).to.be.closeTo(Math.sqrt((2.25 + 9) / 2), 1e-12);
    expect(geoaccumulation(30, 5)).to.equal(2);
    expect(pollutionLoadIndex([2, 8])).to.be.closeTo(4, 1e-12);
    expect(degreeOfContamination([2, 8])).to.equal(10);
  });

  it('lie between mean and maximum, and one factor is its own index', () => {
    fc.assert(fc.property(factors, (list) => {
      const mean = list.reduce((sum, value) => sum + value / list.length, 0);
      const most = Math.max(...list);
      expect(nemerow(list)).to.be.at.least(mean * (1 - 1e-12)).and.at.most(most * (1 + 1e-12));
    }), { seed: 81, numRuns: 200 });
    expect(nemerow([7])).to.be.closeTo(7, 1e-12);
  });

  it('scale with their factors, and equal weights are no weights', () => {
    fc.assert(fc.property(factors, (list) => {
      expect(nemerow(list.map((value) => 2 * value))).to.be.closeTo(2 * nemerow(list), 1e-9 * (1 + nemerow(list)));
      expect(weightedNemerow(list, list.map(() => 1 / list.length))).to.be.closeTo(nemerow(list), 1e-9 * (1 + nemerow(list)));
      expect(pollutionLoadIndex(list)).to.be.at.most(degreeOfContamination(list) / list.length + 1e-9);
    }), { seed: 82, numRuns: 200 });
  });

  it('do not overflow at 1e300, and a zero has no geoaccumulation', () => {
    expect(nemerow([1e300, 1e300]) / 1e300).to.be.closeTo(1, 1e-12);
    expect(geoaccumulation(0, 5)).to.be.NaN;
    expect(pollutionLoadIndex([0, 5])).to.equal(0);
  });

  it('refuse nothing, NaN, negative values, and weights that do not sum to one', () => {
    expect(() => nemerow([])).to.throw(RangeError, 'at least one');
    expect(() => nemerow([1, Number.NaN])).to.throw(RangeError, 'factors[1] is NaN');
    expect(() => nemerow([-1])).to.throw(RangeError, 'factors[0] is -1');
    expect(() => singleFactor(1, 0)).to.throw(RangeError, 'reference is 0');
    expect(() => weightedNemerow([1, 2], [1, 1])).to.throw(RangeError, 'sum to 2');
    expect(() => weightedNemerow([1, 2], [1.5, -0.5])).to.throw(RangeError, 'weights[1] is -0.5');
    expect(() => weightedNemerow([1, 2], [1])).to.throw(RangeError, 'factors has 2');
  });
});
