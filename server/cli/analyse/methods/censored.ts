/** `analyse censored`: summaries of values with detection limits. */
import { summariseCensored } from '../../../../analysis/censored/summariseCensored.ts';
import { readCensored } from '../censoredInput.ts';
import { type AnalyseMethod, textOption } from '../method.ts';

export const censoredMethod: AnalyseMethod = {
  name: 'censored',
  summary: 'Kaplan-Meier, robust ROS and maximum likelihood of values with limits',
  options: { values: { type: 'string', required: true, description: 'CSV with columns value,censored (1 = below the value); optional column above (1 = above the value)' } },
  help: `
In: value,censored[,above]. censored 1: the result is below value, its limit; above 1: it is above value, the range.

Out: ros, kaplanMeier, mleLognormal, mleNormal, each {mean, sd, median …} or null with the reason in decisions;
chosen ('ros', 'kaplanMeier', 'mleLognormal' or 'none') and reason {code, zh, en}; detection (exact interval);
middle (the median as far as it can be told); substitution (a sensitivity, never an estimate); n, decisions.

Conventions: ROS with Helsel-Cohn plotting positions, ln of the measured values on normal scores, censored values
replaced by the line, sd with n - 1, quantiles type 7 at 0.05, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95. Kaplan-Meier by
flipping; the mean counts what is left at the lowest value (at its limit), se by Greenwood, sd of the estimated
distribution. Lognormal maximum likelihood: mean exp(m + s^2/2), sd mean sqrt(exp(s^2) - 1), median exp(m), logLik
on the scale of the values. Detection interval: Clopper-Pearson.
Rule: over 80 % non-detect none; under 50 % Kaplan-Meier with several limits, ROS with one; 50-80 % maximum likelihood
from n = 50, else ROS; up to 5 values, or fewer than 3 measured, none.
Reference software: R NADA 1.6-1.1 (ros, cenfit), survival 3.5-3 (survfit, survreg), binom.test.`,
  async run(options) {
    const { values } = await readCensored(textOption(options, 'values'));
    const { result, diagnostics, decisions } = summariseCensored(values);
    return { n: diagnostics.n, nCensored: diagnostics.below, nAbove: diagnostics.above, limits: diagnostics.limits, ...result, decisions };
  },
};
