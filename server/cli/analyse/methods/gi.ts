/** `analyse gi`: local Getis-Ord Gi and Gi*. */
import { gi, spotsOf } from '../../../../analysis/spatial/gi.ts';
import { type AnalyseMethod, choiceOption } from '../method.ts';
import { ASSOCIATION_OPTIONS, readAssociation, SAMPLING_OPTION } from '../neighbourInput.ts';

export const giMethod: AnalyseMethod = {
  name: 'gi',
  summary: 'Local Getis-Ord Gi and Gi*: where high or low values cluster',
  options: {
    ...ASSOCIATION_OPTIONS,
    star: { type: 'boolean', description: 'Gi*: the site counts as its own neighbour' },
    sampling: SAMPLING_OPTION,
  },
  help: `
In: values with column value; neighbours as JSON, without the sites themselves. Out, one per site: statistic, expectation,
variance, z, p (two-sided), q (Benjamini-Hochberg over the sites), spot (hot, cold or none at q < 0.05); null on an island,
and everywhere when all values are equal. With permutations expectation, variance, z, p and q are those of the draws, and
analytic holds the others.

Conventions: style B unless given. statistic is the weighted share of the sum of all values (Gi: of all others) that stands in the
neighbourhood, null where that sum is 0; z is unchanged by shift and scale. With --star a site without neighbours is
tested on its own value, as in spdep.
Reference software: R spdep 1.2-7 (localG, include.self); PySAL esda (G_Local).`,
  async run(options) {
    const sampling = choiceOption(options, 'sampling', ['replacement', 'permutation'] as const, 'replacement');
    const { values, weights, permutation } = await readAssociation(options, 'B');
    const { result, diagnostics, decisions } = gi(values, weights, { sampling, ...permutation });
    const spot = spotsOf(result);
    const star = weights.star;
    if (permutation.permutations === undefined) return { ...result, spot, star, ...diagnostics, decisions };
    const { expectation, variance, z, p, q } = gi(values, weights).result;
    return { ...result, spot, star, ...diagnostics, ...permutation, sampling, analytic: { expectation, variance, z, p, q }, decisions };
  },
};
