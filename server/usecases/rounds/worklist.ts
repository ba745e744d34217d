/** The home page of a person: what waits for them, counted, and what was done lately. Everything is computed. */
import type { AuditEntry } from '../../../models/schemas/index.ts';
import { schedule as scheduleThing, task as taskThing } from '../../../models/schemas/index.ts';
import { methodKey, methodsInForce, namesOf } from '../../../models/store/repositories/reference.ts';
import { countResults, countSamples, listPlans, listRounds } from '../../../models/store/repositories/rounds.ts';
import { runsOfRound } from '../../../models/store/repositories/runs.ts';
import { assessmentHeads } from '../../../models/store/repositories/assessments.ts';
import { newestAudit, waitingResults, waitingSamples, waitingWithdrawals, type WaitingCount } from '../../../models/store/repositories/worklist.ts';
import type { Reader, Store } from '../../../models/store/types.ts';
import { localDateAt } from '../../../sampling-plans/calendar.ts';
import { inScope, isOwn, may, type CurrentUser, type Operation } from '../../auth/permissions.ts';
import { runStandings } from '../quality/runStanding.ts';
import { readSettings } from '../administration/settings.ts';

export const WORK_KEYS = ['toCollect', 'toReceive', 'toEnter', 'toSubmit', 'toVerify', 'toReview', 'toRelease', 'toWithdraw', 'returned', 'late', 'qcFailing', 'toSchedule', 'toApprove', 'tasksToday'] as const;
export type WorkKey = (typeof WORK_KEYS)[number];

export interface Worklist {
  counts: { key: WorkKey; count: number; room: string; query: string }[];
  recent: { at: string; action: string; sentence: { zh: string; en: string } }[];
}

const RECENT = 12;
const READ_BACK = 400;

/** How many there are, and the newest round in which there are any. */
function tally(rows: readonly WaitingCount[], user: CurrentUser, states: readonly string[]): { count: number; round: string | undefined } {
  const own = rows.filter((row) => states.includes(row.state) && inScope(user, row.areaId) && row.n > 0);
  const newest = [...own].sort((a, b) => (a.startsOn < b.startsOn ? 1 : -1))[0];
  return { count: own.reduce((total, row) => total + row.n, 0), round: newest?.roundCode };
}

/** Cells of received samples in which nothing stands yet. */
async function toEnter(reader: Reader, user: CurrentUser): Promise<{ count: number; round: string | undefined }> {
  const rounds = (await listRounds(reader)).filter((round) => !round.closed);
  const ids = rounds.map((round) => round.id);
  const samples = (await countSamples(reader, ids)).filter((row) => row.state === 'received' && inScope(user, row.areaId));
  const results = (await countResults(reader, ids)).filter((row) => row.state !== 'pending' && row.sampleState === 'received' && inScope(user, row.areaId));
  const plans = new Map((await listPlans(reader)).map((plan) => [plan.id, plan.document.panel]));
  const methods = await methodsInForce(reader, ['sewage', 'surface-water', 'soil']);
  let count = 0;
  let newest: string | undefined;
  for (const round of rounds) {
    const panel = plans.get(round.planId) ?? [];
    const expected = samples.filter((row) => row.roundId === round.id).reduce((total, row) => total + row.n * panel.filter((analyte) => methods.has(methodKey(analyte, row.matrix as 'sewage'))).length, 0);
    const there = results.filter((row) => row.roundId === round.id).reduce((total, row) => total + row.n, 0);
    const missing = Math.max(0, expected - there);
    if (missing > 0) newest ??= round.code;
    count += missing;
  }
  return { count, round: newest };
}

async function qcFailing(reader: Reader): Promise<{ count: number; round: string | undefined }> {
  let count = 0;
  let newest: string | undefined;
  for (const round of (await listRounds(reader)).filter((each) => !each.closed)) {
    const standings = await runStandings(reader, await runsOfRound(reader, round.id));
    const failing = [...standings.values()].filter((standing) => standing.blocked).length;
    if (failing > 0) newest ??= round.code;
    count += failing;
  }
  return { count, round: newest };
}

