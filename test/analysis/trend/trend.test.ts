import { expect } from 'chai';
import fc from 'fast-check';
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { censoredTrend } from '../../../analysis/trend/censoredTrend.ts';
import { mannKendall } from '../../../analysis/trend/mannKendall.ts';
import { seasonalKendall } from '../../../analysis/trend/seasonalKendall.ts';
import { roundHalfEven, senSlope } from '../../../analysis/trend/senSlope.ts';
import { trend } from '../../../analysis/trend/trend.ts';
import { trendMany } from '../../../analysis/trend/trendMany.ts';

const plain = (values: readonly number[]): CensoredValue[] => values.map((value) => ({ value, qualifier: '=' }));
const count = (n: number): number[] => Array.from({ length: n }, (_, i) => i);
const series = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 4, maxLength: 16 });

describe("Sen's slope", () => {
  it('finds a line, and moves with shift and scale', () => {
    fc.assert(fc.property(series, (values) => {
      const { varS } = mannKendall(count(values.length), values);
      const one = senSlope(count(values.length), values, varS);
      const other = senSlope(count(values.length), values.map((value) => 4 * value + 3), varS);
      expect(other.slope).to.be.closeTo(4 * one.slope, 1e-12);
      expect(other.intercept).to.be.closeTo(4 * one.intercept + 3, 1e-9);
      if (!Number.isNaN(one.lower)) expect(one.lower <= one.slope && (Number.isNaN(one.upper) || one.slope <= one.upper)).to.equal(true);
    }), { seed: 31, numRuns: 150 });
    expect(senSlope([0, 1, 2, 3], [1, 3, 5, 7], 8.67)).to.include({ slope: 2, intercept: 1, pairs: 6 });
  });

  it('rounds ranks as R does, halves to even', () => {
    expect([0.5, 1.5, 2.5, -0.5, 2.4, 2.6].map(roundHalfEven)).to.deep.equal([0, 2, 2, 0, 2, 3]);
  });

  it('has an open interval where so few slopes have no such rank', () => {
    const { lower, upper } = senSlope([0, 1, 2, 3], [1, 2, 3, 5], 8.666);
    expect([lower, upper]).to.deep.equal([Number.NaN, Number.NaN]);
  });

  it('overflows in words', () => {
    expect(() => senSlope([0, 1, 2, 3], [-1.7e308, 1.7e308, 0, 1], 8)).to.throw(RangeError, 'beyond double precision');
    expect(senSlope([0, 1, 2, 3], [1e300, 2e300, 3e300, 4e300], 8).slope).to.equal(1e300);
  });
});

describe('seasonal Kendall', () => {
  it('with one season is Mann-Kendall', () => {
    fc.assert(fc.property(series.filter((values) => values.length > 7), (values) => {
      const one = mannKendall(count(values.length), values);
      const seasonal = seasonalKendall(count(values.length), values.map(() => 0), values);
      expect([seasonal.S, seasonal.z]).to.deep.equal([one.S, one.z]);
      expect(seasonal.varS).to.be.closeTo(one.varS, 1e-9);
    }), { seed: 32, numRuns: 50 });
  });

  it('does not take a season for a trend', () => {
    const values = count(24).map((i) => [10, 50, 90, 30][i % 4] ?? 0);
    const seasonal = seasonalKendall(count(24).map((i) => Math.floor(i / 4)), count(24).map((i) => i % 4), values);
    expect([seasonal.S, seasonal.slope]).to.deep.equal([0, 0]);
    expect(seasonal.p).to.equal(1);
  });

  it('takes a missing quarter, and refuses two values in one', () => {
    expect(seasonalKendall([0, 0, 1, 1, 2], [0, 1, 0, 1, 0], [1, 5, 2, 6, 3]).S).to.equal(4);
    expect(() => seasonalKendall([0, 0], [1, 1], [1, 2])).to.throw(RangeError, 'season 1 has two values');
  });
});

describe('trend with limits', () => {
  it('without any is Mann-Kendall and Sen', () => {
    fc.assert(fc.property(series, (values) => {
      const times = count(values.length);
      const one = mannKendall(times, values);
      const sen = senSlope(times, values, one.varS);
      const other = censoredTrend(times, plain(values));
      expect(other.S).to.equal(one.S);
      expect(other.varS).to.be.closeTo(one.varS, 1e-8);
      expect(other.p).to.be.closeTo(one.p, 1e-10);
      expect(other.slope).to.be.closeTo(sen.slope, 1e-12);
      if (values.length < 8) expect(other.attainableP).to.be.closeTo(one.attainableP, 1e-12);
    }), { seed: 33, numRuns: 60 });
  });

  it('has the variance of all orders of its values', () => {
    const values: CensoredValue[] = [{ value: 5, qualifier: '<' }, ...plain([3, 7]), { value: 2, qualifier: '<' }, { value: 6, qualifier: '>' }];
    const all: number[] = [];
    const visit = (rest: CensoredValue[], so: CensoredValue[]): void => {
      if (rest.length === 0) all.push(censoredTrend(count(5), so).S);
      rest.forEach((one, i) => visit([...rest.slice(0, i), ...rest.slice(i + 1)], [...so, one]));
    };
    visit(values, []);
    expect(all).to.have.length(120);
    const step = censoredTrend(count(5), values);
    expect(step.varS).to.be.closeTo(all.reduce((sum, S) => sum + S * S, 0) / 120, 1e-9);
    expect(step.p).to.be.closeTo(all.filter((S) => Math.abs(S) >= Math.abs(step.S)).length / 120, 1e-12);
  });

  it('sees the rise from non-detects to measured values, and counts what it cannot tell', () => {
    const values: CensoredValue[] = [...Array.from({ length: 5 }, (): CensoredValue => ({ value: 5, qualifier: '<' })), ...plain([6, 7, 8, 9, 10])];
    const step = censoredTrend(count(10), values);
    expect(step.S).to.equal(35);
    expect(step.undecided).to.equal(10);
    expect(step.p).to.be.lessThan(0.01);
    expect(step.slope).to.be.greaterThan(0);
  });

  it('has no slope where the limits hide it', () => {
    const none = censoredTrend(count(6), Array.from({ length: 6 }, () => ({ value: 5, qualifier: '<' as const })));
    expect([none.S, none.varS, none.p]).to.deep.equal([0, 0, 1]);
    expect(none.slope).to.be.NaN;
  });

  it('sums seasons, as the measured test does', () => {
    const values = count(16).map((i) => ((i * 7) % 11) + 1);
    const cycles = values.map((_, i) => Math.floor(i / 4));
    const seasons = values.map((_, i) => i % 4);
    const measured = seasonalKendall(cycles, seasons, values);
    const limited = censoredTrend(cycles, plain(values), 0.95, seasons);
    expect(limited.S).to.equal(measured.S);
    expect(limited.varS).to.be.closeTo(measured.varS, 1e-9);
    expect(limited.slope).to.be.closeTo(measured.slope, 1e-12);
    expect(limited.tau).to.be.closeTo(measured.tau, 1e-12);
  });
});

