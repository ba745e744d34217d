/**
 * The incomplete beta function and what hangs on it: binomial tails, Student's t, exact intervals of a share.
 * Continued fraction by Lentz's method (DLMF 8.17.22); log-gamma by Stirling's series (DLMF 5.11.1).
 * Reference values: R 4.2.2 pbeta, pt, binom.test.
 */

const STIRLING = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360, 1 / 156] as const;
const HALF_LOG_TWO_PI = 0.9189385332046727;

/**
 * Natural logarithm of the gamma function.
 * @throws RangeError when x is not > 0
 */
export function logGamma(x: number): number {
  if (!(x > 0)) throw new RangeError(`x is ${x}; a number > 0 was expected`);
  let shifted = x;
  let product = 1;
  while (shifted < 12) {
    product *= shifted;
    shifted += 1;
  }
  const inverseSquare = 1 / (shifted * shifted);
  let series = 0;
  for (let i = STIRLING.length - 1; i >= 0; i--) series = series * inverseSquare + (STIRLING[i] ?? 0);
  return (shifted - 0.5) * Math.log(shifted) - shifted + HALF_LOG_TWO_PI + series / shifted - Math.log(product);
}

function continuedFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let c = 1;
  let d = 1 - ((a + b) * x) / (a + 1);
  d = 1 / (Math.abs(d) < tiny ? tiny : d);
  let value = d;
  for (let m = 1; m <= 100_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 + even * d;
    c = 1 + even / c;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = Math.abs(c) < tiny ? tiny : c;
    value *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 + odd * d;
    c = 1 + odd / c;
    d = 1 / (Math.abs(d) < tiny ? tiny : d);
    c = Math.abs(c) < tiny ? tiny : c;
    const factor = d * c;
    value *= factor;
    if (Math.abs(factor - 1) < 1e-16) return value;
  }
  return value;
}

/**
 * Regularised incomplete beta function I_x(a, b).
 * @param complement 1 - x where the caller knows it more exactly than the subtraction
 * @throws RangeError when x is outside [0, 1] or a, b are not > 0
 */
export function incompleteBeta(x: number, a: number, b: number, complement = 1 - x): number {
  if (!(x >= 0 && x <= 1)) throw new RangeError(`x is ${x}; a number from 0 to 1 was expected`);
  if (!(a > 0 && b > 0)) throw new RangeError(`a is ${a} and b is ${b}; numbers > 0 were expected`);
  if (x === 0 || complement === 1) return 0;
  if (x === 1 || complement === 0) return 1;
  const front = Math.exp(a * Math.log(x) + b * Math.log(complement) + logGamma(a + b) - logGamma(a) - logGamma(b));
  return x < (a + 1) / (a + b + 2) ? (front * continuedFraction(x, a, b)) / a : 1 - (front * continuedFraction(complement, b, a)) / b;
}

/**
 * The x with I_x(a, b) = p, by halving: monotone, so it cannot miss.
 */
export function incompleteBetaInverse(p: number, a: number, b: number): number {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p is ${p}; a probability from 0 to 1 was expected`);
  if (p === 0) return 0;
  if (p === 1) return 1;
  let low = 0;
  let high = 1;
  for (let step = 0; step < 200; step++) {
    const middle = (low + high) / 2;
    if (middle === low || middle === high) break;
    if (incompleteBeta(middle, a, b) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/**
 * Two-sided p of Student's t, precise far out in the tail.
 * @param degrees of freedom, > 0
 */
export function studentTwoSidedP(t: number, degrees: number): number {
  if (Number.isNaN(t)) return Number.NaN;
  if (!Number.isFinite(t)) return 0;
  const square = t * t;
  const sum = degrees + square;
  return incompleteBeta(degrees / sum, degrees / 2, 0.5, square / sum);
}

/** The t with P(|T| > t) = 1 - confidence. */
export function studentQuantileTwoSided(confidence: number, degrees: number): number {
  const x = incompleteBetaInverse(1 - confidence, degrees / 2, 0.5);
  return Math.sqrt((degrees * (1 - x)) / x);
}

/**
 * Exact two-sided p that a binomial(n, 1/2) is as far from n/2 as k: the sign test.
 */
export function signTestP(k: number, n: number): number {
  if (n === 0) return 1;
  const less = Math.min(k, n - k);
  if (n > 50) return Math.min(1, 2 * incompleteBeta(0.5, n - less, less + 1));
  // up to 50 pairs every term is a whole number below 2^53: the sum is exact
  let ways = 1;
  let sum = 1;
  for (let i = 1; i <= less; i++) {
    ways = (ways * (n - i + 1)) / i;
    sum += ways;
  }
  return Math.min(1, (2 * sum) / 2 ** n);
}
