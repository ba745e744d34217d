import { expect } from 'chai';
import { evaluateBlank } from '../../../analysis/quality/blank.ts';
import { evaluateDuplicate } from '../../../analysis/quality/duplicate.ts';
import { evaluateCalibrationCheck, evaluateRecovery } from '../../../analysis/quality/recovery.ts';
import { evaluateBackCalculated, fitCalibration } from '../../../analysis/quality/calibration.ts';
import { DEFAULT_LIMITS } from '../../../analysis/quality/limits.ts';
import type { Amount } from '../../../analysis/quality/finding.ts';

const amount = (value: string): Amount => ({ qualifier: '=', value });
const below = (limit: string, value: string | null = null): Amount => ({ qualifier: '<', value, limit });

describe('blanks', () => {
  it('pass below the LOD, fail at it', () => {
    expect(evaluateBlank(below('10', '3'), '10').outcome).to.equal('pass');
    expect(evaluateBlank(amount('10'), '10').outcome).to.equal('fail');
    expect(evaluateBlank(below('10'), '10').outcome).to.equal('pass');
    expect(evaluateBlank({ qualifier: '>', value: null, limit: '1000' }, '10').outcome).to.equal('fail');
  });
  it('decide nothing where the limit is above the LOD', () => {
    expect(evaluateBlank(below('20'), '10').outcome).to.equal(null);
  });
  it('name what is no decimal', () => {
    expect(() => evaluateBlank(amount('NaN'), '10')).to.throw(RangeError, 'value is "NaN"');
    expect(() => evaluateBlank(amount('5'), 'x')).to.throw(RangeError, 'lod is "x"');
  });
});

describe('duplicates', () => {
  const check = (a: Amount, b: Amount, rule: 'rpd' | 'relative-deviation' = 'rpd', loq = '5') => evaluateDuplicate(a, b, loq, rule, DEFAULT_LIMITS);
  it('50 and 58 differ by 14.8 % as RPD, 7.4 % as relative deviation', () => {
    expect(check(amount('50'), amount('58')).en).to.contain('RPD 14.8 %, limit 20 %');
    expect(check(amount('50'), amount('58'), 'relative-deviation').en).to.contain('relative deviation 7.4 %, limit 10 %');
  });
  it('pass at exactly the limit, also where binary fractions would not', () => {
    expect(check(amount('0.9'), amount('1.1'), 'rpd', '0.1').outcome).to.equal('pass');
    expect(check(amount('0.9'), amount('1.1000001'), 'rpd', '0.1').outcome).to.equal('fail');
    expect(check(amount('0.9'), amount('1.1'), 'relative-deviation', '0.1').outcome).to.equal('pass');
  });
  it('allow 30 % at 2 to 5 times the LOQ', () => {
    expect(check(amount('12'), amount('15')).outcome).to.equal('pass');
    expect(check(amount('12'), amount('17')).outcome).to.equal('fail');
  });
  it('hold the difference against the LOQ near it', () => {
    expect(check(amount('6'), amount('11'))).to.include({ outcome: 'pass', code: 'duplicate-near-loq', value: '5' });
    expect(check(amount('6'), amount('11.1')).outcome).to.equal('fail');
    expect(check(below('5'), amount('4')).outcome).to.equal('pass');
    expect(check(below('5'), amount('11')).outcome).to.equal('fail');
    expect(check(below('5'), amount('7')).outcome).to.equal(null);
  });
  it('are not evaluable when both are below a limit, or one is above the range', () => {
    expect(check(below('5', '4'), below('2')).outcome).to.equal(null);
    expect(check(amount('900'), { qualifier: '>', value: '1001', limit: '1000' }).outcome).to.equal(null);
  });
});

