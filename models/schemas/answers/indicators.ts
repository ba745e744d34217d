/** What `/indicators` and its imports answer: counts of other agencies beside the water. */
import type { IndicatorKind } from '../operations.ts';
import type { Words } from '../vocabulary.ts';
import type { AllowedAction } from './allowedAction.ts';

export const DIRECTIONS = ['rising', 'steady', 'falling', 'cannot-tell'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** Whether cases fell because the situation is better or because enforcement finds less (analysis/agreement). */
export const SITUATIONS = ['better', 'better-still-finding', 'more-efficient', 'unchanged', 'less-efficient', 'worse', 'cannot-tell'] as const;
export type Situation = (typeof SITUATIONS)[number];

export interface ShownCount {
  kind: IndicatorKind;
  /** Null where nothing was reported or the figure is held back. */
  count: number | null;
  suppressed: boolean;
  corrections: number;
}

/** Relative change per period; null where it cannot be estimated. */
export interface ShownTrend {
  direction: Direction;
  n: number;
  change: number | null;
  lower: number | null;
  upper: number | null;
  smallestVisible: number | null;
}

export interface TownCounts {
  code: string;
  name: Words;
  counts: ShownCount[];
  situation: Situation | null;
  water: ShownTrend | null;
  findings: ShownTrend | null;
  sentences: Words[];
}

export interface IndicatorView {
  round: string;
  finding: IndicatorKind;
  effort: IndicatorKind;
  synthetic: boolean;
  towns: TownCounts[];
  agreement: { kind: IndicatorKind; perEffort: boolean; n: number; rho: number; lower: number; upper: number; p: number; q: number; verdict: 'agreement' | 'disagreement' | 'none-shown' }[];
}

export interface IndicatorReport {
  read: number;
  /** In a dry run, what would be written. 0 where there is any error, or a revision without reason. */
  written: number;
  unchanged: number;
  errors: { row: number; column: string; value: string; message: string }[];
  /** Figures that differ from those that stand. */
  revisions: { row: number; area: string; period: string; kind: IndicatorKind; from: number; to: number }[];
  /** Revisions without a reason: nothing was written. */
  reasonWanted: boolean;
  dryRun: boolean;
  /** Of what was written; null where nothing was. */
  importId: string | null;
}

export interface CountsImport {
  id: string;
  fileName: string;
  /** Agency that the figures come from. */
  source: string;
  at: string;
  actorName: string | null;
  /** Figures that it wrote. */
  written: number;
  /** Of them, those that took the place of another figure. */
  corrections: number;
  /** As they are written in the file, in order. */
  periods: string[];
  undone: { at: string; actorName: string | null; reason: string; cleared: number; restored: number } | null;
  allowedActions: AllowedAction[];
}
