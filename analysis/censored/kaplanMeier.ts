/**
 * Kaplan-Meier estimate of a distribution with values below (or above) limits.
 * For non-detects the scale is flipped, as in NADA's cenfit: values are taken from the largest down, a
 * value at a limit counts as at risk for a measured value equal to it, and what is left below the lowest
 * value is counted at that value, so that the mean is an upper one where the lowest value is a limit.
 * Reference values: R survival 3.5-3 survfit on flipped data.
 * Pure: no I/O, no clock, no Math.random.
 */
import { countCensored, requireCensored, type CensoredValue } from './censoredValue.ts';

export interface KaplanMeier {
  mean: number;
  /** Of the mean, by Greenwood's formula. */
  se: number;
  /** Standard deviation of the estimated distribution; no n - 1 correction. */
  sd: number;
  /** NaN where more than half of the distribution lies beyond the last measured value. */
  median: number;
  /** Largest value first: P(X < value), or for values above a range P(X > value) smallest first. */
  steps: { value: number; beyond: number }[];
  /** True where the outermost value is a limit: the mean counts it at the limit. */
  restricted: boolean;
}

interface Drop {
  value: number;
  atRisk: number;
  events: number;
  /** Survival after this value. */
  survival: number;
}

/** `values` in the direction of the drops: for non-detects from the largest down. */
function drops(values: readonly CensoredValue[], direction: 1 | -1): Drop[] {
  const ordered = [...values].sort((a, b) => direction * (a.value - b.value));
  const list: Drop[] = [];
  let survival = 1;
  for (let i = 0; i < ordered.length; ) {
    const value = ordered[i]?.value ?? Number.NaN;
    let events = 0;
    let j = i;
    while (j < ordered.length && ordered[j]?.value === value) {
      if (ordered[j]?.qualifier === '=') events += 1;
      j += 1;
    }
    const atRisk = ordered.length - i;
    survival *= (atRisk - events) / atRisk;
    list.push({ value, atRisk, events, survival });
    i = j;
  }
  return list;
}

const TOLERANCE = Math.sqrt(Number.EPSILON);

/** As print.survfit has it: where the curve rests exactly at 1 - p, the middle of the rest. */
function quantileOf(list: readonly Drop[], p: number): number {
  const reached = list.filter((drop) => drop.survival < p + TOLERANCE);
  const first = reached[0];
  if (first === undefined) return Number.NaN;
  const next = reached.find((drop) => drop.survival < first.survival);
  return Math.abs(first.survival - p) < TOLERANCE && next !== undefined ? first.value / 2 + next.value / 2 : first.value;
}

/**
 * @param values at least one; limits on one side only
 * @throws RangeError when values below and above limits are mixed, or there is none
 */
export function kaplanMeier(values: readonly CensoredValue[]): KaplanMeier {
  requireCensored('values', values);
  const counts = countCensored(values);
  if (counts.n === 0) throw new RangeError('Kaplan-Meier of no values does not exist; give at least one');
  if (counts.below > 0 && counts.above > 0) {
    throw new RangeError(
      `${counts.below} values are below a limit and ${counts.above} above the range; Kaplan-Meier takes one side only: use maximum likelihood, or dilute and measure again`,
    );
  }
  const direction = counts.above > 0 ? 1 : -1;
  const list = drops(values, direction);
  const last = list[list.length - 1];
  const end = last?.value ?? Number.NaN;

  let mean = (last?.survival ?? 0) * end;
  let before = 1;
  for (const drop of list) {
    mean += (before - drop.survival) * drop.value;
    before = drop.survival;
  }
  let square = (last?.survival ?? 0) * (end - mean) ** 2;
  before = 1;
  for (const drop of list) {
    square += (before - drop.survival) * (drop.value - mean) ** 2;
    before = drop.survival;
  }
  let variance = 0;
  let area = 0;
  for (let i = list.length - 1; i >= 0; i--) {
    const drop = list[i];
    const next = list[i + 1];
    if (drop === undefined) continue;
    if (next !== undefined) area += drop.survival * Math.abs(next.value - drop.value);
    if (drop.atRisk > drop.events) variance += (area * area * drop.events) / (drop.atRisk * (drop.atRisk - drop.events));
  }
  return {
    mean,
    se: Math.sqrt(variance),
    sd: Math.sqrt(square),
    median: quantileOf(list, 0.5),
    steps: list.map((drop) => ({ value: drop.value, beyond: drop.survival })),
    restricted: (last?.survival ?? 0) > TOLERANCE,
  };
}
