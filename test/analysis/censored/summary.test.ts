import { expect } from 'chai';
import type { CensoredValue } from '../../../analysis/censored/censoredValue.ts';
import { countCensored } from '../../../analysis/censored/censoredValue.ts';
import { chooseEstimator } from '../../../analysis/censored/chooseEstimator.ts';
import { detectionFrequency } from '../../../analysis/censored/detectionFrequency.ts';
import { petoPeto } from '../../../analysis/censored/petoPeto.ts';
import { summariseCensored } from '../../../analysis/censored/summariseCensored.ts';

const set = (detected: number, limits: readonly number[]): CensoredValue[] => [
  ...Array.from({ length: detected }, (_, i): CensoredValue => ({ value: 10 + i, qualifier: '=' })),
  ...limits.map((value): CensoredValue => ({ value, qualifier: '<' })),
];
const chosen = (values: readonly CensoredValue[]): string => chooseEstimator(countCensored(values)).chosen;
const times = (n: number, limit = 5): number[] => Array.from({ length: n }, () => limit);

describe('choice of the estimator', () => {
  it('follows the rule at each of its edges', () => {
    expect(chosen(set(6, [1, 2, 3, 4]))).to.equal('kaplanMeier');
    expect(chosen(set(6, times(4)))).to.equal('ros');
    expect(chosen(set(5, [1, 2, 3, 4, 5]))).to.equal('ros');
    expect(chosen(set(20, times(30)))).to.equal('mleLognormal');
    expect(chosen(set(20, times(29)))).to.equal('ros');
    expect(chosen(set(10, times(40)))).to.equal('mleLognormal');
    expect(chosen(set(10, times(41)))).to.equal('none');
    expect(chosen(set(10, []))).to.equal('kaplanMeier');
  });

  it('gives a town quarter of five no mean, and few measured values no distribution', () => {
    expect(chooseEstimator(countCensored(set(5, []))).reason.code).to.equal('small-set');
    expect(chooseEstimator(countCensored(set(2, times(5)))).reason.code).to.equal('few-detected');
    expect(chooseEstimator(countCensored([])).reason.code).to.equal('no-values');
    expect(chooseEstimator(countCensored(set(0, times(9)))).reason.code).to.equal('all-censored');
  });

  it('turns to maximum likelihood for values above the range', () => {
    expect(chosen([...set(8, [1]), { value: 99, qualifier: '>' }])).to.equal('mleLognormal');
  });

  it('gives its reason in both languages', () => {
    const { reason } = chooseEstimator(countCensored(set(6, [1, 2, 3, 4])));
    expect(reason.en).to.match(/40.0 % non-detects.*4 limits.*Kaplan-Meier/);
    expect(reason.zh).to.match(/40.0 %.*4 个检出限.*Kaplan-Meier/);
  });
});

describe('summary of a set with limits', () => {
  it('answers nothing at all in words', () => {
    const { result, decisions } = summariseCensored([]);
    expect([result.ros, result.kaplanMeier, result.mleLognormal, result.mleNormal, result.middle, result.substitution]).to.deep.equal([null, null, null, null, null, null]);
    expect([result.detection.lower, result.detection.upper]).to.deep.equal([0, 1]);
    expect(decisions[0]?.code).to.equal('no-values');
  });

  it('gives an all non-detect set a rate and an upper bound, no estimate', () => {
    const { result, decisions } = summariseCensored(set(0, [2, 2, 5]));
    expect([result.ros, result.kaplanMeier, result.mleLognormal, result.mleNormal]).to.deep.equal([null, null, null, null]);
    expect(result.upperBound).to.equal(5);
    expect(result.middle).to.deep.equal({ value: 2, qualifier: '<' });
    expect(result.detection.frequency).to.equal(0);
    expect(decisions.map((one) => one.code)).to.include.members(['all-censored', 'no-ros-few-measured', 'no-kaplanMeier-nothing-measured', 'substitution-is-sensitivity']);
  });

  it('answers one value and all equal without a spread', () => {
    expect(summariseCensored(set(1, [])).result.middle).to.deep.equal({ value: 10, qualifier: '=' });
    const equal = summariseCensored(Array.from({ length: 8 }, () => ({ value: 3, qualifier: '=' as const })));
    expect(equal.result.kaplanMeier?.mean).to.equal(3);
    expect(equal.result.mleNormal).to.equal(null);
    expect(equal.decisions.some((one) => one.code === 'no-mleNormal-no-spread')).to.equal(true);
  });

  it('takes values above the range where the method can, and refuses in words where not', () => {
    const { result, decisions } = summariseCensored([...set(4, [8, 9]), { value: 50, qualifier: '>' }]);
    expect(result.mleLognormal).not.to.equal(null);
    expect(result.ros).to.equal(null);
    expect(result.kaplanMeier).to.equal(null);
    expect(result.substitution).to.equal(null);
    expect(decisions.find((one) => one.code === 'no-ros-above-range')?.zh).to.include('超出测定上限');
  });

  it('never puts English into a Chinese sentence about an obstacle', () => {
    const { decisions } = summariseCensored([...set(0, [2, 2]), { value: 0, qualifier: '=' }, { value: 50, qualifier: '>' }]);
    for (const { zh } of decisions) expect(zh).not.to.match(/[a-z]{4,} [a-z]{3,} [a-z]{2,}/);
  });

  it('tells the middle as far as it can be told', () => {
    expect(summariseCensored(set(3, [2, 2])).result.middle).to.deep.equal({ value: 10, qualifier: '=' });
    expect(summariseCensored(set(2, [2, 2, 4])).result.middle).to.deep.equal({ value: 4, qualifier: '<' });
  });
});

