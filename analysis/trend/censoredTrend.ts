/**
 * Trend of a series with values below (or above) limits: Kendall's S over pairs that can be told apart,
 * and the Akritas-Theil-Sen slope, at which the residuals show no trend.
 * The variance of S is the permutation variance for any scores (Daniels 1944; Kendall 1970, 5.6), which is
 * the usual tie correction where all values are measured. Below 8 values every order is listed.
 * Method: Akritas, Murphy & LaValley 1995 (JASA 90:170); Helsel 2012, ch. 12; NADA's cenken.
 * Pure: no I/O, no clock, no Math.random.
 */
import { compareCensored, countCensored, highEnd, lowEnd, requireCensored, type CensoredValue } from '../censored/censoredValue.ts';
import { kaplanMeier } from '../censored/kaplanMeier.ts';
import { requireFinite, requireInRange, requireSameLength } from '../finite.ts';
import { normalQuantile, twoSidedP } from '../normal.ts';
import { continuityZ, plainZ } from './kendallScore.ts';
import { NORMAL_FROM } from './mannKendall.ts';

/** Pairs are listed; beyond this a series is summarised first. */
const MOST_CENSORED_VALUES = 3000;

export interface CensoredTrend {
  n: number;
  S: number;
  varS: number;
  /** S over the number of pairs that could be told apart, both ways counted as in tau-b. */
  tau: number;
  z: number;
  zPlain: number;
  p: number;
  pNormal: number;
  pPlain: number;
  pMethod: 'exact' | 'normal';
  /** NaN from 8 values on. */
  attainableP: number;
  /** NaN where the limits hide it. */
  slope: number;
  lower: number;
  upper: number;
  /** Kaplan-Meier median of the residuals; NaN where it lies beyond the limits or limits of both kinds occur. */
  intercept: number;
  confidence: number;
  /** Pairs whose order cannot be told. */
  undecided: number;
}

/** Σ_i (Σ_j a_ij)² and Σ_ij a_ij² of an antisymmetric table. */
function tableSums(table: Int8Array, n: number): { rows: number; cells: number } {
  let rows = 0;
  let cells = 0;
  for (let i = 0; i < n; i++) {
    let row = 0;
    for (let j = 0; j < n; j++) {
      const cell = table[i * n + j] ?? 0;
      row += cell;
      cells += cell * cell;
    }
    rows += row * row;
  }
  return { rows, cells };
}

/** Every order of the values against the times: distribution of |S|. Only for n < 8: at most 5,040 orders. */
function listOrders(time: Int8Array, value: Int8Array, n: number, seen: number): { p: number; attainable: number } {
  const order = Array.from({ length: n }, (_, i) => i);
  const counter = new Array<number>(n).fill(0);
  let total = 0;
  let asExtreme = 0;
  let most = -1;
  let extremes = 0;
  const look = (): void => {
    let S = 0;
    for (let i = 0; i < n; i++) for (let j = i + 1; j < n; j++) S += (time[i * n + j] ?? 0) * (value[(order[i] ?? 0) * n + (order[j] ?? 0)] ?? 0);
    const size = Math.abs(S);
    total += 1;
    if (size >= Math.abs(seen)) asExtreme += 1;
    if (size > most) {
      most = size;
      extremes = 1;
    } else if (size === most) extremes += 1;
  };
  look();
  // Heap's algorithm
  for (let i = 0; i < n; ) {
    const used = counter[i] ?? 0;
    if (used < i) {
      const other = i % 2 === 0 ? 0 : used;
      const kept = order[other] ?? 0;
      order[other] = order[i] ?? 0;
      order[i] = kept;
      look();
      counter[i] = used + 1;
      i = 0;
    } else {
      counter[i] = 0;
      i += 1;
    }
  }
  return { p: asExtreme / total, attainable: extremes / total };
}

interface Group {
  times: number[];
  values: CensoredValue[];
}

interface Score {
  S: number;
  varS: number;
  time: Int8Array;
  value: Int8Array;
  /** Ordered pairs compared, and those that can be told apart. */
  compared: number;
  decided: number;
}

/** S and its permutation variance within one group (one season, or the whole series). */
function scoreOf({ times, values }: Group): Score {
  const n = values.length;
  const time = new Int8Array(n * n);
  const value = new Int8Array(n * n);
  let S = 0;
  for (const [i, a] of values.entries()) {
    for (const [j, b] of values.entries()) {
      if (i === j) continue;
      const later = Math.sign((times[j] ?? Number.NaN) - (times[i] ?? Number.NaN));
      if (later === 0) throw new RangeError('two values stand at one time; a series has one value per time: take their median first');
      time[i * n + j] = later;
      value[i * n + j] = compareCensored(a, b);
      S += later * (value[i * n + j] ?? 0);
    }
  }
  const byTime = tableSums(time, n);
  const byValue = tableSums(value, n);
  let varS = 0;
  if (n > 1) varS = (byTime.cells * byValue.cells) / (2 * n * (n - 1));
  if (n > 2) varS += ((byTime.rows - byTime.cells) * (byValue.rows - byValue.cells)) / (n * (n - 1) * (n - 2));
  return { S: S / 2, varS, time, value, compared: byTime.cells, decided: byValue.cells };
}

