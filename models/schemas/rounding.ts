/**
 * Rounding of reported values in decimal arithmetic: GB/T 8170-2008 (half to even) or half up.
 * Rounds once, from the unrounded value, and never prints -0.
 * Pure; the browser uses the same function as the server.
 */
import { Decimal } from 'decimal.js';

/** Precise enough that a product of two typed numbers is exact: nothing rounds before the method's rule does. */
export const Exact = Decimal.clone({ precision: 120, toExpNeg: -9e15, toExpPos: 9e15 });

export interface RoundingRule {
  significantDigits: number;
  /** Never more places than this, whatever the significant digits would allow; null for no cap. */
  maximumDecimals: number | null;
  rounding: 'gb-t-8170' | 'half-up';
}

const modeOf = (rounding: RoundingRule['rounding']): Decimal.Rounding => (rounding === 'gb-t-8170' ? Decimal.ROUND_HALF_EVEN : Decimal.ROUND_HALF_UP);

function finite(value: string): Decimal {
  const exact = new Exact(value);
  if (!exact.isFinite()) throw new RangeError(`cannot round "${value}": expected a finite decimal`);
  return exact;
}

function placesOf(exact: Decimal, places: number, rounding: RoundingRule['rounding']): Decimal {
  const rounded = places >= 0 ? exact.toDecimalPlaces(places, modeOf(rounding)) : exact.toNearest(`1e${String(-places)}`, modeOf(rounding));
  return rounded.isZero() ? rounded.abs() : rounded;
}

/**
 * Rounds by a method's rule.
 * @param value plain decimal text or a finite Exact, unrounded, in the method's unit
 * @returns plain decimal text as reports print it: 9.995 at 3 digits is "10.0", 12.25 is "12.2" or "12.3"
 * @throws RangeError when the value is not a finite decimal
 */
export function roundReported(value: string | Decimal, rule: RoundingRule): string {
  const exact = typeof value === 'string' ? finite(value) : value;
  if (exact.isZero()) return '0';
  const cap = rule.maximumDecimals ?? Number.POSITIVE_INFINITY;
  const placesAt = (exponent: number): number => Math.min(rule.significantDigits - 1 - exponent, cap);
  const rounded = placesOf(exact, placesAt(exact.e), rule.rounding);
  // 9.995 becomes 10.00: one digit more than the rule, so the last zero goes
  const places = placesAt(rounded.isZero() ? exact.e : Math.max(rounded.e, exact.e));
  return rounded.toFixed(Math.max(places, 0));
}
