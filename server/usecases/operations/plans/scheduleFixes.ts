/** What would help a task without a place: changes that were seen to help by planning again, in words. */
import { relax, type Fix, type Relaxation } from '../../../../analysis/operations/relaxations.ts';
import type { Problem } from '../../../../analysis/operations/types.ts';
import { Fault } from '../../../../models/errors.ts';
import type { Words } from '../../../../models/schemas/vocabulary.ts';
import { newestAssessment } from '../../../../models/store/repositories/assessments.ts';
import { roundById } from '../../../../models/store/repositories/rounds.ts';
import { scheduleById } from '../../../../models/store/repositories/schedules.ts';
import type { Store } from '../../../../models/store/types.ts';
import { demand, type CurrentUser } from '../../../auth/permissions.ts';
import { planner } from '../../../workers/planner.ts';
import { noSuchSchedule } from './schedulesEmbargo.ts';
import { asPlanned, readProblem } from './schedulesProblem.ts';

export interface FixView extends Fix, Words {
  /** False where the change needs somebody who is not there yet: it is said, not done. */
  applicable: boolean;
}

const LEVEL_WORDS = { town: { zh: '乡镇', en: 'town' }, county: { zh: '县级', en: 'county' }, city: { zh: '市级', en: 'city' } } as const;

export function changeWords(change: Relaxation): Words {
  switch (change.kind) {
    case 'cap':
      return { zh: `单位 ${change.unit} 每周班次增加 ${change.by}`, en: `${change.by} more shift${change.by === 1 ? '' : 's'} a week for unit ${change.unit}` };
    case 'caps':
      return { zh: `每个单位每周班次增加 ${change.by}`, en: `${change.by} more shift${change.by === 1 ? '' : 's'} a week for every unit` };
    case 'open': {
      const days = change.from === change.to ? change.from : `${change.from} – ${change.to}`;
      return change.unit === null ? { zh: `${days} 照常安排行动（取消停止行动日）`, en: `work on ${days} although it is a blackout day` } : { zh: `单位 ${change.unit} ${days} 照常出勤`, en: `unit ${change.unit} works on ${days} although it is off` };
    }
    case 'unit':
      return { zh: `增加一个${LEVEL_WORDS[change.level].zh}单位`, en: `one more ${LEVEL_WORDS[change.level].en} unit` };
  }
}

const EACH_SECONDS = 20;

/** @throws Fault `not-found`, `not-allowed`, `invalid` where nothing of the line is without a place */
export async function scheduleFixes(store: Store, user: CurrentUser, id: string, line: { kind: string; area: string; week: number }): Promise<FixView[]> {
  demand(user, 'schedules.create');
  const schedule = await scheduleById(store.read, id);
  const round = schedule === undefined ? undefined : await roundById(store.read, schedule.roundId);
  if (schedule === undefined || round === undefined) throw noSuchSchedule(id);
  const assessment = await newestAssessment(store.read, round.id);
  if (assessment === undefined) throw noSuchSchedule(id);
  if (!schedule.body.unserved.some(({ kind, area, week }) => kind === line.kind && area === line.area && week === line.week)) {
    throw new Fault('invalid', `nothing of ${line.kind} in ${line.area}, week ${line.week} is without a place in this schedule`, { details: [{ pointer: '/kind', got: line.kind, message: 'schedule.no-such-line' }] });
  }
  const problem = await asPlanned(store.read, await readProblem(store, round, assessment, schedule.startsOn, schedule.weeks), schedule);
  const fixes = await planner.fixes(problem, Number(schedule.seed), schedule.body.unserved, line, { seconds: EACH_SECONDS * 6 });
  return fixes.map((fix) => ({ ...fix, ...changeWords(fix.change), applicable: fix.change.kind !== 'unit' }));
}

/** The problem with the changes that a planner wants to see, and the note that says so. @throws Fault `invalid` */
export function relaxed(problem: Problem, changes: readonly Relaxation[]): { problem: Problem; notes: { code: string; zh: string; en: string }[] } {
  let changed = problem;
  for (const [i, change] of changes.entries()) {
    if (change.kind === 'unit') throw new Fault('invalid', 'a unit that does not exist cannot be sent; make it first', { details: [{ pointer: `/relax/${i}`, message: 'schedule.relax-unit' }] });
    try {
      changed = relax(changed, change);
    } catch (cause) {
      throw new Fault('invalid', cause instanceof Error ? cause.message : String(cause), { details: [{ pointer: `/relax/${i}`, message: 'schedule.relax' }], cause });
    }
  }
  const words = changes.map(changeWords);
  const notes = changes.length === 0 ? [] : [{ code: 'relaxed', zh: `按以下调整编制，须另行落实：${words.map(({ zh }) => zh).join('；')}。`, en: `Planned as if: ${words.map(({ en }) => en).join('; ')}. This has to be arranged; nothing was changed by itself.` }];
  return { problem: changed, notes };
}
