/** What a before-and-after is given and what it answers. */
import type { CensoredValue } from '../../censored/censoredValue.ts';

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

export interface EffectDiagnostics {
  alpha: number;
  margin: number;
  seed: number;
  /** Pairs with a limit on one side, on both; pairs left out because a value is not above 0. */
  oneLimit: number;
  twoLimits: number;
  noLogarithm: number;
}
