/**
 * A schedule for the units: a table, and a calendar. Each order prints that it is no authorisation
 * to search and leaves room for the legal basis. A draft says that it is one.
 */
import type { Language } from '../../models/schemas/vocabulary.ts';
import { BLOCK_OF_FORCE, KIND_WORDS, LEGAL_BASIS, NO_AUTHORISATION, SHIFT_WORDS } from '../usecases/operations/tasks/tasksOrderText.ts';
import { removedTasks } from '../usecases/operations/plans/removedTasks.ts';
import type { Column } from './csv.ts';
import { inLanguage, type ExportContext, type ExportFile, type ExportKind } from './exportKind.ts';
import { writeCalendar, type CalendarEvent } from './ics.ts';
import { gradeWord } from './names.ts';
import { ofSchedule, scheduleOf, type ScheduleRows } from './scheduleRows.ts';
import { mapApprovalOf, SYNTHETIC_LABEL, tableExport } from './table.ts';
import type { Grade, Shift } from '../../models/schemas/index.ts';
import { GRADES } from '../../models/schemas/vocabulary.ts';
import type { TaskView } from '../../models/schemas/answers/schedules.ts';

interface Row {
  task: TaskView;
  state: ScheduleRows['schedule']['state'];
}

export const SCHEDULE_STATES: Readonly<Record<Row['state'], { zh: string; en: string }>> = {
  draft: { zh: '草稿，未发布', en: 'draft, not released' },
  approved: { zh: '已批准，未发布', en: 'approved, not released' },
  released: { zh: '已发布', en: 'released' },
  withdrawn: { zh: '已撤回', en: 'withdrawn' },
  superseded: { zh: '已被新版取代', en: 'superseded' },
};

const isGrade = (text: string): text is Grade => (GRADES as readonly string[]).includes(text);

const columns = (language: Language): Column<Row>[] => {
  const say = (words: { zh: string; en: string }): string => inLanguage(words, language);
  return [
    { key: 'number', heading: ['任务编号', 'Task number'], type: 'text', of: ({ task }) => task.number },
    { key: 'kind', heading: ['任务类型代码', 'Task kind code'], type: 'text', of: ({ task }) => task.kind },
    { key: 'kindName', heading: ['任务类型', 'Task kind'], type: 'text', of: ({ task }) => say(KIND_WORDS[task.kind]) },
    { key: 'date', heading: ['日期', 'Date'], type: 'text', of: ({ task }) => task.date },
    { key: 'shift', heading: ['班次', 'Shift'], type: 'text', of: ({ task }) => say(SHIFT_WORDS[task.shift]) },
    { key: 'areaCode', heading: ['区域代码', 'Area code'], type: 'text', of: ({ task }) => task.area?.code ?? '*' },
    { key: 'area', heading: ['区域', 'Area'], type: 'text', of: ({ task }) => say(task.area?.name ?? BLOCK_OF_FORCE) },
    { key: 'place', heading: ['地点（村）', 'Place (village)'], type: 'text', of: ({ task }) => task.place },
    { key: 'siteCode', heading: ['点位编号', 'Point code'], type: 'text', of: ({ task }) => task.site?.code ?? null },
    { key: 'unitCodes', heading: ['单位编号', 'Unit codes'], type: 'text', of: ({ task }) => task.units.map(({ code }) => code).join(' ') },
    { key: 'units', heading: ['执行单位', 'Units'], type: 'text', of: ({ task }) => task.units.map(({ name }) => say(name)).join(language === 'en' ? ', ' : '、') },
    { key: 'premisesPlanned', heading: ['计划场所数', 'Premises planned'], type: 'number', of: ({ task }) => task.premisesPlanned },
    { key: 'grade', heading: ['依据等级', 'Grade behind it'], type: 'text', of: ({ task }) => (isGrade(task.grade) ? gradeWord(task.grade, language) : task.grade) },
    { key: 'taskState', heading: ['任务状态', 'Task state'], type: 'text', of: ({ task }) => task.state },
    { key: 'scheduleState', heading: ['排班状态', 'Schedule state'], type: 'text', of: ({ state }) => say(SCHEDULE_STATES[state]) },
    { key: 'notice', heading: ['声明', 'Notice'], type: 'text', of: () => `${NO_AUTHORISATION.zh} ${NO_AUTHORISATION.en}` },
    // left blank on purpose: whoever carries the order out states it
    { key: 'legalBasis', heading: ['执法依据', 'Legal basis'], type: 'text', of: () => null },
  ];
};

