/**
 * Verdicts over all the tests of agreement that one page shows: p adjusted by Benjamini-Hochberg, because of
 * twenty counts that know nothing of the water one would agree with it at p < 0.05 by chance. Pure.
 */
import { adjustP } from '../adjustP.ts';
import type { Agreement } from './agreement.ts';

/** Level of the adjusted p at which agreement or disagreement is said. */
const FAMILY_ALPHA = 0.05;

/**
 * @param tests Spearman's estimate and its unadjusted p, of every test of the page
 * @returns the same tests in the same order with the adjusted p and the verdict by it
 * @throws RangeError naming the first p outside [0, 1]
 */
export function familyVerdict<T extends { rho: number; p: number }>(tests: readonly T[]): (T & { q: number; verdict: Agreement['verdict'] })[] {
  const adjusted = adjustP(tests.map(({ p }) => p), 'BH');
  return tests.map((test, i) => {
    const q = adjusted[i] ?? Number.NaN;
    return { ...test, q, verdict: q <= FAMILY_ALPHA ? (test.rho > 0 ? 'agreement' : 'disagreement') : 'none-shown' };
  });
}
