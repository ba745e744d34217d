/** `analyse moran`: global Moran's I. */
import { moran } from '../../../../analysis/spatial/moran.ts';
import { type AnalyseMethod } from '../method.ts';
import { alternativeOption, ASSUMPTION_OPTION, assumptionOption, GLOBAL_OPTIONS, readAssociation } from '../neighbourInput.ts';

export const moranMethod: AnalyseMethod = {
  name: 'moran',
  summary: "Global Moran's I: are like values neighbours?",
  options: { ...GLOBAL_OPTIONS, assumption: ASSUMPTION_OPTION },
  help: `
In: values with column value; neighbours as JSON. Out: statistic, expectation, variance, z, p; all null, with the reason in
decisions, when all values are equal or fewer than 4 sites have a neighbour. n, linked, s0, s1, s2.

Conventions: style W unless given. Sites without a neighbour stand in the mean and not in n. With permutations all values are
permuted over the sites, p is (hits + 1) / (permutations + 1), two-sided twice the smaller tail.
Reference software: R spdep 1.2-7 (moran.test, moran.mc).`,
  async run(options) {
    const { values, weights, permutation } = await readAssociation(options, 'W');
    const { result, diagnostics, decisions } = moran(values, weights, { ...permutation, alternative: alternativeOption(options), assumption: assumptionOption(options) });
    return { ...result, ...diagnostics, ...permutation, decisions };
  },
};
