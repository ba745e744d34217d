import { expect } from 'chai';
import { betaDraw, betaShape, lognormalFactors } from '../../../analysis/loads/draws.ts';
import { loadUncertainty, type LoadUncertaintyInput } from '../../../analysis/loads/loadUncertainty.ts';
import { normalQuantile } from '../../../analysis/normal.ts';
import { Random } from '../../../analysis/random.ts';

const worked: LoadUncertaintyInput = {
  concentrationNgPerL: 350,
  flowM3PerDay: 12_000,
  population: 30_000,
  uncertainties: { sampling: 0.1, chemistry: 0.15, flow: 0.1, population: 0.2, stability: 0 },
  drug: { massRatio: 1, excretedFraction: 0.41, relativeSd: 0.187, mgPerDose: 30 },
  seed: 3,
  draws: 40_000,
};

describe('random factors', () => {
  it('keep the mean and have the spread asked for', () => {
    const factors = lognormalFactors(new Random(1), 0.4, 200_000);
    const mean = factors.reduce((sum, value) => sum + value / factors.length, 0);
    const sd = Math.sqrt(factors.reduce((sum, value) => sum + (value - mean) ** 2 / factors.length, 0));
    expect(mean).to.be.closeTo(1, 0.004);
    expect(sd).to.be.closeTo(0.4, 0.008);
    expect([...lognormalFactors(new Random(1), 0, 3)]).to.deep.equal([1, 1, 1]);
  });

  it('of a share have its mean and spread, small shares too', () => {
    for (const [mean, relative] of [[0.41, 0.187], [0.013, 0.26], [0.6, 0.4]] as const) {
      const { a, b } = betaShape(mean, relative);
      const random = new Random(9);
      const draws = Float64Array.from({ length: 100_000 }, () => betaDraw(random, a, b));
      const got = draws.reduce((sum, value) => sum + value / draws.length, 0);
      const sd = Math.sqrt(draws.reduce((sum, value) => sum + (value - got) ** 2 / draws.length, 0));
      expect(got / mean).to.be.closeTo(1, 0.01);
      expect(sd / mean / relative).to.be.closeTo(1, 0.02);
      expect(draws.every((value) => value > 0 && value < 1)).to.equal(true);
    }
    expect(() => betaShape(0.9, 0.5)).to.throw(RangeError, 'cannot have');
    expect(() => betaShape(0.6, 0.7)).to.throw(RangeError, 'at most 0.436');
    expect(betaShape(0.6, 0.436).b).to.be.closeTo(1, 0.01);
    expect(() => betaShape(1, 0.1)).to.throw(RangeError, 'mean is 1');
  });
});

describe('uncertainty of a load', () => {
  it('converges to the analytic lognormal', () => {
    const { pnml } = loadUncertainty({ ...worked, draws: 200_000 }).result;
    const v = (cv: number): number => Math.log1p(cv * cv);
    const sigma = Math.sqrt(v(0.1) + v(0.15) + v(0.1) + v(0.2));
    const median = 140 * Math.exp((v(0.2) - v(0.1) - v(0.15) - v(0.1)) / 2);
    // the standard error of these quantiles at 200,000 draws is below 0.2 %
    expect(pnml.median / median).to.be.closeTo(1, 0.004);
    expect(pnml.lower / (median * Math.exp(normalQuantile(0.025) * sigma))).to.be.closeTo(1, 0.007);
    expect(pnml.upper / (median * Math.exp(normalQuantile(0.975) * sigma))).to.be.closeTo(1, 0.007);
  });

  it('reproduces the published worked case', () => {
    const { pnml, consumption, doses } = loadUncertainty(worked).result;
    expect(pnml.value).to.equal(140);
    expect([pnml.lower / 80, pnml.upper / 245.2].every((ratio) => Math.abs(ratio - 1) < 0.02)).to.equal(true);
    expect(Math.floor(consumption?.value ?? 0)).to.equal(341);
    expect([(consumption?.lower ?? 0) / 179, (consumption?.upper ?? 0) / 694].every((ratio) => Math.abs(ratio - 1) < 0.02)).to.equal(true);
    expect(doses?.value).to.be.closeTo(11.38, 0.005);
  });

  it('is the same for the same seed, and each source keeps its stream when another is switched off', () => {
    const one = loadUncertainty(worked);
    expect(loadUncertainty(worked)).to.deep.equal(one);
    const without = loadUncertainty({ ...worked, drug: null });
    expect(without.result.pnml).to.deep.equal(one.result.pnml);
    expect(without.result.consumption).to.equal(null);
    expect(loadUncertainty({ ...worked, seed: 4 }).result.pnml.median).not.to.equal(one.result.pnml.median);
  });

  it('without uncertainty is the value itself', () => {
    const none = { sampling: 0, chemistry: 0, flow: 0, population: 0, stability: 0 };
    const { result, diagnostics } = loadUncertainty({ ...worked, uncertainties: none, drug: null, draws: 10_000 });
    expect(result.pnml).to.deep.equal({ value: 140, median: 140, lower: 140, upper: 140 });
    expect(diagnostics.budget.flow).to.equal(0);
  });

  it('shares the variance among its sources', () => {
    const { budget } = loadUncertainty({ ...worked, draws: 10_000 }).diagnostics;
    expect(Object.values(budget).reduce((sum, share) => sum + share, 0)).to.be.closeTo(1, 1e-12);
    expect(budget.population).to.be.greaterThan(budget.chemistry);
  });

  it('refuses few draws, NaN and a negative spread', () => {
    expect(() => loadUncertainty({ ...worked, draws: 100 })).to.throw(RangeError, 'at least 10000');
    expect(() => loadUncertainty({ ...worked, concentrationNgPerL: Number.NaN })).to.throw(RangeError, 'NaN');
    expect(() => loadUncertainty({ ...worked, uncertainties: { ...worked.uncertainties, flow: -0.1 } })).to.throw(RangeError, 'uncertainties.flow');
  });
});