/** @param at milliseconds since the epoch */
export async function readWorklist(store: Store, user: CurrentUser, at: number): Promise<Worklist> {
  const reader = store.read;
  const settings = await readSettings(reader);
  const counts: Worklist['counts'] = [];
  const add = (key: WorkKey, room: string, found: { count: number; round: string | undefined }, query = ''): void => {
    const parts = [found.round === undefined ? '' : `round=${encodeURIComponent(found.round)}`, query].filter((part) => part !== '');
    counts.push({ key, count: found.count, room, query: parts.join('&') });
  };
  if (may(user, 'custody.write')) {
    const rows = await waitingSamples(reader);
    add('toCollect', 'rounds', tally(rows, user, ['planned']), 'state=planned');
    add('toReceive', 'rounds', tally(rows, user, ['collected', 'in-transit']), 'state=collected,in-transit');
    add('late', 'rounds', tally(await waitingSamples(reader, { dueBefore: localDateAt(at, 'Asia/Shanghai') }), user, ['planned']), 'state=planned&due=past');
  }
  if (may(user, 'results.enter')) {
    add('toEnter', 'bench', await toEnter(reader, user));
    add('toSubmit', 'bench', tally(await waitingResults(reader), user, ['entered']), 'state=entered');
    add('returned', 'bench', tally(await waitingResults(reader, { returned: true }), user, ['entered']), 'flag=returned');
  }
  if (may(user, 'results.verify')) add('toVerify', 'review', tally(await waitingResults(reader, { notBy: [...user.accounts] }), user, ['submitted']), 'step=verify');
  if (may(user, 'results.review') && settings.reviewLevels === 3) add('toReview', 'review', tally(await waitingResults(reader, { notBy: [...user.accounts], reviewed: false }), user, ['verified']), 'step=review');
  if (may(user, 'results.release') && settings.reviewLevels > 1) {
    add('toRelease', 'review', tally(await waitingResults(reader, { notBy: [...user.accounts], ...(settings.reviewLevels === 3 ? { reviewed: true } : {}) }), user, ['verified']), 'step=release');
  }
  if (may(user, 'results.release')) add('toWithdraw', 'review', tally(await waitingWithdrawals(reader, [...user.accounts]), user, ['released']), 'step=withdraw');
  if (may(user, 'runs.read')) add('qcFailing', 'runs', await qcFailing(reader));
  if (may(user, 'schedules.create')) add('toSchedule', 'operations', await toSchedule(reader));
  if (may(user, 'schedules.approve')) {
    const drafts = await draftSchedules(reader);
    add('toApprove', 'operations', { count: drafts.filter((each) => !isOwn(user, each.createdBy)).length, round: undefined });
  }
  if (may(user, 'tasks.write')) add('tasksToday', 'operations', { count: await tasksOn(reader, localDateAt(at, 'Asia/Shanghai')), round: undefined });
  return { counts, recent: await recentOf(reader, user) };
}

/** Rounds that were assessed and for which nothing is planned. */
async function toSchedule(reader: Reader): Promise<{ count: number; round: string | undefined }> {
  const assessed = new Set((await assessmentHeads(reader)).map(({ roundId }) => roundId));
  const planned = new Set((await reader.find(scheduleThing)).filter(({ state }) => state !== 'withdrawn').map(({ roundId }) => roundId));
  const open = (await listRounds(reader)).filter(({ id }) => assessed.has(id) && !planned.has(id));
  const [newest] = open.sort((a, b) => (a.startsOn < b.startsOn ? 1 : -1));
  return { count: open.length, round: newest?.code };
}

const draftSchedules = (reader: Reader): Promise<{ createdBy: string }[]> => reader.find(scheduleThing, { where: { state: 'draft' } });
const tasksOn = (reader: Reader, date: string): Promise<number> => reader.count(taskThing, { date, state: ['planned', 'started'] });

