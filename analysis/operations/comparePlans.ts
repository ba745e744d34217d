/**
 * Two plans side by side: which tasks stay, move, change their unit, come or go, what each unit carries
 * in both, and what neither or only one of them serves. Tasks of one line of revisions are known by their
 * identity; tasks of plans made apart are paired by what they are for, the nearest slot first. Pure.
 */
import type { ScheduleBody, Shift, TaskKind, Unit } from '../../models/schemas/operations.ts';
import type { ComparisonView, DifferenceKind, LoadLine, UnitLoad, UnservedLine } from '../../models/schemas/answers/comparison.ts';

export interface ComparedTask {
  /** Identity through all revisions of its plan. */
  id: string;
  kind: TaskKind;
  /** "*" for a block of force. */
  areaCode: string;
  siteCode: string | null;
  nominationId: string | null;
  premises: number | null;
  /** Codes; their order says nothing. */
  units: readonly string[];
  /** Days since 1970-01-01. */
  day: number;
  shift: Shift;
}

export interface ComparedPlan {
  tasks: readonly ComparedTask[];
  units: readonly { code: string; level: Unit['level']; shiftsPerWeek: number }[];
  shiftCost: Readonly<Record<Shift, number>>;
  unserved: ScheduleBody['unserved'];
}

export interface Difference {
  change: DifferenceKind;
  before: ComparedTask | null;
  after: ComparedTask | null;
}

export interface Comparison extends Pick<ComparisonView, 'kept' | 'counts' | 'unserved'> {
  /** By day, then by area. */
  differences: Difference[];
  /** By level and code; every unit of either plan. */
  loads: LoadLine[];
}

const purposeOf = ({ kind, areaCode, siteCode, nominationId, premises }: ComparedTask): string => JSON.stringify([kind, areaCode, siteCode, nominationId, premises]);
const sameUnits = (a: ComparedTask, b: ComparedTask): boolean => a.units.length === b.units.length && a.units.every((code) => b.units.includes(code));
const sameSlot = (a: ComparedTask, b: ComparedTask): boolean => a.day === b.day && a.shift === b.shift;

function grouped(tasks: readonly ComparedTask[]): Map<string, ComparedTask[]> {
  const groups = new Map<string, ComparedTask[]>();
  for (const task of tasks) {
    const key = purposeOf(task);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [task]);
    else known.push(task);
  }
  return groups;
}

/** Pairs of what is for the same thing: the same slot and unit first, then one of both, then the nearest day. */
function paired(before: readonly ComparedTask[], after: readonly ComparedTask[]): [ComparedTask, ComparedTask][] {
  const pairs: [ComparedTask, ComparedTask][] = [];
  const others = grouped(after);
  for (const [key, own] of grouped(before)) {
    const right = new Set(others.get(key) ?? []);
    let left = own;
    const take = (fits: (a: ComparedTask, b: ComparedTask) => boolean): void => {
      left = left.filter((task) => {
        const found = [...right].find((other) => fits(task, other));
        if (found === undefined) return true;
        right.delete(found);
        pairs.push([task, found]);
        return false;
      });
    };
    take((a, b) => sameSlot(a, b) && sameUnits(a, b));
    take((a, b) => a.day === b.day && sameUnits(a, b));
    take(sameSlot);
    const near = left.flatMap((a) => [...right].map((b) => ({ a, b, away: Math.abs(a.day - b.day), other: sameUnits(a, b) ? 0 : 1 })));
    const done = new Set<ComparedTask>();
    for (const { a, b } of near.sort((x, y) => x.away - y.away || x.other - y.other || x.a.day - y.a.day || x.b.day - y.b.day)) {
      if (done.has(a) || !right.has(b)) continue;
      done.add(a);
      right.delete(b);
      pairs.push([a, b]);
    }
  }
  return pairs;
}

function loadsOf({ tasks, units, shiftCost }: ComparedPlan): Map<string, UnitLoad & { level: Unit['level'] }> {
  const loads = new Map(units.map(({ code, level, shiftsPerWeek }) => [code, { level, tasks: 0, shifts: 0, cap: shiftsPerWeek }]));
  for (const { units: own, shift } of tasks) {
    for (const code of own) {
      const load = loads.get(code);
      if (load === undefined) throw new RangeError(`a task names unit "${code}"; a unit of its plan was expected`);
      load.tasks += 1;
      load.shifts += shiftCost[shift];
    }
  }
  return loads;
}

