import { expect } from 'chai';
import { westgard, westgardFinding, type Control } from '../../../analysis/quality/westgard.ts';

const BASELINE = { mean: '10', sd: '0.1', n: 20 };
/** Controls at so many SD from the mean; runs of one control each unless grouped. */
const at = (deviations: number[], run?: string): Control[] => deviations.map((sd, index) => ({ run: run ?? String(index), value: (10 + sd * 0.1).toFixed(4) }));
const rules = (controls: Control[]): string[] => westgard(controls, BASELINE).map((violation) => violation.rule);

describe('Westgard rules', () => {
  it('exactly 3 SD passes 1-3s, more does not', () => {
    expect(rules(at([3]))).to.deep.equal(['1-2s']);
    expect(rules(at([3.001]))).to.deep.equal(['1-3s']);
    expect(rules(at([2]))).to.deep.equal([]);
    expect(rules(at([-2.001]))).to.deep.equal(['1-2s']);
  });
  it('2-2s wants the same side twice', () => {
    expect(rules(at([2.1, 2.1]))).to.deep.equal(['1-2s', '2-2s']);
    expect(rules(at([2.1, -2.1]))).to.deep.equal(['1-2s']);
  });
  it('R-4s is within one run', () => {
    expect(rules(at([2.1, -2.1], 'one'))).to.include('R-4s');
    expect(rules(at([2, -2.1], 'one'))).not.to.include('R-4s');
    expect(rules(at([2.1, -2.1]))).not.to.include('R-4s');
  });
  it('4-1s and 10-x look back over runs', () => {
    expect(rules(at([1.1, 1.1, 1.1, 1.1]))).to.deep.equal(['4-1s']);
    expect(rules(at([1.1, 1.1, 1, 1.1]))).to.deep.equal([]);
    expect(rules(at(Array<number>(10).fill(-0.2)))).to.deep.equal(['10-x']);
    expect(rules(at([...Array<number>(9).fill(0.2), 0]))).to.deep.equal([]);
  });
  it('judges the newest run only', () => {
    expect(rules(at([5, 0]))).to.deep.equal([]);
  });
  it('refuses a short baseline and an SD of zero', () => {
    expect(() => westgard(at([0]), { ...BASELINE, n: 19 })).to.throw(RangeError, '19 points');
    expect(() => westgard(at([0]), { ...BASELINE, n: Number.NaN })).to.throw(RangeError, 'NaN');
    expect(() => westgard(at([0]), { ...BASELINE, sd: '0' })).to.throw(RangeError, 'above 0');
  });
  it('says it in words', () => {
    expect(westgardFinding({ rule: '1-2s', outcome: 'warn', controls: [0] })).to.include({ code: 'westgard-1-2s', outcome: 'warn' });
  });
});
