/** Schedules of the round: plan, approve by a second planner, release to the units, export, and what came of it. */
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useLocation, useSearchParams } from 'react-router';
import type { ScheduleView } from '../../../models/schemas/answers/schedules.ts';
import { keys } from '../../api/keys.ts';
import { request, withQuery } from '../../api/request.ts';
import { readAll } from '../../api/useRecords.ts';
import { useCan } from '../../api/useSession.ts';
import { useIntent } from '../../api/useIntent.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Notice } from '../../components/Notice.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatRound } from '../../state/format.ts';
import { useLanguage, useName } from '../../state/useLanguage.ts';
import { useRound } from '../../state/useRound.ts';
import { BeforeAfter } from './units/BeforeAfter.tsx';
import { BlindShare } from './plans/BlindShare.tsx';
import { Board, OrderSheet } from './plans/Board.tsx';
import { ComparePage } from './plans/ComparePage.tsx';
import { DayMapPage } from './tasks/DayMapPage.tsx';
import { ExportLog } from './plans/ExportLog.tsx';
import { HitRates } from './units/HitRates.tsx';
import { NewSchedule } from './plans/NewSchedule.tsx';
import { Nominations } from './tasks/Nominations.tsx';
import { Proof } from './plans/Proof.tsx';
import { Changes, ReplanForm } from './plans/Replan.tsx';
import { UnitBoard } from './units/UnitBoard.tsx';
import { ScenarioPage } from './plans/ScenarioPage.tsx';
import { Unserved } from './plans/Unserved.tsx';
import { useScheduleWeek } from './plans/useScheduleWeek.ts';
import { mondayOf, mondaysOf, weekOf } from './plans/weeksOf.ts';
import { usePlanName } from './plans/usePlanName.ts';
import classes from './OperationsRoom.module.css';

const STEPS = ['approve', 'release', 'withdraw'] as const;
const FORMATS = ['csv', 'ics'] as const;

