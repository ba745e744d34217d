/** A made-up county for the tests of operations, and an account of what a plan keeps. */
import { expect } from 'chai';
import { calendarWeek, dayOf } from '../../../analysis/operations/days.ts';
import type { Plan, PlanArea, PlanUnit, Problem } from '../../../analysis/operations/types.ts';
import { responseRules } from '../../../models/reference/responseRules.ts';

export const area = (i: number, more: Partial<PlanArea> = {}): PlanArea => ({
  id: `a${i}`,
  code: `A${i}`,
  at: { longitude: 116 + 0.05 * i, latitude: 23 },
  grade: 'general',
  firmness: 'firm',
  evidenceOn: '2018-03-10',
  outdated: false,
  sites: Array.from({ length: 5 }, (_, s) => ({ id: `a${i}s${s}`, code: `A${i}-${s}`, premises: 30 })),
  sourceSiteId: null,
  ...more,
});

export const unit = (code: string, level: PlanUnit['level'], home: number, shiftsPerWeek = 5): PlanUnit => ({ id: code, code, level, areaId: `a${home}`, shiftsPerWeek, at: { longitude: 116 + 0.05 * home, latitude: 23 } });

/** 13 towns, of which 3 severe, 2 moderately severe, 1 borderline, 1 insufficient, 1 not sampled; 10 town units, 2 county squads, 1 city squad. */
export function county(more: Partial<Problem> = {}): Problem {
  const grades: Partial<PlanArea>[] = [
    ...Array.from({ length: 3 }, (_, i) => ({ grade: 'severe' as const, nominations: [{ id: `n${i}`, place: `Village ${i}` }] })),
    ...Array.from({ length: 2 }, () => ({ grade: 'moderately-severe' as const })),
    { grade: 'moderately-severe', firmness: 'borderline' },
    { grade: 'insufficient', firmness: 'none' },
    { grade: 'not-graded', firmness: 'none', evidenceOn: null, sites: [] },
  ];
  return {
    startsOn: '2018-04-02',
    weeks: 13,
    areas: Array.from({ length: 13 }, (_, i) => area(i, grades[i] ?? {})),
    units: [...Array.from({ length: 10 }, (_, i) => unit(`T${i}`, 'town', i)), unit('C1', 'county', 0), unit('C2', 'county', 3), unit('X1', 'city', 0)],
    absences: [],
    rules: responseRules,
    placesMayBeStored: false,
    ...more,
  };
}

/** Every hard rule, read from the plan alone. */
export function expectLegal(plan: Plan, problem: Problem): void {
  const levels = new Map(problem.units.map((each) => [each.id, each]));
  const days = new Map<string, Map<number, string>>();
  const load = new Map<string, number>();
  const start = dayOf(problem.startsOn);
  for (const { demand, unitIds, day, shift } of plan.tasks) {
    expect(day, 'inside the schedule').to.be.within(start, start + 7 * problem.weeks - 1);
    expect(day, 'inside its window').to.be.within(demand.from, demand.to);
    expect(demand.week, 'week of its day').to.equal(1 + Math.floor((day - start) / 7));
    if (demand.freshUntil !== null) expect(day, 'evidence is fresh').to.be.at.most(demand.freshUntil);
    expect(demand.shifts).to.include(shift);
    expect(unitIds.length).to.equal(demand.crew.reduce((sum, { count }) => sum + count, 0));
    for (const { levels: wanted, count } of demand.crew) expect(unitIds.filter((id) => wanted.includes(levels.get(id)?.level ?? 'town')).length).to.be.at.least(count);
    for (const id of unitIds) {
      const own = days.get(id) ?? new Map<number, string>();
      expect(own.has(day), `${id} has one job on day ${day}`).to.equal(false);
      days.set(id, own.set(day, shift));
      for (const week of [`${id} p${demand.week}`, `${id} c${calendarWeek(day)}`]) load.set(week, (load.get(week) ?? 0) + problem.rules.shiftCost[shift]);
      for (const { unitId, startsOn, endsOn } of problem.absences) {
        if (unitId === null || unitId === id) expect(day < dayOf(startsOn) || day > dayOf(endsOn), `${id} is there on day ${day}`).to.equal(true);
      }
    }
  }
  for (const [key, shifts] of load) expect(shifts, key).to.be.at.most(levels.get(key.split(' ')[0] ?? '')?.shiftsPerWeek ?? 0);
  for (const [id, own] of days) {
    for (const [day, shift] of own) if (shift === 'evening') expect(['morning', 'day'].includes(own.get(day + 1) ?? ''), `${id} rests after the evening of ${day}`).to.equal(false);
  }
  const checks = plan.tasks.filter(({ demand }) => demand.kind === 'area-check').map(({ demand, day }) => `${demand.areaCode} ${day}`);
  expect(new Set(checks).size, 'area checks of one town on different days').to.equal(checks.length);
  const operations = plan.tasks.filter(({ demand }) => demand.kind === 'encirclement').map(({ day }) => day).sort((a, b) => a - b);
  operations.slice(1).forEach((day, i) => expect(day - (operations[i] ?? 0), 'days between operations').to.be.at.least(4));
}

/** required = served + unserved, in the sums and in every line. */
export function expectBalanced(plan: Plan): void {
  const unserved = plan.unserved.reduce((sum, { count }) => sum + count, 0);
  expect(plan.required).to.equal(plan.served + unserved);
  expect(plan.served).to.equal(plan.tasks.length);
  for (const line of plan.ledger) expect(line.required, JSON.stringify(line)).to.equal(line.served + line.unserved);
  for (const key of ['required', 'served', 'unserved'] as const) expect(plan.ledger.reduce((sum, line) => sum + line[key], 0)).to.equal(key === 'unserved' ? unserved : plan[key]);
  for (const { reasons } of plan.unserved) expect(reasons.length).to.be.greaterThan(0);
}
