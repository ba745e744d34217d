/**
 * What a local statistic answers at each site, and how permutations take the place of analytic moments.
 */
import { adjustP } from '../adjustP.ts';
import type { Decision } from '../step.ts';
import { permutedSums, drawNeighbourSums, type PermutedSums, type Sampling } from './conditionalPermutations.ts';
import { pseudoP } from './permutedGlobal.ts';
import { requireCount } from './points.ts';
import type { SpatialWeights } from './weights.ts';

/** One entry per site; NaN where the site has no neighbour or nothing can be tested. */
export interface LocalResult {
  statistic: Float64Array;
  expectation: Float64Array;
  variance: Float64Array;
  z: Float64Array;
  /** Two-sided. */
  p: Float64Array;
  /** p adjusted over the sites by Benjamini and Hochberg. */
  q: Float64Array;
}

export interface LocalDiagnostics {
  n: number;
  islands: readonly number[];
  /** Sites the permutations were made for; empty without permutations. */
  permuted: number;
}

export interface LocalOptions extends PermutationOptions {
  /** Only z, or z and p, without permutations: the other arrays are empty. For many analytes, where p is needed first and the rest of some. */
  only?: 'z' | 'p';
}

export interface PermutationOptions {
  /** With this many conditional permutations, expectation, variance, z and p are those of the draws. */
  permutations?: number;
  seed?: number;
  /** See conditionalPermutations.ts. */
  sampling?: Sampling;
  /** Permute only where the analytic p is below this; elsewhere the analytic figures stay. */
  candidatesBelow?: number;
  /** Draws already made elsewhere, for instance by workers: items and their sums. */
  drawn?: { items: Int32Array; sums: PermutedSums };
  /** Stream offset; see PermutationTask. */
  stream?: number;
}

/** A result of n sites with no room for what is not wanted. NaN everywhere but in z and p, which are written at every site. */
export const emptyLocal = (n: number, only?: 'z' | 'p'): LocalResult => {
  const room = (wanted: boolean): Float64Array => new Float64Array(wanted ? n : 0);
  const all = only === undefined;
  const blank = (): Float64Array => room(all).fill(Number.NaN);
  return { statistic: blank(), expectation: blank(), variance: blank(), z: room(true), p: room(only !== 'z'), q: blank() };
};

/** No site can be tested. */
export const untested = <R extends LocalResult>(result: R): R => {
  result.z.fill(Number.NaN);
  result.p.fill(Number.NaN);
  return result;
};

/** Sites whose analytic p is below the limit: the only ones worth permuting for. */
export const candidatesOf = (p: Float64Array, below: number): Int32Array => {
  let count = 0;
  for (let i = 0; i < p.length; i++) if ((p[i] as number) < below) count++;
  const items = new Int32Array(count);
  for (let i = 0, item = 0; i < p.length; i++) if ((p[i] as number) < below) items[item++] = i;
  return items;
};

/**
 * Replaces expectation, variance, z and p by those of conditional draws.
 * @param fromSum turns a sum of neighbours' z at site i into the statistic: factor(i) x sum + constant(i)
 */
export const permuteLocal = (
  result: LocalResult,
  z: Float64Array,
  weights: SpatialWeights,
  options: PermutationOptions,
  factor: (i: number) => number,
  constant: (i: number) => number,
): { permuted: number; decisions: Decision[] } => {
  const { permutations, seed = 0, sampling = 'replacement', candidatesBelow, stream = 0 } = options;
  if (permutations === undefined) return { permuted: 0, decisions: [] };
  requireCount('permutations', permutations);
  const items = options.drawn?.items ?? candidatesOf(result.p, candidatesBelow ?? Infinity);
  const sums = options.drawn?.sums ?? permutedSums(items.length);
  if (!options.drawn) drawNeighbourSums({ z, start: weights.start, index: weights.index, items, permutations, seed, sampling, stream }, 0, items.length, sums);
  items.forEach((i, item) => {
    const scale = factor(i);
    const expectation = scale * (sums.mean[item] as number) + constant(i);
    const variance = scale * scale * (sums.variance[item] as number);
    result.expectation[i] = expectation;
    result.variance[i] = variance;
    result.z[i] = variance > 0 ? ((result.statistic[i] as number) - expectation) / Math.sqrt(variance) : Number.NaN;
    result.p[i] = pseudoP(sums.asLarge[item] as number, sums.asSmall[item] as number, permutations, 'two.sided');
  });
  const all = candidatesBelow === undefined;
  const how = sampling === 'replacement' ? { zh: '有放回', en: 'with replacement, as spdep' } : { zh: '无放回', en: 'without replacement, as PySAL' };
  const where = all ? { zh: '全部', en: 'all' } : { zh: `解析 p < ${candidatesBelow} 的 ${items.length} 个`, en: `the ${items.length} with analytic p < ${candidatesBelow}` };
  return {
    permuted: items.length,
    decisions: [
      {
        code: 'conditional-permutations',
        zh: `${where.zh}点位的期望、方差和 p 由 ${permutations} 次条件置换（${how.zh}）得到，p 最小只能为 ${2 / (permutations + 1)}`,
        en: `Expectation, variance and p of ${where.en} sites come from ${permutations} conditional permutations (${how.en}); p cannot fall below ${2 / (permutations + 1)}`,
      },
    ],
  };
};

export const adjustLocal = (result: LocalResult): void => {
  result.q.set(adjustP(result.p, 'BH'));
};
