/**
 * What would help a task that has no place: one more shift a week for a unit, a day that is worked
 * after all, one more unit. Each candidate is tried by planning again, and only what was seen to help
 * is offered, the least change first. Pure.
 */
import type { BlockingCode, Unit } from '../../models/schemas/operations.ts';
import { collectDemands } from './demands.ts';
import { dateOf, dayOf } from './days.ts';
import { distanceTo, placesOf } from './costs.ts';
import { mayDo } from './eligibility.ts';
import { planSchedule } from './planSchedule.ts';
import type { Demand, Place, Plan, PlanUnit, Problem } from './types.ts';

export type Relaxation =
  | { kind: 'cap'; unit: string; by: number }
  /** Every unit. */
  | { kind: 'caps'; by: number }
  /** Days of an absence (unit null: a blackout) that are worked after all. */
  | { kind: 'open'; unit: string | null; from: string; to: string }
  | { kind: 'unit'; level: Unit['level']; area: string };

/** The line of unserved tasks that somebody wants a place for. */
export interface Unserved {
  kind: string;
  area: string;
  week: number;
}

export interface Fix {
  change: Relaxation;
  /** Tasks of the line without a place, before and after. */
  lineBefore: number;
  lineAfter: number;
  /** All tasks without a place. */
  before: number;
  after: number;
  objective: number;
  /** Shifts that the change makes possible over the whole schedule: the least is the cheapest. */
  shiftsAdded: number;
}

/** Units nearest to the task that are offered one more shift. */
const NEAREST = 3;
/** Absences and blackouts that are tried, the shortest first. */
const ABSENCES = 4;

/** @throws RangeError for a unit that there is none of */
export function relax(problem: Problem, change: Relaxation): Problem {
  if (change.kind === 'caps') return { ...problem, units: problem.units.map((each) => ({ ...each, shiftsPerWeek: each.shiftsPerWeek + change.by })) };
  if (change.kind === 'unit') {
    const home = problem.areas.find(({ code }) => code === change.area) ?? problem.areas[0];
    const extra: PlanUnit = { id: `extra-${change.level}`, code: `+${change.level}`, level: change.level, areaId: home?.id ?? '', shiftsPerWeek: Math.max(0, ...problem.units.filter(({ level }) => level === change.level).map(({ shiftsPerWeek }) => shiftsPerWeek), 5), at: home?.at ?? null, region: change.level === 'city' ? null : (home?.region ?? null) };
    return { ...problem, units: [...problem.units, extra] };
  }
  const unit = problem.units.find(({ code }) => code === change.unit);
  if (unit === undefined && change.unit !== null) throw new RangeError(`there is no unit "${change.unit}" to change; a code of the units planned with was expected`);
  if (change.kind === 'cap') return { ...problem, units: problem.units.map((each) => (each === unit ? { ...each, shiftsPerWeek: each.shiftsPerWeek + change.by } : each)) };
  const from = dayOf(change.from);
  const to = dayOf(change.to);
  return {
    ...problem,
    absences: problem.absences.flatMap((absence) => {
      if (absence.unitId !== (unit?.id ?? null) || dayOf(absence.endsOn) < from || dayOf(absence.startsOn) > to) return [absence];
      // what lies before and after the opened days stays
      return [
        ...(dayOf(absence.startsOn) < from ? [{ ...absence, endsOn: dateOf(from - 1) }] : []),
        ...(dayOf(absence.endsOn) > to ? [{ ...absence, startsOn: dateOf(to + 1) }] : []),
      ];
    }),
  };
}

