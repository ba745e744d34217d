/**
 * What operations found, by the grade that sent them: the grades' own test. Rates carry the interval
 * of Wilson (1927), which stays inside 0 and 1 and is honest with few trials. Pure.
 */
import { normalQuantile } from '../normal.ts';

export interface Interval {
  lower: number;
  upper: number;
}

/**
 * Score interval of a share.
 * @param hits whole number from 0 to trials
 * @param confidence between 0 and 1, 0.95 unless said
 * @throws RangeError naming the argument out of range
 */
export function wilson(hits: number, trials: number, confidence = 0.95): Interval {
  if (!Number.isInteger(trials) || trials < 1) throw new RangeError(`trials is ${trials}; a whole number from 1 was expected`);
  if (!Number.isInteger(hits) || hits < 0 || hits > trials) throw new RangeError(`hits is ${hits}; a whole number from 0 to ${trials} was expected`);
  if (!(confidence > 0 && confidence < 1)) throw new RangeError(`confidence is ${confidence}; a number between 0 and 1 was expected`);
  const z = normalQuantile(1 - (1 - confidence) / 2);
  const share = hits / trials;
  const scale = 1 + z ** 2 / trials;
  const middle = (share + z ** 2 / (2 * trials)) / scale;
  const half = (z / scale) * Math.sqrt((share * (1 - share)) / trials + z ** 2 / (4 * trials ** 2));
  // at the ends the formula is exact but for rounding
  return { lower: hits === 0 ? 0 : Math.max(0, middle - half), upper: hits === trials ? 1 : Math.min(1, middle + half) };
}

/** One finished task. A missing count is none, never 0. */
export interface Finding {
  grade: string;
  kind: string;
  /** Drawn by lot, whatever the grade: only these can speak for or against the grades. */
  blind: boolean;
  premisesDone: number | null;
  cases: number | null;
}

export interface HitRate {
  grade: string;
  kind: string;
  blind: boolean;
  /** Tasks that counted their cases, and those that counted at least one. */
  tasks: number;
  hits: number;
  share: number;
  interval: Interval;
  /** Tasks that reported no number of cases: in no rate. */
  uncounted: number;
  /** Cases per 100 premises over tasks that counted both; null where no premises were counted. */
  casesPer100Premises: number | null;
}

/** @returns a line per grade, kind and whether it was drawn by lot, that has a counted task; grades as they first come */
export function hitRates(findings: readonly Finding[]): HitRate[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    const key = JSON.stringify([finding.grade, finding.kind, finding.blind]);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...groups.values()].flatMap((own): HitRate[] => {
    const counted = own.filter(({ cases }) => cases !== null);
    const [first] = counted;
    if (first === undefined) return [];
    const hits = counted.filter(({ cases }) => (cases ?? 0) > 0).length;
    const both = counted.filter(({ premisesDone }) => premisesDone !== null);
    const premises = both.reduce((sum, { premisesDone }) => sum + (premisesDone ?? 0), 0);
    const cases = both.reduce((sum, { cases: found }) => sum + (found ?? 0), 0);
    return [{ grade: first.grade, kind: first.kind, blind: first.blind, tasks: counted.length, hits, share: hits / counted.length, interval: wilson(hits, counted.length), uncounted: own.length - counted.length, casesPer100Premises: premises === 0 ? null : (100 * cases) / premises }];
  });
}
