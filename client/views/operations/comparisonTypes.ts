/** What `/schedule-comparisons` and the scenarios answer. */
import type { Schedule, Task } from '../../../models/schemas/index.ts';
import type { Words } from '../../api/types.ts';

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
  cancelled: number;
}

export interface ComparedSlot {
  date: string;
  shift: Task['shift'];
  units: readonly string[];
}

export interface Comparison {
  round: string;
  before: PlanHead;
  after: PlanHead;
  kept: number;
  counts: { moved: number; unitChanged: number; added: number; removed: number };
  differences: { change: 'moved' | 'unit-changed' | 'added' | 'removed'; kind: Task['kind']; area: string; site: string | null; place: string | null; before: ComparedSlot | null; after: ComparedSlot | null }[];
  loads: { unit: string; name: Words; level: 'town' | 'county' | 'city'; before: { tasks: number; shifts: number; cap: number } | null; after: { tasks: number; shifts: number; cap: number } | null }[];
  unserved: { kind: string; area: string; week: number; before: number; after: number }[];
  notes: Words[];
}
