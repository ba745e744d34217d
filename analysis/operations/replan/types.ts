/** A schedule that is planned again from a day on. Types only. */
import type { Shift, TaskKind } from '../../../models/schemas/operations.ts';
import type { Plan } from '../types.ts';

/** A task of the plan that stands. */
export interface StandingTask {
  /** Stable through all revisions of the plan. */
  id: string;
  kind: TaskKind;
  /** "*" for a block of force. */
  areaCode: string;
  siteCode: string | null;
  nominationId: string | null;
  premises: number | null;
  grade: string;
  unitIds: string[];
  /** Days since 1970-01-01. */
  day: number;
  shift: Shift;
  /** `fixed` was begun, done, or lies before the first day: it stays. `gone` was cancelled: what it was for is asked for again. */
  state: 'open' | 'fixed' | 'gone';
  /** Open, but a planner wants it to stay where it is. */
  pinned: boolean;
  /** Drawn by lot, whatever the grade. */
  blind: boolean;
}

/** A task beyond the rules: one more operation, one more bottle, one more check. */
export interface AddedTask {
  kind: Extract<TaskKind, 'encirclement' | 're-sampling' | 'area-check'>;
  /** Null for a block of force, which is the only form of an added encirclement. */
  areaCode: string | null;
  from: number;
  to: number;
}

export interface Replanning {
  /** First day that is planned again. */
  from: number;
  tasks: StandingTask[];
  added: AddedTask[];
  /** Area checks that were asked for, by area and 1-based week: what the seed drew once is not drawn anew. */
  checks: { areaCode: string; week: number; required: number }[];
}

export interface Slot {
  day: number;
  shift: Shift;
  unitIds: string[];
}

export interface Change {
  change: 'moved' | 'unit-changed' | 'new' | 'dropped';
  /** Identity of the task; null for a new one. */
  id: string | null;
  kind: TaskKind;
  areaCode: string;
  siteCode: string | null;
  before: Slot | null;
  after: Slot | null;
}

export interface Replanned {
  plan: Plan;
  changes: Change[];
  /** Tasks that could not stay, and demands that are new: what was directly hit. */
  hit: number;
  /** What planning the rest again without any regard for what stood would cost, and how many tasks it would change; null where it was not computed. */
  free: { objective: number; changes: number } | null;
}

/** A pinned task that cannot stay where it is, and why. */
export interface PinConflict {
  id: string;
  codes: string[];
}
