/**
 * The standard normal distribution to the last digits of double precision.
 * Distribution function and tails: W. J. Cody's rational Chebyshev approximations (1969; his ANORM,
 * TOMS 715), relative error about 1e-16 also far out in the tails. Quantile: M. J. Wichura,
 * algorithm AS 241 (PPND16), 1988. Reference values: R 4.2.2 pnorm, qnorm.
 */

const CENTRE_P = [2.2352520354606837, 161.02823106855587, 1067.6894854603709, 18154.98125334356, 0.06568233791820745] as const;
const CENTRE_Q = [47.202581904688245, 976.0985517377767, 10260.932208618979, 45507.78933502673] as const;
const MIDDLE_P = [0.39894151208813466, 8.883149794388377, 93.50665613217785, 597.2702763948002, 2494.5375852903726, 6848.190450536283, 11602.65143764735, 9842.714838383978, 1.0765576773720192e-8] as const;
const MIDDLE_Q = [22.266688044328117, 235.387901782625, 1519.3775994075547, 6485.558298266761, 18615.571640885097, 34900.95272114598, 38912.00328609327, 19685.429676859992] as const;
const TAIL_P = [0.215898534057957, 0.12740116116024736, 0.022235277870649807, 0.0014216191932278934, 2.9112874951168793e-5, 0.023073441764940174] as const;
const TAIL_Q = [1.284260096144911, 0.4682382124808651, 0.06598813786892856, 0.0037823963320275824, 7.297515550839662e-5] as const;

const SQRT_32 = 5.656854249492381;
const ONE_OVER_SQRT_2PI = 0.3989422804014327;

/** exp(-y²/2) without losing digits: y is split at sixteenths so that its square is exact. */
const gaussianWeight = (y: number): number => {
  const head = Math.trunc(y * 16) / 16;
  return Math.exp(-head * head * 0.5) * Math.exp(-(y - head) * (y + head) * 0.5);
};

/** P(Z > y) for y >= 0.67448975, to full relative precision. */
const farTail = (y: number): number => {
  if (y > 38.6) return 0;
  if (y <= SQRT_32) {
    const p = MIDDLE_P;
    const q = MIDDLE_Q;
    const numerator = (((((((p[8] * y + p[0]) * y + p[1]) * y + p[2]) * y + p[3]) * y + p[4]) * y + p[5]) * y + p[6]) * y + p[7];
    const denominator = (((((((y + q[0]) * y + q[1]) * y + q[2]) * y + q[3]) * y + q[4]) * y + q[5]) * y + q[6]) * y + q[7];
    return gaussianWeight(y) * (numerator / denominator);
  }
  const inverse = 1 / (y * y);
  const p = TAIL_P;
  const q = TAIL_Q;
  const numerator = ((((p[5] * inverse + p[0]) * inverse + p[1]) * inverse + p[2]) * inverse + p[3]) * inverse + p[4];
  const denominator = ((((inverse + q[0]) * inverse + q[1]) * inverse + q[2]) * inverse + q[3]) * inverse + q[4];
  return gaussianWeight(y) * ((ONE_OVER_SQRT_2PI - (inverse * numerator) / denominator) / y);
};

/** Φ(z) - 1/2 near the centre, |z| <= 0.67448975. */
const centre = (z: number): number => {
  const square = Math.abs(z) > 1.11e-16 ? z * z : 0;
  const p = CENTRE_P;
  const q = CENTRE_Q;
  const numerator = (((p[4] * square + p[0]) * square + p[1]) * square + p[2]) * square + p[3];
  const denominator = (((square + q[0]) * square + q[1]) * square + q[2]) * square + q[3];
  return (z * numerator) / denominator;
};

const CENTRE_LIMIT = 0.67448975;

/**
 * Standard normal distribution function Φ(z) = P(Z <= z).
 * @param z any number; NaN gives NaN, infinities give 0 and 1
 */
export const normalCdf = (z: number): number => {
  if (Number.isNaN(z)) return Number.NaN;
  if (Math.abs(z) <= CENTRE_LIMIT) return 0.5 + centre(z);
  return z < 0 ? farTail(-z) : 1 - farTail(z);
};

/** Upper tail P(Z > z), precise where Φ(z) rounds to 1. NaN gives NaN. */
export const normalSurvival = (z: number): number => normalCdf(-z);

/** Two-sided p of a z statistic, P(|Z| >= |z|). NaN gives NaN. */
export const twoSidedP = (z: number): number => Math.min(1, 2 * normalCdf(-Math.abs(z)));

/** Two-sided p below this size of z by Taylor polynomials of this degree about the middles of cells, so many to a unit. */
const SERIES_LIMIT = 8;
const SERIES_DEGREE = 7;
const CELLS_PER_UNIT = 96;
const SERIES_WIDTH = SERIES_DEGREE + 1;

