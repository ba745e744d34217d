/**
 * What tasks found, as counts. A count of 1 or 2 could point at somebody and leaves blank, with the
 * field named as suppressed. The newest outcome of each task stands.
 */
import type { Outcome } from '../../models/schemas/index.ts';
import type { Language } from '../../models/schemas/vocabulary.ts';
import type { TaskView } from '../../models/schemas/answers/schedules.ts';
import { outcomesOfTasks } from '../../models/store/repositories/schedules.ts';
import { listVisibleSchedules, readSchedule } from '../usecases/operations/plans/schedules.ts';
import { KIND_WORDS } from '../usecases/operations/tasks/tasksOrderText.ts';
import { SMALLEST_COUNT } from '../usecases/assessment/smallestCount.ts';
import type { Column } from './csv.ts';
import { inLanguage } from './exportKind.ts';
import { ofRounds } from './names.ts';
import { tableExport } from './table.ts';

interface Row {
  task: TaskView;
  outcome: Outcome;
  round: string;
}

const COUNTED = ['cases', 'usersFound'] as const;
type Counted = (typeof COUNTED)[number];

/** 0 says nothing about anybody and stays. */
export const suppressed = (count: number | null): boolean => count !== null && count > 0 && count < SMALLEST_COUNT;
const shown = (field: Counted) => ({ outcome }: Row): number | null => (suppressed(outcome[field]) ? null : outcome[field]);

const columns = (language: Language): Column<Row>[] => [
  { key: 'round', heading: ['轮次', 'Round'], type: 'text', of: ({ round }) => round },
  { key: 'task', heading: ['任务编号', 'Task number'], type: 'text', of: ({ task }) => task.number },
  { key: 'kind', heading: ['任务类型', 'Task kind'], type: 'text', of: ({ task }) => inLanguage(KIND_WORDS[task.kind], language) },
  { key: 'date', heading: ['日期', 'Date'], type: 'text', of: ({ task }) => task.date },
  { key: 'areaCode', heading: ['区域代码', 'Area code'], type: 'text', of: ({ task }) => task.area?.code ?? '*' },
  { key: 'unitShifts', heading: ['投入班次', 'Unit-shifts'], type: 'number', of: ({ outcome }) => outcome.unitShifts },
  { key: 'premisesPlanned', heading: ['计划场所数', 'Premises planned'], type: 'number', of: ({ task }) => task.premisesPlanned },
  { key: 'premisesDone', heading: ['完成场所数', 'Premises done'], type: 'number', of: ({ outcome }) => outcome.premisesDone },
  { key: 'cases', heading: ['案件数', 'Cases'], type: 'number', of: shown('cases') },
  { key: 'usersFound', heading: ['查获人数', 'Users found'], type: 'number', of: shown('usersFound') },
  { key: 'seizedGrams', heading: ['缴获量 g', 'Seized g'], type: 'number', of: ({ outcome }) => outcome.seizedGrams },
  { key: 'completion', heading: ['完成情况', 'Completion'], type: 'text', of: ({ outcome }) => outcome.reasonCode },
  { key: 'suppressed', heading: ['已隐去（少于 3）', 'Suppressed (below 3)'], type: 'text', of: ({ outcome }) => COUNTED.filter((field) => suppressed(outcome[field])).join(' ') },
  { key: 'corrections', heading: ['更正次数', 'Corrections'], type: 'number', of: ({ outcome }) => outcome.sequence - 1 },
];

export const outcomesExport = tableExport<Row>({
  id: 'outcomes',
  title: { zh: '行动结果（计数）', en: 'Outcomes (counts)' },
  operation: 'schedules.read',
  parameters: ['round'],
  syntheticOf: ({ outcome }) => outcome.synthetic,
  columns: ({ language }) => columns(language),
  rows: async (context) => {
    const { store, user, round } = context;
    const rows: Row[] = [];
    for (const { id } of await listVisibleSchedules(store, user, round)) {
      const schedule = await readSchedule(store, user, id);
      const outcomes = await outcomesOfTasks(store.read, schedule.tasks.map((task) => task.id));
      for (const task of schedule.tasks.filter(({ scheduleId }) => scheduleId === id)) {
        const outcome = outcomes.get(task.id)?.at(-1);
        if (outcome !== undefined) rows.push({ task, outcome, round: schedule.roundCode });
      }
    }
    return { rows, of: ofRounds(context) };
  },
});
