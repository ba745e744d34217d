/** A task beyond the rules, one more operation, bottle or check, as a demand that a plan places like any other. Pure. */
import { dayOf } from './days.ts';
import { NO_PLACE } from './kinds/encirclement.ts';
import type { AddedTask } from './replan/types.ts';
import type { Demand, Problem } from './types.ts';

/**
 * A demand for what was added by hand, like those of the rules for the same kind.
 * @param like demands of the rules
 * @throws RangeError for a kind without a rule, an area that is not there, or days outside the schedule
 */
export function addedDemand(problem: Problem, { kind, areaCode, from, to }: AddedTask, like: readonly Demand[]): Demand {
  const start = dayOf(problem.startsOn);
  const rule = problem.rules.rules.find((each) => each.kind === kind);
  if (rule === undefined) throw new RangeError(`the rules have no ${kind}; a kind that they ask for was expected`);
  const area = areaCode === null ? undefined : problem.areas.find(({ code }) => code === areaCode);
  if (kind === 'encirclement' ? areaCode !== null : area === undefined) throw new RangeError(`${kind} was added for area ${String(areaCode)}; ${kind === 'encirclement' ? 'no area, as a block of force' : 'an area of the plan'} was expected`);
  const counties = [...new Set(problem.areas.map(({ region }) => region ?? null))];
  if (area === undefined && counties.length > 1) throw new RangeError(`${kind} was added without a place, and the plan covers ${counties.length} counties (${counties.join(', ')}); a block of force belongs to one: plan again for one county, or add units and let the rules ask for it`);
  if (!(from >= start && to >= from && to < start + 7 * problem.weeks)) throw new RangeError(`${kind} was added for days ${from} to ${to}; days of the schedule were expected`);
  const known = like.find((demand) => demand.kind === kind);
  const force = rule.kind === 'encirclement' ? rule : undefined;
  const week = 1 + Math.floor((from - start) / 7);
  return {
    kind, areaId: area?.id ?? null, areaCode: area?.code ?? NO_PLACE, siteId: null, siteCode: null, nomination: null, grade: area?.grade ?? known?.grade ?? 'severe', premises: null, week, due: week, region: area?.region ?? known?.region ?? null, extra: force === undefined, blind: false,
    from, to, freshUntil: null, shifts: rule.shifts, crew: force === undefined ? [{ levels: rule.levels, count: 1 }] : force.crew.map(({ level, count }) => ({ levels: [level], count })), joint: force !== undefined, gapDays: force?.minimumGapDays ?? 0, oncePerDay: kind === 'area-check',
  };
}
