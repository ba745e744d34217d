/** What `/schedule-comparisons` and the scenarios answer: two plans of a round side by side. */
import type { Schedule, Task, Unit } from '../operations.ts';
import type { Words } from '../vocabulary.ts';

/** `moved`: another day or shift, whoever comes; `unit-changed`: same slot, other units. */
export const DIFFERENCES = ['moved', 'unit-changed', 'added', 'removed'] as const;
export type DifferenceKind = (typeof DIFFERENCES)[number];

/** One side. */
export interface PlanHead extends Pick<Schedule, 'version' | 'startsOn' | 'weeks' | 'objective' | 'bound' | 'gap'> {
  /** Null for a scenario, which is stored nowhere. */
  id: string | null;
  state: Schedule['state'] | 'scenario';
  createdAt: string | null;
  cost: NonNullable<Schedule['body']['cost']> | null;
  predictability: Schedule['body']['predictability'] | null;
  required: number;
  served: number;
  tasks: number;
  /** Tasks that were taken out with a reason since; they are compared no more. */
  cancelled: number;
}

export interface ComparedSlot {
  date: string;
  shift: Task['shift'];
  units: readonly string[];
}

export interface DifferenceView {
  change: DifferenceKind;
  kind: Task['kind'];
  /** Code of the area; "*" for a block of force. */
  area: string;
  site: string | null;
  place: string | null;
  before: ComparedSlot | null;
  after: ComparedSlot | null;
}

export interface UnitLoad {
  tasks: number;
  /** Shifts over the whole plan. */
  shifts: number;
  /** Shifts of a week at most. */
  cap: number;
}

export interface LoadLine {
  unit: string;
  level: Unit['level'];
  /** Null where the plan has no such unit. */
  before: UnitLoad | null;
  after: UnitLoad | null;
}

export interface UnservedLine {
  kind: string;
  area: string;
  week: number;
  before: number;
  after: number;
}

export interface ComparisonView {
  round: string;
  before: PlanHead;
  after: PlanHead;
  kept: number;
  counts: { moved: number; unitChanged: number; added: number; removed: number };
  /** By day, then by area. */
  differences: DifferenceView[];
  /** By level and code; every unit of either plan. */
  loads: (LoadLine & { name: Words })[];
  /** Lines that both do not serve alike. */
  unserved: UnservedLine[];
  /** What the two do not have in common beside their tasks. */
  notes: Words[];
}
