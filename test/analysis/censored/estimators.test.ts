import { expect } from 'chai';
import fc from 'fast-check';
import { compareCensored, type CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { kaplanMeier } from '../../../analysis/censored/kaplanMeier.ts';
import { lognormalFit, normalFit } from '../../../analysis/censored/maximumLikelihood.ts';
import { plottingPositions } from '../../../analysis/censored/plottingPositions.ts';
import { ros } from '../../../analysis/censored/ros.ts';
import { substitution } from '../../../analysis/censored/substitution.ts';

const plain = (values: readonly number[]): CensoredValue[] => values.map((value) => ({ value, qualifier: '=' }));
const below = (value: number): CensoredValue => ({ value, qualifier: '<' });
const above = (value: number): CensoredValue => ({ value, qualifier: '>' });
const shuffled = <T>(values: readonly T[], by: number): T[] => [...values.slice(by), ...values.slice(0, by)];

const positive = fc.array(fc.double({ min: 0.1, max: 1000, noNaN: true }), { minLength: 4, maxLength: 30 });
const mixed = fc.array(fc.tuple(fc.double({ min: 0.1, max: 100, noNaN: true }), fc.boolean()), { minLength: 5, maxLength: 40 }).map((list) => list.map(([value, low]): CensoredValue => ({ value, qualifier: low ? '<' : '=' })));
const fittable = mixed.filter((values) => new Set(values.filter((one) => one.qualifier === '=').map((one) => one.value)).size >= 3);

describe('order of censored values', () => {
  it('is told only where it can be', () => {
    expect(compareCensored(below(5), { value: 5, qualifier: '=' })).to.equal(1);
    expect(compareCensored(below(5), { value: 3, qualifier: '=' })).to.equal(0);
    expect(compareCensored(below(5), below(2))).to.equal(0);
    expect(compareCensored(below(5), above(5))).to.equal(1);
    expect(compareCensored({ value: 9, qualifier: '=' }, above(9))).to.equal(1);
    expect(compareCensored({ value: 10, qualifier: '=' }, above(9))).to.equal(0);
    expect(compareCensored(above(9), above(20))).to.equal(0);
  });

  it('turns round when the two are exchanged', () => {
    fc.assert(fc.property(mixed, (values) => {
      for (const a of values) for (const b of values) expect(compareCensored(a, b) + compareCensored(b, a)).to.equal(0);
    }), { seed: 7, numRuns: 50 });
  });
});

describe('Kaplan-Meier', () => {
  it('is the plain mean and median where nothing is censored', () => {
    fc.assert(fc.property(positive, (values) => {
      const mean = values.reduce((sum, value) => sum + value / values.length, 0);
      expect(kaplanMeier(plain(values)).mean).to.be.closeTo(mean, 1e-9 * mean);
    }), { seed: 1, numRuns: 100 });
    expect(kaplanMeier(plain([4, 1, 3, 2])).median).to.equal(2.5);
  });

  it('counts a limit as at risk for a value measured at it', () => {
    // by hand: 5 measured, < 5, 3: P(X < 5) = 2/3, and the rest falls on 3
    const { steps, mean } = kaplanMeier([...plain([5, 3]), below(5)]);
    expect(steps.map((step) => step.beyond)).to.deep.equal([2 / 3, 0]);
    expect(mean).to.be.closeTo(5 / 3 + 2, 1e-12);
  });

  it('scales with the unit and does not care for the order', () => {
    fc.assert(fc.property(fittable, fc.integer({ min: 1, max: 4 }), (values, by) => {
      const one = kaplanMeier(values);
      const other = kaplanMeier(shuffled(values.map(({ value, qualifier }) => ({ value: 8 * value, qualifier })), by));
      expect(other.mean).to.be.closeTo(8 * one.mean, 1e-9 * one.mean);
      expect(other.median).to.deep.equal(8 * one.median);
      expect(other.sd).to.be.closeTo(8 * one.sd, 1e-9 * (one.sd + 1e-9));
    }), { seed: 2, numRuns: 100 });
  });

  it('mirrors values above the range', () => {
    const up = kaplanMeier([...plain([1, 4, 6]), above(5)]);
    const down = kaplanMeier([...plain([-1, -4, -6]), below(-5)]);
    expect([up.mean, up.se, up.sd, up.median]).to.deep.equal([-down.mean, down.se, down.sd, -down.median]);
  });

  it('says where the median lies beyond the limits, and where the mean rests on one', () => {
    const step = kaplanMeier([below(2), below(2), below(2), ...plain([5])]);
    expect(step.median).to.be.NaN;
    expect(step.restricted).to.equal(true);
    expect(kaplanMeier([...plain([1, 5]), below(2)]).restricted).to.equal(false);
  });

  it('refuses nothing, NaN, and limits on both sides', () => {
    expect(() => kaplanMeier([])).to.throw(RangeError, 'at least one');
    expect(() => kaplanMeier(plain([1, Number.NaN]))).to.throw(RangeError, 'values[1].value is NaN');
    expect(() => kaplanMeier([below(1), above(3), ...plain([2])])).to.throw(RangeError, 'one side only');
  });
});

describe('robust ROS', () => {
  it('leaves measured values as they are and keeps the order given', () => {
    fc.assert(fc.property(fittable, (values) => {
      const { modelled } = ros(values);
      values.forEach((one, i) => {
        if (one.qualifier === '=') expect(modelled[i]).to.equal(one.value);
        else expect(modelled[i]).to.be.greaterThan(0);
      });
    }), { seed: 3, numRuns: 100 });
  });

  it('gives every value a position in (0, 1), rising with the measured ones', () => {
    fc.assert(fc.property(fittable, (values) => {
      const positions = plottingPositions(values);
      const measured = values.map((one, i) => ({ ...one, p: positions[i] ?? Number.NaN })).filter((one) => one.qualifier === '=').sort((a, b) => a.value - b.value);
      for (const p of positions) expect(p > 0 && p < 1).to.equal(true);
      measured.forEach((one, i) => expect(one.p).to.be.at.least(measured[i - 1]?.p ?? 0));
    }), { seed: 4, numRuns: 200 });
  });

  it('scales with the unit', () => {
    fc.assert(fc.property(fittable, (values) => {
      const one = ros(values);
      const other = ros(values.map(({ value, qualifier }) => ({ value: 1000 * value, qualifier })));
      expect(other.mean / one.mean).to.be.closeTo(1000, 1e-6);
      expect(other.sd / one.sd).to.be.closeTo(1000, 1e-5);
    }), { seed: 5, numRuns: 100 });
  });

  it('gives an all-measured set its own mean, and all-equal ones a flat line', () => {
    expect(ros(plain([1, 2, 3])).mean).to.be.closeTo(2, 1e-12);
    // of a sample, as NADA
    expect(ros(plain([1, 2, 3])).sd).to.be.closeTo(1, 1e-12);
    expect(ros([...plain([4, 4]), below(6)]).modelled[2]).to.be.closeTo(4, 1e-12);
  });

  it('refuses zero, one measured value, and values above the range', () => {
    expect(() => ros(plain([0, 1, 2]))).to.throw(RangeError, 'values[0] is 0');
    expect(() => ros([below(1), ...plain([2])])).to.throw(RangeError, 'at least two');
    expect(() => ros([above(1), ...plain([2, 3])])).to.throw(RangeError, 'above the range');
  });
});

describe('maximum likelihood', () => {
  it('of measured values is the mean and the sd with n', () => {
    const { mean, sd } = normalFit(plain([2, 4, 4, 4, 5, 5, 7, 9]));
    expect(mean).to.be.closeTo(5, 1e-12);
    expect(sd).to.be.closeTo(2, 1e-12);
  });

  it('finds the top: the likelihood falls in every direction', () => {
    const logLik = (values: readonly CensoredValue[], m: number, s: number): number => {
      // independent of the fitted code: density and tails from numerical integration
      const density = (z: number): number => Math.exp(-z * z / 2) / Math.sqrt(2 * Math.PI);
      const cdf = (z: number): number => {
        let sum = 0;
        const steps = 4000;
        const low = -9;
        for (let i = 0; i < steps; i++) sum += density(low + ((i + 0.5) / steps) * (z - low));
        return (sum * (z - low)) / steps;
      };
      return values.reduce((sum, { value, qualifier }) => {
        const z = (value - m) / s;
        if (qualifier === '=') return sum + Math.log(density(z) / s);
        return sum + Math.log(qualifier === '<' ? cdf(z) : 1 - cdf(z));
      }, 0);
    };
    const values = [...plain([1.2, 2.5, 3.1, 4.4]), below(1), below(2), above(5)];
    const { mean, sd, logLik: top } = normalFit(values);
    expect(top).to.be.closeTo(logLik(values, mean, sd), 1e-5);
    for (const [dm, ds] of [[0.05, 0], [-0.05, 0], [0, 0.05], [0, -0.05]] as const) {
      expect(logLik(values, mean + dm, sd + ds)).to.be.lessThan(top);
    }
  });

  it('moves with shift and scale, also at 1e300 and 1e-300', () => {
    fc.assert(fc.property(fittable, (values) => {
      const one = normalFit(values);
      for (const [shift, scale] of [[0, 1e300], [0, 1e-300], [1e4, 3]] as const) {
        const other = normalFit(values.map(({ value, qualifier }) => ({ value: shift + scale * value, qualifier })));
        expect((other.sd / scale / one.sd)).to.be.closeTo(1, 1e-7);
        expect((other.mean - shift) / scale).to.be.closeTo(one.mean, 1e-6 * (Math.abs(one.mean) + one.sd));
      }
    }), { seed: 6, numRuns: 60 });
  });

  it('takes values above the range as such: they raise the mean', () => {
    const cut = plain([1, 2, 3, 8, 8]);
    const told: CensoredValue[] = [...plain([1, 2, 3]), above(8), above(8)];
    expect(lognormalFit(told).mean).to.be.greaterThan(lognormalFit(cut).mean);
  });

  it('says why there is none', () => {
    expect(() => normalFit([below(1), below(2)])).to.throw(RangeError, '0 measured values of 2');
    expect(() => normalFit(plain([3, 3, 3]))).to.throw(RangeError, '1 of them distinct');
    expect(() => lognormalFit(plain([0, 1, 2]))).to.throw(RangeError, 'values[0] is 0');
    expect(() => normalFit(plain([1, Infinity]))).to.throw(RangeError, 'Infinity');
  });
});

describe('substitution', () => {
  it('is labelled, and bounded by zero and the limit', () => {
    const answer = substitution([...plain([10]), below(4)]);
    expect(answer).to.deep.equal({ label: 'sensitivity-only', zero: 5, half: 6, sqrt2: 5 + 2 * Math.SQRT1_2, full: 7 });
  });

  it('refuses values above the range and no values', () => {
    expect(() => substitution([above(4)])).to.throw(RangeError, 'above the range');
    expect(() => substitution([])).to.throw(RangeError, 'at least one');
  });
});
