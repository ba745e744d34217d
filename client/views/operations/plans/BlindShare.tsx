/** The share of the work that no grade steers: how much of it a plan reaches, which towns the lot chose, and the tasks themselves, read when they are opened. */
import { useState } from 'react';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ScheduleDetail, TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import classes from '../OperationsRoom.module.css';

export function BlindShare({ schedule }: { schedule: ScheduleDetail }) {
  const { t } = useTranslation();
  const name = useName();
  const language = useLanguage();
  const [opened, setOpened] = useState(false);
  const byLot = useQuery({ queryKey: keys.scheduleByLot(schedule.id), queryFn: ({ signal }) => request<ScheduleDetail>(`/schedules/${encodeURIComponent(schedule.id)}`, { signal, query: { tasks: 'blind' } }), enabled: opened });
  const { blind } = schedule.body;
  if (blind === undefined || blind === null) return null;
  const percent = (share: number): string => `${new Intl.NumberFormat(language, { maximumFractionDigits: 1, minimumFractionDigits: 1 }).format(100 * share)} %`;
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
      {schedule.blindCount > 0 && (
        <details onToggle={(event) => { if (event.currentTarget.open) setOpened(true); }}>
          <summary>{t('operations:blind.tasks', { count: schedule.blindCount, towns: blind.towns.length })}</summary>
          {byLot.isError && <ProblemNote error={byLot.error} onRetry={() => void byLot.refetch()} />}
          {opened && byLot.isPending && <Loading rows={Math.min(3, schedule.blindCount)} />}
          {byLot.data !== undefined && <DataTable caption={t('operations:blind.title')} columns={columns} rows={[...byLot.data.tasks].sort((a, b) => (a.date < b.date ? -1 : 1))} rowKey={(task) => task.id} />}
        </details>
      )}
    </section>
  );
}
