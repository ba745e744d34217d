/**
 * Ratio of two measured or limited values, and whether it exceeds a threshold for sure.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { CensoredValue } from '../censored/censoredValue.ts';
import type { Qualifier } from '../../models/schemas/result.ts';

export interface Ratio {
  value: number;
  /** '<' and '>' where a limit is involved: the ratio is below or above `value`. */
  qualifier: Qualifier;
}

/**
 * @returns null where one is missing, the denominator is 0, or both are limited the same way
 */
export function ratioOf(numerator: CensoredValue | undefined, denominator: CensoredValue | undefined): Ratio | null {
  if (numerator === undefined || denominator === undefined) return null;
  if (!(denominator.value > 0) || !(numerator.value >= 0)) return null;
  const value = numerator.value / denominator.value;
  // a denominator below its limit makes the ratio larger, one above the range makes it smaller
  const lower = numerator.qualifier === '>' || denominator.qualifier === '<';
  const upper = numerator.qualifier === '<' || denominator.qualifier === '>';
  if (lower && upper) return null;
  return { value, qualifier: lower ? '>' : upper ? '<' : '=' };
}

export type Answer = 'yes' | 'no' | 'cannot-tell';

export function exceeds(ratio: Ratio | null, threshold: number): Answer {
  if (ratio === null) return 'cannot-tell';
  if (ratio.qualifier === '=') return ratio.value > threshold ? 'yes' : 'no';
  if (ratio.qualifier === '>') return ratio.value >= threshold ? 'yes' : 'cannot-tell';
  return ratio.value <= threshold ? 'no' : 'cannot-tell';
}

export function fallsBelow(ratio: Ratio | null, threshold: number): Answer {
  if (ratio === null) return 'cannot-tell';
  if (ratio.qualifier === '=') return ratio.value < threshold ? 'yes' : 'no';
  if (ratio.qualifier === '<') return ratio.value <= threshold ? 'yes' : 'cannot-tell';
  return ratio.value >= threshold ? 'no' : 'cannot-tell';
}

/** As it is shown: "12.3", "< 0.04", "> 5". */
export const ratioText = (ratio: Ratio | null): string => (ratio === null ? '–' : `${ratio.qualifier === '=' ? '' : `${ratio.qualifier} `}${ratio.value.toPrecision(3)}`);
