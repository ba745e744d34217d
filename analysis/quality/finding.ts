/**
 * What a quality-control check found: a code, the figure, what it was held against, and whether it holds.
 * Amounts are plain decimal texts and comparisons exact: a duplicate at exactly 20 % passes,
 * also where binary floating point would make it 20.000000000000004 %.
 * Pure: no I/O, no clock, no Math.random.
 */
import { Decimal } from 'decimal.js';

export const Exact = Decimal.clone({ precision: 60, toExpNeg: -9e15, toExpPos: 9e15 });

/** `null`: the figures do not carry a judgement (both non-detects, say), and the sentence says why. */
export type Judgement = 'pass' | 'warn' | 'fail' | null;

export interface Finding {
  code: string;
  outcome: Judgement;
  /** The figure, plain decimal text, in `unit`; null where it could not be formed. */
  value: string | null;
  /** What it was held against, in words that carry their unit. */
  limit: string;
  zh: string;
  en: string;
}

/** One measured amount: `value` null where only a limit is known. */
export interface Amount {
  qualifier: '=' | '<' | '>';
  value: string | null;
  limit?: string | null;
}

/** @throws RangeError naming the argument */
export function exactOf(name: string, text: string): Decimal {
  let exact: Decimal;
  try {
    exact = new Exact(text);
  } catch {
    throw new RangeError(`${name} is "${text}": expected a plain decimal`);
  }
  if (!exact.isFinite()) throw new RangeError(`${name} is "${text}": expected a finite decimal`);
  return exact;
}

/** Percent with at most one decimal, as sentences print it. */
export const percent = (share: Decimal): string => `${share.times(100).toDecimalPlaces(1, Decimal.ROUND_HALF_EVEN).toFixed()} %`;
