/** A short version of the calibration campaign (test/campaigns/calibration.ts has the long one): stated probabilities come true, better than the naive rule's certainty. */
import { expect } from 'chai';
import { fiveComponents } from '../../../analysis/grading/rules/fiveComponents.ts';
import { calibrate } from '../../campaigns/calibration/calibrate.ts';

describe('calibration over simulated counties', function () {
  this.timeout(300_000);

  it('what is stated comes true, and the naive rule is worse', () => {
    const { towns, reliability, brier, naiveBrier, climateBrier, firm, falseSevere } = calibrate(fiveComponents, 20, 1, 5000, 150);
    expect(towns).to.equal(240);
    expect(brier).to.be.below(naiveBrier);
    expect(brier).to.be.below(climateBrier / 2);
    expect(firm.right / firm.towns).to.be.at.least(0.9);
    expect(falseSevere.firm / falseSevere.of).to.be.at.most(0.02);
    // of few towns, within four standard errors and a tenth
    for (const { stated, came, count } of reliability) if (count >= 30) expect(Math.abs(stated - came), `${stated} stated, ${came} came, of ${count}`).to.be.at.most(0.1 + 4 * Math.sqrt((stated * (1 - stated)) / count));
  });
});
