import { expect } from 'chai';
import fc from 'fast-check';
import { Exact, roundReported, type RoundingRule } from '../../../models/schemas/rounding.ts';

const rule = (rounding: RoundingRule['rounding'], significantDigits = 3, maximumDecimals: number | null = null): RoundingRule => ({ rounding, significantDigits, maximumDecimals });
const decimalText = fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 12 })).map(([digits, places]) => new Exact(digits.toString()).div(new Exact(10).pow(places)).toFixed());
const SEED = { seed: 20180101, numRuns: 2000 };

describe('rounding', () => {
  const pinned: [value: string, halfUp: string, gb: string][] = [
    ['9.995', '10.0', '10.0'],
    ['12.25', '12.3', '12.2'],
    ['12.35', '12.4', '12.4'],
    ['12.45', '12.5', '12.4'],
    ['0.00015', '0.000150', '0.000150'],
    ['20', '20.0', '20.0'],
    ['1234.5', '1230', '1230'],
    ['1235', '1240', '1240'],
    ['1225', '1230', '1220'],
    ['999.5', '1000', '1000'],
    ['0', '0', '0'],
  ];
  for (const [value, halfUp, gb] of pinned) {
    it(`${value} is ${halfUp} half up and ${gb} by GB/T 8170`, () => {
      expect(roundReported(value, rule('half-up'))).to.equal(halfUp);
      expect(roundReported(value, rule('gb-t-8170'))).to.equal(gb);
    });
  }

  it('caps the places: 0.00015 at 4 places is 0.0002 under both', () => {
    for (const name of ['half-up', 'gb-t-8170'] as const) {
      expect(roundReported('0.00015', rule(name, 3, 4))).to.equal('0.0002');
      expect(roundReported('12.3456', rule(name, 5, 1))).to.equal('12.3');
    }
  });

  it('never prints a negative zero', () => {
    expect(roundReported('-0.004', rule('half-up', 3, 2))).to.equal('0.00');
    expect(roundReported('-0.0004', rule('gb-t-8170', 3, 2))).to.equal('0.00');
  });

  it('refuses what is no number', () => {
    expect(() => roundReported('NaN', rule('half-up'))).to.throw(RangeError, 'NaN');
    expect(() => roundReported('Infinity', rule('half-up'))).to.throw(RangeError, 'Infinity');
  });

  it('lies within half a step, and rounding twice changes nothing', () => {
    fc.assert(
      fc.property(decimalText, fc.constantFrom('half-up' as const, 'gb-t-8170' as const), fc.integer({ min: 1, max: 6 }), (value, name, digits) => {
        const once = roundReported(value, rule(name, digits));
        const exact = new Exact(value);
        if (!exact.isZero()) {
          const step = new Exact(10).pow(exact.e - digits + 1);
          if (new Exact(once).minus(exact).abs().gt(step.div(2))) return false;
        }
        return roundReported(once, rule(name, digits)) === once && /^(0|[1-9]\d*)(\.\d+)?$/.test(once);
      }),
      SEED,
    );
  });

  it('half to even differs from half up only on a tie, and then by one step to an even digit', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 12n }), fc.integer({ min: 0, max: 4 }), (steps, places) => {
        const tie = new Exact(steps.toString()).plus('0.5').div(new Exact(10).pow(places)).toFixed();
        const even = new Exact(roundReported(tie, rule('gb-t-8170', 20, places))).times(new Exact(10).pow(places));
        const up = new Exact(roundReported(tie, rule('half-up', 20, places))).times(new Exact(10).pow(places));
        return even.mod(2).isZero() && up.eq(steps.toString() === '0' ? 1 : new Exact(steps.toString()).plus(1));
      }),
      SEED,
    );
  });
});
