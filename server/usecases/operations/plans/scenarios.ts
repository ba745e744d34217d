/**
 * What if: a plan solved again with one more squad, one more shift, a unit away, one more operation, and shown
 * beside the plan that stands. Nothing is written: no task, no file and no unit ever hears of it. What can be
 * arranged is handed back as the request that makes a draft of it.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ComparedPlan, ComparedTask } from '../../../../analysis/operations/comparePlans.ts';
import { planBasis } from '../../../../analysis/operations/planDocument.ts';
import type { Relaxation } from '../../../../analysis/operations/relaxations.ts';
import { applyScenario, type ScenarioChange } from '../../../../analysis/operations/scenarios.ts';
import type { Plan, Problem } from '../../../../analysis/operations/types.ts';
import { Fault } from '../../../../models/errors.ts';
import type { Schedule, Words } from '../../../../models/schemas/index.ts';
import type { ComparisonView } from '../../../../models/schemas/answers/comparison.ts';
import { newestAssessment } from '../../../../models/store/repositories/assessments.ts';
import { nominationsById } from '../../../../models/store/repositories/nominations.ts';
import { scheduleById, tasksOfPlan } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { planner } from '../../../workers/planner.ts';
import { assumedOf, knownAdded, type AddTask } from './addedTasks.ts';
import { basisOf, comparisonView, sideOf, unitNames, type Side } from './compareSchedules.ts';
import { followPlanning } from './planning.ts';
import { planAgain, problemOf, requireFrom } from './replanSchedule.ts';
import { changeWords, relaxed } from './scheduleFixes.ts';
import { DEFAULT_SECONDS } from './schedules.ts';
import { maySeeSchedule, maySeeTask, noSuchSchedule } from './schedulesEmbargo.ts';

export interface RunScenario {
  user: CurrentUser;
  id: string;
  changes: readonly ScenarioChange[];
  /** First day that is planned again; only a first draft is planned anew as a whole. */
  from?: string | undefined;
  seconds?: number | undefined;
  job?: string | undefined;
}

export interface ScenarioView extends ComparisonView {
  /** The changes, in words. */
  scenario: Words[];
  /** First day that was planned again; null where the whole was planned anew. */
  from: string | null;
  /** What a draft of it is made with; null with the reason. */
  draft: { relax: Relaxation[]; added: AddTask[] } | null;
  whyNoDraft: Words | null;
}

function scenarioWords(change: ScenarioChange): Words {
  switch (change.kind) {
    case 'absent':
      return { zh: `单位 ${change.unit} 自 ${change.from} 至 ${change.to} 缺勤`, en: `unit ${change.unit} away from ${change.from} to ${change.to}` };
    case 'operation':
      return { zh: `${change.from} 至 ${change.to} 之间增加一次围歼式清查（预留警力）`, en: `one more encirclement between ${change.from} and ${change.to} (a block of force)` };
    case 'unit': {
      const words = changeWords(change);
      return { zh: `${words.zh}（驻 ${change.area}）`, en: `${words.en} (at ${change.area})` };
    }
    default:
      return changeWords(change);
  }
}

/** What a draft can be made of: what somebody can arrange with the units that are there. */
async function draftOf(store: Store, schedule: Schedule, changes: readonly ScenarioChange[]): Promise<Pick<ScenarioView, 'draft' | 'whyNoDraft'>> {
  const no = (zh: string, en: string): Pick<ScenarioView, 'draft' | 'whyNoDraft'> => ({ draft: null, whyNoDraft: { zh, en } });
  if (changes.some(({ kind }) => kind === 'unit')) return no('单位尚不存在，不能派出：请先在设置中建立该单位，再编制。', 'The unit is not there yet and cannot be sent: make it in Settings first, then plan.');
  if (changes.some(({ kind }) => kind === 'absent')) return no('缺勤须先在设置中登记，再编制或重新编制。', 'Record the absence in Settings first, then plan, or plan again.');
  if (schedule.state === 'draft' && schedule.predecessorId !== null) return no('此版本本身是草稿；请先批准并发布，或以现行排班重新编制。', 'This revision is a draft itself: approve and release it first, or plan again from the plan in force.');
  const newest = await newestAssessment(store.read, schedule.roundId);
  if (schedule.state === 'draft' && newest !== undefined && newest.id !== schedule.assessmentId) return no('此排班之后已有新的评估；请先按新评估编制。', 'There is a newer assessment than the one of this plan; plan from that first.');
  const relax = changes.flatMap((change): Relaxation[] => (change.kind === 'absent' || change.kind === 'operation' ? [] : [change]));
  const added = changes.flatMap((change): AddTask[] => (change.kind === 'operation' ? [{ kind: 'encirclement', area: null, from: change.from, to: change.to }] : []));
  return { draft: { relax: [...assumedOf(schedule), ...relax], added: [...(schedule.state === 'draft' ? (schedule.body.added ?? []) : []), ...added] }, whyNoDraft: null };
}

/** The answer of the planner as one side of a comparison. */
function sideOfPlan(schedule: Schedule, plan: Plan, problem: Problem): Side {
  const codes = new Map(problem.units.map(({ id, code }) => [id, code]));
  const tasks = plan.tasks.map(({ demand: { kind, areaCode, siteCode, nomination, premises }, unitIds, day, shift, was }, i): ComparedTask => ({ id: was ?? `scenario-${i}`, kind, areaCode, siteCode, nominationId: nomination?.id ?? null, premises, units: unitIds.map((id) => codes.get(id) ?? id), day, shift }));
  const { version, startsOn, weeks } = schedule;
  const { objective, bound, gap, cost, predictability, required, served, unserved } = plan;
  const side: ComparedPlan = { tasks, units: problem.units, shiftCost: problem.rules.shiftCost, unserved };
  return { plan: side, head: { id: null, state: 'scenario', version, createdAt: null, startsOn, weeks, objective, bound, gap, cost, predictability, required, served, tasks: tasks.length, cancelled: 0 } };
}

