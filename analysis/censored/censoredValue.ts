/**
 * A measured value that may be known only to lie below or above a limit.
 * The qualifier is the one of the result: '<' below a limit, '>' above the range.
 * Pure: no I/O, no clock, no Math.random.
 */
import type { Qualifier } from '../../models/schemas/result.ts';

export interface CensoredValue {
  /** The value, or the limit it is below or above. */
  value: number;
  qualifier: Qualifier;
}

/**
 * @throws RangeError naming the index of a value that is not finite or a qualifier that is none
 */
export function requireCensored(name: string, values: readonly CensoredValue[]): void {
  for (const [i, one] of values.entries()) {
    if (!Number.isFinite(one.value)) {
      throw new RangeError(`${name}[${i}].value is ${one.value}; a finite number was expected: leave a missing value out, do not write it as NaN`);
    }
    if (one.qualifier !== '=' && one.qualifier !== '<' && one.qualifier !== '>') {
      throw new RangeError(`${name}[${i}].qualifier is "${String(one.qualifier)}"; =, < or > was expected`);
    }
  }
}

export interface Counts {
  n: number;
  detected: number;
  below: number;
  above: number;
  /** Distinct limits among the values below. */
  limits: number[];
}

export function countCensored(values: readonly CensoredValue[]): Counts {
  const below = values.filter((one) => one.qualifier === '<');
  const detected = values.filter((one) => one.qualifier === '=').length;
  return {
    n: values.length,
    detected,
    below: below.length,
    above: values.length - detected - below.length,
    limits: [...new Set(below.map((one) => one.value))].sort((a, b) => a - b),
  };
}

/** Lowest and highest number a value can be, and whether the end belongs to it. */
export const lowEnd = (one: CensoredValue): number => (one.qualifier === '<' ? -Infinity : one.value);
export const highEnd = (one: CensoredValue): number => (one.qualifier === '>' ? Infinity : one.value);

/**
 * Which of two is larger, where that can be told: 1 when b is surely above a, -1 when below, 0 when
 * equal or undecidable. "< 5" is below a measured 5; "< 5" against 3 or "< 2" cannot be told.
 */
export function compareCensored(a: CensoredValue, b: CensoredValue): -1 | 0 | 1 {
  const bothMeasured = a.qualifier === '=' && b.qualifier === '=';
  const above = lowEnd(b) - highEnd(a);
  if (above > 0 || (above === 0 && !bothMeasured)) return 1;
  const under = lowEnd(a) - highEnd(b);
  if (under > 0 || (under === 0 && !bothMeasured)) return -1;
  return 0;
}
