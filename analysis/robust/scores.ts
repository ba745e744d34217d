/**
 * Proficiency scores of ISO 13528: z with the scheme's standard deviation, zeta with the uncertainties.
 * |score| <= 2 is satisfactory, 2 to 3 questionable, >= 3 unsatisfactory.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireInRange } from '../finite.ts';

export type ScoreVerdict = 'satisfactory' | 'questionable' | 'unsatisfactory';

export interface Score {
  score: number;
  verdict: ScoreVerdict;
}

function judged(score: number): Score {
  if (!Number.isFinite(score)) throw new RangeError(`the score is ${score}; the difference is beyond double precision: scale the values`);
  const size = Math.abs(score);
  return { score, verdict: size <= 2 ? 'satisfactory' : size < 3 ? 'questionable' : 'unsatisfactory' };
}

/**
 * z = (x - assigned) / σ.
 * @param sigma standard deviation for the assessment, > 0
 * @throws RangeError naming the argument out of range
 */
export function zScore(x: number, assigned: number, sigma: number): Score {
  requireInRange('x', x, {});
  requireInRange('assigned', assigned, {});
  requireInRange('sigma', sigma, { above: 0 });
  return judged((x - assigned) / sigma);
}

/**
 * zeta = (x - assigned) / √(u² + u_assigned²).
 * @param u, uAssigned standard uncertainties, >= 0 and not both 0
 * @throws RangeError naming the argument out of range
 */
export function zetaScore(x: number, u: number, assigned: number, uAssigned: number): Score {
  requireInRange('x', x, {});
  requireInRange('assigned', assigned, {});
  requireInRange('u', u, { from: 0 });
  requireInRange('uAssigned', uAssigned, { from: 0 });
  const combined = Math.hypot(u, uAssigned);
  if (combined === 0) throw new RangeError('u and uAssigned are both 0; a zeta score wants an uncertainty > 0');
  return judged((x - assigned) / combined);
}
