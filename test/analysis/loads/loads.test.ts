import { expect } from 'chai';
import fc from 'fast-check';
import { amphetamineNet } from '../../../analysis/loads/amphetamineNet.ts';
import { decayFactor, halfLifeAt, survivingShare } from '../../../analysis/loads/decay.ts';
import { consumption, correctionFactor, domesticFlow, doses, load, pnml, pnmlChineseUnits } from '../../../analysis/loads/load.ts';
import { normalise, type NormaliseInput } from '../../../analysis/loads/normalise.ts';
import { constants, consumptionConstants } from '../../../models/reference/constants.ts';

const amount = fc.double({ min: 0.01, max: 1e5, noNaN: true });

describe('loads', () => {
  it('carry the worked case through', () => {
    expect(load(350, 12_000)).to.equal(4200);
    expect(pnml(4200, 30_000)).to.equal(140);
    expect(consumption(140, 1, 0.41)).to.be.closeTo(341.463, 5e-4);
    expect(doses(341.463, 30)).to.be.closeTo(11.382, 5e-4);
  });

  it('agree with the units of Chinese reports', () => {
    fc.assert(fc.property(amount, amount, amount, (c, q, people) => {
      expect(pnmlChineseUnits(c, q / 1e4, people / 1e3) / pnml(load(c, q), people)).to.be.closeTo(1, 1e-12);
    }), { seed: 51, numRuns: 100 });
  });

  it('are linear in the concentration and in the flow', () => {
    fc.assert(fc.property(amount, amount, (c, q) => {
      expect(load(2 * c, q) / load(c, q)).to.be.closeTo(2, 1e-12);
      expect(load(c, 2 * q) / load(c, q)).to.be.closeTo(2, 1e-12);
    }), { seed: 52, numRuns: 100 });
    expect(domesticFlow(1000, 0.6)).to.equal(600);
  });

  it('refuse what is no flow, no population, no share, NaN', () => {
    expect(() => load(-1, 1)).to.throw(RangeError, 'concentrationNgPerL is -1');
    expect(() => load(1, 0)).to.throw(RangeError, 'flowM3PerDay is 0');
    expect(() => pnml(1, Number.NaN)).to.throw(RangeError, 'population is NaN');
    expect(() => domesticFlow(1, 1.2)).to.throw(RangeError, 'domesticShare is 1.2');
    expect(() => correctionFactor(1, 0)).to.throw(RangeError, 'excretedFraction is 0');
  });
});

describe('normalising', () => {
  const sewage: NormaliseInput = {
    concentration: { value: 350, qualifier: '=' },
    matrix: 'sewage',
    mode: 'flow-proportional',
    flowM3PerDay: 12_000,
    population: { inhabitants: 30_000, basis: 'census of residents 2020' },
    domesticShare: null,
  };
  const codes = (input: NormaliseInput): string[] => normalise(input).decisions.map((one) => one.code);

  it('goes as far as the data carry', () => {
    expect(normalise(sewage).result).to.deep.equal({ basis: 'pnml', load: { value: 4200, qualifier: '=' }, pnml: { value: 140, qualifier: '=' } });
    expect(normalise({ ...sewage, population: null }).result).to.deep.include({ basis: 'load', pnml: null });
    expect(normalise({ ...sewage, flowM3PerDay: null }).result).to.deep.equal({ basis: 'concentration', load: null, pnml: null });
  });

  it('keeps a limit a limit', () => {
    expect(normalise({ ...sewage, concentration: { value: 20, qualifier: '<' } }).result.pnml).to.deep.equal({ value: 8, qualifier: '<' });
    expect(normalise({ ...sewage, concentration: { value: 20, qualifier: '>' } }).result.load?.qualifier).to.equal('>');
  });

  it('says why there is no load per head', () => {
    expect(codes({ ...sewage, flowM3PerDay: null })).to.deep.equal(['no-flow']);
    expect(codes({ ...sewage, population: null })).to.deep.equal(['no-population']);
    expect(codes({ ...sewage, matrix: 'surface-water', mode: 'grab' })).to.deep.equal(['grab-load', 'river-has-no-population']);
    expect(codes({ ...sewage, matrix: 'soil' })).to.deep.equal(['soil-has-no-flow']);
    expect(codes({ ...sewage, domesticShare: 0.5 })).to.deep.equal(['domestic-share', 'population-basis']);
  });

  it('states the basis of the population in both languages', () => {
    const [said] = normalise(sewage).decisions;
    expect(said?.en).to.include('census of residents 2020');
    expect(said?.zh).to.include('census of residents 2020');
  });

  it('refuses a population of nobody and a negative concentration', () => {
    expect(() => normalise({ ...sewage, population: { inhabitants: 0, basis: 'x' } })).to.throw(RangeError, 'population.inhabitants is 0');
    expect(() => normalise({ ...sewage, concentration: { value: -1, qualifier: '=' } })).to.throw(RangeError, 'concentrationNgPerL is -1');
  });
});