const VERBS: Readonly<Record<string, { zh: string; en: string; thing: { zh: string; en: string } }>> = (() => {
  const results = { zh: '个结果', en: 'results' };
  const samples = { zh: '个样品', en: 'samples' };
  const runs = { zh: '个分析批', en: 'runs' };
  const schedules = { zh: '份排班', en: 'schedules' };
  const tasks = { zh: '项任务', en: 'tasks' };
  return {
    'result.enter': { zh: '录入', en: 'entered', thing: results },
    'result.change': { zh: '修改', en: 'changed', thing: results },
    'result.clear': { zh: '清除', en: 'cleared', thing: results },
    'result.submit': { zh: '提交', en: 'submitted', thing: results },
    'result.return': { zh: '退回', en: 'returned', thing: results },
    'result.verify': { zh: '复核', en: 'verified', thing: results },
    'result.review': { zh: '审核', en: 'reviewed', thing: results },
    'result.release': { zh: '签发', en: 'released', thing: results },
    'result.amend': { zh: '更正', en: 'amended', thing: results },
    'result.retest': { zh: '安排重测', en: 'ordered again', thing: results },
    'result.void': { zh: '作废', en: 'voided', thing: results },
    'result.ask-void': { zh: '申请作废', en: 'asked to void', thing: results },
    'result.ask-invalidate': { zh: '申请宣布无效', en: 'asked to invalidate', thing: results },
    'result.withdraw': { zh: '同意撤回', en: 'withdrew', thing: results },
    'result.keep': { zh: '维持', en: 'let stand', thing: results },
    'result.not-analysed': { zh: '标记未分析', en: 'marked as not analysed', thing: results },
    'sample.collect': { zh: '采集', en: 'collected', thing: samples },
    'sample.hand-over': { zh: '交接', en: 'handed over', thing: samples },
    'sample.receive': { zh: '接收', en: 'received', thing: samples },
    'sample.reject': { zh: '拒收', en: 'rejected', thing: samples },
    'sample.miss': { zh: '登记未采', en: 'recorded as missed', thing: samples },
    'run.create': { zh: '建立', en: 'opened', thing: runs },
    'run.close': { zh: '关闭', en: 'closed', thing: runs },
    'run.override': { zh: '放行', en: 'overrode', thing: runs },
    'assessment.create': { zh: '完成', en: 'made', thing: { zh: '次评估', en: 'assessments' } },
    'schedule.create': { zh: '编制', en: 'planned', thing: schedules },
    'schedule.approve': { zh: '批准', en: 'approved', thing: schedules },
    'schedule.release': { zh: '发布', en: 'released', thing: schedules },
    'schedule.withdraw': { zh: '撤回', en: 'withdrew', thing: schedules },
    'task.start': { zh: '开始', en: 'started', thing: tasks },
    'task.finish': { zh: '完成', en: 'finished', thing: tasks },
    'task.cancel': { zh: '取消', en: 'cancelled', thing: tasks },
    'round.create': { zh: '生成', en: 'created', thing: { zh: '个轮次', en: 'rounds' } },
  };
})();

/** That a schedule exists is known only to those who may read it before it is released. */
function readingOf(action: string): Operation {
  if (action.startsWith('schedule.') || action.startsWith('task.')) return 'schedules.read';
  return action.startsWith('assessment.') ? 'assessments.read' : 'results.read';
}

/** What was done lately: by everybody for those who may read it, else by the person alone. Entries of one act are one line. */
async function recentOf(reader: Reader, user: CurrentUser): Promise<Worklist['recent']> {
  const seen = (entry: AuditEntry): boolean => entry.actorId === user.id || (user.scope === null && may(user, readingOf(entry.action)));
  const entries = (await newestAudit(reader, READ_BACK)).filter((entry) => Object.hasOwn(VERBS, entry.action) && seen(entry));
  const acts: { first: AuditEntry; n: number }[] = [];
  for (const entry of entries) {
    const last = acts.at(-1);
    if (last !== undefined && last.first.action === entry.action && last.first.actorId === entry.actorId && last.first.at === entry.at) last.n += 1;
    else acts.push({ first: entry, n: 1 });
  }
  const shown = acts.slice(0, RECENT);
  const names = await namesOf(reader, shown.flatMap(({ first }) => first.actorId ?? []));
  return shown.flatMap(({ first, n }) => {
    const verb = VERBS[first.action];
    const who = first.actorId === null ? '' : (names.get(first.actorId) ?? '');
    if (verb === undefined) return [];
    const thing = n === 1 ? verb.thing.en.replace(/s$/, '') : verb.thing.en;
    return [{ at: first.at, action: first.action, sentence: { zh: `${who} ${verb.zh}了 ${String(n)} ${verb.thing.zh}`, en: `${who} ${verb.en} ${String(n)} ${thing}` } }];
  });
}

