/** Golden files of the non-spatial analyses, each quantity at its tolerance. The table is printed by goldenTable.ts. */
import { expect } from 'chai';
import { GOLDEN_FILES, goldenRows, isPresent, type GoldenFile } from './goldenTable.ts';

/** Quantities each file must have been held to, so that an empty file cannot pass. */
const LEAST: Record<GoldenFile, number> = { c_trend: 20, d_censored: 26, e_breaks: 4, f_rank: 8, g_robust: 10, h_indices: 9, rReference: 35 };

describe('golden files', () => {
  for (const file of Object.keys(GOLDEN_FILES) as GoldenFile[]) {
    it(`${file} is matched`, function () {
      if (!isPresent(file)) {
        process.stderr.write(`    ${GOLDEN_FILES[file]} is not in this checkout: its figures are held against nothing here\n`);
        this.skip();
      }
      const rows = goldenRows(file);
      expect(rows.length).to.be.at.least(LEAST[file]);
      const beyond = rows.filter((row) => !(row.largestError <= row.tolerance));
      expect(beyond.map((row) => `${row.quantity}: ${row.largestError}`)).to.deep.equal([]);
    });
  }
});
