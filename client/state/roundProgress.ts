/**
 * The stages a round passes, each with how much of it is done. Bottles count until receipt,
 * results after it. A stage counts what has reached it or gone beyond.
 */
import type { AreaProgress, RoundItem } from '../api/types.ts';

export const STAGES = ['collected', 'received', 'entered', 'verified', 'released'] as const;
export type Stage = (typeof STAGES)[number];

export interface StageProgress {
  stage: Stage;
  done: number;
  of: number;
}

const count = (value: number | undefined): number => value ?? 0;

export function roundProgress(round: Pick<RoundItem, 'counts' | 'results' | 'areas'>): StageProgress[] {
  const samples = round.areas.reduce((sum, area) => sum + area.planned, 0);
  const collected = round.areas.reduce((sum, area) => sum + area.collected, 0);
  const received = round.areas.reduce((sum, area) => sum + area.received, 0);
  const { results } = round;
  const expected = count(results.expected);
  return [
    { stage: 'collected', done: collected, of: samples },
    { stage: 'received', done: received, of: samples },
    { stage: 'entered', done: count(results.entered), of: expected },
    { stage: 'verified', done: count(results.verified), of: expected },
    { stage: 'released', done: count(results.released), of: expected },
  ];
}

/** The same stages for one town. */
export function areaStages(area: AreaProgress): StageProgress[] {
  return [
    { stage: 'collected', done: area.collected, of: area.planned },
    { stage: 'received', done: area.received, of: area.planned },
    { stage: 'entered', done: area.entered, of: area.total },
    { stage: 'verified', done: area.verified, of: area.total },
    { stage: 'released', done: area.released, of: area.total },
  ];
}
