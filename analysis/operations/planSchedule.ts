/**
 * Grades to a schedule: demands of the rules, their placement, and the account of both.
 * required = served + unserved in every line of the ledger, checked before anybody sees it. Pure.
 */
import type { BlockingCode, ScheduleBody } from '../../models/schemas/operations.ts';
import { addedDemand } from './addedDemand.ts';
import { blindAccount, blindNotes } from './blind.ts';
import { costOf } from './costs.ts';
import { collectDemands } from './demands.ts';
import { placeGreedily } from './placeGreedily.ts';
import { predictability, watchedTowns } from './predictability.ts';
import type { AddedTask } from './replan/types.ts';
import type { Demand, PlacedTask, Place, Placement, Plan, Problem, Unplaced } from './types.ts';

export const BLOCKING_WORDS: Readonly<Record<BlockingCode, { zh: string; en: string }>> = {
  BLACKOUT: { zh: '停止行动日', en: 'blackout day' },
  UNIT_OFF: { zh: '单位缺勤', en: 'unit absent' },
  WEEK_CAP: { zh: '单位周班次已满', en: "unit's weekly shifts used up" },
  REST: { zh: '夜班后不接早班', en: 'no morning after an evening' },
  BUSY: { zh: '单位当日已有任务', en: 'unit has a task that day' },
  JOINT_FORCE: { zh: '联合警力占用或不足', en: 'joint force bound or too small' },
  FRESHNESS: { zh: '证据已过有效期', en: 'evidence no longer fresh' },
  ELIGIBILITY: { zh: '单位级别不符', en: 'level of unit not eligible' },
  GAP: { zh: '间隔要求', en: 'spacing between tasks' },
  CONFIDENTIALITY: { zh: '保密决定', en: 'confidentiality decision' },
  NOMINATION: { zh: '缺少提名', en: 'no nomination' },
  PAST: { zh: '日期已过', en: 'the day is over' },
};

type Unserved = ScheduleBody['unserved'][number];
type LedgerLine = ScheduleBody['ledger'][number];

function reasonsOf({ demand, candidates, blocked }: Unplaced): Unserved['reasons'] {
  if (candidates === 0) {
    const levels = [...new Set(demand.crew.flatMap((each) => each.levels))].join(', ');
    return [{ code: 'ELIGIBILITY', zh: `没有可用单位（需要级别：${levels}）。`, en: `There is no unit to send (levels that may: ${levels}).`, slots: 0 }];
  }
  return (Object.entries(blocked) as [BlockingCode, number][])
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([code, slots]) => ({ code, zh: `${BLOCKING_WORDS[code].zh}：${candidates} 个候选时段中的 ${slots} 个`, en: `${BLOCKING_WORDS[code].en}: ${slots} of ${candidates} candidate slots`, slots }));
}

const keyOf = ({ kind, areaCode, week }: Demand): string => `${areaCode} ${kind} ${String(week).padStart(2, '0')}`;

/** Unserved demands with the same place, kind, week, site and reasons are one line with a count. */
function unservedLines(unplaced: readonly Unplaced[]): Unserved[] {
  const lines = new Map<string, Unserved>();
  for (const each of unplaced) {
    const { demand } = each;
    const line: Unserved = { kind: demand.kind, area: demand.areaCode, ...(demand.siteCode === null ? {} : { site: demand.siteCode }), week: demand.week, count: 1, ...(demand.blind ? { blind: true } : {}), reasons: reasonsOf(each) };
    const key = JSON.stringify([keyOf(demand), line.site, line.blind ?? false, line.reasons]);
    const known = lines.get(key);
    if (known === undefined) lines.set(key, line);
    else known.count += 1;
  }
  return [...lines.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, line]) => line);
}

function ledgerOf(placed: readonly PlacedTask[], unplaced: readonly Unplaced[]): LedgerLine[] {
  const lines = new Map<string, LedgerLine>();
  const line = (demand: Demand): LedgerLine => {
    const key = keyOf(demand);
    const known = lines.get(key) ?? { area: demand.areaCode, kind: demand.kind, week: demand.week, required: 0, served: 0, unserved: 0 };
    lines.set(key, known);
    known.required += 1;
    return known;
  };
  for (const { demand } of placed) line(demand).served += 1;
  for (const { demand } of unplaced) line(demand).unserved += 1;
  return [...lines.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

const SHIFT_ORDER = ['day', 'morning', 'afternoon', 'evening'];

/** By day, shift, place and unit, as codes give the order: ids would give another one in each store. */
function inOrder(tasks: readonly PlacedTask[], problem: Problem): PlacedTask[] {
  const unitAt = new Map(problem.units.map(({ id }, i) => [id, i]));
  const key = ({ demand, day, shift, unitIds }: PlacedTask): string =>
    [String(day).padStart(6, '0'), SHIFT_ORDER.indexOf(shift), demand.areaCode, demand.kind, demand.siteCode ?? '', ...unitIds.map((id) => String(unitAt.get(id) ?? 0).padStart(5, '0'))].join(' ');
  return tasks.map((task) => ({ task, key: key(task) })).sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ task }) => task);
}

/**
 * @param seed whole number >= 0: same problem and seed, same bytes
 * @param place what puts demands into slots
 * @param added tasks beyond what the rules ask for
 * @throws RangeError naming a start, number of weeks or date that cannot be read, or what cannot be added
 * @throws Error where a placement lost or invented a demand: an account that does not add up is never shown
 */
export function planSchedule(problem: Problem, seed: number, place: Place = placeGreedily, added: readonly AddedTask[] = []): Plan {
  const { demands: asked, notes } = collectDemands(problem, seed);
  const demands = [...asked, ...added.map((each) => addedDemand(problem, each, asked))];
  return planOf(problem, demands, notes, place(problem, demands, seed));
}

/**
 * The account of a placement: lines, ledger, cost, what an observer could foretell.
 * @throws Error where the placement lost or invented a demand, or its bound is above its cost
 */
export function planOf(problem: Problem, demands: readonly Demand[], notes: ScheduleBody['notes'], { placed, unplaced, bound, notes: said }: Placement): Plan {
  if (placed.length + unplaced.length !== demands.length) throw new Error(`${demands.length} demands became ${placed.length} tasks and ${unplaced.length} unserved; the sum was expected to be the same`);
  const { total: objective, ...cost } = costOf(problem, placed, unplaced.map(({ demand }) => demand));
  const tolerance = 1e-6 * Math.max(1, Math.abs(objective));
  // a bound above the cost proves that the proof is wrong
  if (bound !== null && !(bound <= objective + tolerance)) throw new Error(`the schedule costs ${objective} and its bound is ${bound}; a bound of at most the cost was expected`);
  const blind = problem.blindShare === undefined ? null : blindAccount(problem, placed, unplaced.map(({ demand }) => demand));
  return {
    objective,
    bound: bound === null ? null : Math.min(bound, objective),
    gap: bound === null ? null : Math.max(0, objective - bound) / Math.max(1, Math.abs(objective)),
    tasks: inOrder(placed, problem),
    unserved: unservedLines(unplaced),
    ledger: ledgerOf(placed, unplaced),
    required: demands.length,
    served: placed.length,
    notes: [...notes, ...said, ...(blind === null ? [] : blindNotes(blind))],
    blind,
    cost,
    predictability: new Set(placed.filter(({ demand }) => demand.kind === 'area-check').map(({ demand }) => demand.areaCode)).size < 2 ? null : predictability(watchedTowns(placed, problem.startsOn, problem.weeks)),
  };
}
