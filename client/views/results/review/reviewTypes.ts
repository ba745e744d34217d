/** What `/review` answers, one line per result that waits for a second pair of eyes. */
import type { Cell, Change, Words } from '../../../api/types.ts';

export interface ReviewItem extends Cell {
  resultId: string;
  sampleNumber: string;
  siteCode: string;
  siteName: Words;
  areaName: Words;
  analyteName: Words;
  methodCode: string | null;
  previous: { round: string; reportedText: string; value: string | null } | null;
  /** This value over the previous one at the site; null where they cannot be compared. */
  changeRatio: number | null;
  /** The ratio is less, or more, than that. */
  changeBound: '<' | '>' | null;
  /** This value over the released one that it corrects; null where there is none, or either is below or above a limit. */
  formerRatio: number | null;
  runNumber: string | null;
  runStatus: 'none' | 'warn' | 'pass' | 'fail' | null;
}

export interface TransitionAnswer {
  done: number;
  asked: number;
  refused: { id: string; code: string; sentence: string }[];
  change: Change;
}

/** What is done with a result on its way to release: 复核, 审核, 签发. */
export type ReviewAction = 'verify' | 'review' | 'release' | 'withdraw' | BackAction;
/** The other way: back to the bench, or what is asked to be withdrawn stands. Both want a reason. */
export type BackAction = 'return' | 'keep';

/** One desk of review: what waits there and what is done with it. */
export interface ReviewStep {
  step: 'verify' | 'review' | 'release' | 'withdraw';
  state: 'submitted' | 'verified' | 'asked';
  back: BackAction;
  /** Whether the review between verification and release is done; undefined where there is none. */
  reviewed?: boolean;
}

/** @param levels of review that the laboratory has set: with three, review and release are two desks; with one, the verification is the release */
export function reviewSteps(levels: 1 | 2 | 3): readonly ReviewStep[] {
  const verify: ReviewStep = { step: 'verify', state: 'submitted', back: 'return' };
  const withdraw: ReviewStep = { step: 'withdraw', state: 'asked', back: 'keep' };
  if (levels === 3) return [verify, { step: 'review', state: 'verified', reviewed: false, back: 'return' }, { step: 'release', state: 'verified', reviewed: true, back: 'return' }, withdraw];
  return [verify, { step: 'release', state: 'verified', back: 'return' }, withdraw];
}
