/** `analyse global-g`: Getis and Ord's global G. */
import { globalG } from '../../../../analysis/spatial/globalG.ts';
import { type AnalyseMethod } from '../method.ts';
import { alternativeOption, GLOBAL_OPTIONS, readAssociation } from '../neighbourInput.ts';

export const globalGMethod: AnalyseMethod = {
  name: 'global-g',
  summary: "Getis and Ord's global G: do high values stand together, or low ones?",
  options: GLOBAL_OPTIONS,
  help: `
In: values with column value, none below 0; neighbours as JSON. Out: statistic, expectation, variance, z, p; all null, with
the reason in decisions, when all values are equal or fewer than 4 sites have a neighbour. n, linked, s0, s1, s2.

Conventions: style B unless given. Corrected coefficient B1; sites without a neighbour stand in no product.
Reference software: R spdep 1.2-7 (globalG.test).`,
  async run(options) {
    const { values, weights, permutation } = await readAssociation(options, 'B');
    const { result, diagnostics, decisions } = globalG(values, weights, { ...permutation, alternative: alternativeOption(options) });
    return { ...result, ...diagnostics, ...permutation, decisions };
  },
};
