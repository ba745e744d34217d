/** What `/schedules` and the transitions of its tasks answer. */
import type { Outcome, Schedule, Task } from '../operations.ts';
import type { Words } from '../vocabulary.ts';
import type { AllowedAction } from './allowedAction.ts';

export interface NamedPlace {
  id: string;
  code: string;
  name: Words;
}

export interface TaskView extends Task {
  area: NamedPlace | null;
  site: NamedPlace | null;
  /** Name of the nominated place of an encirclement. */
  place: string | null;
  units: NamedPlace[];
  /** The order as it prints: no authorisation to search, room for the legal basis. */
  orderText: Words;
  /** The newest one, for whoever may record outcomes: a further one is a correction and wants its reason. */
  outcome: Outcome | null;
}

export interface ScheduleView extends Schedule {
  roundCode: string;
  allowedActions: AllowedAction[];
}

export interface ScheduleDetail extends ScheduleView {
  /** Those that were asked for: all, or of some days, or those drawn by lot. */
  tasks: TaskView[];
  /** Of all tasks that the person may see, whatever was asked for. */
  taskCount: number;
  blindCount: number;
  /** Day of the last of them. */
  lastOn: string | null;
}
