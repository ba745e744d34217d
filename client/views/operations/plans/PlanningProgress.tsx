/** A plan under way: how far, what is proven so far, and a way to stop it. */
import { Button, Progress } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import classes from '../OperationsRoom.module.css';

interface Planning {
  progress: { done: number; week: number; weeks: number; bound: number | null; seconds: number } | null;
}

const LOOK_MS = 500;

export function PlanningProgress({ job }: { job: string }) {
  const { t } = useTranslation();
  // done or not begun yet answers 404: what is shown last stays until the plan itself answers
  const query = useQuery({ queryKey: ['planning', job], queryFn: ({ signal }) => request<Planning>(`/planning/${encodeURIComponent(job)}`, { signal }), enabled: job !== '', refetchInterval: LOOK_MS, retry: false });
  const stop = useIntent({ mutationFn: () => request<unknown>(`/planning/${encodeURIComponent(job)}/cancel`, { method: 'POST', body: {} }) });
  const progress = query.data?.progress ?? null;
  return (
    <div className={classes['progress']} role="status">
      <span>{progress === null ? t('operations:planning') : t('operations:planningWeek', { week: progress.week, weeks: progress.weeks, seconds: progress.seconds.toFixed(1) })}</span>
      <Progress value={100 * (progress?.done ?? 0)} aria-label={t('operations:planning')} />
      <Button type="button" size="xs" variant="default" onClick={() => stop.mutate()} disabled={stop.isPending}>{t('operations:stop')}</Button>
    </div>
  );
}
