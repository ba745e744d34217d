/**
 * A global statistic against its values under permutation. Each permutation has its own stream of
 * random numbers, so permutation k is the same whoever computes it.
 */
import type { Decision } from '../step.ts';
import type { Alternative, GlobalDiagnostics, GlobalStep } from './globalTest.ts';

/** Values this close are the same sum added up in another order. */
const SAME = 1e-12;

/**
 * Pseudo p with the observed arrangement counted as one of the permutations: (hits + 1) / (permutations + 1).
 * Two-sided: twice the smaller tail, at most 1.
 */
export const pseudoP = (asLarge: number, asSmall: number, permutations: number, alternative: Alternative): number => {
  const upper = (asLarge + 1) / (permutations + 1);
  const lower = (asSmall + 1) / (permutations + 1);
  return alternative === 'greater' ? upper : alternative === 'less' ? lower : Math.min(1, 2 * Math.min(upper, lower));
};

export const permutedGlobal = (
  statistic: number,
  permutations: number,
  alternative: Alternative,
  diagnostics: GlobalDiagnostics,
  decisions: Decision[],
  permuted: (k: number) => number,
): GlobalStep => {
  let asLarge = 0;
  let asSmall = 0;
  let mean = 0;
  let squares = 0;
  for (let k = 0; k < permutations; k++) {
    const value = permuted(k);
    if (value >= statistic - SAME) asLarge++;
    if (value <= statistic + SAME) asSmall++;
    const step = value - mean;
    mean += step / (k + 1);
    squares += step * (value - mean);
  }
  const variance = permutations > 1 ? squares / (permutations - 1) : Number.NaN;
  return {
    result: {
      statistic,
      expectation: mean,
      variance: Number.isNaN(variance) ? null : variance,
      z: variance > 0 ? (statistic - mean) / Math.sqrt(variance) : null,
      p: pseudoP(asLarge, asSmall, permutations, alternative),
    },
    diagnostics,
    decisions: [
      ...decisions,
      {
        code: 'permutation-test',
        zh: `期望、方差和 p 由 ${permutations} 次置换得到，p 最小只能为 ${1 / (permutations + 1)}（单侧）`,
        en: `Expectation, variance and p come from ${permutations} permutations; p cannot fall below ${1 / (permutations + 1)} (one-sided)`,
      },
    ],
  };
};
