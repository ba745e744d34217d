/**
 * Maximum likelihood of a normal or lognormal distribution with values below and above limits.
 * Newton's method in Olsen's (1978) parameters 1/σ and μ/σ, in which the likelihood has one hill
 * (Econometrica 46:1211): no start value can lead it astray.
 * Reference values: R survival 3.5-3 survreg(dist = "gaussian" and "lognormal").
 * Pure: no I/O, no clock, no Math.random.
 */
import { normalCdf, normalDensity } from '../normal.ts';
import { requireCensored, type CensoredValue } from './censoredValue.ts';

export interface NormalFit {
  mean: number;
  sd: number;
  median: number;
  logLik: number;
  /** Standard errors from the observed information. */
  seMean: number;
  seSd: number;
  iterations: number;
}

export interface LognormalFit {
  mean: number;
  sd: number;
  median: number;
  meanlog: number;
  sdlog: number;
  /** On the scale of the values, not of their logarithms. */
  logLik: number;
  seMeanlog: number;
  seSdlog: number;
  iterations: number;
}

const HALF_LOG_TWO_PI = 0.9189385332046727;

/** φ(z)/Φ(z), also where both underflow. */
export function hazard(z: number): number {
  if (z > -37) return normalDensity(z) / normalCdf(z);
  return -z / (1 - 1 / (z * z) + 3 / z ** 4);
}

/** ln Φ(z), also where Φ underflows. */
function logCdf(z: number): number {
  if (z > -37) return Math.log(normalCdf(z));
  return -0.5 * z * z - HALF_LOG_TWO_PI - Math.log(-z) + Math.log1p(-1 / (z * z) + 3 / z ** 4);
}

function logLikelihood(values: readonly CensoredValue[], theta: number, delta: number): number {
  let sum = 0;
  for (const { value, qualifier } of values) {
    const z = theta * value - delta;
    if (qualifier === '=') sum += Math.log(theta) - 0.5 * z * z - HALF_LOG_TWO_PI;
    else sum += logCdf(qualifier === '<' ? z : -z);
  }
  return sum;
}

interface Slopes {
  gTheta: number;
  gDelta: number;
  /** Minus the second derivatives: positive definite. */
  tt: number;
  td: number;
  dd: number;
}

function derivatives(values: readonly CensoredValue[], theta: number, delta: number): Slopes {
  const sum: Slopes = { gTheta: 0, gDelta: 0, tt: 0, td: 0, dd: 0 };
  for (const { value, qualifier } of values) {
    const z = theta * value - delta;
    let gain: number;
    let curve: number;
    if (qualifier === '=') {
      gain = -z;
      curve = 1;
      sum.gTheta += 1 / theta;
      sum.tt += 1 / (theta * theta);
    } else {
      const side = qualifier === '<' ? 1 : -1;
      const rate = hazard(side * z);
      gain = side * rate;
      curve = rate * (rate + side * z);
    }
    sum.gTheta += gain * value;
    sum.gDelta -= gain;
    sum.tt += curve * value * value;
    sum.td -= curve * value;
    sum.dd += curve;
  }
  return sum;
}

/**
 * Normal distribution.
 * @param values at least two distinct measured ones
 * @throws RangeError saying why no estimate exists
 */
export function normalFit(values: readonly CensoredValue[]): NormalFit {
  requireCensored('values', values);
  const measured = values.filter((one) => one.qualifier === '=').map((one) => one.value);
  const distinct = new Set(measured).size;
  if (distinct < 2) {
    throw new RangeError(`${measured.length} measured values of ${values.length}, ${distinct} of them distinct; the spread wants at least two distinct ones: report the detection frequency and the limits`);
  }
  // centred and scaled, so that 1e-300 and 1e300 are as easy as 1
  const low = values.reduce((least, one) => Math.min(least, one.value), Infinity);
  const high = values.reduce((most, one) => Math.max(most, one.value), -Infinity);
  const centre = low / 2 + high / 2;
  const scale = high / 2 - low / 2;
  const scaled = values.map(({ value, qualifier }) => ({ value: (value - centre) / scale, qualifier }));

  let theta = 1.5;
  let delta = 0;
  let best = logLikelihood(scaled, theta, delta);
  let iterations = 0;
  for (; iterations < 200; iterations++) {
    const d = derivatives(scaled, theta, delta);
    const determinant = d.tt * d.dd - d.td * d.td;
    const stepTheta = (d.dd * d.gTheta - d.td * d.gDelta) / determinant;
    const stepDelta = (d.tt * d.gDelta - d.td * d.gTheta) / determinant;
    let share = 1;
    let next = Number.NaN;
    while (share > 1e-12) {
      const candidate = theta + share * stepTheta;
      next = candidate > 0 ? logLikelihood(scaled, candidate, delta + share * stepDelta) : Number.NaN;
      if (next >= best - 1e-12 * Math.abs(best)) break;
      share /= 2;
    }
    if (!(next >= best - 1e-12 * Math.abs(best))) break;
    theta += share * stepTheta;
    delta += share * stepDelta;
    best = Math.max(best, next);
    if (Math.abs(stepTheta) <= 1e-14 * theta && Math.abs(stepDelta) <= 1e-14 * Math.max(1, Math.abs(delta))) break;
  }
  const d = derivatives(scaled, theta, delta);
  const determinant = d.tt * d.dd - d.td * d.td;
  // delta method, exact at the maximum: μ = δ/θ, σ = 1/θ
  const byTheta = -delta / (theta * theta);
  const byDelta = 1 / theta;
  const varianceMean = (byTheta * byTheta * d.dd - 2 * byTheta * byDelta * d.td + byDelta * byDelta * d.tt) / determinant;
  const varianceSd = d.dd / determinant / theta ** 4;
  const mean = centre + (delta / theta) * scale;
  return {
    mean,
    sd: scale / theta,
    median: mean,
    logLik: logLikelihood(scaled, theta, delta) - measured.length * Math.log(scale),
    seMean: scale * Math.sqrt(varianceMean),
    seSd: scale * Math.sqrt(varianceSd),
    iterations,
  };
}

/**
 * Lognormal distribution: a normal one of the logarithms; mean exp(μ + σ²/2), sd mean √(exp σ² - 1), median exp μ.
 * @param values all > 0, at least two distinct measured ones
 * @throws RangeError saying why no estimate exists
 */
export function lognormalFit(values: readonly CensoredValue[]): LognormalFit {
  requireCensored('values', values);
  const small = values.findIndex((one) => !(one.value > 0));
  if (small >= 0) throw new RangeError(`values[${small}] is ${values[small]?.value}; a number > 0 was expected, since the lognormal has no other`);
  const fit = normalFit(values.map(({ value, qualifier }) => ({ value: Math.log(value), qualifier })));
  const mean = Math.exp(fit.mean + (fit.sd * fit.sd) / 2);
  let logs = 0;
  for (const one of values) if (one.qualifier === '=') logs += Math.log(one.value);
  return {
    mean,
    sd: mean * Math.sqrt(Math.expm1(fit.sd * fit.sd)),
    median: Math.exp(fit.mean),
    meanlog: fit.mean,
    sdlog: fit.sd,
    logLik: fit.logLik - logs,
    seMeanlog: fit.seMean,
    seSdlog: fit.seSd,
    iterations: fit.iterations,
  };
}
