/**
 * Mann-Kendall and Sen's slope of many short series at once: a country's sites × analytes.
 * The same numbers as mannKendall and senSlope, without their allocations: one workspace per call,
 * ties counted in the pass that takes the slopes.
 * Pure: no I/O, no clock, no Math.random.
 */
import { requireInRange } from '../finite.ts';
import { normalQuantile, twoSidedP } from '../normal.ts';
import { medianSorted } from '../quantile.ts';
import { exactTwoSidedP, scoreDistribution, type ScoreDistribution } from './kendallExact.ts';
import { continuityZ, tieSums } from './kendallScore.ts';
import { NORMAL_FROM } from './mannKendall.ts';
import { roundHalfEven } from './senSlope.ts';

/** Fewer values carry no test of a trend. */
export const FEWEST_VALUES = 4;

/** One number per series; NaN where the series has fewer than four values. */
export interface TrendTable {
  n: Int32Array;
  S: Float64Array;
  varS: Float64Array;
  tau: Float64Array;
  z: Float64Array;
  p: Float64Array;
  slope: Float64Array;
  lower: Float64Array;
  upper: Float64Array;
  intercept: Float64Array;
}

const untiedDistributions = new Map<number, ScoreDistribution>();

function exactP(values: Float64Array, tied: boolean, S: number): number {
  if (tied) return exactTwoSidedP(scoreDistribution(values), S);
  let distribution = untiedDistributions.get(values.length);
  if (distribution === undefined) {
    distribution = scoreDistribution(values);
    untiedDistributions.set(values.length, distribution);
  }
  return exactTwoSidedP(distribution, S);
}

/** Below this size inserting in place is quicker than a call into the engine's sort. */
const INSERTION_BELOW = 24;

function sortInPlace(values: Float64Array): Float64Array {
  if (values.length >= INSERTION_BELOW) return values.sort();
  for (let i = 1; i < values.length; i++) {
    const moving = values[i] as number;
    let k = i - 1;
    while (k >= 0 && (values[k] as number) > moving) {
      values[k + 1] = values[k] as number;
      k -= 1;
    }
    values[k + 1] = moving;
  }
  return values;
}

/** The first n, without a new view of them where they are all: a view costs as much as ten slopes. */
const first = (values: Float64Array, n: number): Float64Array => (n === values.length ? values : values.subarray(0, n));

/** What pairs add to S whose values differ by so little that their slope is 0. */
function scoreOfVanished(t: Float64Array, x: Float64Array, n: number): number {
  let score = 0;
  for (let i = 0; i < n - 1; i++) {
    for (let j = i + 1; j < n; j++) {
      const difference = (x[j] as number) - (x[i] as number);
      const span = (t[j] as number) - (t[i] as number);
      if (difference !== 0 && difference / span === 0) score += Math.sign(difference) * Math.sign(span);
    }
  }
  return score;
}

/**
 * @param times distinct, one per column, shared by all series
 * @param values series after series, `times.length` each; NaN marks a missing value, which is left out and lowers n
 * @throws RangeError when the lengths do not fit, times repeat, or a value is infinite
 */
export function trendMany(times: Float64Array, values: Float64Array, confidence = 0.95): TrendTable {
  const columns = times.length;
  if (columns === 0 || values.length % columns !== 0) {
    throw new RangeError(`${values.length} values do not fill rows of ${columns} times; a whole number of rows was expected`);
  }
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  if (new Set(times).size !== columns || !times.every(Number.isFinite)) throw new RangeError('times must be finite and distinct: one column per time');
  const rows = values.length / columns;
  const table: TrendTable = {
    n: new Int32Array(rows),
    S: new Float64Array(rows).fill(Number.NaN),
    varS: new Float64Array(rows).fill(Number.NaN),
    tau: new Float64Array(rows).fill(Number.NaN),
    z: new Float64Array(rows).fill(Number.NaN),
    p: new Float64Array(rows).fill(Number.NaN),
    slope: new Float64Array(rows).fill(Number.NaN),
    lower: new Float64Array(rows).fill(Number.NaN),
    upper: new Float64Array(rows).fill(Number.NaN),
    intercept: new Float64Array(rows).fill(Number.NaN),
  };
  const zConfidence = normalQuantile(0.5 + confidence / 2);
  const t = new Float64Array(columns);
  const x = new Float64Array(columns);
  const ordered = new Float64Array(columns);
  const slopes = new Float64Array((columns * (columns - 1)) / 2);
  const residuals = new Float64Array(columns);

  for (let row = 0; row < rows; row++) {
    let n = 0;
    for (let column = 0; column < columns; column++) {
      const value = values[row * columns + column] as number;
      if (Number.isNaN(value)) continue;
      if (!Number.isFinite(value)) throw new RangeError(`values[${row * columns + column}] is ${value}; a finite number, or NaN for missing, was expected`);
      t[n] = times[column] as number;
      x[n] = value;
      n += 1;
    }
    table.n[row] = n;
    if (n < FEWEST_VALUES) continue;

    let count = 0;
    for (let i = 0; i < n - 1; i++) {
      const ti = t[i] as number;
      const xi = x[i] as number;
      for (let j = i + 1; j < n; j++) {
        slopes[count] = ((x[j] as number) - xi) / ((t[j] as number) - ti);
        count += 1;
      }
    }
    const used = sortInPlace(first(slopes, count));
    // the signs are counted after sorting: in the loop above each would be a branch nobody can predict
    let falling = 0;
    while (falling < count && (used[falling] as number) < 0) falling += 1;
    let level = falling;
    while (level < count && used[level] === 0) level += 1;
    let S = count - level - falling;
    let tiedPairs = 0;
    let tieTerm = 0;
    if (level > falling) {
      ordered.set(x);
      const ties = tieSums(sortInPlace(first(ordered, n)));
      tiedPairs = ties.pairs;
      tieTerm = ties.first;
      if (tiedPairs < level - falling) S += scoreOfVanished(t, x, n);
    }
    const varS = (n * (n - 1) * (2 * n + 5) - tieTerm) / 18;
    const slope = medianSorted(used);
    if (!(Number.isFinite(used[0]) && Number.isFinite(used[count - 1]))) {
      throw new RangeError(`a slope of series ${row} is beyond double precision; scale the values and try again`);
    }
    const width = zConfidence * Math.sqrt(varS);
    for (let i = 0; i < n; i++) residuals[i] = (x[i] as number) - slope * (t[i] as number);
    const z = continuityZ(S, varS);
    table.S[row] = S;
    table.varS[row] = varS;
    table.tau[row] = S / (Math.sqrt(count - tiedPairs) * Math.sqrt(count));
    table.z[row] = z;
    table.p[row] = n < NORMAL_FROM ? exactP(x.slice(0, n), tiedPairs > 0, S) : twoSidedP(z);
    table.slope[row] = slope;
    table.lower[row] = used[roundHalfEven((count - width) / 2) - 1] ?? Number.NaN;
    table.upper[row] = used[roundHalfEven((count + width) / 2 + 1) - 1] ?? Number.NaN;
    table.intercept[row] = medianSorted(sortInPlace(first(residuals, n)));
  }
  return table;
}
