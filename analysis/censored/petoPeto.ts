/**
 * Peto-Peto test of two groups with values below (or above) limits: do they come from one distribution?
 * Scores are weighted by the pooled Kaplan-Meier curve just before each value.
 * Reference values: R survival 3.5-3 survdiff(rho = 1) on flipped data, NADA cendiff.
 * Small groups get the exact permutation p of the same statistic.
 * Pure: no I/O, no clock, no Math.random.
 */
import { twoSidedP } from '../normal.ts';
import type { Step } from '../step.ts';
import { countCensored, requireCensored, type CensoredValue } from './censoredValue.ts';

export interface PetoPeto {
  chiSquare: number;
  /** Positive where the first group lies higher. */
  z: number;
  /** From chiSquare with one degree of freedom. */
  pNormal: number;
  /** Exact where listed, else pNormal. */
  p: number;
  pMethod: 'exact' | 'normal';
  /** No split into groups of these sizes gives a smaller exact p; NaN where not listed. */
  attainableP: number;
}

export interface PetoPetoDiagnostics {
  n: [number, number];
  detected: [number, number];
  /** Weighted measured values seen and expected in the first group. */
  observed: number;
  expected: number;
  variance: number;
}

/** Up to this many splits into two groups are listed one by one. */
const MOST_SPLITS = 20_000;

interface Pooled {
  /** Weighted score of each value given, so that a group's observed - expected is the sum of its members'. */
  scores: Float64Array;
  ordered: number[];
  levels: { start: number; end: number; events: number; weight: number }[];
}

function pool(all: readonly CensoredValue[], direction: 1 | -1): Pooled {
  const valueOf = (i: number): number => all[i]?.value ?? Number.NaN;
  const ordered = all.map((_, i) => i).sort((a, b) => direction * (valueOf(a) - valueOf(b)));
  const scores = new Float64Array(all.length);
  const levels: Pooled['levels'] = [];
  let weight = 1;
  let hazard = 0;
  for (let start = 0; start < ordered.length; ) {
    let end = start;
    let events = 0;
    while (end < ordered.length && valueOf(ordered[end] ?? 0) === valueOf(ordered[start] ?? 0)) {
      if (all[ordered[end] ?? 0]?.qualifier === '=') events += 1;
      end += 1;
    }
    const atRisk = ordered.length - start;
    hazard += (weight * events) / atRisk;
    for (let k = start; k < end; k++) {
      const i = ordered[k] ?? 0;
      scores[i] = (all[i]?.qualifier === '=' ? weight : 0) - hazard;
    }
    levels.push({ start, end, events, weight });
    weight *= (atRisk - events) / atRisk;
    start = end;
  }
  return { scores, ordered, levels };
}

function choose(n: number, k: number): number {
  let ways = 1;
  for (let i = 1; i <= k; i++) ways = (ways * (n - k + i)) / i;
  return ways;
}

/** Share of all splits whose first group's score is at least as extreme, and of the most extreme ones. */
function listSplits(scores: Float64Array, size: number, seen: number): { p: number; attainable: number } {
  const chosen = Array.from({ length: size }, (_, i) => i);
  const tolerance = 1e-9 * scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  let total = 0;
  let asExtreme = 0;
  let most = -1;
  let extremes = 0;
  for (;;) {
    let sum = 0;
    for (const i of chosen) sum += scores[i] ?? 0;
    const distance = Math.abs(sum);
    total += 1;
    if (distance >= Math.abs(seen) - tolerance) asExtreme += 1;
    if (distance > most + tolerance) {
      most = distance;
      extremes = 1;
    } else if (distance >= most - tolerance) extremes += 1;
    let place = size - 1;
    while (place >= 0 && chosen[place] === scores.length - size + place) place -= 1;
    if (place < 0) break;
    chosen[place] = (chosen[place] ?? 0) + 1;
    for (let k = place + 1; k < size; k++) chosen[k] = (chosen[k - 1] ?? 0) + 1;
  }
  return { p: asExtreme / total, attainable: extremes / total };
}

/**
 * @param first, second at least one value each, limits on one side only
 * @returns result null where no measured value or no difference can exist, with the reason
 * @throws RangeError on empty groups or when limits below and above are mixed
 */
export function petoPeto(first: readonly CensoredValue[], second: readonly CensoredValue[]): Step<PetoPeto | null, PetoPetoDiagnostics> {
  requireCensored('first', first);
  requireCensored('second', second);
  if (first.length === 0 || second.length === 0) throw new RangeError(`the groups have ${first.length} and ${second.length} values; at least one in each was expected`);
  const all = [...first, ...second];
  const counts = countCensored(all);
  if (counts.below > 0 && counts.above > 0) {
    throw new RangeError(`${counts.below} values are below a limit and ${counts.above} above the range; the test takes one side only`);
  }
  const direction = counts.above > 0 ? 1 : -1;
  const { scores, ordered, levels } = pool(all, direction);
  let observed = 0;
  let expected = 0;
  let variance = 0;
  for (const { start, end, events, weight } of levels) {
    const atRisk = ordered.length - start;
    let ofFirst = 0;
    for (let k = start; k < ordered.length; k++) if ((ordered[k] ?? 0) < first.length) ofFirst += 1;
    for (let k = start; k < end; k++) {
      const i = ordered[k] ?? 0;
      if (i < first.length && all[i]?.qualifier === '=') observed += weight;
    }
    expected += (weight * events * ofFirst) / atRisk;
    if (atRisk > 1) variance += (weight * weight * events * (atRisk - events) * ofFirst * (atRisk - ofFirst)) / (atRisk * atRisk * (atRisk - 1));
  }
  const diagnostics: PetoPetoDiagnostics = {
    n: [first.length, second.length],
    detected: [countCensored(first).detected, countCensored(second).detected],
    observed,
    expected,
    variance,
  };
  if (!(variance > 0)) {
    return {
      result: null,
      diagnostics,
      decisions: [
        {
          code: 'no-difference-possible',
          zh: counts.detected === 0 ? '两组均未检出，无法比较。' : '各值无法区分高低，无法比较。',
          en: counts.detected === 0 ? 'No value was measured in either group: they cannot be compared.' : 'No two values can be told apart: the groups cannot be compared.',
        },
      ],
    };
  }
  // flipped data: an early event is a high value, so more events than expected means higher
  const z = (-direction * (observed - expected)) / Math.sqrt(variance);
  const pNormal = twoSidedP(z);
  const splits = choose(all.length, first.length);
  if (splits > MOST_SPLITS) {
    return { result: { chiSquare: z * z, z, pNormal, p: pNormal, pMethod: 'normal', attainableP: Number.NaN }, diagnostics, decisions: [] };
  }
  let seen = 0;
  for (let i = 0; i < first.length; i++) seen += scores[i] ?? 0;
  const listed = listSplits(scores, first.length, seen);
  return {
    result: { chiSquare: z * z, z, pNormal, p: listed.p, pMethod: 'exact', attainableP: listed.attainable },
    diagnostics,
    decisions: [
      {
        code: 'exact-permutation',
        zh: `共 ${splits} 种分组，逐一列出；p 最小可达 ${listed.attainable.toPrecision(3)}。`,
        en: `All ${splits} splits were listed; the smallest attainable p is ${listed.attainable.toPrecision(3)}.`,
      },
    ],
  };
}
