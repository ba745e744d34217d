/** Hit rates by grade: published values of Wilson's interval, and counts that are missing or too small. */
import { expect } from 'chai';
import { hitRates, wilson } from '../../../analysis/operations/hitRates.ts';

describe('hit rates', () => {
  it("Wilson's interval as R's prop.test(correct = FALSE) gives it", () => {
    for (const [hits, trials, lower, upper] of [[81, 263, 0.2553, 0.3662], [15, 148, 0.0624, 0.1605], [0, 20, 0, 0.1611], [1, 29, 0.0061, 0.1718], [29, 29, 0.883, 1]] as const) {
      const found = wilson(hits, trials);
      expect(found.lower, `${hits} of ${trials}`).to.be.closeTo(lower, 5e-5);
      expect(found.upper, `${hits} of ${trials}`).to.be.closeTo(upper, 5e-5);
    }
    for (const [hits, trials] of [[-1, 5], [6, 5], [0, 0], [1.5, 5], [Number.NaN, 5]] as const) expect(() => wilson(hits, trials)).to.throw(RangeError);
  });

  it('a missing number of cases is in no rate, and premises count where both were counted', () => {
    const line = (cases: number | null, premisesDone: number | null) => ({ grade: 'severe', kind: 'premises-check', blind: false, cases, premisesDone });
    expect(hitRates([line(2, 20), line(0, 10), line(null, 20), line(1, null)])[0]).to.deep.include({ tasks: 3, hits: 2, uncounted: 1, casesPer100Premises: 100 * (2 / 30) });
    expect(hitRates([line(null, 20)])).to.deep.equal([]);
    expect(hitRates([line(1, null)])[0]?.casesPer100Premises).to.equal(null);
  });
});
