/** What `/rounds` answers of each round. */
import type { Round } from '../plan.ts';
import type { Words } from '../vocabulary.ts';

/** Bottles and results that have come at least so far. */
export interface AreaProgress {
  areaId: string;
  code: string;
  name: Words;
  /** Samples that are part of the round (not cancelled); of them collected, and received, at any time. */
  planned: number;
  collected: number;
  received: number;
  /** Results at least entered, verified, released; and all that are expected. */
  entered: number;
  verified: number;
  released: number;
  total: number;
}

export interface RoundProgress extends Round {
  planName: Words;
  /** There is an assessment of it. */
  assessed: boolean;
  counts: { planned: number; collected: number; inTransit: number; received: number; disposed: number; missed: number; cancelled: number; lost: number; rejected: number };
  /** Each result counts once, in its present state. */
  results: { expected: number; entered: number; submitted: number; verified: number; released: number; notAnalysed: number; voided: number; missing: number };
  areas: AreaProgress[];
}