describe('detection frequency', () => {
  it('covers by its definition: each end leaves 2.5 % of binomials', () => {
    const { lower, upper } = detectionFrequency(3, 10);
    const tail = (p: number, from: number, to: number): number => {
      let sum = 0;
      for (let k = from; k <= to; k++) {
        let ways = 1;
        for (let i = 1; i <= k; i++) ways = (ways * (10 - i + 1)) / i;
        sum += ways * p ** k * (1 - p) ** (10 - k);
      }
      return sum;
    };
    expect(tail(lower, 3, 10)).to.be.closeTo(0.025, 1e-12);
    expect(tail(upper, 0, 3)).to.be.closeTo(0.025, 1e-12);
  });

  it('reaches 0 and 1, and knows nothing of nothing', () => {
    expect(detectionFrequency(0, 5).lower).to.equal(0);
    expect(detectionFrequency(5, 5).upper).to.equal(1);
    expect(detectionFrequency(0, 0)).to.include({ lower: 0, upper: 1 });
    expect(detectionFrequency(0, 0).frequency).to.be.NaN;
  });

  it('refuses what is no count', () => {
    expect(() => detectionFrequency(3, 2)).to.throw(RangeError, 'detected is 3');
    expect(() => detectionFrequency(Number.NaN, 2)).to.throw(RangeError, 'detected is NaN');
    expect(() => detectionFrequency(0, 1.5)).to.throw(RangeError, 'n is 1.5');
  });
});

describe('Peto-Peto test', () => {
  const low: CensoredValue[] = [1, 2, 3, 4, 5].map((value) => ({ value, qualifier: '=' }));
  const high: CensoredValue[] = [6, 7, 8, 9, 10].map((value) => ({ value, qualifier: '=' }));

  it('reaches the attainable p of two groups of five, and its sign says which is higher', () => {
    const { result } = petoPeto(high, low);
    expect(result?.p).to.be.closeTo(2 / 252, 1e-15);
    expect(result?.p).to.equal(result?.attainableP);
    expect(result?.z).to.be.greaterThan(0);
    expect(petoPeto(low, high).result?.z).to.be.closeTo(-(result?.z ?? 0), 1e-12);
  });

  it('is survdiff(rho = 1) of survival 3.5-3 on flipped data, limits at measured values and ties included', () => {
    const values = [1, 2, 2, 3, 4, 5, 7, 8, 9, 12, 1, 1, 2, 2, 3, 3, 4, 6, 6, 20];
    const below = [1, 0, 1, 0, 0, 1, 0, 0, 0, 0, 1, 1, 0, 1, 0, 0, 1, 0, 0, 0];
    const all = values.map((value, i): CensoredValue => ({ value, qualifier: below[i] === 1 ? '<' : '=' }));
    const { result, diagnostics } = petoPeto(all.slice(0, 10), all.slice(10));
    expect(result?.chiSquare).to.be.closeTo(0.634561387158259, 1e-12);
    expect(diagnostics.observed).to.be.closeTo(5.16291666666667, 1e-12);
    expect(diagnostics.expected).to.be.closeTo(4.14333333333333, 1e-12);
    expect(diagnostics.variance).to.be.closeTo(1.63821845238095, 1e-12);
  });

  it('does not see where below a limit a value lies, nor the unit', () => {
    const a = petoPeto([...low.slice(2), { value: 2, qualifier: '<' }, { value: 2, qualifier: '<' }], high).result;
    const b = petoPeto([...low.slice(2), { value: 2, qualifier: '<' }, { value: 1.5, qualifier: '<' }], high).result;
    expect(a?.chiSquare).to.be.closeTo(b?.chiSquare ?? 0, 1e-12);
  });

  it('turns the sign for values above the range too', () => {
    const over: CensoredValue[] = [...high.slice(0, 4), { value: 10, qualifier: '>' }];
    expect(petoPeto(over, low).result?.z).to.be.greaterThan(0);
  });

  it('answers in words where no difference can exist', () => {
    const none: CensoredValue[] = [{ value: 2, qualifier: '<' }, { value: 2, qualifier: '<' }];
    const step = petoPeto(none, none);
    expect(step.result).to.equal(null);
    expect(step.decisions[0]?.en).to.include('No value was measured');
    expect(() => petoPeto([], low)).to.throw(RangeError, '0 and 5');
  });
});
