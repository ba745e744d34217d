/** What a before-and-after is given and what it answers. */
import type { CensoredValue } from '../../censored/censoredValue.ts';

export const EFFECT_VERDICTS = ['fell-more', 'rose-more', 'regression-could-explain', 'no-difference', 'cannot-tell'] as const;
export type EffectVerdict = (typeof EFFECT_VERDICTS)[number];

/** A site measured before and after, in one matrix, basis and unit. */
export interface SitePair {
  before: CensoredValue;
  after: CensoredValue;
}

export interface EffectTown {
  code: string;
  operated: boolean;
  /** One per site and matrix; before and after in the same unit. */
  pairs: readonly SitePair[];
}

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

export interface EffectDiagnostics {
  alpha: number;
  margin: number;
  seed: number;
  /** Pairs with a limit on one side, on both; pairs left out because a value is not above 0. */
  oneLimit: number;
  twoLimits: number;
  noLogarithm: number;
}
