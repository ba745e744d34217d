/** What `/schedules/:id/day-routes` answers: one day of a plan on the ground. */
import type { Unit } from '../operations.ts';
import type { Words } from '../vocabulary.ts';
import type { TaskView } from './schedules.ts';

export interface RoutePlace {
  longitude: number;
  latitude: number;
  /** Code of a sampling point, or the name of an area. */
  label: Words;
}

export interface RoutedStop extends RoutePlace {
  taskId: string;
  /** Kilometres from the stop before, the first one from home; null without a home. */
  legKm: number | null;
}

export interface TaskRoute {
  home: RoutePlace | null;
  /** In the order of the route; as they are listed where there is no home. */
  stops: RoutedStop[];
  returnKm: number | null;
  /** From home over all stops and home again; null without a home or a stop. */
  kilometres: number | null;
  /** Shortest for certain; a heuristic above twelve stops. */
  exact: boolean;
}

export interface DayTask extends Pick<TaskView, 'id' | 'number' | 'kind' | 'shift' | 'state' | 'area' | 'site' | 'place' | 'premisesPlanned'> {
  /** Whether the map can show it. */
  placed: boolean;
}

export interface UnitRoute extends TaskRoute {
  unit: { code: string; name: Words; level: Unit['level'] };
  tasks: DayTask[];
}

export interface DayRoutesView {
  schedule: string;
  state: string;
  round: string;
  version: number;
  date: string;
  /** First and last day of the plan. */
  first: string;
  last: string;
  /** Days with a task, before and after this one; null where there is none. */
  before: string | null;
  after: string | null;
  /** By level, then by code; those of the day's tasks only. */
  units: UnitRoute[];
  /** Of all stops and homes, west, south, east, north; null where nothing has a place. */
  bounds: [number, number, number, number] | null;
  notes: (Words & { code: string })[];
}
