/** Counts of other agencies, as the API answers them. */
import type { IndicatorKind } from '../../../models/schemas/operations.ts';
import type { AllowedAction, Words } from '../../api/types.ts';

export interface ShownTrend {
  direction: string;
  n: number;
  change: number | null;
  lower: number | null;
  upper: number | null;
  smallestVisible: number | null;
}

export interface TownCounts {
  code: string;
  name: Words;
  counts: { kind: IndicatorKind; count: number | null; suppressed: boolean; corrections: number }[];
  situation: string | null;
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
  agreement: { kind: IndicatorKind; perEffort: boolean; n: number; rho: number; lower: number; upper: number; p: number; q: number; verdict: string }[];
}

export interface IndicatorReport {
  read: number;
  written: number;
  unchanged: number;
  reasonWanted: boolean;
  dryRun: boolean;
  errors: { row: number; column: string; value: string; message: string }[];
  revisions: { row: number; area: string; period: string; kind: IndicatorKind; from: number; to: number }[];
}

export interface CountsImportItem {
  id: string;
  fileName: string;
  source: string;
  at: string;
  actorName: string | null;
  written: number;
  corrections: number;
  periods: string[];
  undone: { at: string; actorName: string | null; reason: string; cleared: number; restored: number } | null;
  allowedActions: AllowedAction[];
}
