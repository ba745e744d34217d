/**
 * From probabilities to the class that is issued (JCGM 106 / ISO/IEC Guide 98-4: a decision at a
 * stated probability), with memory: up when firm, down after two quarters below or at P >= 0.95.
 * A quarter whose fall rain explains does not count as below. Pure.
 */
import { CLASSES, probabilityOf, type Class, type ClassProbability } from './classify.ts';
import type { IssuedClass } from './types.ts';

export interface DecisionConstants {
  /** A class is firm at this probability. */
  firmAt: number;
  /** Down at once at this probability of being lower. */
  downAt: number;
}

export interface Call {
  grade: Class;
  firm: boolean;
  /** What the evidence of this round gives by itself. */
  own: Class;
  ownFirm: boolean;
  established: Class | null;
  /** Why grade and own differ, or what was done with the class that stood. */
  memory: 'none' | 'same' | 'raised' | 'not-yet-firm' | 'lowered-certain' | 'lowered-twice' | 'held-first' | 'held-rain';
  previous: Class | null;
}

const rank = (grade: Class): number => CLASSES.indexOf(grade);

/** The class of greatest probability; the lower one where two are equal. */
export function mostProbable(p: ClassProbability): Class {
  let best: Class = 'general';
  for (const grade of CLASSES) if (probabilityOf(p, grade) > probabilityOf(p, best)) best = grade;
  return best;
}

/** Probability of a class below this one. */
const below = (p: ClassProbability, grade: Class): number => CLASSES.slice(0, rank(grade)).reduce((sum, each) => sum + probabilityOf(p, each), 0);

/**
 * @param own class of this round by itself, after what may lift it, and whether it is firm
 * @param issued newest first: the rounds before this one in which the area had a class; at most the last two count
 */
export function decide(p: ClassProbability, own: Class, ownFirm: boolean, issued: readonly IssuedClass[], explainedByRain: boolean, { downAt }: DecisionConstants): Call {
  const [last] = issued;
  const previous = last?.established ?? null;
  const call = (grade: Class, firm: boolean, memory: Call['memory'], established: Class | null): Call => ({ grade, firm, own, ownFirm, memory, established, previous });
  if (previous === null) return call(own, ownFirm, 'none', ownFirm ? own : null);
  if (own === previous) return call(own, ownFirm, 'same', previous);
  if (rank(own) > rank(previous)) return ownFirm ? call(own, true, 'raised', own) : call(previous, false, 'not-yet-firm', previous);
  // a fall that rain explains says nothing about the drug, however certain the fall
  if (explainedByRain) return call(previous, false, 'held-rain', previous);
  if (below(p, previous) >= downAt) return call(own, ownFirm, 'lowered-certain', own);
  if (last !== undefined && rank(last.own) < rank(previous) && !last.explainedByRain) return call(own, ownFirm, 'lowered-twice', own);
  return call(previous, false, 'held-first', previous);
}