describe('amphetamine net of methamphetamine', () => {
  const rule = constants.amphetamineFromMethamphetamine;

  it('is not estimated where methamphetamine explains it, or too little is there', () => {
    expect(amphetamineNet(10, 100, rule).decisions[0]?.code).to.equal('ratio-explained');
    expect(amphetamineNet(10, 100, rule).result).to.equal(null);
    expect(amphetamineNet(3, 100, rule).decisions[0]?.code).to.equal('ratio-below');
    expect(amphetamineNet(0, 0, rule).result).to.equal(0);
  });

  it('is AMP - 0.09 METH above', () => {
    expect(amphetamineNet(50, 100, rule).result).to.be.closeTo(41, 1e-12);
    expect(amphetamineNet(50, 0, rule).result).to.equal(50);
    expect(() => amphetamineNet(Number.NaN, 1, rule)).to.throw(RangeError, 'amphetamine is NaN');
  });
});

describe('decay on the way', () => {
  const cocaine = { hoursAt20C: 35, hoursAt10C: 173 };

  it('meets the half-lives it was given, and runs between them', () => {
    expect(halfLifeAt(cocaine, 20)).to.equal(35);
    expect(halfLifeAt(cocaine, 10)).to.be.closeTo(173, 1e-12);
    expect(halfLifeAt(cocaine, 15)).to.be.closeTo(Math.sqrt(35 * 173), 1e-9);
    expect(decayFactor(cocaine, 35, 20)).to.equal(2);
  });

  it('is undone by what survives', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 75, noNaN: true }), fc.double({ min: 5, max: 25, noNaN: true }), (hours, temperature) => {
      expect(decayFactor(cocaine, hours, temperature) * survivingShare(cocaine, hours, temperature)).to.be.closeTo(1, 1e-12);
    }), { seed: 53, numRuns: 100 });
    expect(decayFactor(cocaine, 0, 20)).to.equal(1);
  });

  it('is refused beyond four half-lives and outside known temperatures', () => {
    expect(() => decayFactor(cocaine, 141, 20)).to.throw(RangeError, 'at most 4');
    expect(() => halfLifeAt(cocaine, 30)).to.throw(RangeError, 'temperatureC is 30');
    expect(() => halfLifeAt({ hoursAt20C: 12.6, hoursAt10C: null }, 10)).to.throw(RangeError, 'known at 20 °C only');
    expect(() => decayFactor(cocaine, Number.NaN, 20)).to.throw(RangeError, 'travelHours is NaN');
  });
});

describe('constants of consumption', () => {
  it('give a factor from fraction and masses', () => {
    const be = consumptionConstants('coc-be');
    expect(be?.massRatio).to.be.closeTo(1.0485, 5e-5);
    expect(correctionFactor(be?.massRatio ?? 0, be?.excretedFraction ?? 0)).to.be.closeTo(3.59, 5e-3);
  });
});
