/**
 * From grades to demands: which areas the evidence speaks for, and what the rules ask for there.
 * Weak evidence (borderline, insufficient, out of date) drives bottles and standing checks, never
 * force. A place without any evidence gets no task. Nothing here reads an interpolated cell. Pure.
 */
import type { ScheduleBody } from '../../models/schemas/operations.ts';
import { Random } from '../random.ts';
import { blindDemands } from './blind.ts';
import { dateOf, dayOf } from './days.ts';
import { demandsOf } from './kinds/index.ts';
import type { Demand, KindContext, PlanArea, Problem } from './types.ts';

type Note = ScheduleBody['notes'][number];

export type Standing = 'firm' | 'weak' | 'none';

/** @param evidenceDays from the rules; evidence that is older on the first day is out of date */
function standingOf(area: PlanArea, start: number, evidenceDays: number): Standing {
  if (area.grade === 'not-graded') return 'none';
  if (area.grade === 'insufficient' || area.firmness !== 'firm' || area.outdated) return 'weak';
  return area.evidenceOn !== null && start <= dayOf(area.evidenceOn) + evidenceDays ? 'firm' : 'weak';
}

function notesOf(problem: Problem, standings: ReadonlyMap<PlanArea, Standing>, start: number, demands: readonly Demand[]): Note[] {
  const codes = (wanted: (area: PlanArea) => boolean): string => [...standings.keys()].filter(wanted).map(({ code }) => code).join(', ');
  const notes: Note[] = [{ code: 'no-authorisation', zh: '任何任务均不构成搜查或检查的授权；执法依据由执行单位填写。', en: 'No task is a search or inspection authorisation; the unit that carries it out states its legal basis.' }];
  const add = (code: string, areas: string, zh: string, en: string): void => {
    if (areas !== '') notes.push({ code, zh: zh.replace('{}', areas), en: en.replace('{}', areas) });
  };
  add('not-sampled', codes((area) => standings.get(area) === 'none'), '本轮未采样，不产生任务：{}。', 'Not sampled in this round, so no task: {}.');
  add('outdated', codes((area) => area.outdated), '评估之后结果有变动，仅安排补充采样与常规清查：{}。请重新评估。', 'Results changed after the assessment, so only re-sampling and the standing checks: {}. Assess again.');
  add(
    'evidence-old',
    codes((area) => area.evidenceOn !== null && start > dayOf(area.evidenceOn) + problem.rules.evidenceDays),
    `证据早于 ${dateOf(start - problem.rules.evidenceDays)}，仅安排补充采样与常规清查：{}。`,
    `Evidence from before ${dateOf(start - problem.rules.evidenceDays)}, so only re-sampling and the standing checks: {}.`,
  );
  add('weak-evidence', codes((area) => area.grade === 'insufficient' || area.firmness === 'borderline'), '证据不足或临界，仅安排补充采样与常规清查：{}。', 'Insufficient or borderline, so only re-sampling and the standing checks: {}.');
  const uncounted = [...new Set(demands.filter(({ kind, premises }) => kind === 'premises-check' && premises === null).map(({ siteCode }) => siteCode ?? ''))].join(', ');
  add('premises-not-counted', uncounted, '周边场所数未填，按一次摸查安排：{}。', 'Premises around these points were not counted, so one visit each: {}.');
  const operations = demands.filter(({ kind }) => kind === 'encirclement');
  const blocks = operations.filter(({ nomination }) => nomination === null).length;
  if (operations.length > 0 && !problem.placesMayBeStored) notes.push({ code: 'confidentiality', zh: '尚未登记保密决定：围歼式清查只预留警力，不记地点。', en: 'No confidentiality decision is recorded: encirclements are blocks of force without a place.' });
  else if (blocks > 0) notes.push({ code: 'nomination', zh: `${blocks} 次围歼式清查尚无经批准的提名，只预留警力：地点由计划员书面提名、第二人批准，不由等级得出。`, en: `Encirclements without an approved nomination: ${blocks}, planned as blocks of force. A place is nominated by a planner in writing and approved by a second, never derived from a grade.` });
  return notes;
}

/**
 * @param seed draws what the rules leave to chance
 * @throws RangeError when the start is no date, or the weeks are not a whole number from 1 to 53
 */
export function collectDemands(problem: Problem, seed: number): { demands: Demand[]; notes: Note[] } {
  if (!(Number.isInteger(problem.weeks) && problem.weeks >= 1 && problem.weeks <= 53)) throw new RangeError(`weeks is ${problem.weeks}; a whole number from 1 to 53 was expected`);
  const start = dayOf(problem.startsOn);
  const standings = new Map(problem.areas.map((area) => [area, standingOf(area, start, problem.rules.evidenceDays)]));
  const those = (wanted: Standing): PlanArea[] => problem.areas.filter((area) => standings.get(area) === wanted);
  const random = new Random(seed, 29);
  const context: KindContext = {
    chance: () => random.uniform(),
    problem,
    firm: those('firm'),
    weak: those('weak'),
    start,
    end: start + 7 * problem.weeks,
    freshUntil: (area) => (area.evidenceOn === null ? start - 1 : dayOf(area.evidenceOn) + problem.rules.evidenceDays),
    daysOfWeek: (week) => ({ from: start + 7 * (week - 1), to: start + 7 * week - 1 }),
  };
  const asked = problem.rules.rules.flatMap((rule) => demandsOf(rule, context));
  const demands = [...asked, ...blindDemands(problem, asked, seed)];
  return { demands, notes: notesOf(problem, standings, start, demands) };
}
