/**
 * Share of measured values with its exact binomial interval (Clopper & Pearson 1934).
 * Reference values: R 4.2.2 binom.test.
 * Pure: no I/O, no clock, no Math.random.
 */
import { incompleteBetaInverse } from '../beta.ts';
import { requireInRange } from '../finite.ts';

export interface DetectionFrequency {
  detected: number;
  n: number;
  /** NaN where n = 0. */
  frequency: number;
  lower: number;
  upper: number;
  confidence: number;
}

/**
 * @param detected whole number, 0 to n
 * @param n whole number >= 0; of nothing the interval is all of [0, 1]
 * @throws RangeError naming the argument out of range
 */
export function detectionFrequency(detected: number, n: number, confidence = 0.95): DetectionFrequency {
  if (!Number.isSafeInteger(n) || n < 0) throw new RangeError(`n is ${n}; a whole number >= 0 was expected`);
  if (!Number.isSafeInteger(detected) || detected < 0 || detected > n) throw new RangeError(`detected is ${detected}; a whole number from 0 to n = ${n} was expected`);
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  const tail = (1 - confidence) / 2;
  return {
    detected,
    n,
    frequency: n === 0 ? Number.NaN : detected / n,
    lower: detected === 0 ? 0 : incompleteBetaInverse(tail, detected, n - detected + 1),
    upper: detected === n ? 1 : incompleteBetaInverse(1 - tail, detected + 1, n - detected),
    confidence,
  };
}
