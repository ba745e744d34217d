/**
 * Schedules: grades become tasks, a second planner approves, and only the release shows them to the
 * units. Until then they are secret (schedulesEmbargo).
 */
import { BLIND_SHARE, MOST_BLIND } from '../../../../analysis/operations/blind.ts';
import { dateOf, dayOf } from '../../../../analysis/operations/days.ts';
import { planBasis } from '../../../../analysis/operations/planDocument.ts';
import { Fault } from '../../../../models/errors.ts';
import type { Area, Nomination, Outcome, Schedule, Site, Task, Unit, Words } from '../../../../models/schemas/index.ts';
import type { AllowedAction, Denial } from '../../../../models/schemas/answers/allowedAction.ts';
import type { NamedPlace, ScheduleDetail, ScheduleView, TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { newId, nowInstant } from '../../../../models/store/index.ts';
import { newestAssessment } from '../../../../models/store/repositories/assessments.ts';
import { nominationsById } from '../../../../models/store/repositories/nominations.ts';
import { areasById, listUnits, sitesById } from '../../../../models/store/repositories/reference.ts';
import { listRounds } from '../../../../models/store/repositories/rounds.ts';
import { changeSchedule, countSchedules, insertSchedule, listSchedules, outcomesOfTasks, scheduleById, tasksOfPlan, tasksOfSchedules } from '../../../../models/store/repositories/schedules.ts';
import type { Reader, Store } from '../../../../models/store/types.ts';
import { allowedActions, demand, isOwn, may, type CurrentUser } from '../../../auth/permissions.ts';
import type { Publish } from '../../../http/changes.ts';
import { omit } from '../../../omit.ts';
import { addedTasks, carriedOn, refuseAdded, type AddTask } from './addedTasks.ts';
import { drawSeed, requireSeed } from '../../assessment/assess.ts';
import { requireApprovedPlaces } from '../tasks/nominations.ts';
import { supersede } from './supersede.ts';
import { requireRound } from '../../rounds/rounds.ts';
import { maySeeSchedule, maySeeTask, noSuchSchedule } from './schedulesEmbargo.ts';
import { readProblem } from './schedulesProblem.ts';
import type { Relaxation } from '../../../../analysis/operations/relaxations.ts';
import { planner } from '../../../workers/planner.ts';
import { publicHolidays } from '../../rounds/publicHolidays.ts';
import { readSettings } from '../../administration/settings.ts';
import { relaxed } from './scheduleFixes.ts';
import { followPlanning } from './planning.ts';
import { orderText } from '../tasks/tasksOrderText.ts';

export interface CreateSchedule {
  user: CurrentUser;
  /** Milliseconds since the epoch. */
  at: number;
  /** Code of the round whose newest assessment is planned for. */
  round: string;
  /** First day, YYYY-MM-DD. */
  startsOn: string;
  weeks: number;
  /** Whole number >= 0; drawn and kept secret where it is left out. */
  seed?: number | undefined;
  /** Seconds of solving at most; what is then not proven says so. */
  seconds?: number | undefined;
  /** Changes that the planner wants to see the effect of; said on the schedule. */
  relax?: readonly Relaxation[] | undefined;
  /** Tasks beyond what the rules ask for. */
  added?: readonly AddTask[] | undefined;
  /** Share of the work beside the standing checks that is drawn by lot whatever the grade, 0 to 0.5. */
  blindShare?: number | undefined;
  /** Name under which progress can be asked for and planning cancelled (planning.ts). */
  job?: string | undefined;
  publish?: Publish | undefined;
}

export const DEFAULT_SECONDS = 60;

const STATE_WORDS: Readonly<Record<Schedule['state'], Words>> = {
  draft: { zh: '草稿', en: 'a draft' },
  approved: { zh: '已批准', en: 'approved' },
  released: { zh: '已发布', en: 'released' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  superseded: { zh: '已被新版取代', en: 'superseded by a newer revision' },
};

const wrongState = ({ state }: Schedule): Denial => ({ code: 'illegal-transition', zh: `排班${STATE_WORDS[state].zh}，不能执行此操作`, en: `the schedule is ${STATE_WORDS[state].en}; this is not possible now` });

export const SCHEDULE_ACTIONS = ['approve', 'release', 'withdraw'] as const;
export type ScheduleAction = (typeof SCHEDULE_ACTIONS)[number];

/** Why the schedule itself does not allow it now, whoever asks with the right role. */
function whyNot(action: ScheduleAction, schedule: Schedule, user: CurrentUser): Denial | undefined {
  switch (action) {
    case 'approve':
      if (schedule.state !== 'draft') return wrongState(schedule);
      return isOwn(user, schedule.createdBy) ? { code: 'own-work', zh: '您编制了此排班，须由另一名计划员批准', en: 'you made this schedule; another planner has to approve it' } : undefined;
    case 'release':
      return schedule.state === 'approved' ? undefined : wrongState(schedule);
    case 'withdraw':
      return schedule.state === 'withdrawn' || schedule.state === 'superseded' ? wrongState(schedule) : undefined;
  }
}

const actionsOf = (schedule: Schedule, user: CurrentUser): AllowedAction[] =>
  allowedActions(
    user,
    SCHEDULE_ACTIONS.map((action) => ({ action, operation: action === 'approve' ? 'schedules.approve' : 'schedules.create', denied: whyNot(action, schedule, user) })),
  );

function requireStart(startsOn: string): void {
  try {
    dayOf(startsOn);
  } catch (cause) {
    throw new Fault('invalid', `the start "${startsOn}" is no calendar date; YYYY-MM-DD was expected`, { details: [{ pointer: '/startsOn', got: startsOn, message: 'schedule.start' }], cause });
  }
}

/**
 * Plans the newest assessment of a round.
 * @throws Fault `not-found` for the round, `conflict` where it was never assessed, `invalid` for a wrong start, number of weeks or seed, `cancelled`
 */
export async function createSchedule(store: Store, { user, at, round: code, startsOn, weeks, seed, seconds = DEFAULT_SECONDS, relax = [], added = [], blindShare = BLIND_SHARE, job, publish }: CreateSchedule): Promise<{ schedule: Schedule; tasks: Task[] }> {
  demand(user, 'schedules.create');
  requireStart(startsOn);
  if (!(Number.isInteger(weeks) && weeks >= 1 && weeks <= 53)) throw new Fault('invalid', `weeks is ${weeks}; a whole number from 1 to 53 was expected`, { details: [{ pointer: '/weeks', got: String(weeks), message: 'schedule.weeks' }] });
  if (!(blindShare >= 0 && blindShare <= MOST_BLIND)) throw new Fault('invalid', `blindShare is ${blindShare}; a number from 0 to ${MOST_BLIND} was expected`, { details: [{ pointer: '/blindShare', got: String(blindShare), message: 'schedule.blind' }] });
  const usedSeed = requireSeed(seed ?? drawSeed());
  const round = await requireRound(store.read, code);
  const assessment = await newestAssessment(store.read, round.id);
  if (assessment === undefined) throw new Fault('conflict', `round ${code} was not assessed yet; assess it first`, { details: [{ pointer: '/round', got: code, message: 'assessment.none' }] });
  const { problem, notes } = relaxed({ ...(await readProblem(store, round, assessment, startsOn, weeks)), blindShare }, relax);
  const plan = await followPlanning(job, user, (watch) => planner.plan(problem, usedSeed, { seconds, ...watch }, addedTasks(added))).catch(refuseAdded);
  const id = newId(at);
  const row: Schedule = {
    id, assessmentId: assessment.id, roundId: round.id, startsOn, weeks, seed: String(usedSeed), rules: problem.rules.version, state: 'draft', objective: plan.objective, bound: plan.bound, gap: plan.gap,
    body: { unserved: plan.unserved, ledger: plan.ledger, required: plan.required, served: plan.served, notes: [...notes, ...publicHolidays(startsOn, weeks, (await readSettings(store.read)).operationsOnHolidays).notes, ...plan.notes], cost: plan.cost, predictability: plan.predictability, blind: plan.blind, ...carriedOn(added, relax), basis: planBasis(problem) },
    createdBy: user.id, createdAt: nowInstant(at), approvedBy: null, releasedAt: null, version: 1, predecessorId: null, replannedFrom: null, synthetic: round.synthetic, revision: 1,
  };
  return store.write(async (tx) => {
    const nth = (await countSchedules(tx, round.id)) + 1;
    const tasks = plan.tasks.map(({ demand: wanted, unitIds, day, shift }, i): Task => {
      const taskId = newId(at);
      return {
        id: taskId, scheduleId: id, number: `${code}-${nth}-${String(i + 1).padStart(4, '0')}`, kind: wanted.kind, areaId: wanted.areaId, siteId: wanted.siteId, nominationId: wanted.nomination?.id ?? null, lineage: taskId, pinned: false, unitIds, date: dateOf(day), shift,
        premisesPlanned: wanted.premises, grade: wanted.grade, blind: wanted.blind, state: 'planned', cancelReason: null, synthetic: round.synthetic, revision: 1,
      };
    });
    // a nomination may have been withdrawn while the solver ran
    await requireApprovedPlaces(tx, tasks);
    await insertSchedule(tx, row, tasks);
    announce(tx, publish, row);
    return { schedule: row, tasks };
  });
}

export function announce(tx: { afterCommit: (work: (sequence: number) => void) => void }, publish: Publish | undefined, schedule: Schedule): void {
  tx.afterCommit((sequence) => publish?.({ kind: 'schedule', sequence, payloadFor: (reader) => (maySeeSchedule(reader, schedule) ? { schedule: schedule.id, state: schedule.state } : undefined) }));
}

export interface Directory {
  /** Outcomes by task, oldest first; left out where the person may not record any. */
  outcomes?: ReadonlyMap<string, readonly Outcome[]>;
  areas: ReadonlyMap<string, Area>;
  sites: ReadonlyMap<string, Site>;
  units: ReadonlyMap<string, Unit>;
  nominations: ReadonlyMap<string, Nomination>;
}

/** Places and units that tasks name, and their outcomes for a person who may record them. */
export async function directoryOf(reader: Reader, tasks: readonly Task[], user?: CurrentUser): Promise<Directory> {
  const areaIds = [...new Set(tasks.flatMap(({ areaId }) => areaId ?? []))];
  const siteIds = [...new Set(tasks.flatMap(({ siteId }) => siteId ?? []))];
  return {
    areas: new Map((areaIds.length === 0 ? [] : await areasById(reader, areaIds)).map((area) => [area.id, area])),
    sites: new Map((siteIds.length === 0 ? [] : await sitesById(reader, siteIds)).map((site) => [site.id, site])),
    units: new Map((await listUnits(reader)).map((unit) => [unit.id, unit])),
    nominations: new Map((await nominationsById(reader, tasks.flatMap(({ nominationId }) => nominationId ?? []))).map((row) => [row.id, row])),
    ...(user !== undefined && may(user, 'outcomes.write') ? { outcomes: await outcomesOfTasks(reader, tasks.map(({ id }) => id)) } : {}),
  };
}

const place = ({ id, code, nameZh, nameEn }: { id: string; code: string; nameZh: string; nameEn: string }): NamedPlace => ({ id, code, name: { zh: nameZh, en: nameEn } });

export function taskView(task: Task, { areas, sites, units, nominations, outcomes }: Directory): TaskView {
  const area = areas.get(task.areaId ?? '');
  const site = sites.get(task.siteId ?? '');
  const nominated = task.nominationId === null ? null : (nominations.get(task.nominationId)?.place ?? null);
  const named = task.unitIds.flatMap((id) => {
    const unit = units.get(id);
    return unit === undefined ? [] : [place(unit)];
  });
  return {
    ...task,
    area: area === undefined ? null : place(area),
    site: site === undefined ? null : place(site),
    place: nominated,
    units: named,
    orderText: orderText({ number: task.number, kind: task.kind, date: task.date, shift: task.shift, area: area === undefined ? null : { zh: area.nameZh, en: area.nameEn }, place: nominated, siteCode: site?.code ?? null, units: named.map(({ name }) => name), premises: task.premisesPlanned }),
    outcome: outcomes?.get(task.id)?.at(-1) ?? null,
  };
}

/**
 * The seed would let a reader draw the next plan alike: it stays with the planners. What the plan
 * rests on leaves in the plan document only.
 */
function forReader(schedule: Schedule, user: CurrentUser): Schedule {
  const body = omit(schedule.body, 'basis');
  return maySeeSchedule(user, { state: 'draft' }) ? { ...schedule, body } : { ...schedule, body: omit(body, 'predictability', 'blind', 'replan', 'added', 'assumed'), seed: 'withheld' };
}

export const WHICH_TASKS = ['all', 'blind', 'none'] as const;

/** Which tasks of a schedule are wanted: a screen shows a week, a quarter has a thousand. */
export interface WantedTasks {
  tasks?: (typeof WHICH_TASKS)[number] | undefined;
  /** First and last day, YYYY-MM-DD. */
  from?: string | undefined;
  to?: string | undefined;
}

const isWanted = ({ date, blind }: Task, { tasks = 'all', from, to }: WantedTasks): boolean =>
  tasks !== 'none' && (tasks === 'all' || blind) && (from === undefined || date >= from) && (to === undefined || date <= to);

async function viewOf(store: Store, schedule: Schedule, user: CurrentUser, roundCode: string, wanted: WantedTasks): Promise<ScheduleDetail> {
  const all = await tasksOfPlan(store.read, schedule);
  const directory = await directoryOf(store.read, all.filter((task) => isWanted(task, wanted)), user);
  const visible = all.filter((task) => maySeeTask(user, task, directory.units));
  return {
    ...forReader(schedule, user),
    roundCode,
    allowedActions: actionsOf(schedule, user),
    tasks: visible.filter((task) => isWanted(task, wanted)).map((task) => taskView(task, directory)),
    taskCount: visible.length,
    blindCount: visible.filter(({ blind }) => blind).length,
    lastOn: visible.reduce<string | null>((last, { date }) => (last === null || date > last ? date : last), null),
  };
}

async function roundCodes(reader: Reader): Promise<ReadonlyMap<string, string>> {
  return new Map((await listRounds(reader)).map(({ id, code }) => [id, code]));
}

/** Schedules that the person may see, newest first. @throws Fault `not-found` for the round */
export async function listVisibleSchedules(store: Store, user: CurrentUser, code: string | undefined): Promise<ScheduleView[]> {
  const round = code === undefined ? undefined : await requireRound(store.read, code);
  const codes = await roundCodes(store.read);
  const all = await listSchedules(store.read, round?.id);
  return all.filter((schedule) => maySeeSchedule(user, schedule)).map((schedule) => ({ ...forReader(schedule, user), roundCode: codes.get(schedule.roundId) ?? '', allowedActions: actionsOf(schedule, user) }));
}

/** @throws Fault `not-found` for one that is not there or may not be seen */
export async function readSchedule(store: Store, user: CurrentUser, id: string, wanted: WantedTasks = {}): Promise<ScheduleDetail> {
  const schedule = await scheduleById(store.read, id);
  if (schedule === undefined || !maySeeSchedule(user, schedule)) throw noSuchSchedule(id);
  return viewOf(store, schedule, user, (await roundCodes(store.read)).get(schedule.roundId) ?? '', wanted);
}

export interface MoveSchedule {
  user: CurrentUser;
  at: number;
  id: string;
  action: ScheduleAction;
  revision: number;
  publish?: Publish | undefined;
}

const NEXT: Readonly<Record<ScheduleAction, Schedule['state']>> = { approve: 'approved', release: 'released', withdraw: 'withdrawn' };

/** @throws Fault `not-found`, `not-allowed`, `own-work`, `illegal-transition`, `stale-revision` */
export async function moveSchedule(store: Store, { user, at, id, action, revision, publish }: MoveSchedule): Promise<ScheduleDetail> {
  const seen = await scheduleById(store.read, id);
  if (seen === undefined || !maySeeSchedule(user, seen)) throw noSuchSchedule(id);
  demand(user, action === 'approve' ? 'schedules.approve' : 'schedules.create');
  await store.write(async (tx) => {
    const schedule = await scheduleById(tx, id);
    if (schedule === undefined) throw noSuchSchedule(id);
    const denied = whyNot(action, schedule, user);
    // a stale revision is said first: what was seen is no longer what is there
    if (denied !== undefined && schedule.revision === revision) {
      throw new Fault(denied.code === 'own-work' ? 'own-work' : 'illegal-transition', denied.en, { details: [{ message: denied.code === 'own-work' ? 'schedule.own' : 'schedule.state', parameters: { state: schedule.state } }] });
    }
    if (action !== 'withdraw' && denied === undefined) await requireApprovedPlaces(tx, await tasksOfSchedules(tx, [id]));
    const patch: Partial<Schedule> = { state: NEXT[action], ...(action === 'approve' ? { approvedBy: user.id } : {}), ...(action === 'release' ? { releasedAt: nowInstant(at) } : {}) };
    const changed = await changeSchedule(tx, id, revision, patch);
    if (action === 'release') await supersede(tx, changed, user.id);
    tx.audit({ actorId: user.id, action: `schedule.${action}`, subject: 'schedule', subjectId: id, detail: { from: schedule.state, to: changed.state } });
    announce(tx, publish, changed);
  });
  return readSchedule(store, user, id);
}
