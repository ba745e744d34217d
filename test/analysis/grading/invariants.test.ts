/** What must hold for every county: order changes nothing, more drug never means a lower class, limits bound the truth. */
import { expect } from 'chai';
import fc from 'fast-check';
import { assess } from '../../../analysis/assess.ts';
import { CLASSES, classOf, classProbability, severityOf } from '../../../analysis/grading/classify.ts';
import { nemerow } from '../../../analysis/grading/nemerow.ts';
import { medianOf } from '../../../analysis/grading/interval.ts';
import { nemerowFixedCuts } from '../../../analysis/grading/rules/nemerowFixedCuts.ts';
import type { GradingInputs, GradingMeasurement } from '../../../analysis/grading/types.ts';
import { grabs, town } from './town.ts';

const SEED = { seed: 20180101, numRuns: 200 };
const value = fc.double({ min: 0.5, max: 3000, noNaN: true });
const text = fc.oneof(value.map(String), fc.constantFrom('<20', '<20d', '<90', '>2000'));
const pairs = fc.array(fc.tuple(text, text), { minLength: 3, maxLength: 7 });
const only = (inputs: GradingInputs) => {
  const area = assess(inputs, nemerowFixedCuts, 0).result.areas[0];
  if (area === undefined) throw new Error('no area was graded');
  return area;
};
const rank = (inputs: GradingInputs): number => CLASSES.indexOf(only(inputs).grade as (typeof CLASSES)[number]);
const mapFirst = (inputs: GradingInputs, change: (m: GradingMeasurement) => GradingMeasurement): GradingInputs => ({
  ...inputs,
  samples: inputs.samples.map((sample, i) => (i === 0 ? { ...sample, measurements: sample.measurements.map((m, j) => (j === 0 ? change(m) : m)) } : sample)),
});

describe('invariants of the grade', () => {
  it('the order of sites, bottles, results, references and relations changes no byte', () => {
    fc.assert(
      fc.property(pairs, fc.integer({ min: 0, max: 1000 }), (values, turn) => {
        const inputs = town(grabs(values), { relations: [{ upstreamSiteId: 'S1', downstreamSiteId: 'S2' }] });
        const rotate = <T>(list: readonly T[]): T[] => list.map((_, i) => list[(i + turn) % list.length]).filter((each): each is T => each !== undefined);
        const turned = { ...inputs, sites: rotate(inputs.sites), samples: rotate(inputs.samples).map((s) => ({ ...s, measurements: rotate(s.measurements) })), references: rotate(inputs.references) };
        expect(JSON.stringify(assess(turned, nemerowFixedCuts, 0).result)).to.equal(JSON.stringify(assess(inputs, nemerowFixedCuts, 0).result));
      }),
      SEED,
    );
  });

  it('a higher value never gives a lower index or class', () => {
    fc.assert(
      fc.property(pairs, value, value, (values, a, b) => {
        const inputs = town(grabs(values));
        const at = (v: number) => mapFirst(inputs, (m) => ({ ...m, qualifier: '=', value: v, limit: null, detected: true }));
        const [low, high] = a <= b ? [at(a), at(b)] : [at(b), at(a)];
        expect(only(high).indexInterval?.lower).to.be.at.least(only(low).indexInterval?.lower ?? Infinity);
        expect(rank(high)).to.be.at.least(rank(low));
      }),
      SEED,
    );
  });

  it('the bounds of a censored value hold for every value that it may stand for', () => {
    fc.assert(
      fc.property(pairs, fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom('<', '>'), (values, part, qualifier) => {
        const inputs = town(grabs(values));
        const limit = qualifier === '<' ? 90 : 2000;
        const censored = mapFirst(inputs, (m) => ({ ...m, qualifier, value: null, limit, loq: 90, lod: 45, detected: qualifier === '>' }));
        const true_ = qualifier === '<' ? limit * part : limit / Math.max(part, 1e-3);
        const known = mapFirst(inputs, (m) => ({ ...m, qualifier: '=', value: true_, limit: null, detected: true }));
        const bounds = only(censored).indexInterval;
        const truth = only(known).indexInterval;
        expect(truth?.lower).to.be.at.least((bounds?.lower ?? Infinity) - 1e-9);
        if (bounds?.upper !== null && bounds?.upper !== undefined) {
          expect(truth?.upper).to.be.a('number');
          expect(truth?.upper).to.be.at.most(bounds.upper + 1e-9);
        }
      }),
      SEED,
    );
  });

  it('a value above the range is never worth less than its limit', () => {
    fc.assert(
      fc.property(pairs, (values) => {
        const inputs = town(grabs(values));
        const above = mapFirst(inputs, (m) => ({ ...m, qualifier: '>', value: null, limit: 2000, detected: true }));
        const atLimit = mapFirst(inputs, (m) => ({ ...m, qualifier: '=', value: 2000, limit: null, detected: true }));
        expect(rank(above)).to.be.at.least(rank(atLimit));
      }),
      SEED,
    );
  });

  it('a non-detect never gives a higher class than a value that was seen there', () => {
    fc.assert(
      fc.property(pairs, value, (values, seen) => {
        const inputs = town(grabs(values));
        const detected = mapFirst(inputs, (m) => ({ ...m, qualifier: '=', value: seen, limit: null, detected: true }));
        const missed = mapFirst(inputs, (m) => ({ ...m, qualifier: '<', value: null, limit: 20, loq: 20, detected: false }));
        expect(rank(missed)).to.be.at.most(rank(detected));
      }),
      SEED,
    );
  });

  it('every grade carries reasons in both languages, and stated probabilities sum to one', () => {
    fc.assert(
      fc.property(pairs, (values) => {
        const area = only(town(grabs(values)));
        expect(area.reasons.length).to.be.greaterThan(0);
        for (const { zh, en } of area.reasons) {
          expect(zh).to.match(/[\u4e00-\u9fff]/);
          expect(en).to.match(/^[^\u4e00-\u9fff]+$/);
          expect(zh + en).not.to.match(/NaN|undefined|null/);
        }
        if (area.probability !== null) expect(area.probability.severe + area.probability.moderatelySevere + area.probability.general).to.be.closeTo(1, 1e-9);
        expect(area.severity).to.be.within(0, 100);
      }),
      SEED,
    );
  });
});

