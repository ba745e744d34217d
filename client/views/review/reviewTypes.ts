/** What `/review` answers, one line per result that waits for a second pair of eyes. */
import type { Cell, Change, Words } from '../../api/types.ts';

export interface ReviewItem extends Cell {
  resultId: string;
  sampleNumber: string;
  siteCode: string;
  siteName: Words;
  areaName: Words;
  analyteName: Words;
  methodCode: string | null;
  previous: { round: string; reportedText: string; value: string | null } | null;
  /** This value over the previous one at the site; null where either is below or above a limit. */
  changeRatio: number | null;
  runNumber: string | null;
  runStatus: 'none' | 'warn' | 'pass' | 'fail' | null;
}

export interface TransitionAnswer {
  done: number;
  refused: { id: string; code: string; sentence: string }[];
  change: Change;
}

/** Steps of review, each with the state that waits for it. */
export const REVIEW_STEPS = [
  { state: 'submitted', actions: ['verify', 'return'] },
  { state: 'verified', actions: ['review', 'release', 'return'] },
] as const;
export type ReviewAction = (typeof REVIEW_STEPS)[number]['actions'][number];