/** The derivatives of 2 P(Z > z) are those of -2 φ(z): Hermite polynomials (He) times it. The next term is below 1e-15 of p. */
const twoSidedSeries = (): Float64Array => {
  const series = new Float64Array(SERIES_LIMIT * CELLS_PER_UNIT * SERIES_WIDTH);
  for (let cell = 0, at = 0; cell < SERIES_LIMIT * CELLS_PER_UNIT; cell++) {
    const middle = (cell + 0.5) / CELLS_PER_UNIT;
    series[at++] = twoSidedP(middle);
    let hermite = 1;
    let former = 0;
    let factor = -2 * normalDensity(middle);
    for (let order = 1; order <= SERIES_DEGREE; order++) {
      series[at++] = factor * hermite;
      [hermite, former] = [middle * hermite - (order - 1) * former, hermite];
      factor /= -(order + 1);
    }
  }
  return series;
};

let series: Float64Array | undefined;

/** Two-sided p of every z, written into `p`; within 2e-15 of twoSidedP, relative, in a fraction of its time. NaN stays NaN. */
export const twoSidedPs = (z: Float64Array, p: Float64Array): void => {
  const c = (series ??= twoSidedSeries());
  for (let i = 0; i < p.length; i++) {
    const size = Math.abs(z[i] as number);
    if (!(size < SERIES_LIMIT)) {
      p[i] = twoSidedP(size);
      continue;
    }
    const cell = (size * CELLS_PER_UNIT) | 0;
    const h = size - (cell + 0.5) / CELLS_PER_UNIT;
    const at = cell * SERIES_WIDTH;
    // even and odd powers side by side: neither waits for the other
    const square = h * h;
    const even = (((c[at + 6] as number) * square + (c[at + 4] as number)) * square + (c[at + 2] as number)) * square + (c[at] as number);
    const odd = (((c[at + 7] as number) * square + (c[at + 5] as number)) * square + (c[at + 3] as number)) * square + (c[at + 1] as number);
    p[i] = even + h * odd;
  }
};

/** Standard normal density. */
export const normalDensity = (z: number): number => {
  const size = Math.abs(z);
  return size > 39 ? 0 : ONE_OVER_SQRT_2PI * gaussianWeight(size);
};

const NEAR_P = [3.3871328727963665, 133.14166789178438, 1971.5909503065513, 13731.69376550946, 45921.95393154987, 67265.7709270087, 33430.57558358813, 2509.0809287301227] as const;
const NEAR_Q = [1, 42.31333070160091, 687.1870074920579, 5394.196021424751, 21213.794301586597, 39307.89580009271, 28729.085735721943, 5226.495278852854] as const;
const OUTER_P = [1.4234371107496835, 4.630337846156546, 5.769497221460691, 3.6478483247632045, 1.2704582524523684, 0.2417807251774506, 0.022723844989269184, 0.0007745450142783414] as const;
const OUTER_Q = [1, 2.053191626637759, 1.6763848301838038, 0.6897673349851, 0.14810397642748008, 0.015198666563616457, 0.0005475938084995345, 1.0507500716444169e-9] as const;
const EXTREME_P = [6.657904643501103, 5.463784911164114, 1.7848265399172913, 0.29656057182850487, 0.026532189526576124, 0.0012426609473880784, 2.7115555687434876e-5, 2.0103343992922881e-7] as const;
const EXTREME_Q = [1, 0.599832206555888, 0.1369298809227358, 0.014875361290850615, 0.0007868691311456133, 1.8463183175100548e-5, 1.421511758316446e-7, 2.0442631033899397e-15] as const;

type Eight = readonly [number, number, number, number, number, number, number, number];
const ratio = (p: Eight, q: Eight, r: number): number =>
  (((((((p[7] * r + p[6]) * r + p[5]) * r + p[4]) * r + p[3]) * r + p[2]) * r + p[1]) * r + p[0]) /
  (((((((q[7] * r + q[6]) * r + q[5]) * r + q[4]) * r + q[3]) * r + q[2]) * r + q[1]) * r + q[0]);

/**
 * Standard normal quantile: the z with Φ(z) = p.
 * @param p probability; 0 and 1 give -Infinity and Infinity
 * @throws RangeError when p is not in [0, 1] (NaN included)
 */
export const normalQuantile = (p: number): number => {
  if (!(p >= 0 && p <= 1)) throw new RangeError(`p is ${p}; a probability from 0 to 1 was expected`);
  const q = p - 0.5;
  if (Math.abs(q) <= 0.425) return q * ratio(NEAR_P, NEAR_Q, 0.180625 - q * q);
  const tail = q < 0 ? p : 1 - p;
  if (tail === 0) return q < 0 ? -Infinity : Infinity;
  const r = Math.sqrt(-Math.log(tail));
  const z = r <= 5 ? ratio(OUTER_P, OUTER_Q, r - 1.6) : ratio(EXTREME_P, EXTREME_Q, r - 5);
  return q < 0 ? -z : z;
};
