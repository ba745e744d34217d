/**
 * Single factor P = C / S of one result against its reference, as bounds.
 * Non-detects: 0 to the LOQ; seen below the LOQ: LOD to LOQ; above the range: from the limit upwards.
 */
import { interval, type Interval } from './interval.ts';
import type { GradingMeasurement } from './types.ts';

const finite = (value: number | null): value is number => value !== null && Number.isFinite(value);

/**
 * Bounds of C in the measurement's unit; undefined for a limit nobody stated (a zero published
 * without its LOQ): that says nothing at all.
 * @throws RangeError naming the result, where a detected value is missing or not finite
 */
function concentration(m: GradingMeasurement): Interval | undefined {
  const what = `result ${m.resultId}`;
  switch (m.qualifier) {
    case '=':
      if (!finite(m.value)) throw new RangeError(`${what}: qualifier '=' with value ${String(m.value)}; a finite number was expected`);
      return interval(m.value, m.value, what);
    case '<': {
      const limits = [m.limit, m.loq].filter(finite);
      if (limits.length === 0) return undefined;
      const upper = Math.max(...limits);
      return interval(m.detected && finite(m.lod) ? Math.min(m.lod, upper) : 0, upper, what);
    }
    case '>':
      if (!finite(m.limit)) throw new RangeError(`${what}: qualifier '>' with limit ${String(m.limit)}; a finite number was expected`);
      return interval(m.limit, Infinity, what);
  }
}

/**
 * @param reference S, > 0, in the unit of the measurement
 * @param cut lowest cut-off of the rule, in multiples of S
 * @returns bounds of P, and whether the result says on which side of the cut it lies; a non-detect
 *   whose LOQ is above the cut does not, and neither does one without a limit (bounds undefined)
 * @throws RangeError when the reference is not a finite number above 0
 */
export function singleFactor(m: GradingMeasurement, reference: number, cut: number): { bounds: Interval | undefined; informative: boolean } {
  if (!(Number.isFinite(reference) && reference > 0)) throw new RangeError(`reference of ${m.analyte} is ${reference}; a finite number above 0 was expected`);
  const c = concentration(m);
  if (c === undefined) return { bounds: undefined, informative: false };
  const bounds = { lower: c.lower / reference, upper: c.upper / reference };
  const spansCut = bounds.lower < cut && bounds.upper >= cut;
  return { bounds, informative: m.qualifier !== '<' || !spansCut };
}
