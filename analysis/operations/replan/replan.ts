/**
 * A schedule planned again from a day on: what lies before it and what is pinned stays, and everything else
 * stays where it can. What was hit is placed with as few changes as the cost allows (keepModel), and the
 * price of that calm is measured against planning the rest anew. Pure: solver and seconds are arguments.
 */
import { Random } from '../../random.ts';
import { Calendar } from '../calendar.ts';
import { costOf } from '../costs.ts';
import { explainUnplaced } from '../explainUnplaced.ts';
import type { Job } from '../optimise/board.ts';
import { demandClasses } from '../optimise/demandClass.ts';
import type { SolveMilp } from '../optimise/milp.ts';
import { optimiseCounty } from '../optimise/optimiseCounty.ts';
import { Placer } from '../placeGreedily.ts';
import { planOf } from '../planSchedule.ts';
import type { Demand, PlacedTask, Problem, Unplaced } from '../types.ts';
import { buildKeepModel, CHANGE, type KeepSlot } from './keepModel.ts';
import { matchDemands, type Matched } from './matchDemands.ts';
import { placeForce } from './placeForce.ts';
import { findStaying } from './stay.ts';
import type { Change, PinConflict, Replanned, Replanning, Slot, StandingTask } from './types.ts';

export interface Replanner {
  solve: SolveMilp;
  /** Seconds that it may take in all. */
  seconds: number;
  elapsed: () => number;
  /** Also plan the rest without regard for what stood, to show what calm costs and to prove a bound. */
  free: boolean;
}

/** Nodes of the search: the relaxation is nearly whole by itself. */
const NODES = 100;
const GAP = 0.003;

/** Pinned tasks that cannot stay, with every reason. @throws RangeError as matchDemands */
export const pinConflicts = (problem: Problem, seed: number, replanning: Replanning): PinConflict[] => findStaying(problem, matchDemands(problem, seed, replanning).standing).pins;

const oldOf = (task: StandingTask, demand: Demand): PlacedTask => ({ demand, unitIds: task.unitIds, day: task.day, shift: task.shift, was: task.id });
const clip = (demand: Demand, from: number): Demand => ({ ...demand, from: Math.max(demand.from, from) });

interface Member {
  /** Cut to the days that are left. */
  demand: Demand;
  old: PlacedTask | undefined;
  stays: boolean;
}

/** Days and units to tasks: who stands keeps its place, then who lost one takes the place most like it. */
function assign(slots: readonly KeepSlot[], members: readonly Member[]): { member: Member; slot: KeepSlot }[] {
  const left = new Set(slots);
  const answer: { member: Member; slot: KeepSlot }[] = [];
  const sameUnits = (slot: KeepSlot, old: PlacedTask): boolean => old.unitIds.includes(slot.unit.id);
  const take = (member: Member, slot: KeepSlot | undefined): boolean => {
    if (slot === undefined) return false;
    left.delete(slot);
    answer.push({ member, slot });
    return true;
  };
  const waiting = members.filter((member) => !(member.stays && take(member, [...left].find((slot) => member.old !== undefined && slot.day === member.old.day && sameUnits(slot, member.old)))));
  const likeness = (slot: KeepSlot, old: PlacedTask): number => (slot.day === old.day ? 0 : 1 + Math.abs(slot.day - old.day) / 10) + (sameUnits(slot, old) ? 0 : 0.5);
  const still = waiting.filter((member) => {
    const { old } = member;
    return old === undefined || !take(member, [...left].sort((a, b) => likeness(a, old) - likeness(b, old))[0]);
  });
  for (const member of [...still].sort((a, b) => a.demand.due - b.demand.due || Number(a.demand.extra) - Number(b.demand.extra))) take(member, [...left].sort((a, b) => a.day - b.day)[0]);
  return answer;
}

const slotOf = ({ day, shift, unitIds }: PlacedTask | StandingTask): Slot => ({ day, shift, unitIds: [...unitIds] });

function changesOf(placed: readonly PlacedTask[], lost: readonly StandingTask[], known: ReadonlyMap<string, StandingTask>): Change[] {
  const changes: Change[] = lost.map((task) => ({ change: 'dropped', id: task.id, kind: task.kind, areaCode: task.areaCode, siteCode: task.siteCode, before: slotOf(task), after: null }));
  for (const task of placed) {
    const { demand, was } = task;
    const old = was === undefined ? undefined : known.get(was);
    const common = { kind: demand.kind, areaCode: demand.areaCode, siteCode: demand.siteCode, after: slotOf(task) };
    if (old === undefined) {
      changes.push({ change: 'new', id: null, before: null, ...common });
      continue;
    }
    const sameUnits = old.unitIds.length === task.unitIds.length && old.unitIds.every((id) => task.unitIds.includes(id));
    const sameSlot = old.day === task.day && old.shift === task.shift;
    if (!sameSlot || !sameUnits) changes.push({ change: sameSlot ? 'unit-changed' : 'moved', id: old.id, before: slotOf(old), ...common });
  }
  const key = ({ before, after, areaCode, kind, siteCode }: Change): string => `${String((after ?? before)?.day ?? 0).padStart(6, '0')} ${areaCode} ${kind} ${siteCode ?? ''}`;
  return changes.sort((a, b) => (key(a) < key(b) ? -1 : key(a) > key(b) ? 1 : 0));
}

