/** `analyse trend`: Mann-Kendall with Sen's slope, seasonal or censored where asked. */
import type { CensoredValue } from '../../../../analysis/censored/censoredValue.ts';
import { trend } from '../../../../analysis/trend/trend.ts';
import { Fault } from '../../../../models/errors.ts';
import { type AnalyseMethod, numberOption, textOption } from '../method.ts';
import { readTable } from '../readTable.ts';

/** How far, in periods, a rounded decimal year such as 2018.083 may lie from its season. */
const OFF_SEASON = 0.05;

/**
 * Cycle and season of each time: whole numbers count periods (1, 2, 3 …), fractions of 1/k are decimal years.
 * @throws Fault when the times fit neither, or two values share a season of one cycle
 */
function seasonsOf(times: Float64Array, k: number, path: string): { cycles: Float64Array; seasons: Float64Array } {
  const first = times.reduce((least, time) => Math.min(least, time), Infinity);
  const whole = times.every((time) => Number.isInteger(time));
  const periods = times.map((time) => (time - first) * (whole ? 1 : k));
  const odd = periods.findIndex((period) => Math.abs(period - Math.round(period)) > OFF_SEASON);
  if (odd >= 0) {
    throw new Fault('invalid', `${path}, column t: ${times[odd]} fits no season of ${k}; with --seasons t counts periods (1, 2, 3 …) or is a decimal year in steps of 1/${k}`);
  }
  const rounded = periods.map(Math.round);
  if (new Set(rounded).size < rounded.length) {
    throw new Fault('invalid', `${path}, column t: a time stands twice; with --seasons t counts periods (1, 2, 3 …), so that each season of each cycle has one value`);
  }
  return { cycles: rounded.map((period) => Math.floor(period / k)), seasons: rounded.map((period) => period % k) };
}

export const trendMethod: AnalyseMethod = {
  name: 'trend',
  summary: 'Mann-Kendall test and Sen slope, with seasons or limits',
  options: {
    values: { type: 'string', required: true, description: 'CSV with columns t,value; optional column censored (1 = below the value)' },
    seasons: { type: 'string', description: 'seasons per cycle, e.g. 4 or 12: seasonal Kendall and seasonal Sen slope' },
    confidence: { type: 'string', description: 'of the interval of the slope; default 0.95' },
  },
  help: `
In: t,value[,censored]. Rows in any order; one value per t. With --seasons k, t counts periods (1, 2, 3 …; the
season is the remainder by k) or is a decimal year in steps of 1/k.

Out: S, varS (tie-corrected), tau (tau-b), z (continuity-corrected), zPlain, p, pNormal (from z), pPlain (from
zPlain), pMethod, attainableP, slope, lower, upper, intercept, decisions.
p is exact below 8 values (seasonal: seasons of fewer than 8 and fewer than 32 values in all) and from z above.
Below 4 values there is no test: every figure is null and decisions say why.

Conventions: S = sum of sign(xj - xi), z = (S - sign S)/sqrt(varS), two-sided. Interval of the slope: ranks
round((N - C)/2) and round((N + C)/2 + 1) of the N pair slopes, halves to even, C = z sqrt(varS); null where a rank
lies outside. Intercept: median of value - slope t. With seasons: S and varS are summed over seasons taken as
independent, the slope is per cycle of k periods, the intercept is at the first cycle.
With limits: pairs that cannot be told apart count 0, varS is the permutation variance, the slope is
Akritas-Theil-Sen, the intercept the Kaplan-Meier median of the residuals.
Reference software: R trend 1.1.6 (mk.test, sens.slope, smk.test, sea.sens.slope); NADA cenken for limits.`,
  async run(options) {
    const path = textOption(options, 'values');
    const confidence = numberOption(options, 'confidence', { minimum: 0.5, maximum: 0.9999 }) ?? 0.95;
    const k = numberOption(options, 'seasons', { minimum: 2, integer: true });
    const table = await readTable(path, ['t', 'value']);
    const times = table.numbers('t');
    const numbers = table.numbers('value');
    const below = table.has('censored') ? table.flags('censored') : [];
    const values = Array.from(numbers, (value, i): CensoredValue => ({ value, qualifier: below[i] === true ? '<' : '=' }));
    const seasonal = k === undefined ? undefined : seasonsOf(times, k, path);
    const step = trend(seasonal?.cycles ?? times, values, { confidence, ...(seasonal === undefined ? {} : { seasons: seasonal.seasons }) });
    const { result, diagnostics, decisions } = step;
    const none = { S: null, varS: null, tau: null, z: null, p: null, slope: null, lower: null, upper: null, intercept: null };
    return { n: diagnostics.n, ...(result ?? none), censored: diagnostics.censored, undecided: diagnostics.undecided, seasons: diagnostics.seasons, decisions };
  },
};
