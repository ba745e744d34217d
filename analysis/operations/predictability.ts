/**
 * What an observer of a town can foretell. He knows the days since the last visit, the weekday and the
 * visits of this week, and has watched other towns (or other quarters) long enough to know how often
 * a visit followed. Each town is foretold from the others, never from itself. Pure.
 */
import { dayOf } from './days.ts';
import type { PlacedTask } from './types.ts';

/** Visits of one town over one schedule, by day from its first one. */
export interface Watched {
  /** Days since 1970-01-01 of the first day, and how many days were watched. */
  start: number;
  days: number;
  /** Days on which somebody came, with the shift. */
  visits: ReadonlyMap<number, string>;
  /** What is foretold together is left out of what the observer learned from. */
  group: string;
}

export interface Predictability {
  /** Share of days on which the observer expects nobody (P <= 3 %). */
  safeDays: number;
  /** Share of visits on days on which he was sure of one (P >= 90 %). */
  forced: number;
  /** 1 - Brier score / Brier score of the plain frequency; 0: nothing learned, 1: all foretold. */
  brierSkill: number;
  /** Bits of weekday and shift, and the most there can be. */
  entropy: number;
  entropyMost: number;
  townDays: number;
  visits: number;
}

const SAFE = 0.03;
const SURE = 0.9;
/** Longest gap that he tells apart. */
const LONGEST = 10;
/** Weight, in days, of the plain frequency in a state that was hardly ever seen. */
const PRIOR = 4;

interface Day {
  group: string;
  /** From the finest to the coarsest thing that he may have noticed. */
  states: string[];
  visited: boolean;
}

function watchedDays({ start, days, visits, group }: Watched): Day[] {
  const seen: Day[] = [];
  let last: number | undefined;
  for (let day = start; day < start + days; day++) {
    const gap = last === undefined ? 'first' : String(Math.min(LONGEST, day - last));
    const weekday = (((day + 3) % 7) + 7) % 7;
    let thisWeek = 0;
    for (let other = day - ((day - start) % 7); other < day; other++) if (visits.has(other)) thisWeek += 1;
    const place = (day - start) % 7;
    const visited = visits.has(day);
    seen.push({ group, states: [`${gap} ${weekday} ${thisWeek}`, `${place} ${thisWeek}`, gap], visited });
    if (visited) last = day;
  }
  return seen;
}

/**
 * @param watched at least two groups, so that each can be foretold from the others
 * @throws RangeError for fewer
 */
export function predictability(watched: readonly Watched[]): Predictability {
  const groups = new Set(watched.map(({ group }) => group));
  if (groups.size < 2) throw new RangeError(`${groups.size} group was watched; at least 2 were expected, because each is foretold from the others`);
  const days = watched.flatMap(watchedDays);
  const all = new Map<string, { seen: number; hits: number }>();
  const key = (state: string, level: number, group: string | null): string => JSON.stringify([level, state, group]);
  const bump = (name: string, hit: boolean): void => {
    const known = all.get(name) ?? { seen: 0, hits: 0 };
    all.set(name, { seen: known.seen + 1, hits: known.hits + (hit ? 1 : 0) });
  };
  for (const { states, visited, group } of days) {
    ['', ...states].forEach((state, level) => {
      bump(key(state, level, null), visited);
      bump(key(state, level, group), visited);
    });
  }
  const outside = (state: string, level: number, group: string): { seen: number; hits: number } => {
    const every = all.get(key(state, level, null)) ?? { seen: 0, hits: 0 };
    const own = all.get(key(state, level, group)) ?? { seen: 0, hits: 0 };
    return { seen: every.seen - own.seen, hits: every.hits - own.hits };
  };
  let brier = 0;
  let plain = 0;
  let safe = 0;
  let sure = 0;
  let visits = 0;
  for (const { states, visited, group } of days) {
    const base = outside('', 0, group);
    const frequency = base.seen === 0 ? 0 : base.hits / base.seen;
    // coarse first: what he knows of the finer state corrects it by how often he saw that
    let chance = frequency;
    for (let level = states.length; level >= 1; level--) {
      const { seen, hits } = outside(states[level - 1] ?? '', level, group);
      chance = (hits + PRIOR * chance) / (seen + PRIOR);
    }
    const actual = visited ? 1 : 0;
    brier += (chance - actual) ** 2;
    plain += (frequency - actual) ** 2;
    if (chance <= SAFE) safe += 1;
    if (visited) {
      visits += 1;
      if (chance >= SURE) sure += 1;
    }
  }
  const slots = new Map<string, number>();
  const shifts = new Set<string>();
  for (const { visits: own } of watched) {
    for (const [day, shift] of own) {
      shifts.add(shift);
      const slot = `${(((day + 3) % 7) + 7) % 7} ${shift}`;
      slots.set(slot, (slots.get(slot) ?? 0) + 1);
    }
  }
  const total = [...slots.values()].reduce((sum, count) => sum + count, 0);
  return {
    safeDays: days.length === 0 ? 0 : safe / days.length,
    forced: visits === 0 ? 0 : sure / visits,
    brierSkill: plain === 0 ? 0 : 1 - brier / plain,
    entropy: [...slots.values()].reduce((sum, count) => sum - (count / total) * Math.log2(count / total), 0),
    entropyMost: Math.log2(7 * Math.max(1, shifts.size)),
    townDays: days.length,
    visits,
  };
}

/** Area checks of a schedule as an observer of each town sees them. @param quarter tells schedules apart; empty: towns are foretold from each other */
export function watchedTowns(tasks: readonly PlacedTask[], startsOn: string, weeks: number, quarter = ''): Watched[] {
  const start = dayOf(startsOn);
  const towns = new Map<string, Map<number, string>>();
  for (const { demand, day, shift } of tasks) {
    if (demand.kind !== 'area-check') continue;
    towns.set(demand.areaCode, (towns.get(demand.areaCode) ?? new Map<number, string>()).set(day, shift));
  }
  return [...towns].map(([town, visits]) => ({ start, days: 7 * weeks, visits, group: quarter === '' ? town : quarter }));
}