describe('numbers below the grade', () => {
  it('Nemerow: worked by hand, and equal factors give themselves', () => {
    expect(nemerow([10, 1], [2, 1])).to.be.closeTo(Math.sqrt((49 + 100) / 2), 1e-12);
    expect(nemerow([1.7, 1.7, 1.7], [1, 2, 1])).to.be.closeTo(1.7, 1e-12);
    expect(nemerow([Infinity, 1], [1, 1])).to.equal(Infinity);
    expect(() => nemerow([1, Number.NaN], [1, 1])).to.throw(RangeError, /factor 1 is NaN/);
    expect(() => nemerow([1], [0])).to.throw(RangeError);
    expect(() => nemerow([], [])).to.throw(RangeError);
  });

  it('the median keeps Infinity and refuses NaN', () => {
    expect(medianOf([3, Infinity, 1])).to.equal(3);
    expect(medianOf([1, 2, Infinity, Infinity])).to.equal(Infinity);
    expect(medianOf([4, 1, 3, 2])).to.equal(2.5);
    expect(() => medianOf([1, Number.NaN])).to.throw(RangeError, /value 1 is NaN/);
    expect(() => medianOf([])).to.throw(RangeError);
  });

  it('classes: at a cut is the class of its name; NaN is refused, not compared', () => {
    const { cuts } = nemerowFixedCuts;
    expect([0, 1.999, 2, 2.999, 3, Infinity].map((index) => classOf(index, cuts))).to.deep.equal(['general', 'general', 'moderately-severe', 'moderately-severe', 'severe', 'severe']);
    expect(() => classOf(Number.NaN, cuts)).to.throw(RangeError);
    expect(() => severityOf(Number.NaN)).to.throw(RangeError);
    expect(() => severityOf(Infinity)).to.throw(RangeError);
    expect([0, 1, 3, 7, 15, 400].map(severityOf)).to.deep.equal([0, 25, 50, 75, 100, 100]);
  });

  it('probabilities: half at a cut, certain at the ends', () => {
    const { cuts } = nemerowFixedCuts;
    expect(classProbability(3, 0.3, cuts).severe).to.be.closeTo(0.5, 1e-12);
    expect(classProbability(0, 0.3, cuts)).to.deep.equal({ severe: 0, moderatelySevere: 0, general: 1 });
    expect(classProbability(Infinity, 0.3, cuts)).to.deep.equal({ severe: 1, moderatelySevere: 0, general: 0 });
    expect(() => classProbability(1, Number.NaN, cuts)).to.throw(RangeError);
  });
});
