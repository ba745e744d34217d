/**
 * What if: one more squad, one more shift, a unit away, one more operation. The question is in the address; the
 * answer is solved on demand, shown beside the plan, and kept nowhere until somebody makes a draft of it.
 */
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useNavigate, useSearchParams } from 'react-router';
import type { ComparisonView } from '../../../../models/schemas/answers/comparison.ts';
import type { ScheduleDetail, ScheduleView } from '../../../../models/schemas/answers/schedules.ts';
import { keys } from '../../../api/keys.ts';
import { request, withQuery } from '../../../api/request.ts';
import type { Words } from '../../../api/types.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatRound } from '../../../state/format.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { ComparisonTables } from './ComparisonTables.tsx';
import { dateAfter, replanDay } from './planDays.ts';
import { PlanningProgress } from './PlanningProgress.tsx';
import { readChange, writeChange, type ScenarioChange } from './scenarioChanges.ts';
import { ScenarioForm, useChangeWords } from './ScenarioForm.tsx';
import { usePlanName } from './usePlanName.ts';
import classes from './Comparison.module.css';

interface Scenario extends ComparisonView {
  scenario: Words[];
  from: string | null;
  draft: { relax: object[]; added: object[] } | null;
  whyNoDraft: Words | null;
}

function Solve({ schedule, changes, from }: { schedule: ScheduleDetail; changes: readonly ScenarioChange[]; from: string | null }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [job, setJob] = useState('');
  const solve = useIntent({
    mutationFn: () => {
      const made = crypto.randomUUID();
      setJob(made);
      return request<Scenario>(`/schedules/${encodeURIComponent(schedule.id)}/scenarios`, { method: 'POST', body: { changes, ...(from === null ? {} : { from }), job: made } });
    },
  });
  const make = useIntent({
    mutationFn: (draft: NonNullable<Scenario['draft']>) =>
      from === null
        ? request<ScheduleView>('/schedules', { method: 'POST', body: { round: schedule.roundCode, startsOn: schedule.startsOn, weeks: schedule.weeks, seed: Number(schedule.seed), ...draft }, idempotencyKey: job })
        : request<ScheduleView>(`/schedules/${encodeURIComponent(schedule.id)}/replans`, { method: 'POST', body: { from, ...draft }, idempotencyKey: job }),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['schedules'] });
      await navigate(withQuery('/operations', { round: schedule.roundCode, schedule: id }));
    },
  });
  const { data } = solve;
  return (
    <>
      <div className={classes['solve']}>
        <Button onClick={() => solve.mutate()} loading={solve.isPending} disabled={changes.length === 0} leftSection={<Icon name="run" />}>{t('operations:scenario.solve')}</Button>
        {changes.length === 0 && <span className="sj-dim">{t('operations:scenario.nothingYet')}</span>}
        {solve.isPending && <PlanningProgress job={job} />}
        {data !== undefined && data.draft !== null && !solve.isPending && <Button variant="default" loading={make.isPending} onClick={() => { if (data.draft !== null) make.mutate(data.draft); }} leftSection={<Icon name="calendar" />}>{t('operations:scenario.draft')}</Button>}
      </div>
      {solve.isError && <ProblemNote error={solve.error} compact />}
      {make.isError && <ProblemNote error={make.error} compact />}
      {data !== undefined && !solve.isPending && (
        <>
          <Notice>{t('operations:scenario.notStored')}{data.whyNoDraft === null ? '' : ` ${name(data.whyNoDraft)}`}</Notice>
          <ComparisonTables comparison={data} names={{ before: t('operations:scenario.present'), after: t('operations:scenario.after') }} />
        </>
      )}
    </>
  );
}

export function ScenarioPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const planName = usePlanName();
  const words = useChangeWords();
  const [search, setSearch] = useSearchParams();
  const id = search.get('schedule') ?? '';
  const query = useQuery({ queryKey: keys.schedule(id), queryFn: ({ signal }) => request<ScheduleDetail>(`/schedules/${encodeURIComponent(id)}`, { signal, query: { tasks: 'none' } }), enabled: id !== '' });
  const changes = search.getAll('try').flatMap((text) => readChange(text) ?? []);
  const set = (next: readonly ScenarioChange[]): void =>
    setSearch(
      (previous) => {
        const params = new URLSearchParams(previous);
        params.delete('try');
        for (const change of next) params.append('try', writeChange(change));
        return params;
      },
      { replace: true },
    );
  const schedule = query.data;
  const title = `${t('operations:scenario.title')}${schedule === undefined ? '' : ` · ${formatRound(schedule.roundCode, language)}`}`;
  if (id === '') return <Page title={title}><p>{t('operations:scenario.noPlan')}</p></Page>;
  if (query.isError) return <Page title={title}><ProblemNote error={query.error} onRetry={() => void query.refetch()} /></Page>;
  if (schedule === undefined) return <Page title={title}><Loading rows={8} /></Page>;
  const last = dateAfter(schedule.startsOn, 7 * schedule.weeks - 1);
  const anew = schedule.state === 'draft' && schedule.predecessorId === null;
  const from = anew ? null : (search.get('from') ?? replanDay(schedule));
  return (
    <Page
      title={title}
      lead={t('operations:scenario.lead')}
      tools={<>
        <Button variant="default" component={Link} to={withQuery('/operations', { round: schedule.roundCode, schedule: id })} leftSection={<Icon name="left" />}>{t('operations:compare.back')}</Button>
        <Button variant="default" onClick={() => window.print()} leftSection={<Icon name="print" />}>{t('operations:print')}</Button>
      </>}
    >
      <section className={classes['part']} data-testid="scenario">
        <h2>{t('operations:scenario.of', { plan: planName(schedule) })}</h2>
        <p className="sj-dim">{t(anew ? 'operations:scenario.anew' : 'operations:scenario.again')}</p>
        <ScenarioForm key={from ?? ''} first={from ?? schedule.startsOn} last={last} onAdd={(change) => set([...changes, change])} />
        {changes.length > 0 && (
          <ul className={classes['changes']} aria-label={t('operations:scenario.title')}>
            {changes.map((change, i) => (
              <li key={`${i} ${writeChange(change)}`}>
                <span>{words(change)}</span>
                <Button size="compact-xs" variant="subtle" className="sj-no-print" onClick={() => set(changes.filter((_, other) => other !== i))} aria-label={t('operations:scenario.remove', { what: words(change) })}><Icon name="cross" size={12} /></Button>
              </li>
            ))}
          </ul>
        )}
        {from !== null && (
          <div className={classes['choice']}>
            <TextInput type="date" label={t('operations:replan.from')} min={schedule.replannedFrom ?? schedule.startsOn} max={last} value={from} onChange={(event) => { const { value } = event.currentTarget; setSearch((previous) => { const params = new URLSearchParams(previous); params.set('from', value); return params; }, { replace: true }); }} required />
          </div>
        )}
      </section>
      <Solve key={JSON.stringify([id, from, changes])} schedule={schedule} changes={changes} from={from} />
    </Page>
  );
}
