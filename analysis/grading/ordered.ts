/**
 * Decisions of a rule whose classes are ordered: the class of each draw stands on the level of the sampled water and on the
 * priority analytes, the class issued is the highest one that the place has at least with the stated probability, and draws go
 * on until chance no longer decides. Pure.
 */
import { CLASSES, type Class, type ClassProbability } from './classify.ts';
import type { DrawConstants, OrderedDecision } from './drawTypes.ts';
import type { Cuts } from './cuts.ts';
import type { OrderedDraws } from './monteCarlo/drawOrdered.ts';

/** Probability of this class or a higher one. */
function atLeast(p: ClassProbability, grade: Class): number {
  return grade === 'severe' ? p.severe : grade === 'moderately-severe' ? p.severe + p.moderatelySevere : 1;
}

/** The highest class that the place has at least with probability `issueAt`. */
export const highestAtLeast = (p: ClassProbability, issueAt: number): Class => [...CLASSES].reverse().find((grade) => atLeast(p, grade) >= issueAt) ?? 'general';

/** Probabilities of the classes of the draws, the priority clause inside each. */
export function orderedProbability({ index, lifted }: OrderedDraws, cuts: Cuts): ClassProbability {
  let [severe, moderate] = [0, 0];
  for (let d = 0; d < index.length; d++) {
    const value = index[d] as number;
    if (value >= cuts.severe) severe++;
    else if (value >= cuts.moderatelySevere || lifted[d] === 1) moderate++;
  }
  const count = index.length;
  return { severe: severe / count, moderatelySevere: moderate / count, general: (count - severe - moderate) / count };
}

/** Whether a probability counted in so many draws may stand on the other side of a threshold by chance. */
const near = (p: number, threshold: number, count: number, standardErrors: number): boolean => Math.abs(p - threshold) <= standardErrors * Math.sqrt((p * (1 - p)) / count);

/** Whether a class, its firmness, or a class held from before hangs on the chance of these draws. */
export function hangsOnChance(p: ClassProbability, count: number, previous: Class | null, { issueAt, standardErrors }: OrderedDecision, { firmAt, downAt }: Pick<DrawConstants, 'firmAt' | 'downAt'>): boolean {
  const own = highestAtLeast(p, issueAt);
  const shares = { severe: p.severe, 'moderately-severe': p.moderatelySevere, general: p.general };
  const pairs: [number, number][] = [[atLeast(p, 'severe'), issueAt], [atLeast(p, 'moderately-severe'), issueAt], [shares[own], firmAt], ...(previous === null ? [] : [[1 - atLeast(p, previous), downAt] as [number, number]])];
  return pairs.some(([value, threshold]) => near(value, threshold, count, standardErrors));
}
