/** `analyse peto-peto`: whether two groups of values with limits differ. */
import { petoPeto } from '../../../../analysis/censored/petoPeto.ts';
import { readCensored } from '../censoredInput.ts';
import { type AnalyseMethod, textOption } from '../method.ts';

export const petoPetoMethod: AnalyseMethod = {
  name: 'peto-peto',
  summary: 'Peto-Peto test of two groups of values with limits',
  options: { values: { type: 'string', required: true, description: 'CSV with columns value,censored (1 = below the value),second (1 = of the second group); optional column above (1 = above the value)' } },
  help: `
In: value,censored,second[,above]; limits on one side only. Out: n and detected of each group, chiSquare, z (positive
where the first group lies higher), p, pMethod, pNormal, attainableP; null where nothing can be told apart, with the
reason in decisions.

Conventions: scores weighted by the pooled Kaplan-Meier curve just before each value; pNormal from chiSquare with one
degree of freedom. Up to 20,000 splits into groups of these sizes are listed: p is then exact, and attainableP the
smallest that they can give.
Reference software: R survival 3.5-3 (survdiff, rho = 1, on flipped data), NADA 1.6-1.1 (cendiff).`,
  async run(options) {
    const { table, values } = await readCensored(textOption(options, 'values'), ['second']);
    const second = table.flags('second');
    const { result, diagnostics, decisions } = petoPeto(values.filter((_, i) => second[i] !== true), values.filter((_, i) => second[i] === true));
    return { ...diagnostics, ...(result ?? { chiSquare: null, z: null, p: null, pMethod: null, pNormal: null, attainableP: null }), decisions };
  },
};
