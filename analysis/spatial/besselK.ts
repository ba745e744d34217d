/**
 * Modified Bessel function of the second kind, for the Matérn model.
 * Small arguments: Temme's series (1975); large: Steed's continued fraction; orders by upward recurrence, which
 * is stable for K. The gamma functions of Temme's series come from the power series of 1/gamma (Wrench 1968).
 */

/** Coefficients c_1.. of 1/gamma(x) = sum c_k x^k. */
const RECIPROCAL_GAMMA = [
  1, 0.5772156649015329, -0.6558780715202538, -0.0420026350340952, 0.1665386113822915, -0.0421977345555443,
  -0.009621971527877, 0.007218943246663, -0.0011651675918591, -0.0002152416741149, 0.0001280502823882, -0.0000201348547807,
  -0.0000012504934821, 0.000001133027232, -0.0000002056338417, 6.116095e-9, 5.0020075e-9, -1.1812746e-9, 1.043427e-10, 7.7823e-12,
  -3.6968e-12, 5.1e-13, -2.06e-14, -5.4e-15, 1.4e-15, -1e-16,
] as const;

/** 1/gamma(1 + mu) for |mu| <= 1/2: sum of c_k mu^(k-1). Split into its even and odd part in mu. */
const reciprocalGammas = (mu: number): { plus: number; minus: number; gamma1: number; gamma2: number } => {
  let even = 0;
  let odd = 0;
  const square = mu * mu;
  for (let k = RECIPROCAL_GAMMA.length - 1; k >= 0; k--) {
    const c = RECIPROCAL_GAMMA[k] ?? 0;
    if (k % 2 === 0) even = even * square + c;
    else odd = odd * square + c;
  }
  return { plus: even + mu * odd, minus: even - mu * odd, gamma1: -odd, gamma2: even };
};

const PRECISION = 1e-16;
const MOST_STEPS = 10000;

/** K_mu and K_(mu+1) times exp(x), |mu| <= 1/2, x <= 2. */
const small = (mu: number, x: number): [number, number] => {
  const { plus, minus, gamma1, gamma2 } = reciprocalGammas(mu);
  const half = 2 / x;
  const log = Math.log(half);
  const e = mu * log;
  const pimu = Math.PI * mu;
  const first = Math.abs(pimu) < 1e-15 ? 1 : pimu / Math.sin(pimu);
  const second = Math.abs(e) < 1e-15 ? 1 : Math.sinh(e) / e;
  let f = first * (gamma1 * Math.cosh(e) + gamma2 * second * log);
  const power = Math.exp(e);
  let p = (0.5 * power) / plus;
  let q = 0.5 / (power * minus);
  const square = (x * x) / 4;
  let c = 1;
  let sum = f;
  let sumNext = p;
  for (let i = 1; i <= MOST_STEPS; i++) {
    f = (i * f + p + q) / (i * i - mu * mu);
    c *= square / i;
    p /= i - mu;
    q /= i + mu;
    const step = c * f;
    sum += step;
    sumNext += c * (p - i * f);
    if (Math.abs(step) < Math.abs(sum) * PRECISION) break;
  }
  const scale = Math.exp(x);
  return [sum * scale, sumNext * half * scale];
};

/** K_mu and K_(mu+1) times exp(x), |mu| <= 1/2, x > 2. */
const large = (mu: number, x: number): [number, number] => {
  let b = 2 * (1 + x);
  let d = 1 / b;
  let h = d;
  let step = d;
  let q1 = 0;
  let q2 = 1;
  const a1 = 0.25 - mu * mu;
  let q = a1;
  let c = a1;
  let a = -a1;
  let s = 1 + q * step;
  for (let i = 2; i <= MOST_STEPS; i++) {
    a -= 2 * (i - 1);
    c = (-a * c) / i;
    const next = (q1 - b * q2) / a;
    q1 = q2;
    q2 = next;
    q += c * next;
    b += 2;
    d = 1 / (b + a * d);
    step = (b * d - 1) * step;
    h += step;
    const change = q * step;
    s += change;
    if (Math.abs(change / s) < PRECISION) break;
  }
  const value = Math.sqrt(Math.PI / (2 * x)) / s;
  return [value, (value * (mu + x + 0.5 - a1 * h)) / x];
};

/**
 * K_nu(x) times exp(x), which does not underflow.
 * @param nu order, >= 0
 * @param x > 0
 */
export const besselKScaled = (nu: number, x: number): number => {
  if (!(nu >= 0 && nu < 1000)) throw new RangeError(`nu is ${nu}; an order from 0 to 1000 was expected`);
  if (!(x > 0)) throw new RangeError(`x is ${x}; a number above 0 was expected`);
  const steps = Math.floor(nu + 0.5);
  const mu = nu - steps;
  let [here, next] = x <= 2 ? small(mu, x) : large(mu, x);
  for (let i = 1; i <= steps; i++) {
    const after = ((2 * (mu + i)) / x) * next + here;
    here = next;
    next = after;
  }
  return here;
};
