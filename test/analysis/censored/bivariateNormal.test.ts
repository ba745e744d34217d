/** A normal pair with limits: plain moments without them, the truth back with them, and nothing put in a limit's place. */
import { expect } from 'chai';
import { bivariateNormal, expectedPair, type CensoredPair } from '../../../analysis/censored/bivariateNormal.ts';
import { Random } from '../../../analysis/random.ts';

const pairs = (n: number, seed: number, limit: number): CensoredPair[] => {
  const random = new Random(seed, 3);
  const seen = (value: number): CensoredPair['first'] => (value < limit ? { value: limit, qualifier: '<' } : { value, qualifier: '=' });
  return Array.from({ length: n }, () => {
    const [a, b] = [random.normal(), random.normal()];
    return { first: seen(2 + a), second: seen(1.5 + 0.6 * a + 0.8 * b) };
  });
};

describe('a normal pair with limits', () => {
  it('is the plain moments without limits', () => {
    const data = pairs(40, 1, -100);
    const fit = bivariateNormal(data);
    const mean = (of: (one: CensoredPair) => number): number => data.reduce((sum, one) => sum + of(one) / 40, 0);
    expect(fit.meanFirst).to.be.closeTo(mean(({ first }) => first.value), 1e-12);
    expect(fit.covariance).to.be.closeTo(mean(({ first, second }) => first.value * second.value) - fit.meanFirst * fit.meanSecond, 1e-12);
  });

  it('finds the truth behind limits that hide a third of either, where half the limit would not', () => {
    const data = pairs(4000, 2, 1.4);
    const fit = bivariateNormal(data);
    expect(data.filter(({ second }) => second.qualifier === '<').length).to.be.within(1600, 2100);
    expect(fit.meanFirst).to.be.closeTo(2, 0.05);
    expect(fit.meanSecond).to.be.closeTo(1.5, 0.06);
    expect(fit.varianceSecond).to.be.closeTo(1, 0.08);
    expect(fit.covariance / Math.sqrt(fit.varianceFirst * fit.varianceSecond)).to.be.closeTo(0.6, 0.04);
  });

  it('takes limits above as it takes limits below, turned over', () => {
    const data = pairs(60, 4, 1.4);
    const turn = ({ value, qualifier }: CensoredPair['first']): CensoredPair['first'] => ({ value: -value, qualifier: qualifier === '<' ? '>' : qualifier });
    const [one, other] = [bivariateNormal(data), bivariateNormal(data.map(({ first, second }) => ({ first: turn(first), second: turn(second) })))];
    expect(other.meanSecond).to.be.closeTo(-one.meanSecond, 1e-9);
    expect(other.covariance).to.be.closeTo(one.covariance, 1e-9);
  });

  it('expects below a limit what lies below it, and refuses too few', () => {
    const fit = bivariateNormal(pairs(60, 4, 1.4));
    const both = expectedPair({ first: { value: 1.4, qualifier: '<' }, second: { value: 1.4, qualifier: '<' } }, fit);
    expect(both.first).to.be.below(1.4);
    expect(both.second).to.be.below(1.4);
    expect(expectedPair({ first: { value: -60, qualifier: '<' }, second: { value: -60, qualifier: '<' } }, fit).first).to.be.closeTo(-60, 1);
    expect(() => bivariateNormal(pairs(2, 1, 0))).to.throw(RangeError, '2 pairs');
  });
});