/** Parts of what a plan rests on that are no longer as they were when it was made. */
function changedSince(schedule: Schedule, problem: Problem): Words[] {
  const then = basisOf(schedule);
  // as the store would give it back: an order of fields says nothing
  const now = JSON.parse(JSON.stringify(planBasis(problem))) as Record<string, unknown>;
  const names = { units: { zh: '单位', en: 'units' }, absences: { zh: '缺勤与停止行动日', en: 'absences and blackout days' }, areas: { zh: '分级与点位', en: 'grades and sites' }, rules: { zh: '响应规则', en: 'response rules' } } as const;
  const kept = then as Record<string, unknown> | undefined;
  const differ = kept === undefined ? [] : (Object.keys(names) as (keyof typeof names)[]).filter((part) => !isDeepStrictEqual(kept[part], now[part]));
  if (differ.length === 0) return [];
  return [{ zh: `此排班编制之后，${differ.map((part) => names[part].zh).join('、')}有变动；设想按现有情况计算，差别中也含这些变动。`, en: `Since this plan was made, ${differ.map((part) => names[part].en).join(', ')} changed; the scenario counts with what is known now, so the difference holds that too.` }];
}

/** What was cancelled since is asked for again from that day on: figures of the whole then differ by that too. */
const cancelledSince = (from: string | null, count: number): Words[] =>
  from === null || count === 0 ? [] : [{ zh: `此排班编制之后有 ${count} 项任务被取消；推演须重新安排或计为未安排，差别中也含这部分。`, en: `Tasks of this plan that were cancelled since: ${count}. The scenario has to place them again, or count them as not served, so the difference holds that too.` }];

/**
 * @throws Fault `not-found`, `not-allowed`, `illegal-transition` for a plan that is over, `invalid` for a change or a day that cannot be, `conflict` for pins that could not stay, `cancelled`
 */
export async function runScenario(store: Store, { user, id, changes, from, seconds = DEFAULT_SECONDS, job }: RunScenario): Promise<ScenarioView> {
  demand(user, 'schedules.create');
  const schedule = await scheduleById(store.read, id);
  if (schedule === undefined || !maySeeSchedule(user, schedule)) throw noSuchSchedule(id);
  if (schedule.state === 'withdrawn' || schedule.state === 'superseded') throw new Fault('illegal-transition', `the schedule is ${schedule.state}; a scenario wants a draft or a plan in force`, { details: [{ message: 'schedule.state', parameters: { state: schedule.state } }] });
  if (changes.length === 0) throw new Fault('invalid', 'no change was given; at least one was expected', { details: [{ pointer: '/changes', message: 'scenario.none' }] });
  const anew = schedule.state === 'draft' && schedule.predecessorId === null;
  const first = anew ? null : (from ?? null);
  if (!anew) {
    requireFrom(schedule, first ?? '');
    if (schedule.replannedFrom !== null && schedule.state === 'draft' && (first ?? '') < schedule.replannedFrom) throw new Fault('invalid', `what lies before ${schedule.replannedFrom} is fixed in this revision; that day or a later one was expected`, { details: [{ pointer: '/from', got: first ?? '', message: 'scenario.from', parameters: { first: schedule.replannedFrom } }] });
  }
  const { problem: known, roundCode } = await problemOf(store, schedule, first ?? schedule.startsOn);
  const present = relaxed(known, assumedOf(schedule)).problem;
  let applied: ReturnType<typeof applyScenario>;
  try {
    applied = applyScenario(present, changes);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Fault('invalid', cause.message, { details: [{ pointer: '/changes', got: cause.message, message: 'scenario.change' }], cause });
  }
  const { problem, added } = applied;
  const tasks = await tasksOfPlan(store.read, schedule);
  const plan = first === null ? await followPlanning(job, user, (watch) => planner.plan(problem, Number(schedule.seed), { seconds, ...watch }, [...knownAdded(schedule), ...added])) : (await planAgain({ schedule, tasks, problem, from: first, added, user, seconds, job })).plan;

  const before = await sideOf(store.read, schedule);
  const after = sideOfPlan(schedule, plan, problem);
  const visible = new Set(before.tasks.filter((task) => maySeeTask(user, task, before.directory.units)).map(({ lineage }) => lineage));
  const homes = new Map(problem.units.map((unit) => [unit.id, unit]));
  const seen = plan.tasks.map(({ demand: { areaId }, unitIds }) => maySeeTask(user, { areaId, unitIds }, homes));
  const shown = new Set(after.plan.tasks.filter((_, i) => seen[i] === true));
  const nominations = await nominationsById(store.read, plan.tasks.flatMap(({ demand: { nomination } }) => nomination?.id ?? []));
  const names = await unitNames(store.read);
  const real = new Set(present.units.map(({ code }) => code));
  for (const { code } of problem.units) if (!real.has(code)) names.set(code, { zh: '设想增加的单位', en: 'unit of the scenario' });
  const view = comparisonView(roundCode, before, after, { names, places: new Map(nominations.map((row) => [row.id, row.place])), sees: (task) => visible.has(task.id) || shown.has(task), notes: [...changedSince(schedule, present), ...cancelledSince(first, before.head.cancelled)] });
  return { ...view, scenario: changes.map(scenarioWords), from: first, ...(await draftOf(store, schedule, changes)) };
}