/** The rest planned without regard for what stood: its cost, how much it would change, and the proven bound. */
function planFree(problem: Problem, fixed: readonly PlacedTask[], demands: readonly Demand[], past: readonly Demand[], stood: readonly PlacedTask[], seed: number, { solve, seconds, elapsed }: Replanner): { free: Replanned['free']; bound: number | null } {
  if (new Set([...demands.map(({ region }) => region), ...fixed.map(({ demand }) => demand.region)]).size > 1) return { free: null, bound: null };
  const taken: Job[] = fixed.flatMap((task) => {
    const [of] = demandClasses(problem, [task.demand]);
    return task.unitIds.flatMap((id): Job[] => {
      const unit = problem.units.find((each) => each.id === id);
      return unit === undefined || of === undefined ? [] : [{ of, unit, day: task.day, shifts: problem.rules.shiftCost[task.shift] }];
    });
  });
  const answer = optimiseCounty(problem, demands, taken, { solve, seed, several: false, past: true, remaining: () => seconds - elapsed(), onWeek: () => undefined });
  if (answer.hurried) return { free: null, bound: null };
  const slot = ({ demand, day, shift, unitIds }: PlacedTask): string => JSON.stringify([demand.kind, demand.areaCode, demand.siteCode, demand.premises, day, shift, [...unitIds].sort()]);
  const before = new Map<string, number>();
  for (const task of stood) before.set(slot(task), (before.get(slot(task)) ?? 0) + 1);
  const kept = answer.placed.filter((task) => {
    const count = before.get(slot(task)) ?? 0;
    before.set(slot(task), count - 1);
    return count > 0;
  }).length;
  const over = costOf(problem, fixed, past);
  return {
    free: { objective: costOf(problem, [...fixed, ...answer.placed], [...answer.missing, ...past]).total, changes: Math.max(stood.length, answer.placed.length) - kept },
    // what is over costs what it cost; the master saw the loads that it left
    bound: answer.bound === undefined ? null : answer.bound + over.kilometres + over.lateness + over.shortfall,
  };
}

/**
 * @param seed of the plan that stands
 * @throws RangeError where a pinned task cannot stay, naming it, or something was added that cannot be
 */
