/** The share of the work that no grade steers: how much of it a plan reaches, which towns the lot chose, and the tasks themselves. */
import { useTranslation } from 'react-i18next';
import type { ScheduleDetail, TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import classes from '../OperationsRoom.module.css';

export function BlindShare({ schedule }: { schedule: ScheduleDetail }) {
  const { t } = useTranslation();
  const name = useName();
  const language = useLanguage();
  const { blind } = schedule.body;
  if (blind === undefined || blind === null) return null;
  const percent = (share: number): string => `${new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(100 * share)} %`;
  const tasks = schedule.tasks.filter((task) => task.blind).sort((a, b) => (a.date < b.date ? -1 : 1));
  const columns: Column<TaskView>[] = [
    { key: 'date', heading: t('operations:date'), cell: (task) => `${task.date} ${t(`words:shift.${task.shift}`)}`, sort: (task) => task.date },
    { key: 'area', phone: 'title', heading: t('operations:area'), cell: (task) => (task.area === null ? '' : name(task.area.name)), sort: (task) => task.area?.code ?? '' },
    { key: 'site', heading: t('operations:blind.point'), cell: (task) => task.site?.code ?? '' },
    { key: 'grade', heading: t('operations:hit.grade'), cell: (task) => t(`words:grade.${task.grade}`) },
    { key: 'units', heading: t('operations:units'), cell: (task) => task.units.map((unit) => name(unit.name)).join(', ') },
  ];
  return (
    <section className={classes['proof']} data-testid="blind-share" aria-label={t('operations:blind.title')}>
      <p>
        <b>{t('operations:blind.title')}: {blind.reached === null ? '–' : percent(blind.reached)}</b> {t('operations:blind.of', { wanted: percent(blind.wanted), shifts: blind.shifts, of: blind.of })}
        {blind.unserved > 0 ? ` ${t('operations:blind.unserved', { count: blind.unserved })}` : ''}
      </p>
      <p className="sj-dim">{t('operations:blind.hint')}</p>
      {tasks.length > 0 && (
        <details>
          <summary>{t('operations:blind.tasks', { count: tasks.length, towns: blind.towns.length })}</summary>
          <DataTable caption={t('operations:blind.title')} columns={columns} rows={tasks} rowKey={(task) => task.id} />
        </details>
      )}
    </section>
  );
}