describe('the trend step', () => {
  it('tests nothing below four values, and says so', () => {
    for (const n of [0, 1, 2, 3]) {
      const step = trend(count(n), plain(count(n)));
      expect(step.result).to.equal(null);
      expect(step.decisions[0]?.code).to.equal('too-few-values');
    }
    expect(trend(count(4), plain(count(4))).result?.p).to.be.closeTo(1 / 12, 1e-12);
  });

  it('says that a p of four values cannot be significant', () => {
    const { decisions } = trend(count(4), plain([1, 2, 3, 4]));
    expect(decisions.map((one) => one.code)).to.deep.equal(['exact-p', 'cannot-be-significant', 'open-interval']);
    expect(decisions[1]?.en).to.include('0.0833');
  });

  it('chooses the test', () => {
    const values = plain([1, 2, 3, 4, 5, 6, 7, 8]);
    expect(trend(count(8), values).result?.method).to.equal('mann-kendall');
    expect(trend([0, 0, 0, 0, 1, 1, 1, 1], values, { seasons: [0, 1, 2, 3, 0, 1, 2, 3] }).result).to.include({ method: 'seasonal-kendall', p: 0.125, attainableP: 0.125 });
    expect(trend(count(8), [{ value: 2, qualifier: '<' }, ...values.slice(1)]).result?.method).to.equal('censored-kendall');
  });

  it('answers all equal with p 1 and words', () => {
    const step = trend(count(9), plain(Array.from({ length: 9 }, () => 4)));
    expect(step.result).to.include({ S: 0, p: 1, slope: 0 });
    expect(step.decisions[0]?.code).to.equal('no-variation');
  });

  it('names what is not finite', () => {
    expect(() => trend([0, 1, 2, 3], plain([1, 2, Number.NaN, 4]))).to.throw(RangeError, 'values[2] is NaN');
    expect(() => trend([0, 1, Infinity, 3], plain([1, 2, 3, 4]))).to.throw(RangeError, 'times[2] is Infinity');
  });
});

describe('trends of many series', () => {
  it('are those of each alone', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 60, maxLength: 60 }), (list) => {
      const times = Float64Array.from({ length: 12 }, (_, i) => 2 * i + 1);
      const values = Float64Array.from(list, (value) => (value === 9 ? Number.NaN : value));
      const table = trendMany(times, values);
      for (let row = 0; row < 5; row++) {
        const kept = count(12).filter((i) => !Number.isNaN(values[row * 12 + i]));
        expect(table.n[row]).to.equal(kept.length);
        const t = kept.map((i) => times[i] ?? 0);
        const x = kept.map((i) => values[row * 12 + i] ?? 0);
        const { result } = trend(t, plain(x));
        if (result === null) {
          expect(table.p[row]).to.be.NaN;
          continue;
        }
        for (const key of ['S', 'varS', 'tau', 'z', 'p', 'slope', 'lower', 'upper', 'intercept'] as const) {
          if (Number.isNaN(result[key])) expect(table[key][row]).to.be.NaN;
          else expect(table[key][row]).to.be.closeTo(result[key], 1e-11);
        }
      }
    }), { seed: 34, numRuns: 120 });
  });

  it('sees a rise too small for its slope', () => {
    const times = Float64Array.of(0, 1e10, 2e10, 3e10, 4e10);
    const values = Float64Array.of(0, 5e-324, 1e-323, 1e-323, 2e-323);
    const table = trendMany(times, values);
    const one = mannKendall(times, values);
    expect([table.S[0], table.varS[0], table.p[0]]).to.deep.equal([one.S, one.varS, one.p]);
    expect(one.S).to.equal(9);
  });

  it('refuses rows that do not fit, repeated times and infinities', () => {
    expect(() => trendMany(Float64Array.of(1, 2), Float64Array.of(1, 2, 3))).to.throw(RangeError, '3 values');
    expect(() => trendMany(Float64Array.of(1, 1), Float64Array.of(1, 2))).to.throw(RangeError, 'distinct');
    expect(() => trendMany(Float64Array.of(1, 2), Float64Array.of(1, Infinity))).to.throw(RangeError, 'values[1] is Infinity');
    expect(trendMany(Float64Array.of(1, 2), new Float64Array(0)).n).to.have.length(0);
  });
});