export function replan(problem: Problem, seed: number, replanning: Replanning, run: Replanner): Replanned {
  const { from } = replanning;
  const matched: Matched = matchDemands(problem, seed, replanning);
  const { fixed, stays, hit, pins } = findStaying(problem, matched.standing);
  if (pins.length > 0) throw new RangeError(`pinned tasks cannot stay: ${pins.map(({ id, codes }) => `${id} (${codes.join(', ')})`).join(', ')}; take the pin off, or what stands against it`);
  const known = new Map(matched.standing.map(({ task }) => [task.id, task]));
  const seen = new Calendar(problem);
  for (const task of [...fixed, ...stays]) seen.add(task);
  const movableTasks = new Set(stays.filter(({ demand }) => !demand.joint));
  const aside = new Set<PlacedTask>();
  const forces = stays.filter(({ demand }) => demand.joint);
  const withoutForce: Member[] = [];
  // operations first: they need five units on one day, and what they push aside is placed with the rest
  const wanted: Member[] = [
    ...hit.filter(({ demand }) => demand.joint).map(({ task, demand }) => ({ demand: clip(demand, from), old: oldOf(task, demand), stays: false })),
    ...matched.open.filter(({ joint }) => joint).map((demand) => ({ demand: clip(demand, from), old: undefined, stays: false })),
  ];
  for (const member of wanted) {
    const force = placeForce(problem, seen, movableTasks, member.demand, member.old, CHANGE);
    if (force === undefined) {
      withoutForce.push(member);
      continue;
    }
    for (const task of force.aside) {
      seen.remove(task);
      movableTasks.delete(task);
      aside.add(task);
    }
    const { demand, old } = member;
    const placed: PlacedTask = { demand: { ...demand, week: seen.weekOf(force.day) }, unitIds: force.unitIds, day: force.day, shift: demand.shifts[0] ?? 'day', ...(old?.was === undefined ? {} : { was: old.was }) };
    seen.add(placed);
    forces.push(placed);
  }
  const held = [...fixed, ...forces];
  const members: Member[] = [
    ...stays.filter(({ demand }) => !demand.joint).map((old) => ({ demand: clip(old.demand, from), old, stays: !aside.has(old) })),
    ...hit.filter(({ demand }) => !demand.joint).map(({ task, demand }) => ({ demand: clip(demand, from), old: oldOf(task, demand), stays: false })),
    ...matched.open.filter(({ joint }) => !joint).map((demand) => ({ demand: clip(demand, from), old: undefined, stays: false })),
  ];
  const ofDemand = new Map(members.map((member) => [member.demand, member]));
  const classes = demandClasses(problem, members.map(({ demand }) => demand)).map((of) => ({ of, own: of.members.flatMap((demand) => ofDemand.get(demand) ?? []) }));
  const movable = classes.map(({ of, own }) => ({ of, slots: own.flatMap(({ old, stays: may }) => (old !== undefined && may ? [old] : [])), missing: own.filter(({ stays: may }) => !may).length }));
  // where nothing happened nothing moves, however much could be saved
  const model = wanted.length === 0 && members.every(({ stays: may }) => may) ? undefined : buildKeepModel(problem, movable, held, from);
  const answer = model === undefined ? undefined : run.solve(model.model, { seconds: Math.max(1, (run.seconds - run.elapsed()) / 2), relativeGap: GAP, nodes: NODES });
  const slots = answer === undefined || answer.values.length === 0 ? undefined : model?.read(answer.values);
  const assigned: { member: Member; unitId: string; day: number }[] =
    slots === undefined
      ? members.flatMap((member) => (member.stays && member.old !== undefined ? [{ member, unitId: member.old.unitIds[0] ?? '', day: member.old.day }] : []))
      : classes.flatMap(({ of, own }) => assign(slots.filter((slot) => slot.of === of), own).map(({ member, slot }) => ({ member, unitId: slot.unit.id, day: slot.day })));

  const placer = new Placer(problem, seed, held);
  const random = new Random(seed, 31);
  const placed: PlacedTask[] = [...held];
  const done = new Set<Demand>();
  const put = ({ demand, old }: Member, unitId: string, day: number): void => {
    const unit = problem.units.find(({ id }) => id === unitId);
    if (unit === undefined || placer.calendar.dayBlocks(demand, day).length > 0) return;
    const possible = demand.shifts.filter((shift) => placer.calendar.unitBlocks(unit, day, shift).length === 0);
    const shift = old !== undefined && possible.includes(old.shift) ? old.shift : possible[possible.length < 2 ? 0 : random.below(possible.length)];
    if (shift === undefined) return;
    const task: PlacedTask = { demand: { ...demand, week: placer.calendar.weekOf(day) }, unitIds: [unitId], day, shift, ...(old?.was === undefined ? {} : { was: old.was }) };
    placer.calendar.add(task);
    placed.push(task);
    done.add(demand);
  };
  // who keeps its place keeps its shift too; the others take what is left
  const isKept = ({ member: { old }, unitId, day }: (typeof assigned)[number]): boolean => old !== undefined && day === old.day && old.unitIds.includes(unitId);
  for (const { member, unitId, day } of [...assigned].sort((a, b) => Number(isKept(b)) - Number(isKept(a)) || a.day - b.day)) put(member, unitId, day);
  for (const member of members) {
    if (done.has(member.demand)) continue;
    const task = placer.place(member.demand);
    if (task === undefined) continue;
    done.add(member.demand);
    placed.push(member.old?.was === undefined ? task : { ...task, was: member.old.was });
  }
  const unserved = [...withoutForce, ...members.filter(({ demand }) => !done.has(demand))];
  const unplaced: Unplaced[] = [...unserved.map(({ demand }) => demand), ...matched.past].map((demand) => explainUnplaced(placer.calendar, problem, demand, from));
  const lost = [...matched.dropped, ...unserved.flatMap(({ old }) => (old?.was === undefined ? [] : (known.get(old.was) ?? [])))];
  const demands = [...placed.map(({ demand }) => demand), ...unplaced.map(({ demand }) => demand)];
  const { free, bound } = run.free ? planFree(problem, fixed, [...stays.filter(({ demand }) => demand.joint).map(({ demand }) => clip(demand, from)), ...wanted.map(({ demand }) => demand), ...members.map(({ demand }) => demand)], matched.past, [...stays, ...hit.map(({ task, demand }) => oldOf(task, demand))], seed, run) : { free: null, bound: null };
  return {
    plan: planOf(problem, demands, matched.notes, { placed, unplaced, bound, notes: [] }),
    changes: changesOf(placed, lost, known),
    hit: hit.length + matched.open.length,
    free,
  };
}