const LEVELS: readonly Unit['level'][] = ['town', 'county', 'city'];

function loadLines(before: ComparedPlan, after: ComparedPlan): LoadLine[] {
  const [left, right] = [loadsOf(before), loadsOf(after)];
  const plain = (load: (UnitLoad & { level: Unit['level'] }) | undefined): UnitLoad | null => (load === undefined ? null : { tasks: load.tasks, shifts: load.shifts, cap: load.cap });
  return [...new Set([...left.keys(), ...right.keys()])]
    .map((unit): LoadLine => ({ unit, level: (left.get(unit) ?? right.get(unit))?.level ?? 'town', before: plain(left.get(unit)), after: plain(right.get(unit)) }))
    .sort((a, b) => LEVELS.indexOf(a.level) - LEVELS.indexOf(b.level) || (a.unit < b.unit ? -1 : 1));
}

function unservedLines(before: ScheduleBody['unserved'], after: ScheduleBody['unserved']): UnservedLine[] {
  const lines = new Map<string, UnservedLine>();
  for (const [side, list] of [['before', before], ['after', after]] as const) {
    for (const { kind, area, week, count } of list) {
      const key = `${String(week).padStart(2, '0')} ${area} ${kind}`;
      const line = lines.get(key) ?? { kind, area, week, before: 0, after: 0 };
      line[side] += count;
      lines.set(key, line);
    }
  }
  return [...lines.entries()].filter(([, line]) => line.before !== line.after).sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

/** By identity alone; what is in one plan only is left to be paired, or not. */
function known(before: readonly ComparedTask[], after: readonly ComparedTask[]): [ComparedTask, ComparedTask][] {
  const byId = new Map(after.map((task) => [task.id, task]));
  return before.flatMap((task): [ComparedTask, ComparedTask][] => {
    const other = byId.get(task.id);
    return other === undefined ? [] : [[task, other]];
  });
}

function differencesOf(pairs: readonly [ComparedTask, ComparedTask][], before: readonly ComparedTask[], after: readonly ComparedTask[]): Difference[] {
  const met = new Set(pairs.flat());
  const differences: Difference[] = [
    ...pairs.flatMap(([a, b]): Difference[] => (!sameSlot(a, b) ? [{ change: 'moved', before: a, after: b }] : sameUnits(a, b) ? [] : [{ change: 'unit-changed', before: a, after: b }])),
    ...before.filter((task) => !met.has(task)).map((task): Difference => ({ change: 'removed', before: task, after: null })),
    ...after.filter((task) => !met.has(task)).map((task): Difference => ({ change: 'added', before: null, after: task })),
  ];
  const key = ({ before: a, after: b }: Difference): string => `${String((b ?? a)?.day ?? 0).padStart(6, '0')} ${(b ?? a)?.areaCode ?? ''} ${(b ?? a)?.kind ?? ''} ${(b ?? a)?.siteCode ?? ''}`;
  return differences.map((each) => ({ each, key: key(each) })).sort((x, y) => (x.key < y.key ? -1 : x.key > y.key ? 1 : 0)).map(({ each }) => each);
}

/** How often each happens. */
export function countDifferences(differences: readonly Difference[]): Comparison['counts'] {
  const count = (change: Difference['change']): number => differences.filter((each) => each.change === change).length;
  return { moved: count('moved'), unitChanged: count('unit-changed'), added: count('added'), removed: count('removed') };
}

/** What a revision changed in the plan that it continues: by identity, because what is new there is new. */
export const changesByIdentity = (before: readonly ComparedTask[], after: readonly ComparedTask[]): Difference[] => differencesOf(known(before, after), before, after);

/**
 * kept + moved + unitChanged + removed is the number of tasks before, with added instead of removed after.
 * @throws RangeError where a task names a unit that its plan does not have
 */
export function comparePlans(before: ComparedPlan, after: ComparedPlan): Comparison {
  const same = known(before.tasks, after.tasks);
  const named = new Set(same.flat());
  const pairs = [...same, ...paired(before.tasks.filter((task) => !named.has(task)), after.tasks.filter((task) => !named.has(task)))];
  const differences = differencesOf(pairs, before.tasks, after.tasks);
  const counts = countDifferences(differences);
  return { kept: pairs.length - counts.moved - counts.unitChanged, counts, differences, loads: loadLines(before, after), unserved: unservedLines(before.unserved, after.unserved) };
}
