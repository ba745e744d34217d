/** The grades of an assessment and the units of the store as a problem of analysis/operations. */
import type { Area, Assessment, Round, Schedule } from '../../../../models/schemas/index.ts';
import { listAbsences, listAreas, listUnits, sitesById } from '../../../../models/store/repositories/reference.ts';
import type { Reader, Store } from '../../../../models/store/types.ts';
import type { PlanArea, Point, Problem } from '../../../../analysis/operations/types.ts';
import { nominationsOfRound } from '../../../../models/store/repositories/nominations.ts';
import { readAssessInputs } from '../../assessment/assessInputs.ts';
import { stalenessOf } from '../../assessment/assessStaleness.ts';
import { publicHolidays } from '../../rounds/publicHolidays.ts';
import { responseRulesInForce, responseRulesOf } from '../responseRules/responseRuleBook.ts';
import { readSettings } from '../../administration/settings.ts';

const pointOf = (area: Area | undefined): Point | null =>
  area === undefined || area.seatLongitude === null || area.seatLatitude === null ? null : { longitude: area.seatLongitude, latitude: area.seatLatitude };

/** County of an area; null above one, so that a city squad serves every county. */
function countyOf(areaId: string, areas: ReadonlyMap<string, Area>): string | null {
  for (let area = areas.get(areaId); area !== undefined; area = area.parentId === null ? undefined : areas.get(area.parentId)) if (area.level === 'county') return area.code;
  return null;
}

export async function readProblem(store: Store, round: Round, assessment: Assessment, startsOn: string, weeks: number): Promise<Problem> {
  const reader = store.read;
  const areas = new Map((await listAreas(reader)).map((area) => [area.id, area]));
  const { inputs } = await readAssessInputs(store, round);
  const standing = await stalenessOf(store, round, assessment, assessment.body);
  // where something changed that belongs to no one area, no grade of the assessment can be relied on
  const outdated = (areaId: string): boolean => standing.stale && (standing.areas.size === 0 || standing.areas.has(areaId));
  const newest = new Map<string, string>();
  const siteArea = new Map(inputs.sites.map(({ id, areaId }) => [id, areaId]));
  for (const { siteId, collectedOn } of inputs.samples) {
    const areaId = siteArea.get(siteId);
    if (areaId !== undefined && collectedOn !== null && collectedOn > (newest.get(areaId) ?? '')) newest.set(areaId, collectedOn);
  }
  const sites = new Map((inputs.sites.length === 0 ? [] : await sitesById(reader, inputs.sites.map(({ id }) => id))).map((site) => [site.id, site]));
  const units = await listUnits(reader);
  const settings = await readSettings(reader);
  const placesMayBeStored = settings.confidentialityDecision === 'places-may-be-stored';
  const approved = placesMayBeStored ? (await nominationsOfRound(reader, round.id)).filter(({ state }) => state === 'approved') : [];
  // with one county there is nothing to keep apart
  const several = new Set(assessment.body.areas.map(({ areaId }) => countyOf(areaId, areas))).size > 1;
  const region = (areaId: string): { region?: string | null } => (several ? { region: countyOf(areaId, areas) } : {});
  return {
    startsOn,
    weeks,
    areas: assessment.body.areas.map((area): PlanArea => ({
      id: area.areaId,
      code: area.code,
      ...region(area.areaId),
      at: pointOf(areas.get(area.areaId)),
      grade: area.grade,
      firmness: area.firmness,
      evidenceOn: newest.get(area.areaId) ?? null,
      outdated: outdated(area.areaId),
      sites: inputs.sites.filter(({ areaId }) => areaId === area.areaId).map(({ id, code }) => ({ id, code, premises: sites.get(id)?.premisesAround ?? null })),
      nominations: approved.filter(({ areaId }) => areaId === area.areaId).map(({ id, place }) => ({ id, place })),
      sourceSiteId: area.reasons.some(({ code }) => code === 'reach') ? ([...area.sites].sort((a, b) => (b.index ?? -1) - (a.index ?? -1))[0]?.siteId ?? null) : null,
    })),
    units: units.filter(({ active }) => active).map(({ id, code, level, areaId, shiftsPerWeek }) => ({ id, code, level, areaId, shiftsPerWeek, at: pointOf(areas.get(areaId)), ...(level === 'city' ? {} : region(areaId)) })),
    absences: [...publicHolidays(startsOn, weeks, settings.operationsOnHolidays).absences, ...(await listAbsences(reader)).filter(({ cancelled }) => !cancelled).map(({ unitId, startsOn: from, endsOn }) => ({ unitId, startsOn: from, endsOn }))],
    rules: await responseRulesInForce(reader),
    placesMayBeStored,
  };
}

/** The problem with the rules by which this schedule was made and what its planner chose for it; rules that came into force since are for new ones. */
export async function asPlanned(reader: Reader, problem: Problem, { rules, body: { blind } }: Pick<Schedule, 'rules' | 'body'>): Promise<Problem> {
  const kept = await responseRulesOf(reader, rules);
  return { ...problem, rules: kept ?? problem.rules, ...(blind === undefined || blind === null ? {} : { blindShare: blind.wanted }) };
}
