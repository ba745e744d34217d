/**
 * The stages a round passes, each with how much of it is done. Bottles count until receipt,
 * results after it. A stage counts what has reached it or gone beyond; the round is the sum of its towns.
 */
import type { AreaProgress, RoundProgress } from '../../models/schemas/answers/rounds.ts';

export const STAGES = ['collected', 'received', 'entered', 'verified', 'released'] as const;
export type Stage = (typeof STAGES)[number];

export interface StageProgress {
  stage: Stage;
  done: number;
  of: number;
}

const sum = (counts: readonly (number | undefined)[]): number => counts.reduce<number>((total, one) => total + (one ?? 0), 0);

export function roundProgress(round: Pick<RoundProgress, 'areas'>): StageProgress[] {
  return STAGES.map((stage) => {
    const parts = round.areas.map((area) => areaStages(area).find((one) => one.stage === stage));
    return { stage, done: sum(parts.map((part) => part?.done)), of: sum(parts.map((part) => part?.of)) };
  });
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
