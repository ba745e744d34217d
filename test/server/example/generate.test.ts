import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { sha256Hex } from '../../../models/store/canonical.ts';
import { concentrations, wetFactor } from '../../../server/example/huilai/hydrology.ts';
import { generateHuilai } from '../../../server/example/huilai/generateHuilai.ts';
import { instrumentText } from '../../../server/example/huilai/instrument.ts';
import { huilaiTruth } from '../../../server/example/huilai/towns.ts';
import { amounts, median, valuesOf } from './county.ts';

const bytes = (seed: number, options: Parameters<typeof generateHuilai>[1] = {}): string => sha256Hex(JSON.stringify(generateHuilai(seed, options)));

describe('example: the generator', function () {
  this.timeout(60_000);

  it('same seed, same bytes; another seed, others', () => {
    const rounds = ['2018-Q1', '2018-Q3'];
    expect(bytes(5, { rounds })).to.equal(bytes(5, { rounds }));
    expect(bytes(6, { rounds })).not.to.equal(bytes(5, { rounds }));
  });

  it('a round is the same whichever others are drawn', () => {
    const all = generateHuilai(5);
    const one = generateHuilai(5, { rounds: ['2018-Q3'] });
    expect(one.results).to.deep.equal(all.results.filter(({ roundCode }) => roundCode === '2018-Q3'));
    expect(one.samples).to.deep.equal(all.samples.filter(({ roundCode }) => roundCode === '2018-Q3'));
  });

  it('refuses seeds, days and rounds that there are not', () => {
    expect(() => generateHuilai(-1)).to.throw(RangeError, 'seed');
    expect(() => generateHuilai(1.5)).to.throw(RangeError, 'seed');
    expect(() => generateHuilai(1, { days: 0 })).to.throw(RangeError, 'days is 0');
    expect(() => generateHuilai(1, { days: 8 })).to.throw(RangeError, 'days is 8');
    expect(() => generateHuilai(1, { rounds: ['2017-Q1'] })).to.throw(RangeError, '2017-Q1');
  });

  it('takes the composite of the plant on several days when asked', () => {
    const data = generateHuilai(1, { days: 5, rounds: ['2018-Q1'] });
    const series = data.samples.filter(({ siteCode, matrix }) => siteCode === 'HL100-1' && matrix === 'sewage');
    expect(new Set(series.map(({ visitedOn }) => visitedOn)).size).to.equal(5);
    expect(data.results.filter(({ sampleNumber }) => series.some(({ number }) => number === sampleNumber))).to.have.length(50);
    expect(data.samples.filter(({ siteCode }) => siteCode === 'HL104-1')).to.have.length(1);
  });

  it('the county without contamination has no source: neither levels, nor ratios, nor a node', () => {
    expect(huilaiTruth({ nullCounty: true })).to.deep.equal([]);
    expect(huilaiTruth().map(({ areaCode }) => areaCode)).to.have.members(['445224100', '445224109', '445224110']);
    const data = generateHuilai(9, { nullCounty: true, rounds: ['2018-Q1', '2018-Q3'] });
    const values = valuesOf(data);
    const sewage = data.plan.areas.flatMap(({ code }) => (amounts(values, code, '2018-Q1', 'meth', 'sewage').length >= 3 ? [median(amounts(values, code, '2018-Q1', 'meth', 'sewage'))] : []));
    expect(Math.max(...sewage)).to.be.below(400);
    expect(Math.max(...amounts(values, '445224109', '2018-Q3', 'meth'))).to.be.below(120);
    expect(Math.max(...amounts(values, '445224109', '2018-Q3', 'eph'))).to.be.below(300);
  });

  it('imports no grading rule and knows no reference value', () => {
    const files = ['bottles', 'generateHuilai', 'hydrology', 'incidents', 'instrument', 'laboratory', 'localClock', 'outside', 'quality', 'requireMethod', 'streams', 'towns', 'types', 'water'];
    for (const file of files) {
      const source = readFileSync(new URL(`../../../server/example/huilai/${file}.ts`, import.meta.url), 'utf8');
      const imports = [...source.matchAll(/from '([^']+)'/g)].map((match) => match[1] ?? '');
      expect(imports.filter((from) => /analysis\/(?!random)|referenceValues|assess|gradingInputs/.test(from)), file).to.deep.equal([]);
      expect(source, file).not.to.match(/'severe'|moderately-severe|nemerow/i);
    }
  });
});

describe('example: water along a stream', () => {
  const chain = [{ site: 'a', flow: 100, upstream: [] }, { site: 'b', flow: 300, upstream: ['a'] }, { site: 'c', flow: 300, upstream: ['b'] }];

  it('loads and flows add up; rain thins; what is dumped stays in the water below', () => {
    const c = concentrations(chain, (site) => (site === 'a' ? 90 : 30), (site) => (site === 'c' ? 3e-3 : 0));
    expect(c.get('a')).to.be.closeTo(90, 1e-9);
    expect(c.get('b')).to.be.closeTo((100 * 90 + 200 * 30) / 300, 1e-9);
    expect(c.get('c')).to.be.closeTo((100 * 90 + 200 * 30) / 300 + 10, 1e-9);
    expect(wetFactor(0)).to.equal(1);
    expect(wetFactor(150)).to.equal(2);
  });

  it('refuses a stream that runs upwards or loses water', () => {
    expect(() => concentrations([{ site: 'b', flow: 1, upstream: ['a'] }], () => 1, () => 0)).to.throw(RangeError, 'below a');
    expect(() => concentrations([{ site: 'a', flow: 10, upstream: [] }, { site: 'b', flow: 5, upstream: ['a'] }], () => 1, () => 0)).to.throw(RangeError, 'flow 5');
  });

  it('instruments print four significant digits without an exponent', () => {
    expect(['0.04567', '3.142', '12.30', '123.5', '1235', '12350', '0.0001235'].map(Number).map(instrumentText)).to.deep.equal(['0.04567', '3.142', '12.30', '123.5', '1235', '12350', '0.0001235']);
    for (const wrong of [0, -1, NaN, Infinity]) expect(() => instrumentText(wrong)).to.throw(RangeError);
  });
});