/**
 * Slopes b at which the score of (value - b × time) falls, ascending; `rising` of them lie before the
 * score has come down from its start to zero.
 */
function slopeDrops(groups: readonly Group[]): { drops: Float64Array; rising: number } {
  const found: number[] = [];
  let rising = 0;
  for (const { times, values } of groups) {
    for (const [i, earlier] of values.entries()) {
      for (const [j, later] of values.entries()) {
        const span = (times[j] ?? Number.NaN) - (times[i] ?? Number.NaN);
        if (!(span > 0)) continue;
        const least = (lowEnd(later) - highEnd(earlier)) / span;
        const most = (highEnd(later) - lowEnd(earlier)) / span;
        if (Number.isFinite(least)) {
          found.push(least);
          rising += 1;
        }
        if (Number.isFinite(most)) found.push(most);
      }
    }
  }
  return { drops: Float64Array.from(found).sort(), rising };
}

function groupsOf(times: ArrayLike<number>, values: readonly CensoredValue[], seasons: ArrayLike<number> | undefined): Group[] {
  const groups = new Map<number, Group>();
  for (const [i, value] of values.entries()) {
    const season = seasons?.[i] ?? 0;
    const group = groups.get(season) ?? { times: [], values: [] };
    group.times.push(times[i] ?? Number.NaN);
    group.values.push(value);
    groups.set(season, group);
  }
  return [...groups.values()];
}

function interceptOf(times: ArrayLike<number>, values: readonly CensoredValue[], slope: number): number {
  const counts = countCensored(values);
  if (Number.isNaN(slope) || (counts.below > 0 && counts.above > 0)) return Number.NaN;
  return kaplanMeier(values.map(({ value, qualifier }, i) => ({ value: value - slope * (times[i] ?? Number.NaN), qualifier }))).median;
}

/**
 * @param times distinct (within a season), any unit, any order
 * @param values one per time
 * @param seasons where given, values are compared within their season only, and S and its variance are summed
 * @throws RangeError naming a value that is not finite, a time that stands twice, or too long a series
 */
export function censoredTrend(times: ArrayLike<number>, values: readonly CensoredValue[], confidence = 0.95, seasons?: ArrayLike<number>): CensoredTrend {
  requireSameLength('times', times, 'values', values);
  if (seasons !== undefined) {
    requireSameLength('seasons', seasons, 'values', values);
    requireFinite('seasons', seasons);
  }
  requireFinite('times', times);
  requireCensored('values', values);
  requireInRange('confidence', confidence, { above: 0, below: 1 });
  const n = values.length;
  if (n > MOST_CENSORED_VALUES) throw new RangeError(`${n} values; at most ${MOST_CENSORED_VALUES} were expected: summarise by period first`);
  const groups = groupsOf(times, values, seasons);
  const scores = groups.map(scoreOf);
  const total = (of: (score: Score) => number): number => scores.reduce((sum, score) => sum + of(score), 0);
  const S = total((score) => score.S);
  const varS = total((score) => score.varS);

  const only = scores.length === 1 && n < NORMAL_FROM ? scores[0] : undefined;
  const listed = only === undefined ? undefined : listOrders(only.time, only.value, n, S);
  const z = continuityZ(S, varS);
  const zPlain = plainZ(S, varS);
  const pNormal = twoSidedP(z);

  const { drops, rising } = slopeDrops(groups);
  const width = normalQuantile(0.5 + confidence / 2) * Math.sqrt(varS);
  const at = (rank: number): number => drops[rank - 1] ?? Number.NaN;
  const slope = at(rising) / 2 + at(rising + 1) / 2;
  return {
    n,
    S,
    varS,
    tau: S / total((score) => Math.sqrt(score.compared * score.decided) / 2),
    z,
    zPlain,
    p: listed?.p ?? pNormal,
    pNormal,
    pPlain: twoSidedP(zPlain),
    pMethod: listed === undefined ? 'normal' : 'exact',
    attainableP: listed?.attainable ?? Number.NaN,
    slope,
    lower: at(Math.floor(rising - width)),
    upper: at(Math.ceil(rising + width) + 1),
    intercept: interceptOf(times, values, slope),
    confidence,
    undecided: total((score) => (score.compared - score.decided) / 2),
  };
}