const table = tableExport<Row>({
  id: 'schedule',
  title: { zh: '行动排班', en: 'Schedule' },
  operation: 'schedules.read',
  parameters: ['round', 'schedule'],
  syntheticOf: ({ task }) => task.synthetic,
  columns: ({ language }) => columns(language),
  rows: async (context) => {
    const found = await scheduleOf(context);
    return { rows: found.schedule.tasks.map((task) => ({ task, state: found.schedule.state })), of: ofSchedule(found), synthetic: found.schedule.synthetic };
  },
});

/** Local hours of a shift; defaults until a deployment sets its own. */
const HOURS: Readonly<Record<Shift, { from: string; to: string }>> = {
  morning: { from: '09:00', to: '12:00' },
  afternoon: { from: '14:00', to: '17:00' },
  evening: { from: '19:00', to: '22:00' },
  day: { from: '08:00', to: '18:00' },
};

/** More than one version of a plan can have changes. */
const VERSION_STEP = 1000;

function eventOf(task: TaskView, { schedule }: ScheduleRows, language: Language): CalendarEvent {
  const cancelled = task.state === 'cancelled' || schedule.state === 'withdrawn';
  const label = task.synthetic ? `${inLanguage(SYNTHETIC_LABEL, language)} ` : '';
  const place = [inLanguage(task.area?.name ?? BLOCK_OF_FORCE, language), ...(task.place === null ? [] : [task.place])].join(' ');
  return {
    // the task's identity through all revisions of its plan
    uid: `${task.lineage}@shuijian`,
    // within a version both revisions only ever rise, and so does their sum; a later version stands above all of an earlier one
    sequence: VERSION_STEP * (schedule.version - 1) + task.revision + schedule.revision - 2,
    date: task.date,
    ...HOURS[task.shift],
    summary: `${label}${inLanguage(KIND_WORDS[task.kind], language)}${language === 'en' ? ': ' : '：'}${place}`,
    location: task.site === null ? place : `${place} ${task.site.code}`,
    description: [inLanguage(task.orderText, language), `${NO_AUTHORISATION.zh} ${NO_AUTHORISATION.en}`, `${LEGAL_BASIS.zh} / ${LEGAL_BASIS.en}`, inLanguage(SCHEDULE_STATES[schedule.state], language)].join('\n'),
    category: task.kind,
    status: cancelled ? 'CANCELLED' : schedule.state === 'released' ? 'CONFIRMED' : 'TENTATIVE',
    synthetic: task.synthetic,
  };
}

async function calendar(context: ExportContext): Promise<ExportFile> {
  const found = await scheduleOf(context);
  const { schedule, round } = found;
  const removed = await removedTasks(context.store, context.user, schedule.id);
  const synthetic = schedule.synthetic ? ` ${inLanguage(SYNTHETIC_LABEL, context.language)}` : '';
  return {
    bytes: writeCalendar({
      name: `${inLanguage({ zh: '行动排班', en: 'Schedule' }, context.language)} ${schedule.roundCode}${synthetic}`,
      description: `${inLanguage(NO_AUTHORISATION, context.language)}${synthetic} ${await mapApprovalOf(context)}`,
      at: context.at,
      timeZone: round.timeZone,
      events: [
        ...schedule.tasks.map((task) => eventOf(task, found, context.language)),
        // a draft strikes nothing from anybody's calendar
        ...(schedule.state === 'released' ? removed.map((task) => eventOf({ ...task, state: 'cancelled' }, found, context.language)) : []),
      ],
    }),
    of: ofSchedule(found),
    synthetic: schedule.synthetic,
  };
}

export const scheduleExport: ExportKind = { ...table, formats: { ...table.formats, ics: { mediaType: 'text/calendar; charset=utf-8', write: calendar } } };
