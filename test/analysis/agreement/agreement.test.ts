import { expect } from 'chai';
import fc from 'fast-check';
import { agreement } from '../../../analysis/agreement/agreement.ts';
import { betterOrLessEfficient, type MatrixInput } from '../../../analysis/agreement/betterOrLessEfficient.ts';
import { averageRanks, kendall, spearman } from '../../../analysis/agreement/rankCorrelation.ts';
import { Random } from '../../../analysis/random.ts';

const list = fc.array(fc.integer({ min: 0, max: 20 }), { minLength: 5, maxLength: 30 });
const varies = (values: readonly number[]): boolean => new Set(values).size > 1;

describe('rank correlation', () => {
  it('shares ranks among equals', () => {
    expect([...averageRanks([3, 1, 3, 2])]).to.deep.equal([3.5, 1, 3.5, 2]);
  });

  it('is symmetric, turns with the sign, and sees ranks only', () => {
    fc.assert(fc.property(list.filter(varies), fc.integer({ min: 1, max: 1000 }), (x, seed) => {
      const random = new Random(seed);
      const y = x.map(() => random.below(15));
      if (!varies(y)) return;
      for (const of of [(a: number[], b: number[]) => spearman(a, b).rho, (a: number[], b: number[]) => kendall(a, b).tau]) {
        expect(of(y, x)).to.be.closeTo(of(x, y), 1e-12);
        expect(of(x, y.map((value) => -value))).to.be.closeTo(-of(x, y), 1e-12);
        expect(of(x.map((value) => Math.exp(value)), y)).to.be.closeTo(of(x, y), 1e-12);
        expect(Math.abs(of(x, y)) <= 1 + 1e-12).to.equal(true);
      }
    }), { seed: 71, numRuns: 100 });
    expect(spearman([1, 2, 3, 4, 5], [2, 4, 8, 16, 32]).rho).to.equal(1);
  });

  it('is not defined where one does not vary, or for nothing', () => {
    expect(spearman([1, 1, 1], [1, 2, 3]).rho).to.be.NaN;
    expect(kendall([1, 1, 1], [1, 2, 3]).p).to.be.NaN;
    expect(spearman([], []).rho).to.be.NaN;
    expect(spearman([1, 2], [2, 1]).p).to.be.NaN;
    expect(() => kendall([1, Number.NaN], [1, 2])).to.throw(RangeError, 'x[1] is NaN');
  });
});

describe('agreement of water and counts', () => {
  it('lists all orders of few towns: perfect agreement of five has p 2/120', () => {
    const { result, diagnostics } = agreement([1, 2, 3, 4, 5], [10, 20, 30, 40, 50], { seed: 1 });
    expect(result?.spearman).to.deep.include({ estimate: 1, lower: 1, upper: 1, permutationP: 2 / 120 });
    expect(result?.kendall.permutationP).to.equal(2 / 120);
    expect(diagnostics).to.include({ method: 'all-orders', permutations: 120, attainableP: 2 / 120 });
    expect(result?.verdict).to.equal('agreement');
  });

  it('draws seeded orders of many towns, near the exact p', () => {
    const x = [44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1];
    const y = [2.6, 3.1, 2.5, 5, 3.6, 4, 5.2, 2.8, 3.8];
    const one = agreement(x, y, { seed: 4 });
    expect(agreement(x, y, { seed: 4 })).to.deep.equal(one);
    // Hollander and Wolfe (1973): exact p of Kendall 0.1194
    expect(one.result?.kendall.permutationP).to.be.closeTo(0.1194, 0.013);
  });

  it('says "none shown" of unrelated counts, at the rate it claims', () => {
    let shown = 0;
    for (let seed = 0; seed < 200; seed++) {
      const random = new Random(99, seed);
      const x = Array.from({ length: 7 }, () => random.uniform());
      const y = Array.from({ length: 7 }, () => random.uniform());
      if (agreement(x, y, { seed }).result?.verdict !== 'none-shown') shown += 1;
    }
    // 5 % of 200, four standard errors
    expect(shown).to.be.at.most(10 + 4 * Math.sqrt(9.5));
  });

  it('covers its own estimate and narrows with more towns', () => {
    const few = agreement([1, 3, 2, 5, 4, 6], [2, 1, 3, 4, 6, 5], { seed: 1 }).result?.spearman;
    const many = agreement([1, 3, 2, 5, 4, 6, 7, 9, 8, 11, 10, 12], [2, 1, 3, 4, 6, 5, 8, 7, 9, 10, 12, 11], { seed: 1 }).result?.spearman;
    for (const one of [few, many]) expect((one?.lower ?? 1) < (one?.estimate ?? 0) && (one?.estimate ?? 0) < (one?.upper ?? 0)).to.equal(true);
    expect((many?.upper ?? 1) - (many?.lower ?? 0)).to.be.lessThan((few?.upper ?? 1) - (few?.lower ?? 0));
  });

  it('answers few towns and no variation in words', () => {
    expect(agreement([1, 2, 3, 4], [1, 2, 3, 4], { seed: 1 }).decisions[0]?.code).to.equal('too-few-towns');
    expect(agreement([], [], { seed: 1 }).result).to.equal(null);
    expect(agreement([1, 1, 1, 1, 1], [1, 2, 3, 4, 5], { seed: 1 }).decisions[0]?.code).to.equal('no-variation');
    expect(() => agreement([1, 2, 3, 4, Number.NaN], [1, 2, 3, 4, 5], { seed: 1 })).to.throw(RangeError, 'water[4] is NaN');
    expect(() => agreement([1, 2, 3, 4, 5], [1, 2, 3, 4, 5], { seed: 1, permutations: 5 })).to.throw(RangeError, 'permutations is 5');
  });
});

