/** `analyse lisa`: local Moran. */
import { lisa, QUADRANTS } from '../../../../analysis/spatial/lisa.ts';
import { type AnalyseMethod, choiceOption } from '../method.ts';
import { ASSOCIATION_OPTIONS, readAssociation, SAMPLING_OPTION } from '../neighbourInput.ts';

export const lisaMethod: AnalyseMethod = {
  name: 'lisa',
  summary: 'Local Moran: where a site is like its neighbours, where it stands out',
  options: {
    ...ASSOCIATION_OPTIONS,
    moments: { type: 'string', description: 'conditional (Sokal 1998) or total (Anselin 1995); default conditional' },
    sampling: SAMPLING_OPTION,
  },
  help: `
In: values with column value; neighbours as JSON. Out, one per site: statistic, expectation, variance, z, p (two-sided), q
(Benjamini-Hochberg over the sites), quadrant (High-High, Low-High, Low-Low, High-Low); null on an island, and everywhere
when all values are equal. With permutations expectation, variance, z, p and q are those of the draws, and analytic holds
the others.

Conventions: style W unless given. I_i = z_i / m2 x sum of w_ij z_j with m2 = sum z^2 / n; GeoDa's is (n - 1) / n of it.
Quadrants split values at their mean and lags (sum of w_ij x_j) at the mean of all lags, as spdep's quadr$mean; what equals a
mean is Low. A lag of style B grows with the number of neighbours: read quadrants with style W. p of n permutations is at
least 2 / (n + 1).
Reference software: R spdep 1.2-7 (localmoran, localmoran_perm); PySAL esda (Moran_Local).`,
  async run(options) {
    const moments = choiceOption(options, 'moments', ['conditional', 'total'] as const, 'conditional');
    const sampling = choiceOption(options, 'sampling', ['replacement', 'permutation'] as const, 'replacement');
    const { values, weights, permutation } = await readAssociation(options, 'W');
    const { result, diagnostics, decisions } = lisa(values, weights, { moments, sampling, ...permutation });
    const quadrant = Array.from(result.quadrant, (code) => (code === 0 ? null : (QUADRANTS[code] ?? null)));
    if (permutation.permutations === undefined) return { ...result, quadrant, ...diagnostics, decisions };
    const { expectation, variance, z, p, q } = lisa(values, weights, { moments }).result;
    return { ...result, quadrant, ...diagnostics, ...permutation, sampling, analytic: { expectation, variance, z, p, q }, decisions };
  },
};
