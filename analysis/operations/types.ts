/**
 * A schedule as a problem and as an answer. Types only. What places the tasks (`place`) is one
 * function behind this interface: the optimiser, which proves a bound, or the greedy placer.
 */
import type { BlockingCode, ScheduleBody, Shift, TaskKind, Unit } from '../../models/schemas/operations.ts';
import type { ResponseRules } from '../../models/schemas/responseRules.ts';
import type { Firmness, Grade } from '../../models/schemas/vocabulary.ts';

export interface Point {
  longitude: number;
  latitude: number;
}

export interface PlanUnit {
  id: string;
  code: string;
  level: Unit['level'];
  areaId: string;
  shiftsPerWeek: number;
  at: Point | null;
  /** County that it serves; null or absent for one that serves every county. */
  region?: string | null;
}

/** Days on which a unit, or (null) nobody, does anything. */
export interface PlanAbsence {
  unitId: string | null;
  startsOn: string;
  endsOn: string;
}

export interface PlanSite {
  id: string;
  code: string;
  /** A count, never a list; null where nobody counted. */
  premises: number | null;
}

/** A place that a planner named for an encirclement and a second one approved. */
export interface PlanNomination {
  id: string;
  place: string;
}

export interface PlanArea {
  id: string;
  code: string;
  at: Point | null;
  grade: Grade;
  firmness: Firmness;
  /** Date of the newest bottle behind the grade; null where there is none. */
  evidenceOn: string | null;
  /** Results behind the grade have changed since it was made. */
  outdated: boolean;
  /** Sites sampled in the round. */
  sites: readonly PlanSite[];
  /** A site below which a reach was named; null where none was. */
  sourceSiteId: string | null;
  /** Approved places of encirclements; read only where the area is severe and firm and places may be stored. */
  nominations?: readonly PlanNomination[];
  /** County of the area; null or absent where there is only one. */
  region?: string | null;
}

export interface Problem {
  startsOn: string;
  weeks: number;
  areas: readonly PlanArea[];
  units: readonly PlanUnit[];
  absences: readonly PlanAbsence[];
  rules: ResponseRules;
  /** Until the deploying body has decided, an encirclement is force without a place. */
  placesMayBeStored: boolean;
  /** Share of the work beside the standing checks that no grade steers, 0 to 0.5; none where it is left out. */
  blindShare?: number;
}

/** One task that the rules ask for, before it has a unit and a day. */
export interface Demand {
  kind: TaskKind;
  /** Null for a block of force without a place. */
  areaId: string | null;
  areaCode: string;
  siteId: string | null;
  siteCode: string | null;
  /** What names the place of an encirclement; null for everything else, and for a block of force. */
  nomination: PlanNomination | null;
  grade: Grade;
  premises: number | null;
  /** 1-based week it stands in: of its day once it is placed, else the one it is due in. */
  week: number;
  /** 1-based week it is due in, whatever became of it. */
  due: number;
  /** County whose units may do it; null where there is only one. */
  region: string | null;
  /** A random visit on top of what the rules ask for at least. */
  extra: boolean;
  /** Drawn by lot among all towns, whatever their grade. */
  blind: boolean;
  /** First and last day on which it may be placed. */
  from: number;
  to: number;
  /** Days after which the evidence no longer carries it; null where it needs none. */
  freshUntil: number | null;
  shifts: readonly Shift[];
  /** Levels any one of which is enough, or a joint force of several units. */
  crew: readonly { levels: readonly Unit['level'][]; count: number }[];
  joint: boolean;
  /** Days that must lie between two of this kind for the whole county; 0 for none. */
  gapDays: number;
  /** No two of this kind in the same area on one day. */
  oncePerDay: boolean;
}

export interface PlacedTask {
  demand: Demand;
  unitIds: string[];
  day: number;
  shift: Shift;
  /** Identity of the task that it continues, where a plan is planned again. */
  was?: string;
}

/** Why a demand could not be placed: candidate slots by what blocked them. */
export interface Unplaced {
  demand: Demand;
  candidates: number;
  blocked: Partial<Record<BlockingCode, number>>;
}

export interface Placement {
  placed: PlacedTask[];
  unplaced: Unplaced[];
  /** Proven: no schedule of this problem costs less. Null where nothing was proven. */
  bound: number | null;
  /** What the placer has to say about its answer. */
  notes: ScheduleBody['notes'];
}

/** The seam for the optimiser: same problem, same demands, same seed, same bytes. */
export type Place = (problem: Problem, demands: readonly Demand[], seed: number) => Placement;

export interface Plan extends Required<Omit<ScheduleBody, 'basis' | 'replan' | 'added' | 'assumed'>> {
  tasks: PlacedTask[];
  /** Cost in kilometres (costs.ts), the proven bound, and their difference as a share of the cost. */
  objective: number;
  bound: number | null;
  gap: number | null;
}

/** What a kind of task is given to find its demands. */
export interface KindContext {
  problem: Problem;
  /** Areas whose evidence carries their grade. */
  firm: readonly PlanArea[];
  /** Areas whose evidence does not: borderline, insufficient, out of date. */
  weak: readonly PlanArea[];
  /** First day of the schedule, and the day after its last. */
  start: number;
  end: number;
  /** Last day on which the evidence of an area is fresh. */
  freshUntil: (area: PlanArea) => number;
  /** The seed's next number from 0 to 1, for what is left to chance. */
  chance: () => number;
  /** First and last day of a 1-based week. */
  daysOfWeek: (week: number) => { from: number; to: number };
}
