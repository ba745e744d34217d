/**
 * Means with non-detects replaced by a fraction of their limit. Not an estimate: a labelled sensitivity
 * that shows how much the answer hangs on what nobody measured (Helsel 2006: fabricating data).
 * Zero and the limit itself are rigorous bounds of the sample mean.
 * Pure: no I/O, no clock, no Math.random.
 */
import { countCensored, requireCensored, type CensoredValue } from './censoredValue.ts';

export interface Substitution {
  label: 'sensitivity-only';
  zero: number;
  half: number;
  sqrt2: number;
  full: number;
}

/**
 * @param values at least one; none above the range
 * @throws RangeError when there is none, or one is above the range (its mean has no upper bound)
 */
export function substitution(values: readonly CensoredValue[]): Substitution {
  requireCensored('values', values);
  const counts = countCensored(values);
  if (counts.n === 0) throw new RangeError('the mean of no values does not exist; give at least one');
  if (counts.above > 0) throw new RangeError(`${counts.above} values are above the range; no substitute bounds them: use maximum likelihood, or dilute and measure again`);
  const meanWith = (factor: number): number =>
    values.reduce((sum, { value, qualifier }) => sum + ((qualifier === '<' ? factor : 1) * value) / values.length, 0);
  return { label: 'sensitivity-only', zero: meanWith(0), half: meanWith(1 / 2), sqrt2: meanWith(Math.SQRT1_2), full: meanWith(1) };
}
