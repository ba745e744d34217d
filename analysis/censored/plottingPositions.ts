/**
 * Helsel-Cohn (Hirsch-Stedinger) plotting positions of data with several detection limits.
 * At each limit the probability of exceeding it is built up from the largest limit down; measured
 * values are spread between two exceedance probabilities, censored ones below their own.
 * Without a censored value: R's ppoints, (i - a)/(n + 1 - 2a) with a = 3/8 up to n = 10, else 1/2.
 * Reference: NADA 1.6-1.1 hc.ppoints.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { CensoredValue } from './censoredValue.ts';

interface Band {
  limit: number;
  /** P(X >= limit) */
  exceedance: number;
}

function bands(detected: readonly number[], below: readonly number[]): Band[] {
  const limits = [...new Set(below)].sort((a, b) => a - b);
  if (detected.some((value) => value < (limits[0] ?? 0))) limits.unshift(-Infinity);
  const list: Band[] = [];
  let exceedance = 0;
  for (let i = limits.length - 1; i >= 0; i--) {
    const limit = limits[i] ?? -Infinity;
    const next = limits[i + 1] ?? Infinity;
    const inBand = detected.filter((value) => value >= limit && value < next).length;
    const under = detected.filter((value) => value < limit).length + below.filter((value) => value <= limit).length;
    exceedance += inBand === 0 ? 0 : (inBand / (inBand + under)) * (1 - exceedance);
    list.unshift({ limit, exceedance });
  }
  return list;
}

function withoutLimits(n: number): number[] {
  const a = n <= 10 ? 3 / 8 : 1 / 2;
  return Array.from({ length: n }, (_, i) => (i + 1 - a) / (n + 1 - 2 * a));
}

/** Order of the indices by value; equal values keep the order given. */
const orderOf = (indices: number[], values: readonly CensoredValue[]): number[] =>
  indices.sort((a, b) => (values[a]?.value ?? 0) - (values[b]?.value ?? 0) || a - b);

/**
 * @param values measured ones and ones below a limit
 * @param constant a of (rank - a)/(n + 1 - 2a) within a band: 0 (Weibull) is Helsel and Cohn's and NADA's,
 *   0.375 (Blom) is EnvStats'
 * @returns one position in (0, 1) per value, in the order given
 */
export function plottingPositions(values: readonly CensoredValue[], constant = 0): Float64Array {
  const within = (rank: number, size: number): number => (rank + 1 - constant) / (size + 1 - 2 * constant);
  const positions = new Float64Array(values.length);
  const all = values.map((_, i) => i);
  const detected = orderOf(all.filter((i) => values[i]?.qualifier === '='), values);
  const censored = orderOf(all.filter((i) => values[i]?.qualifier === '<'), values);
  if (censored.length === 0) {
    for (const [rank, p] of withoutLimits(values.length).entries()) positions[detected[rank] ?? 0] = p;
    return positions;
  }
  const valueOf = (i: number): number => values[i]?.value ?? Number.NaN;
  const list = bands(detected.map(valueOf), censored.map(valueOf));
  for (const [k, band] of list.entries()) {
    const next = list[k + 1];
    const upper = next?.limit ?? Infinity;
    const above = next?.exceedance ?? 0;
    const measured = detected.filter((i) => valueOf(i) >= band.limit && valueOf(i) < upper);
    for (const [rank, i] of measured.entries()) {
      positions[i] = 1 - band.exceedance + within(rank, measured.length) * (band.exceedance - above);
    }
    const under = censored.filter((i) => valueOf(i) === band.limit);
    for (const [rank, i] of under.entries()) positions[i] = (1 - band.exceedance) * within(rank, under.length);
  }
  return positions;
}
