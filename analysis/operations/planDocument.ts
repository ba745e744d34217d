/**
 * A plan with all that it rests on, in one document that needs nothing else to be read: rules, units,
 * absences, grades, tasks, what was not served and the figures. The independent checker reads this. Pure.
 */
import type { ScheduleBody, Shift, TaskKind, Unit } from '../../models/schemas/operations.ts';
import type { ResponseRules } from '../../models/schemas/responseRules.ts';
import type { Firmness, Grade } from '../../models/schemas/vocabulary.ts';
import type { Problem } from './types.ts';

/** Schema of the document; rises when a field changes its meaning. */
const PLAN_VERSION = 2;

export interface PlanDocumentTask {
  number: string;
  kind: TaskKind;
  /** "*" for a block of force without a place. */
  area: string;
  site: string | null;
  /** The nominated place of an encirclement; null for everything else. */
  place: string | null;
  units: string[];
  date: string;
  shift: Shift;
  premises: number | null;
  grade: string;
  extra: boolean;
  /** Drawn by lot, whatever the grade. */
  blind: boolean;
}

export interface PlanDocument {
  version: number;
  startsOn: string;
  weeks: number;
  placesMayBeStored: boolean;
  blindShare: number;
  rules: ResponseRules;
  units: { code: string; level: Unit['level']; home: string | null; region: string | null; shiftsPerWeek: number; longitude: number | null; latitude: number | null }[];
  /** Unit null: nobody. */
  absences: { unit: string | null; from: string; to: string }[];
  areas: { code: string; region: string | null; longitude: number | null; latitude: number | null; grade: Grade; firmness: Firmness; evidenceOn: string | null; outdated: boolean; sourceSite: string | null; sites: { code: string; premises: number | null }[]; nominations: string[] }[];
  tasks: PlanDocumentTask[];
  unserved: ScheduleBody['unserved'];
  ledger: ScheduleBody['ledger'];
  /** What a planner asked for beyond the rules; area null for a block of force. */
  added?: NonNullable<ScheduleBody['added']>;
  required: number;
  served: number;
  objective: number | null;
  bound: number | null;
  gap: number | null;
}

type Basis = Pick<PlanDocument, 'version' | 'startsOn' | 'weeks' | 'placesMayBeStored' | 'blindShare' | 'rules' | 'units' | 'absences' | 'areas'>;

/** What a plan rests on, by codes: ids differ from store to store. */
export function planBasis(problem: Problem): Basis {
  const codeOf = new Map(problem.areas.map(({ id, code }) => [id, code]));
  const units = new Map(problem.units.map(({ id, code }) => [id, code]));
  return {
    version: PLAN_VERSION,
    startsOn: problem.startsOn,
    weeks: problem.weeks,
    placesMayBeStored: problem.placesMayBeStored,
    blindShare: problem.blindShare ?? 0,
    rules: problem.rules,
    units: problem.units.map(({ code, level, areaId, region, shiftsPerWeek, at }) => ({ code, level, home: codeOf.get(areaId) ?? null, region: region ?? null, shiftsPerWeek, longitude: at?.longitude ?? null, latitude: at?.latitude ?? null })),
    // an absence of a unit that cannot be sent out anyway says nothing about the plan
    absences: problem.absences.flatMap(({ unitId, startsOn, endsOn }) => (unitId === null || units.has(unitId) ? [{ unit: unitId === null ? null : (units.get(unitId) ?? null), from: startsOn, to: endsOn }] : [])),
    areas: problem.areas.map(({ code, region, at, grade, firmness, evidenceOn, outdated, sites, sourceSiteId, nominations }) => ({
      code, region: region ?? null, longitude: at?.longitude ?? null, latitude: at?.latitude ?? null, grade, firmness, evidenceOn, outdated,
      sourceSite: sites.find(({ id }) => id === sourceSiteId)?.code ?? null,
      sites: sites.map((site) => ({ code: site.code, premises: site.premises })),
      nominations: problem.placesMayBeStored ? (nominations ?? []).map(({ place }) => place) : [],
    })),
  };
}
