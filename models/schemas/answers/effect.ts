/** What `/operations-effect` answers: the water before and after operations. The figures are those of analysis/operations/effect. */
import type { Words } from '../vocabulary.ts';

export const EFFECT_VERDICTS = ['fell-more', 'rose-more', 'regression-could-explain', 'no-difference', 'cannot-tell'] as const;
export type EffectVerdict = (typeof EFFECT_VERDICTS)[number];

/** Ratios after / before. */
export interface RatioInterval {
  ratio: number;
  /** Null where no ratio of any size is refused. */
  lower: number | null;
  upper: number | null;
}

export interface OperationsEffect {
  verdict: EffectVerdict;
  /** Geometric mean of after / before, a town counting once; null where it cannot be told. */
  operated: { towns: number; pairs: number; ratio: number | null };
  untouched: { towns: number; pairs: number; ratio: number | null };
  /** Ratio of the two ratios. */
  effect: (RatioInterval & { p: number; attainableP: number; pMethod: 'exact' | 'permutation'; assignments: number }) | null;
  /** What regression to the mean alone would give, and what is left; null where too few towns are untouched. */
  regression: { correlation: number | null; expected: RatioInterval; remainder: RatioInterval } | null;
  /** Seen with 80 % power at this alpha: a fall to this ratio, a rise to that one; null where no change of any size could have been. */
  smallestVisible: { fall: number; rise: number } | null;
  towns: { code: string; operated: boolean; pairs: number; ratio: number | null }[];
}

export interface EffectView extends Omit<OperationsEffect, 'towns'> {
  /** Quarter whose schedules these were, and the quarter whose water answers; null while it is not released. */
  operationsRound: string;
  waterRound: string | null;
  synthetic: boolean;
  analyte: string;
  /** Analytes with pairs to compare. */
  analytes: { id: string; name: Words }[];
  /** Sites compared by load, and those compared by concentration. */
  load: number;
  concentration: number;
  sentences: Words[];
  /** Empty for whoever may not see where operations were. */
  towns: (OperationsEffect['towns'][number] & { name: Words })[];
}
