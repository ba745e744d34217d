/**
 * The operations of the example's first quarters: each round is assessed and scheduled by the same use
 * cases that serve people, released, carried out, and closed with the generated counts.
 * What the rules ask for is theirs to say; the counts are the generator's.
 */
import { Fault } from '../../models/errors.ts';
import { outcome as outcomeThing, task as taskThing, type Outcome, type Task } from '../../models/schemas/index.ts';
import { newId } from '../../models/store/index.ts';
import { areasById } from '../../models/store/repositories/reference.ts';
import { userById } from '../../models/store/repositories/users.ts';
import type { Store } from '../../models/store/types.ts';
import { addDays, instantAt, isoWeekday, type Period } from '../../sampling-plans/calendar.ts';
import { currentUser } from '../auth/sessions.ts';
import type { CurrentUser } from '../auth/permissions.ts';
import { assessRound, EXAMPLE_DRAWING } from '../usecases/assessment/assess.ts';
import { createSchedule, moveSchedule } from '../usecases/operations/plans/schedules.ts';
import { Draw } from './huilai/streams.ts';
import type { GeneratedOutcome, HuilaiData } from './huilai/types.ts';
import { requireFrom, type WriteContext } from './writeRound.ts';

/** Sampling, analysis and release take about five weeks; the rest of the quarter is planned. */
const WEEKS_UNTIL_RELEASE = 5;
const WEEKS_PLANNED = 8;
/** Of the tasks, and why they fell out. */
const CANCELLED = { share: 0.03, reason: 'weather' } as const;

type Counts = Pick<GeneratedOutcome, 'cases' | 'usersFound' | 'seizedGrams'>;

function firstMonday(period: Period): string {
  const day = addDays(period.startsOn, 7 * WEEKS_UNTIL_RELEASE);
  return addDays(day, (8 - isoWeekday(day)) % 7);
}

async function asUser(store: Store, { users }: WriteContext, account: string): Promise<CurrentUser> {
  const row = await userById(store.read, requireFrom(users, account, 'the account'));
  if (row === undefined) throw new Error(`the account "${account}" of the example is not there`);
  return currentUser(store, row);
}

/** The counts of an area and kind, dealt out to its tasks; what no task can carry is in none. */
function deal(total: Counts, tasks: readonly Task[], draw: Draw): Map<string, Counts> {
  const hands = new Map(tasks.map(({ id }) => [id, { cases: 0, usersFound: 0, seizedGrams: 0 }]));
  const any = (): Counts | undefined => hands.get(tasks[draw.whole(0, tasks.length - 1)]?.id ?? '');
  for (let i = 0; i < total.usersFound; i++) {
    const hand = any();
    if (hand === undefined) continue;
    hand.usersFound += 1;
    // what is seized is found where somebody is found
    if (hand.seizedGrams === 0) hand.seizedGrams = Math.round(total.seizedGrams / total.usersFound);
  }
  for (let i = 0; i < total.cases; i++) {
    const hand = any();
    if (hand !== undefined) hand.cases += 1;
  }
  return hands;
}

const addCounts = (a: Counts, b: Counts): Counts => ({ cases: a.cases + b.cases, usersFound: a.usersFound + b.usersFound, seizedGrams: a.seizedGrams + b.seizedGrams });

/** Marks the tasks of a released schedule done and writes what they found. */
async function carryOut(store: Store, data: HuilaiData, roundCode: string, tasks: readonly Task[], context: WriteContext): Promise<number> {
  const officer = requireFrom(context.users, 'demo-officer', 'the account');
  const codes = new Map((await areasById(store.read, [...new Set(tasks.flatMap(({ areaId }) => areaId ?? []))])).map((area) => [area.id, area.code]));
  const draw = new Draw(data.seed, 'carry-out', roundCode);
  const done = tasks.filter(({ number }) => !new Draw(data.seed, 'cancelled', number).chance(CANCELLED.share));
  const hands = new Map<string, Counts>();
  const counted = data.outcomes.filter((each) => each.roundCode === roundCode);
  for (const kind of new Set(counted.map((each) => each.kind))) {
    for (const areaCode of [...new Set(counted.map((each) => each.areaCode)), null]) {
      const own = done.filter((task) => task.kind === kind && (task.areaId === null ? null : (codes.get(task.areaId) ?? null)) === areaCode);
      // force without a place carries what was found in all places together
      const rows = counted.filter((each) => each.kind === kind && (areaCode === null || each.areaCode === areaCode));
      if (own.length === 0 || rows.length === 0) continue;
      for (const [id, counts] of deal(rows.reduce<Counts>(addCounts, { cases: 0, usersFound: 0, seizedGrams: 0 }), own, draw)) hands.set(id, counts);
    }
  }
  const outcomes = done.map((task): Outcome => {
    const premisesDone = task.premisesPlanned === null ? null : Math.round(task.premisesPlanned * Math.min(1, draw.uniform(0.88, 1.1)));
    return {
      id: newId(context.at), taskId: task.id, sequence: 1, unitShifts: task.unitIds.length, premisesDone, ...(hands.get(task.id) ?? { cases: 0, usersFound: 0, seizedGrams: 0 }),
      reasonCode: premisesDone !== null && premisesDone < (task.premisesPlanned ?? 0) ? 'partly-done' : 'done', correctionReason: null, recordedBy: officer, at: instantAt(task.date, '20:00', context.timeZone), synthetic: true,
    };
  });
  const finished = new Set(done.map(({ id }) => id));
  await store.write(async (tx) => {
    for (const task of tasks) await tx.update(taskThing, task.id, task.revision, finished.has(task.id) ? { state: 'done' } : { state: 'cancelled', cancelReason: CANCELLED.reason });
    await tx.insert(outcomeThing, outcomes);
    tx.audit({ actorId: officer, action: 'example.load', subject: 'schedule', subjectId: tasks[0]?.scheduleId ?? '', detail: { synthetic: true, seed: data.seed, round: roundCode, done: done.length, cancelled: tasks.length - done.length } });
  });
  return outcomes.length;
}

/** @returns rows written */
export async function loadOperations(store: Store, data: HuilaiData, context: WriteContext): Promise<number> {
  const [quality, planner, second] = [await asUser(store, context, 'demo-quality'), await asUser(store, context, 'demo-planner'), await asUser(store, context, 'demo-planner-2')];
  const counted = new Set(data.outcomes.map(({ roundCode }) => roundCode));
  let written = 0;
  for (const period of data.rounds.filter(({ code }) => counted.has(code))) {
    const { code: round } = period;
    try {
      await assessRound(store, { user: quality, at: context.at, round, seed: data.seed, drawing: EXAMPLE_DRAWING });
    } catch (error) {
      if (error instanceof Fault && error.code === 'nothing-to-assess') continue;
      throw error;
    }
    const { schedule, tasks } = await createSchedule(store, { user: planner, at: context.at, round, startsOn: firstMonday(period), weeks: WEEKS_PLANNED, seed: data.seed });
    const approved = await moveSchedule(store, { user: second, at: context.at, id: schedule.id, action: 'approve', revision: schedule.revision });
    await moveSchedule(store, { user: planner, at: context.at, id: schedule.id, action: 'release', revision: approved.revision });
    written += 2 + tasks.length + (tasks.length === 0 ? 0 : await carryOut(store, data, round, tasks, context));
  }
  return written;
}