describe('better, or less efficient', () => {
  const quarters = [0, 1, 2, 3, 4, 5, 6, 7];
  const falling = quarters.map((i) => 100 * 0.8 ** i);
  const rising = [...falling].reverse();
  const steady = quarters.map((i) => 50 + (i % 2) * 0.1);
  const input = (water: number[], findings: number[], effort: (number | null)[] = quarters.map(() => 10)): MatrixInput => ({ waterTimes: quarters, water, findingsTimes: quarters, findings, effort });
  const situation = (water: number[], findings: number[]): string => betterOrLessEfficient(input(water, findings)).result.situation;

  it('has the nine cells', () => {
    expect(situation(falling, falling)).to.equal('better');
    expect(situation(falling, steady)).to.equal('better-still-finding');
    expect(situation(falling, rising)).to.equal('better-still-finding');
    expect(situation(steady, falling)).to.equal('less-efficient');
    expect(situation(steady, steady)).to.equal('unchanged');
    expect(situation(steady, rising)).to.equal('more-efficient');
    expect(situation(rising, falling)).to.equal('less-efficient');
    expect(situation(rising, steady)).to.equal('less-efficient');
    expect(situation(rising, rising)).to.equal('worse');
  });

  it('does not read a noisy series as steady', () => {
    const noisy = [50, 90, 40, 80, 30, 95, 45, 70];
    const { result } = betterOrLessEfficient(input(noisy, falling));
    expect(result.water.direction).to.equal('cannot-tell');
    expect(result.situation).to.equal('cannot-tell');
    expect(result.water.smallestVisible).to.be.greaterThan(0.1);
  });

  it('counts per effort: half the patrols and half the findings is no fall', () => {
    const effort = quarters.map((i) => 100 * 0.8 ** i);
    const { result } = betterOrLessEfficient(input(steady, quarters.map((i) => 1000 * 0.8 ** i), effort));
    expect(result.findings.direction).to.equal('steady');
  });

  it('calls a change too small to matter steady, however surely it is seen', () => {
    const { water } = betterOrLessEfficient(input(quarters.map((i) => 50 * 1.001 ** i), steady)).result;
    expect(water.p).to.be.lessThan(0.001);
    expect(water.direction).to.equal('steady');
  });

  it('leaves periods without effort out and says that nothing can be seen in three', () => {
    const { result, decisions, diagnostics } = betterOrLessEfficient(input(falling, falling, [10, 10, 10, null, null, null, null, null]));
    expect(diagnostics.withoutEffort).to.equal(5);
    expect(result.situation).to.equal('cannot-tell');
    expect(result.findings.smallestVisible).to.be.NaN;
    expect(decisions.map((one) => one.code)).to.deep.equal(['effort-missing', 'cannot-tell', 'smallest-visible', 'nothing-visible']);
  });

  it('takes a quarter without findings, and refuses water of zero, negative counts, no effort', () => {
    expect(betterOrLessEfficient(input(falling, [9, 7, 5, 3, 2, 1, 0, 0])).result.findings.direction).to.equal('falling');
    expect(() => betterOrLessEfficient(input([0, ...falling.slice(1)], falling))).to.throw(RangeError, 'water[0] is 0');
    expect(() => betterOrLessEfficient(input(falling, [-1, ...falling.slice(1)]))).to.throw(RangeError, 'findings[0] is -1');
    expect(() => betterOrLessEfficient(input(falling, falling, [0, 1, 1, 1, 1, 1, 1, 1]))).to.throw(RangeError, 'effort[0] is 0');
  });
});
