/**
 * The share of the work that no grade steers: premises checks at points drawn by lot among all sampled
 * towns, so that what they find says how the grades do and not only what was looked for. Without them a
 * hit rate confirms itself: nobody looks where the grade is low. The standing area checks are the same in
 * every town and count to neither side. Pure.
 */
import type { ScheduleBody } from '../../models/schemas/operations.ts';
import { Random } from '../random.ts';
import { dayOf } from './days.ts';
import { demandFor } from './kinds/kind.ts';
import { shuffled } from './shuffled.ts';
import type { Demand, PlacedTask, PlanArea, PlanSite, Problem } from './types.ts';

/** Planned unless a planner says otherwise; less is said on the schedule. */
export const BLIND_SHARE = 0.1;
export const MOST_BLIND = 0.5;

const STANDING = 'area-check';

/** Items in a drawn order, drawn anew each time all have had their turn: none comes twice more often than another. */
function* inTurns<T>(items: readonly T[], random: Random): Generator<T, undefined> {
  while (items.length > 0) yield* shuffled(items, random);
  return undefined;
}

const shiftsOf = ({ crew, shifts }: Pick<Demand, 'crew' | 'shifts'>, { shiftCost }: Problem['rules']): number => crew.reduce((sum, { count }) => sum + count, 0) * Math.min(...shifts.map((shift) => shiftCost[shift]));

/**
 * @param demands of the rules
 * @returns as many checks as make the share of the work that is not a standing check; none without a rule for premises, or without a sampled point
 * @throws RangeError when the share is not from 0 to 0.5
 */
export function blindDemands(problem: Problem, demands: readonly Demand[], seed: number): Demand[] {
  const share = problem.blindShare ?? 0;
  if (!(share >= 0 && share <= MOST_BLIND)) throw new RangeError(`blindShare is ${share}; a number from 0 to ${MOST_BLIND} was expected`);
  const rule = problem.rules.rules.find(({ kind }) => kind === 'premises-check');
  const towns = problem.areas.filter(({ grade, sites }) => grade !== 'not-graded' && sites.length > 0);
  if (share === 0 || rule?.kind !== 'premises-check' || towns.length === 0) return [];
  const driven = demands.filter(({ kind }) => kind !== STANDING).reduce((sum, demand) => sum + shiftsOf(demand, problem.rules), 0);
  const each = shiftsOf({ crew: [{ levels: rule.levels, count: 1 }], shifts: rule.shifts }, problem.rules);
  // a hair less, so that 0.1 of 90 is 10 and not 11
  const count = Math.ceil((share * driven) / ((1 - share) * each) - 1e-9);
  const random = new Random(seed, 43);
  const start = dayOf(problem.startsOn);
  const points = new Map<PlanArea, Generator<PlanSite, undefined>>(towns.map((town) => [town, inTurns(town.sites, random)]));
  const drawn: Demand[] = [];
  for (const town of inTurns(towns, random)) {
    if (drawn.length >= count) break;
    const site = points.get(town)?.next().value;
    if (site === undefined) continue;
    const premises = site.premises === null || site.premises < 1 ? null : Math.min(site.premises, rule.premisesPerShift);
    const week = 1 + Math.floor((drawn.length * problem.weeks) / count);
    drawn.push(demandFor(rule, town, { siteId: site.id, siteCode: site.code, premises, week, from: start, to: start + 7 * problem.weeks - 1, blind: true }));
  }
  return drawn;
}

/** What came of it: shifts of the checks drawn by lot, of all that is not a standing check, and the towns that were drawn. */
export function blindAccount(problem: Problem, placed: readonly PlacedTask[], unserved: readonly Demand[]): NonNullable<ScheduleBody['blind']> {
  let [blind, all] = [0, 0];
  const towns = new Map<string, number>();
  for (const { demand, unitIds, shift } of placed) {
    if (demand.kind === STANDING) continue;
    const shifts = unitIds.length * problem.rules.shiftCost[shift];
    all += shifts;
    if (!demand.blind) continue;
    blind += shifts;
    towns.set(demand.areaCode, (towns.get(demand.areaCode) ?? 0) + 1);
  }
  return { wanted: problem.blindShare ?? 0, reached: all === 0 ? null : blind / all, shifts: blind, of: all, unserved: unserved.filter((demand) => demand.blind).length, towns: [...towns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([area, checks]) => ({ area, checks })) };
}

/** Said on the schedule where the share is less than it should be. */
export function blindNotes({ wanted, reached }: NonNullable<ScheduleBody['blind']>): ScheduleBody['notes'] {
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;
  if (wanted < BLIND_SHARE) return [{ code: 'blind-low', zh: `与级别无关的抽签排查只占 ${percent(wanted)}，少于 ${percent(BLIND_SHARE)}：查获率只会印证级别本身。`, en: `Only ${percent(wanted)} of the work is drawn by lot whatever the grade, less than ${percent(BLIND_SHARE)}: hit rates will only confirm the grades.` }];
  if (reached !== null && reached < wanted - 1e-9) return [{ code: 'blind-short', zh: `与级别无关的抽签排查应占 ${percent(wanted)}，能安排的只有 ${percent(reached)}。`, en: `${percent(wanted)} of the work was to be drawn by lot whatever the grade; ${percent(reached)} could be placed.` }];
  return [];
}
