/**
 * What the rules ask for now against the tasks that stand: which task serves which demand, which demands
 * are new, and which tasks nobody asks for any more. Pure.
 */
import { dayOf } from '../days.ts';
import { collectDemands } from '../demands.ts';
import { servesRegion } from '../eligibility.ts';
import { addedDemand } from '../addedDemand.ts';
import { NO_PLACE } from '../kinds/encirclement.ts';
import type { Demand, PlacedTask, Plan, Problem } from '../types.ts';
import type { Replanning, StandingTask } from './types.ts';

export interface Matched {
  /** With the demand that each serves; fixed ones bring their own where nobody asks any more. */
  standing: { task: StandingTask; demand: Demand }[];
  /** Demands without a task, from the first day on. */
  open: Demand[];
  /** Demands whose last day lies before the first day. */
  past: Demand[];
  /** Open tasks that no rule asks for now. */
  dropped: StandingTask[];
  notes: Plan['notes'];
}

/** Random extra checks as they were drawn once: another draw would move half of the county. */
function withKnownChecks(demands: readonly Demand[], checks: Replanning['checks']): Demand[] {
  const asked = new Map(checks.map(({ areaCode, week, required }) => [`${areaCode} ${week}`, required]));
  const seen = new Map<string, number>();
  return demands.flatMap((demand) => {
    if (demand.kind !== 'area-check') return [demand];
    if (demand.extra) return [];
    const key = `${demand.areaCode} ${demand.due}`;
    const nth = (seen.get(key) ?? 0) + 1;
    seen.set(key, nth);
    const legal = demands.filter((other) => other.kind === 'area-check' && !other.extra && other.areaCode === demand.areaCode && other.due === demand.due).length;
    const more = nth === legal ? Math.max(0, (asked.get(key) ?? legal) - legal) : 0;
    return [demand, ...Array.from({ length: more }, (): Demand => ({ ...demand, extra: true }))];
  });
}

const keyOf = (kind: string, areaCode: string, siteCode: string | null, nominationId: string | null, blind: boolean): string => JSON.stringify([kind, areaCode, siteCode, nominationId, blind]);

/** A demand made of a task that was carried out although nobody asks for it now. */
function historic(problem: Problem, task: StandingTask): Demand {
  const week = 1 + Math.floor((task.day - dayOf(problem.startsOn)) / 7);
  const area = problem.areas.find(({ code }) => code === task.areaCode);
  const levels = task.unitIds.flatMap((id) => problem.units.find((unit) => unit.id === id)?.level ?? []);
  return {
    kind: task.kind, areaId: area?.id ?? null, areaCode: task.areaCode, siteId: null, siteCode: task.siteCode, nomination: task.nominationId === null ? null : { id: task.nominationId, place: '' }, grade: area?.grade ?? 'not-graded', premises: task.premises, week, due: week, region: area?.region ?? null, extra: false, blind: task.blind,
    from: task.day, to: task.day, freshUntil: null, shifts: [task.shift], crew: task.unitIds.length > 1 ? task.unitIds.map((_, i) => ({ levels: levels.slice(i, i + 1), count: 1 })) : [{ levels, count: 1 }], joint: task.unitIds.length > 1, gapDays: 0, oncePerDay: false,
  };
}

/**
 * @param seed of the plan that stands
 * @throws RangeError where something was added that no rule knows, or on no day of the schedule
 */
export function matchDemands(problem: Problem, seed: number, { from, tasks, added, checks }: Replanning): Matched {
  const { demands: asked, notes } = collectDemands(problem, seed);
  const demands = [...withKnownChecks(asked, checks), ...added.map((each) => addedDemand(problem, each, asked))];
  const start = dayOf(problem.startsOn);
  const waiting = new Map<string, Demand[]>();
  for (const demand of demands) {
    const key = keyOf(demand.kind, demand.areaCode, demand.siteCode, demand.nomination?.id ?? null, demand.blind);
    waiting.set(key, [...(waiting.get(key) ?? []), demand]);
  }
  const counties = new Set(problem.areas.map(({ region }) => region ?? null)).size;
  const unitOf = new Map(problem.units.map((unit) => [unit.id, unit]));
  // blocks of force have no place: in several counties only their units say whose they are
  const serves = (demand: Demand, { unitIds }: StandingTask): boolean => counties < 2 || unitIds.every((id) => {
    const unit = unitOf.get(id);
    return unit === undefined || servesRegion(unit, demand.region);
  });
  const take = (key: string, task: StandingTask): Demand | undefined => {
    const candidates = waiting.get(key) ?? [];
    const week = 1 + Math.floor((task.day - start) / 7);
    const fits = candidates.filter((demand) => (demand.premises ?? null) === task.premises && task.day >= demand.from && task.day <= demand.to && serves(demand, task));
    // what must be served before what is extra, then the one that was due nearest
    const [best] = [...fits].sort((a, b) => Number(a.extra) - Number(b.extra) || Math.abs(a.due - week) - Math.abs(b.due - week));
    if (best !== undefined) waiting.set(key, candidates.filter((demand) => demand !== best));
    return best;
  };
  const standing: Matched['standing'] = [];
  const unmatched: StandingTask[] = [];
  const alive = tasks.filter(({ state }) => state !== 'gone').sort((a, b) => Number(a.state === 'open') - Number(b.state === 'open') || a.day - b.day || (a.id < b.id ? -1 : 1));
  for (const task of alive) {
    const demand = take(keyOf(task.kind, task.areaCode, task.siteCode, task.nominationId, task.blind), task);
    if (demand === undefined) unmatched.push(task);
    else standing.push({ task, demand });
  }
  const dropped: StandingTask[] = [];
  for (const task of unmatched) {
    // a block of force whose place was approved since keeps its day and takes the place
    const [key] = task.kind === 'encirclement' && task.areaCode === NO_PLACE && task.state === 'open' ? [...waiting].find(([, list]) => list.some((demand) => demand.kind === 'encirclement' && demand.nomination !== null && serves(demand, task))) ?? [] : [];
    const demand = key === undefined ? undefined : take(key, task);
    if (demand !== undefined) standing.push({ task, demand });
    else if (task.state === 'fixed') standing.push({ task, demand: historic(problem, task) });
    else dropped.push(task);
  }
  const left = [...waiting.values()].flat();
  const isPast = (demand: Demand): boolean => Math.min(demand.to, demand.freshUntil ?? demand.to) < from;
  return { standing, open: left.filter((demand) => !isPast(demand)), past: left.filter(isPast), dropped, notes };
}

/** The task of a standing one, as placements have it. */
export const placedOf = ({ task, demand }: Matched['standing'][number], start: number): PlacedTask => ({ demand: { ...demand, week: 1 + Math.floor((task.day - start) / 7) }, unitIds: [...task.unitIds], day: task.day, shift: task.shift, was: task.id });