function Plan({ id, startsOn, onMade }: { id: string; startsOn: string; onMade: (id: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const client = useQueryClient();
  const canExport = useCan('exports.read');
  const canPlan = useCan('schedules.create');
  const [monday, setMonday] = useState(mondayOf(startsOn));
  const [byUnit, setByUnit] = useState(false);
  const [chosen, setChosen] = useState<{ id: string; monday: string } | null>(null);
  const query = useScheduleWeek(id, monday);
  // its order stays open while other weeks are turned to
  const itsWeek = useScheduleWeek(id, chosen?.monday ?? null);
  const move = useIntent({
    mutationFn: ({ action, revision }: { action: (typeof STEPS)[number]; revision: number }) => request<unknown>(`/schedules/${encodeURIComponent(id)}/transitions`, { method: 'POST', body: { action, revision } }),
    onSuccess: () => Promise.all([client.invalidateQueries({ queryKey: ['schedule', id] }), client.invalidateQueries({ queryKey: ['schedules'] })]),
  });
  if (query.isPending) return <Loading rows={8} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const schedule = query.data;
  const mondays = mondaysOf(schedule);
  const at = mondays.indexOf(monday);
  const week = weekOf(monday, query.isPlaceholderData ? [] : schedule.tasks);
  const task = chosen === null ? undefined : itsWeek.data?.tasks.find((one) => one.id === chosen.id);
  const choose = (taskId: string): void => setChosen({ id: taskId, monday });
  return (
    <>
      <div className={classes['bar']}>
        <span><b>{t(`words:scheduleState.${schedule.state}`)}</b> · {t('operations:planned', { tasks: schedule.taskCount, from: schedule.startsOn, weeks: schedule.weeks })} · {t('operations:madeBy', { version: schedule.rules })}</span>
        {STEPS.map((action) => {
          const may = schedule.allowedActions.find((one) => one.action === action);
          if (may === undefined) return null;
          return <Button key={action} size="xs" variant={may.allowed && action !== 'withdraw' ? 'filled' : 'default'} disabled={!may.allowed} title={may.reason === undefined ? undefined : name(may.reason)} loading={move.isPending && move.variables.action === action} onClick={() => move.mutate({ action, revision: schedule.revision })}>{t(`operations:step.${action}`)}</Button>;
        })}
        {canExport && FORMATS.map((format) => <Button key={format} size="xs" variant="default" component="a" href={withQuery('/api/exports/schedule', { format, schedule: id, language })} download leftSection={<Icon name="download" size={14} />}>{t(`operations:export.${format}`)}</Button>)}
        {canExport && <Button size="xs" variant="default" component="a" href={withQuery('/api/exports/orders', { format: 'pdf', schedule: id, language })} download leftSection={<Icon name="download" size={14} />}>{t('operations:export.pdf')}</Button>}
        {canPlan && schedule.state !== 'withdrawn' && schedule.state !== 'superseded' && <Button size="xs" variant="default" component={Link} to={withQuery('/operations/what-if', { round: schedule.roundCode, schedule: id })} leftSection={<Icon name="run" size={14} />}>{t('operations:scenario.open')}</Button>}
        <Button size="xs" variant="default" onClick={() => window.print()} leftSection={<Icon name="print" size={14} />}>{t('operations:print')}</Button>
      </div>
      {(schedule.state === 'draft' || schedule.state === 'approved') && schedule.allowedActions.filter((one) => STEPS.some((step) => step === one.action) && !one.allowed && one.reason !== undefined && one.action !== 'withdraw').slice(0, 1).map((one) => <p key={one.action} className={`sj-dim ${classes['note'] ?? ''}`}>{one.reason === undefined ? '' : t('operations:whyNot', { step: t(`operations:step.${one.action}`), why: name(one.reason) })}</p>)}
      {move.isError && <ProblemNote error={move.error} compact />}
      {schedule.state !== 'released' && <Notice>{t('operations:secret')}</Notice>}
      <Proof schedule={schedule} />
      <BlindShare schedule={schedule} />
      {schedule.body.replan !== undefined && <Changes replan={schedule.body.replan} />}
      {canPlan && (schedule.state === 'approved' || schedule.state === 'released') && <ReplanForm schedule={schedule} onMade={onMade} />}
      <div className={classes['weeks']}>
        <Button size="xs" variant="default" disabled={at <= 0} onClick={() => setMonday(mondays[at - 1] ?? monday)} aria-label={t('operations:weekBefore')}><Icon name="left" size={14} /></Button>
        <Select size="xs" aria-label={t('operations:week')} value={monday} onChange={(value) => setMonday(value ?? monday)} allowDeselect={false} data={mondays.map((one) => ({ value: one, label: t('operations:weekOf', { date: one }) }))} />
        <Button size="xs" variant="default" disabled={at >= mondays.length - 1} onClick={() => setMonday(mondays[at + 1] ?? monday)} aria-label={t('operations:weekAfter')}><Icon name="right" size={14} /></Button>
        <Button size="xs" variant="default" component={Link} to={withQuery('/operations/day', { round: schedule.roundCode, schedule: id, date: week.days.find(({ tasks }) => tasks.some(({ state }) => state !== 'cancelled'))?.date })} leftSection={<Icon name="map" size={14} />}>{t('operations:day.open')}</Button>
        {canPlan && <Button size="xs" variant="default" aria-pressed={byUnit} onClick={() => setByUnit(!byUnit)} leftSection={<Icon name="grid" size={14} />}>{t(byUnit ? 'operations:hands.byDay' : 'operations:hands.byUnit')}</Button>}
      </div>
      {task !== undefined && <OrderSheet key={task.id} task={task} schedule={id} draft={schedule.state === 'draft'} released={schedule.state === 'released' || schedule.state === 'superseded'} onMoved={(date) => setChosen({ id: task.id, monday: mondayOf(date) })} onClose={() => setChosen(null)} />}
      {byUnit ? <UnitBoard schedule={schedule} week={week} chosen={chosen?.id ?? null} onChoose={choose} /> : query.isPlaceholderData ? <Loading rows={6} /> : <Board week={week} chosen={chosen?.id ?? null} onChoose={choose} />}
      <Unserved schedule={schedule} onMade={onMade} />
      {canPlan && <ExportLog schedule={id} />}
    </>
  );
}

function Schedules() {
  const { t } = useTranslation();
  const planName = usePlanName();
  const language = useLanguage();
  const { code, round, loading } = useRound();
  const [search, setSearch] = useSearchParams();
  const canPlan = useCan('schedules.create');
  const [planning, setPlanning] = useState(false);
  const query = useQuery({ queryKey: keys.schedules(code ?? ''), queryFn: ({ signal }) => readAll<ScheduleView>('/schedules', { round: code ?? '' }, signal), enabled: code !== null });
  const title = code === null ? t('operations:title') : `${t('operations:title')} · ${formatRound(code, language)}`;
  const choose = (id: string): void => {
    setPlanning(false);
    setSearch((previous) => {
      const next = new URLSearchParams(previous);
      next.set('schedule', id);
      return next;
    });
  };
  if (code === null || round === null) return <Page title={title}>{loading ? <Loading /> : <EmptyState icon="calendar" title={t('operations:noRound')}>{t('operations:noneHint')}</EmptyState>}</Page>;
  const schedules = [...(query.data ?? [])].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const current = schedules.find((one) => one.id === search.get('schedule')) ?? schedules[0];
  return (
    <Page title={title} lead={t('operations:lead')} tools={canPlan && schedules.length > 0 ? <>
      {schedules.length > 1 && <Button variant="default" component={Link} to={withQuery('/operations/compare', { round: code, after: current?.id })} leftSection={<Icon name="grid" />}>{t('operations:compare.open')}</Button>}
      <Button variant="default" onClick={() => setPlanning((now) => !now)} leftSection={<Icon name="plus" />}>{t('operations:new')}</Button>
    </> : undefined}>
      {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.isSuccess && schedules.length === 0 && <EmptyState icon="calendar" title={t('operations:none')}>{canPlan ? t('operations:noneHint') : t('operations:noneForYou')}</EmptyState>}
      {canPlan && query.isSuccess && (planning || schedules.length === 0) && <NewSchedule key={code} round={code} endsOn={round.endsOn} onMade={choose} />}
      {canPlan && <Nominations round={code} />}
      {schedules.length > 1 && <Select label={t('operations:which')} className={classes['which'] ?? ''} value={current?.id ?? null} onChange={(value) => { if (value !== null) choose(value); }} allowDeselect={false} data={schedules.map((one) => ({ value: one.id, label: planName(one) }))} />}
      {current !== undefined && <Plan key={current.id} id={current.id} startsOn={current.startsOn} onMade={choose} />}
      {schedules.some((one) => one.state === 'released') && <HitRates round={code} />}
      {schedules.some((one) => one.state === 'released') && <BeforeAfter key={`operations ${code}`} operations={code} />}
      <BeforeAfter key={`water ${code}`} water={code} />
    </Page>
  );
}

/** One room, several addresses. */
export default function OperationsRoom() {
  const { pathname } = useLocation();
  if (pathname.endsWith('/compare')) return <ComparePage />;
  if (pathname.endsWith('/what-if')) return <ScenarioPage />;
  if (pathname.endsWith('/day')) return <DayMapPage />;
  return <Schedules />;
}