/** Changes that could help, by what blocks the candidates; none is known to help yet. */
function candidates(problem: Problem, demand: Demand, codes: readonly BlockingCode[]): Relaxation[] {
  const distance = distanceTo(placesOf(problem));
  const found: Relaxation[] = [];
  const eligible = problem.units.filter((unit) => mayDo(unit, demand)).sort((a, b) => distance(a, demand) - distance(b, demand));
  if (codes.includes('BLACKOUT') || codes.includes('UNIT_OFF')) {
    const last = demand.freshUntil === null ? demand.to : Math.min(demand.to, demand.freshUntil);
    const overlaps = problem.absences.flatMap(({ unitId, startsOn, endsOn }): { change: Relaxation; days: number }[] => {
      const unit = problem.units.find(({ id }) => id === unitId);
      if (unitId !== null && (unit === undefined || !eligible.includes(unit))) return [];
      const from = Math.max(dayOf(startsOn), demand.from);
      const to = Math.min(dayOf(endsOn), last);
      if (from > to) return [];
      // one day may be taken by dearer tasks: then all of them
      return [...new Set([from, to])].map((end) => ({ change: { kind: 'open', unit: unit?.code ?? null, from: dateOf(from), to: dateOf(end) }, days: end - from + 1 }));
    });
    found.push(...overlaps.sort((a, b) => a.days - b.days).slice(0, ABSENCES).map(({ change }) => change));
  }
  if (codes.includes('WEEK_CAP') || codes.includes('BUSY') || codes.includes('JOINT_FORCE')) {
    const levels = demand.joint ? demand.crew.map(({ levels: of }) => of) : [demand.crew.flatMap(({ levels: of }) => of)];
    for (const level of levels) found.push(...eligible.filter((unit) => level.includes(unit.level)).slice(0, NEAREST).map((unit): Relaxation => ({ kind: 'cap', unit: unit.code, by: demand.joint ? 2 : 1 })));
  }
  const levels = demand.joint ? demand.crew.filter(({ levels: of, count }) => eligible.filter((unit) => of.includes(unit.level)).length < count).map(({ levels: of }) => of[0]) : [demand.crew[0]?.levels[0]];
  found.push(...levels.flatMap((level): Relaxation[] => (level === undefined ? [] : [{ kind: 'unit', level, area: demand.areaCode }])));
  return found;
}

/** How much a change gives, in shifts over the schedule. */
function shiftsAdded(problem: Problem, change: Relaxation): number {
  if (change.kind === 'cap') return change.by * problem.weeks;
  if (change.kind === 'caps') return change.by * problem.weeks * problem.units.length;
  if (change.kind === 'unit') return problem.weeks * (relax(problem, change).units.at(-1)?.shiftsPerWeek ?? 0);
  const days = dayOf(change.to) - dayOf(change.from) + 1;
  return change.unit === null ? days * problem.units.length : days;
}

const total = (unserved: Plan['unserved']): number => unserved.reduce((sum, { count }) => sum + count, 0);
const ofLine = (unserved: Plan['unserved'], { kind, area, week }: Unserved): number => total(unserved.filter((line) => line.kind === kind && line.area === area && line.week === week));

/**
 * Plans again with each candidate change.
 * @param before the plan as it stands, of the same seed
 * @returns changes after which the line has fewer tasks without a place and the whole not more, least change first
 * @throws RangeError where the plan has no such line
 */
export function findFixes(problem: Problem, seed: number, before: Pick<Plan, 'unserved'>, line: Unserved, place: Place, onTried?: (done: number, of: number) => void): Fix[] {
  const lineBefore = ofLine(before.unserved, line);
  if (lineBefore === 0) throw new RangeError(`nothing of ${line.kind} in ${line.area}, week ${line.week} is without a place; a line of the unserved tasks was expected`);
  const codes = [...new Set(before.unserved.filter(({ kind, area, week }) => kind === line.kind && area === line.area && week === line.week).flatMap(({ reasons }) => reasons.map(({ code }) => code as BlockingCode)))];
  const ofLineKind = collectDemands(problem, seed).demands.filter(({ kind, areaCode }) => kind === line.kind && areaCode === line.area);
  const demand = ofLineKind.find(({ due }) => due === line.week) ?? ofLineKind[0];
  if (demand === undefined) return [];
  const tried = candidates(problem, demand, codes);
  const fixes = tried.flatMap((change, i): Fix[] => {
    const plan = planSchedule(relax(problem, change), seed, place);
    onTried?.(i + 1, tried.length);
    const fix: Fix = { change, lineBefore, lineAfter: ofLine(plan.unserved, line), before: total(before.unserved), after: total(plan.unserved), objective: plan.objective, shiftsAdded: shiftsAdded(problem, change) };
    return fix.lineAfter < lineBefore && fix.after < fix.before ? [fix] : [];
  });
  return fixes.sort((a, b) => a.lineAfter - b.lineAfter || a.shiftsAdded - b.shiftsAdded || a.objective - b.objective);
}
