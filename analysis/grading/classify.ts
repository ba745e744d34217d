/**
 * From an index to a class, a severity and the probability of each class. No comparison here can be
 * passed by NaN: each number is proven first. Pure.
 */
import type { Grade } from '../../models/schemas/vocabulary.ts';
import { normalCdf } from '../normal.ts';
import type { Cuts } from './cuts.ts';

/** The three classes that the evidence can carry, lowest first. */
export const CLASSES = ['general', 'moderately-severe', 'severe'] as const satisfies readonly Grade[];
export type Class = (typeof CLASSES)[number];
export interface ClassProbability {
  severe: number;
  moderatelySevere: number;
  general: number;
}

/** @throws RangeError when the cuts are not finite, above 0 and rising */
export function checkCuts({ moderatelySevere, severe }: Cuts): void {
  if (!(Number.isFinite(moderatelySevere) && Number.isFinite(severe) && moderatelySevere > 0 && severe > moderatelySevere)) {
    throw new RangeError(`cuts are ${moderatelySevere} and ${severe}; two finite, rising numbers above 0 were expected`);
  }
}

/**
 * Class of an index: at or above a cut is the class of its name.
 * @param index >= 0; Infinity is the bound of a value above the range
 * @throws RangeError when the index is NaN or negative
 */
export function classOf(index: number, cuts: Cuts): Class {
  checkCuts(cuts);
  if (!(index >= 0)) throw new RangeError(`index is ${index}; a number >= 0 was expected`);
  if (index >= cuts.severe) return 'severe';
  return index >= cuts.moderatelySevere ? 'moderately-severe' : 'general';
}

export const higherOf = (a: Class, b: Class): Class => (CLASSES.indexOf(a) >= CLASSES.indexOf(b) ? a : b);

/**
 * Severity on the scale of 0 to 100: 25 × log2(1 + index), so 1 is 25, 3 is 50, 7 is 75, 15 and more 100.
 * @throws RangeError when the index is not a finite number >= 0
 */
export function severityOf(index: number): number {
  if (!(Number.isFinite(index) && index >= 0)) throw new RangeError(`index is ${index}; a finite number >= 0 was expected`);
  return Math.min(100, 25 * Math.log2(1 + index));
}

/**
 * Probability of each class for an index with lognormal error.
 * @param index >= 0; 0 is general and Infinity severe for certain
 * @param sigma standard deviation of log(index), > 0
 */
export function classProbability(index: number, sigma: number, cuts: Cuts): ClassProbability {
  checkCuts(cuts);
  if (!(index >= 0)) throw new RangeError(`index is ${index}; a number >= 0 was expected`);
  if (!(Number.isFinite(sigma) && sigma > 0)) throw new RangeError(`sigma is ${sigma}; a finite number above 0 was expected`);
  const atLeast = (cut: number): number => normalCdf((Math.log(index) - Math.log(cut)) / sigma);
  const severe = atLeast(cuts.severe);
  const moderate = atLeast(cuts.moderatelySevere);
  return { severe, moderatelySevere: Math.max(0, moderate - severe), general: 1 - moderate };
}

export const probabilityOf = (p: ClassProbability, grade: Class): number => (grade === 'severe' ? p.severe : grade === 'moderately-severe' ? p.moderatelySevere : p.general);
