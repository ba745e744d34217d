/** `analyse geary`: Geary's C. */
import { geary } from '../../../../analysis/spatial/geary.ts';
import { type AnalyseMethod } from '../method.ts';
import { alternativeOption, ASSUMPTION_OPTION, assumptionOption, GLOBAL_OPTIONS, readAssociation } from '../neighbourInput.ts';

export const gearyMethod: AnalyseMethod = {
  name: 'geary',
  summary: "Geary's C: how unlike are neighbours?",
  options: { ...GLOBAL_OPTIONS, assumption: ASSUMPTION_OPTION },
  help: `
In: values with column value; neighbours as JSON. Out: statistic, expectation, variance, z, p; all null, with the reason in
decisions, when all values are equal or fewer than 4 sites have a neighbour. n, linked, s0, s1, s2.

Conventions: style W unless given. z = (expectation - statistic) / sd as in spdep, positive where like values are neighbours; PySAL's
z has the other sign. With permutations z and alternative keep that sense.
Reference software: R spdep 1.2-7 (geary.test, geary.mc).`,
  async run(options) {
    const { values, weights, permutation } = await readAssociation(options, 'W');
    const { result, diagnostics, decisions } = geary(values, weights, { ...permutation, alternative: alternativeOption(options), assumption: assumptionOption(options) });
    return { ...result, ...diagnostics, ...permutation, decisions };
  },
};
