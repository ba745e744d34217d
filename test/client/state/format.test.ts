import { expect } from 'chai';
import fc from 'fast-check';
import {
  formatCount,
  formatInstant,
  formatRound,
  formatSignificant,
  localDateOf,
} from '../../../client/state/format.ts';

describe('client: numbers, dates and names', () => {
  it('rounds are 2018-Q2 in English and 2018年第二季度 in Chinese', () => {
    expect(formatRound('2018-Q2', 'en')).to.equal('2018-Q2');
    expect(formatRound('2018-Q2', 'zh-CN')).to.equal('2018年第二季度');
    expect(formatRound('2018-06', 'zh-CN')).to.equal('2018年6月');
    expect(formatRound('2023', 'zh-CN')).to.equal('2023年');
    expect(formatRound('spring-tide', 'zh-CN')).to.equal('spring-tide');
  });

  it('an instant is shown in the named zone, and 23:30 stays on its day', () => {
    expect(formatInstant('2018-06-14T15:30:00.000Z', 'Asia/Shanghai')).to.equal('2018-06-14 23:30');
    expect(localDateOf('2018-06-14T15:30:00.000Z', 'Asia/Shanghai')).to.equal('2018-06-14');
    expect(formatInstant('2018-06-14T16:00:00.000Z', 'Asia/Shanghai')).to.equal('2018-06-15 00:00');
    // China kept summer time in 1988.
    expect(formatInstant('1988-07-01T00:00:00.000Z', 'Asia/Shanghai')).to.equal('1988-07-01 09:00');
    expect(formatInstant('yesterday', 'Asia/Shanghai')).to.equal('yesterday');
  });

  it('three significant figures, half to even, in plain notation with the zeros that count', () => {
    const cases: [string | number, string][] = [
      ['12.25', '12.2'],
      ['12.35', '12.4'],
      ['9.995', '10.0'],
      ['12', '12.0'],
      ['1234', '1230'],
      ['0.00015', '0.000150'],
      ['1e-7', '0.000000100'],
      [0.1 + 0.2, '0.300'],
      ['0', '0'],
      ['-0', '0'],
      ['123456789', '123000000'],
    ];
    for (const [value, text] of cases) expect(formatSignificant(value), String(value)).to.equal(text);
  });

  it('what is missing is a dash, never zero; what is no number is shown as it is', () => {
    for (const missing of [null, undefined, '']) expect(formatSignificant(missing)).to.equal('–');
    expect(formatSignificant('abc')).to.equal('abc');
    expect(formatSignificant(Number.NaN)).to.equal('NaN');
    expect(formatCount(Number.NaN)).to.equal('–');
  });

  it('what is shown in three figures is within half a unit of the third figure', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e12, noNaN: true }), (value) => {
        const shown = Number(formatSignificant(value));
        const unit = 10 ** (Math.floor(Math.log10(value)) - 2);
        expect(Math.abs(shown - value)).to.be.at.most(unit * 0.5000001);
      }),
      { seed: 20180614, numRuns: 500 },
    );
  });
});
