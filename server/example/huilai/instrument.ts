/** What an instrument shows of a true concentration: noise, its limits, and the text that its export holds. */
import type { Method } from '../../../models/schemas/analyte.ts';
import type { Draw } from './streams.ts';

/** Relative spread of one measurement, and noise near the detection limit as a share of it. */
const RELATIVE = 0.05;
const NOISE_PER_LOD = 0.22;
/** Below this share of the detection limit no peak is seen. */
const NO_PEAK = 0.3;

export interface Reading {
  /** Measured amount, in the method's unit; null where no peak was seen. */
  amount: number | null;
  rawText: string;
  dilution: '1' | '10' | '100';
}

/** Four significant digits without an exponent, as exports print them. */
export function instrumentText(amount: number): string {
  if (!(Number.isFinite(amount) && amount > 0)) throw new RangeError(`amount is ${String(amount)}; a finite number above 0 was expected`);
  const decimals = Math.max(0, 3 - Math.floor(Math.log10(amount)));
  return decimals === 0 ? String(Number(amount.toPrecision(4))) : amount.toFixed(Math.min(8, decimals));
}

/**
 * Measures once.
 * @param bias of the run: 1 where it is right
 */
export function measure(truth: number, method: Method, draw: Draw, bias = 1): Reading {
  const lod = Number(method.lod);
  const upper = Number(method.upper);
  const amount = truth * bias * draw.factor(RELATIVE) + lod * NOISE_PER_LOD * draw.normal();
  if (amount < NO_PEAK * lod) return { amount: null, rawText: draw.chance(0.7) ? 'ND' : '未检出', dilution: '1' };
  if (amount <= upper) return { amount, rawText: instrumentText(amount), dilution: '1' };
  // most are diluted and measured again; the rest stay as they are, above the range
  if (draw.chance(0.3)) return { amount, rawText: instrumentText(amount), dilution: '1' };
  const dilution = amount <= 10 * upper ? '10' : '100';
  return { amount, rawText: instrumentText(amount / Number(dilution)), dilution };
}
