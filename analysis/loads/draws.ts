/**
 * Random factors of an uncertainty budget: lognormals that keep the mean, and Beta shares.
 * Gamma variates by Marsaglia & Tsang (2000), ACM TOMS 26:363.
 * Pure: no I/O, no clock; every number comes from the stream given.
 */
import type { Random } from '../random.ts';
import { requireInRange } from '../finite.ts';

/**
 * A factor of mean 1.
 * @param relativeSd standard deviation over mean, >= 0; 0 draws nothing
 */
export function lognormalFactor(random: Random, relativeSd: number): number {
  if (relativeSd === 0) return 1;
  const variance = Math.log1p(relativeSd * relativeSd);
  return Math.exp(Math.sqrt(variance) * random.normal() - variance / 2);
}

/** `count` such factors from one stream. */
export function lognormalFactors(random: Random, relativeSd: number, count: number): Float64Array {
  const factors = new Float64Array(count);
  for (let i = 0; i < count; i++) factors[i] = lognormalFactor(random, relativeSd);
  return factors;
}

/** @param shape >= 1 */
function gamma(random: Random, shape: number): number {
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = random.normal();
    const v = (1 + c * x) ** 3;
    if (v > 0 && Math.log(random.uniformOpen()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
}

/**
 * Shape parameters of a Beta with this mean and relative standard deviation.
 * @throws RangeError when the spread is so wide that the Beta would pile up at 0 or 1: no share does
 */
export function betaShape(mean: number, relativeSd: number): { a: number; b: number } {
  requireInRange('mean', mean, { above: 0, below: 1 });
  requireInRange('relativeSd', relativeSd, { above: 0 });
  const size = (1 - mean) / (mean * relativeSd * relativeSd) - 1;
  const a = mean * size;
  const b = (1 - mean) * size;
  if (!(a >= 1 && b >= 1)) {
    const widest = Math.sqrt((1 - mean) / mean / (1 / Math.min(mean, 1 - mean) + 1));
    throw new RangeError(`a share of mean ${mean} cannot have a relative standard deviation of ${relativeSd}; at most ${widest.toPrecision(3)} was expected`);
  }
  return { a, b };
}

/** A share in (0, 1). @param a, b >= 1 */
export function betaDraw(random: Random, a: number, b: number): number {
  const x = gamma(random, a);
  const y = gamma(random, b);
  return x / (x + y);
}
