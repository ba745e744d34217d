/** Two plans of the round side by side. Which two is in the address, so that a link shows the same to another planner. */
import { useEffect } from 'react';
import { Button, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { ComparisonView } from '../../../../models/schemas/answers/comparison.ts';
import type { ScheduleView } from '../../../../models/schemas/answers/schedules.ts';
import { keys } from '../../../api/keys.ts';
import { request, withQuery } from '../../../api/request.ts';
import { readAll } from '../../../api/useRecords.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatRound } from '../../../state/format.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import { useRound } from '../../../state/useRound.ts';
import { ComparisonTables } from './ComparisonTables.tsx';
import { usePlanName } from './usePlanName.ts';
import classes from './Comparison.module.css';

export function ComparePage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const planName = usePlanName();
  const { code, loading } = useRound();
  const [search, setSearch] = useSearchParams();
  const list = useQuery({ queryKey: keys.schedules(code ?? ''), queryFn: ({ signal }) => readAll<ScheduleView>('/schedules', { round: code ?? '' }, signal), enabled: code !== null });
  const schedules = [...(list.data ?? [])].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
  const known = (id: string | null): ScheduleView | undefined => schedules.find((one) => one.id === id);
  const after = known(search.get('after')) ?? schedules[0];
  // a revision is looked at beside what it continues
  const before = known(search.get('before')) ?? schedules.find(({ id }) => id === after?.predecessorId) ?? schedules.find(({ id }) => id !== after?.id);
  const query = useQuery({
    queryKey: ['schedules', 'comparison', before?.id, before?.revision, after?.id, after?.revision],
    queryFn: ({ signal }) => request<ComparisonView>(withQuery('/schedule-comparisons', { before: before?.id, after: after?.id }), { signal }),
    enabled: before !== undefined && after !== undefined && before.id !== after.id,
  });
  const [shownBefore, shownAfter] = [before?.id, after?.id];
  const named = search.has('before') && search.has('after');
  // what is looked at is in the address from the first moment: a copied link means the same plans tomorrow
  useEffect(() => {
    if (named || shownBefore === undefined || shownAfter === undefined) return;
    setSearch(
      (previous) => {
        const next = new URLSearchParams(previous);
        next.set('before', shownBefore);
        next.set('after', shownAfter);
        return next;
      },
      { replace: true },
    );
  }, [named, shownBefore, shownAfter, setSearch]);
  const choose = (side: 'before' | 'after', id: string): void =>
    setSearch((previous) => {
      const next = new URLSearchParams(previous);
      if (before !== undefined) next.set('before', before.id);
      if (after !== undefined) next.set('after', after.id);
      next.set(side, id);
      return next;
    });
  const swap = (): void => {
    if (before === undefined || after === undefined) return;
    setSearch((previous) => {
      const next = new URLSearchParams(previous);
      next.set('before', after.id);
      next.set('after', before.id);
      return next;
    });
  };
  const title = `${t('operations:compare.title')}${code === null ? '' : ` · ${formatRound(code, language)}`}`;
  const options = schedules.map((one) => ({ value: one.id, label: planName(one) }));
  const back = new URLSearchParams({ ...(code === null ? {} : { round: code }), ...(after === undefined ? {} : { schedule: after.id }) }).toString();
  return (
    <Page
      title={title}
      lead={before === undefined || after === undefined ? t('operations:compare.lead') : t('operations:compare.both', { before: planName(before), after: planName(after) })}
      tools={<>
        <Button variant="default" component={Link} to={`/operations?${back}`} leftSection={<Icon name="left" />}>{t('operations:compare.back')}</Button>
        <Button variant="default" onClick={() => window.print()} leftSection={<Icon name="print" />}>{t('operations:print')}</Button>
      </>}
    >
      {(list.isPending && code !== null) || loading ? <Loading /> : null}
      {list.isError && <ProblemNote error={list.error} onRetry={() => void list.refetch()} />}
      {list.isSuccess && schedules.length < 2 && <EmptyState icon="calendar" title={t('operations:compare.fewer')}>{t('operations:compare.fewerHint')}</EmptyState>}
      {before !== undefined && after !== undefined && (
        <div className={classes['choice']}>
          <div><Select label={t('operations:compare.before')} value={before.id} onChange={(value) => { if (value !== null) choose('before', value); }} allowDeselect={false} data={options} /></div>
          <div><Select label={t('operations:compare.after')} value={after.id} onChange={(value) => { if (value !== null) choose('after', value); }} allowDeselect={false} data={options} /></div>
          <Button variant="default" onClick={swap}>{t('operations:compare.swap')}</Button>
        </div>
      )}
      {before !== undefined && before.id === after?.id && <p>{t('operations:compare.same')}</p>}
      {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isLoading && <Loading rows={8} />}
      {query.data !== undefined && <ComparisonTables comparison={query.data} names={{ before: t('operations:compare.before'), after: t('operations:compare.after') }} />}
    </Page>
  );
}