describe('recoveries', () => {
  it('of a spike take the unspiked amount off', () => {
    expect(evaluateRecovery(amount('170'), '100', '100', '10', DEFAULT_LIMITS)).to.include({ outcome: 'pass', value: '70' });
    expect(evaluateRecovery(amount('169.9'), '100', '100', '10', DEFAULT_LIMITS).outcome).to.equal('fail');
    expect(evaluateRecovery(amount('130'), '0', '100', '10', DEFAULT_LIMITS).outcome).to.equal('pass');
    expect(evaluateRecovery(amount('130.01'), '0', '100', '10', DEFAULT_LIMITS).outcome).to.equal('fail');
  });
  it('are wider near the LOQ and undecided without the unspiked amount', () => {
    expect(evaluateRecovery(amount('10'), '0', '20', '10', DEFAULT_LIMITS)).to.include({ outcome: 'pass', value: '50' });
    expect(evaluateRecovery(amount('170'), null, '100', '10', DEFAULT_LIMITS).outcome).to.equal(null);
    expect(evaluateRecovery(amount('1'), '0', '0', '10', DEFAULT_LIMITS)).to.include({ outcome: null, en: 'the amount added is 0: no recovery' });
  });
  it('of a calibration check lie within 20 %', () => {
    expect(evaluateCalibrationCheck(amount('120'), '100', DEFAULT_LIMITS).outcome).to.equal('pass');
    expect(evaluateCalibrationCheck(amount('79.9'), '100', DEFAULT_LIMITS).outcome).to.equal('fail');
  });
});

describe('calibration', () => {
  const LEVELS = ['5', '10', '20', '50', '100', '200'];
  it('of an exact line is that line, with r2 1', () => {
    const line = fitCalibration(LEVELS.map((expected) => ({ expected, response: String(Number(expected) * 3 + 2) })));
    expect(Number(line.slope)).to.be.closeTo(3, 1e-12);
    expect(Number(line.intercept)).to.be.closeTo(2, 1e-12);
    expect(Number(line.r2)).to.be.closeTo(1, 1e-12);
    for (const each of line.backCalculated) expect(Number(each)).to.be.closeTo(1, 1e-12);
  });
  it('weights 1/x', () => {
    // the normal equations, solved a second way
    const line = fitCalibration([{ expected: '1', response: '1' }, { expected: '2', response: '3' }, { expected: '4', response: '4' }]);
    const [w, x, y] = [[1, 0.5, 0.25], [1, 2, 4], [1, 3, 4]];
    const sum = (f: (i: number) => number): number => [0, 1, 2].reduce((total, i) => total + f(i), 0);
    const at = (list: number[] | undefined, i: number): number => list?.[i] ?? Number.NaN;
    const sw = sum((i) => at(w, i)), sx = sum((i) => at(w, i) * at(x, i)), sy = sum((i) => at(w, i) * at(y, i));
    const sxx = sum((i) => at(w, i) * at(x, i) ** 2), sxy = sum((i) => at(w, i) * at(x, i) * at(y, i));
    const slope = (sw * sxy - sx * sy) / (sw * sxx - sx * sx);
    expect(Number(line.slope)).to.be.closeTo(slope, 1e-12);
    expect(Number(line.intercept)).to.be.closeTo((sy - slope * sx) / sw, 1e-12);
  });
  it('refuses one level and a flat response', () => {
    expect(() => fitCalibration([{ expected: '5', response: '1' }, { expected: '5', response: '2' }])).to.throw(RangeError, 'fewer than two levels');
    expect(() => fitCalibration([{ expected: '5', response: '1' }, { expected: '6', response: '1' }])).to.throw(RangeError, 'does not change');
    expect(() => fitCalibration([{ expected: '0', response: '1' }])).to.throw(RangeError, 'above 0');
  });
  it('asks for six levels, 20 %, and 30 % at the LOQ', () => {
    const points = LEVELS.map((expected) => ({ expected, measured: expected === '5' ? '6.5' : expected }));
    expect(evaluateBackCalculated(points, '5', DEFAULT_LIMITS).map((finding) => finding.outcome)).to.deep.equal(Array(7).fill('pass'));
    expect(evaluateBackCalculated(points.slice(1), '5', DEFAULT_LIMITS)[0]?.outcome).to.equal('fail');
    expect(evaluateBackCalculated([{ expected: '10', measured: '12.1' }], '5', DEFAULT_LIMITS)[1]?.outcome).to.equal('fail');
  });
});
