/** Golden files through the command line. `node --import tsx test/golden/goldenCases.ts` prints the table. */
import { expect } from 'chai';
import { runAnalyseCases } from '../support/analyseCases.ts';
import { goldenCases } from './goldenCases.ts';

describe('golden files through cli analyse', () => {
  const { cases, absent } = goldenCases();
  for (const name of absent) {
    it(`${name} is matched`, function () {
      process.stderr.write(`    ${name} is not in the fixtures of this checkout: its figures are held against nothing here\n`);
      this.skip();
    });
  }
  for (const file of new Set(cases.map(({ peer }) => peer))) {
    it(`${file} is matched`, async () => {
      const { lines, beyond } = await runAnalyseCases(cases.filter(({ peer }) => peer === file));
      expect(beyond).to.deep.equal([]);
      expect(lines.reduce((sum, { numbers }) => sum + numbers, 0)).to.be.at.least(15);
    });
  }
});
