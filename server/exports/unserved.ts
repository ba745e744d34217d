/** What a schedule could not place, with the reasons of every candidate slot; for planners. */
import type { Schedule } from '../../models/schemas/index.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';
import { KIND_WORDS } from '../usecases/operations/tasks/tasksOrderText.ts';
import type { Column } from './csv.ts';
import { inLanguage } from './exportKind.ts';
import { ofSchedule, scheduleOf } from './scheduleRows.ts';
import { tableExport } from './table.ts';
import type { TaskKind } from '../../models/schemas/index.ts';

interface Row {
  line: Schedule['body']['unserved'][number];
  synthetic: boolean;
}

const columns = (language: Language): Column<Row>[] => [
  { key: 'kind', heading: ['任务类型', 'Task kind'], type: 'text', of: ({ line }) => inLanguage(KIND_WORDS[line.kind as TaskKind], language) },
  { key: 'area', heading: ['区域代码', 'Area code'], type: 'text', of: ({ line }) => line.area },
  { key: 'site', heading: ['点位编号', 'Point code'], type: 'text', of: ({ line }) => line.site ?? null },
  { key: 'week', heading: ['周', 'Week'], type: 'number', of: ({ line }) => line.week },
  { key: 'count', heading: ['未安排数', 'Unserved'], type: 'number', of: ({ line }) => line.count },
  { key: 'codes', heading: ['原因代码', 'Reason codes'], type: 'text', of: ({ line }) => line.reasons.map(({ code }) => code).join(' ') },
  { key: 'reasons', heading: ['原因', 'Reasons'], type: 'text', of: ({ line }) => line.reasons.map((reason) => inLanguage(reason, language)).join(language === 'en' ? '; ' : '；') },
];

export const unservedExport = tableExport<Row>({
  id: 'unserved',
  title: { zh: '未安排的任务', en: 'Tasks not placed' },
  operation: 'schedules.create',
  parameters: ['round', 'schedule'],
  syntheticOf: ({ synthetic }) => synthetic,
  columns: ({ language }) => columns(language),
  rows: async (context) => {
    const found = await scheduleOf(context);
    return { rows: found.schedule.body.unserved.map((line) => ({ line, synthetic: found.schedule.synthetic })), of: ofSchedule(found), synthetic: found.schedule.synthetic };
  },
});
