/** Assessing the round: a job on the server's threads, with how far it is and a way to stop it. The map follows when it is done. */
import { Button, Progress } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Icon } from '../../../components/Icon.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import classes from './AssessButton.module.css';

interface Job {
  id: string;
  state: 'running' | 'done' | 'cancelled';
  done: number;
  count: number;
}

const ASK_EVERY_MS = 250;

export function AssessButton({ round, primary }: { round: string; primary: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [jobId, setJobId] = useState<string | null>(null);
  const begin = useIntent({
    mutationFn: () => request<Job>('/assessment-jobs', { method: 'POST', body: { round } }),
    onSuccess: (job) => setJobId(job.id),
  });
  const job = useQuery({
    queryKey: ['assessment-job', jobId],
    queryFn: ({ signal }) => request<Job>(`/assessment-jobs/${jobId ?? ''}`, { signal }),
    enabled: jobId !== null,
    retry: false,
    refetchInterval: ({ state }) => (state.error !== null || (state.data !== undefined && state.data.state !== 'running') ? false : ASK_EVERY_MS),
  });
  const cancel = useIntent({
    mutationFn: () => request<Job>(`/assessment-jobs/${jobId ?? ''}/cancel`, { method: 'POST', body: {} }),
    onSuccess: (ended) => client.setQueryData(['assessment-job', jobId], ended),
  });
  const state = job.data?.state;
  useEffect(() => {
    if (state === 'done') void Promise.all(['map', 'assessments', 'evidence', 'rounds'].map((key) => client.invalidateQueries({ queryKey: [key] })));
  }, [state, client]);
  const running = begin.isPending || (jobId !== null && !job.isError && (state === undefined || state === 'running'));
  const { done = 0, count = 0 } = job.data ?? {};
  const error = begin.error ?? job.error;
  if (running) {
    return (
      <span className={classes['running']} role="status">
        <span>{count === 0 ? t('map:job.reading') : t('map:job.graded', { done, count })}</span>
        <Progress className={classes['bar'] ?? ''} value={count === 0 ? 0 : (100 * done) / count} aria-label={t('map:job.progress')} />
        <Button variant="default" disabled={jobId === null} loading={cancel.isPending} onClick={() => cancel.mutate()}>{t('map:job.cancel')}</Button>
      </span>
    );
  }
  return (
    <>
      <Button variant={primary ? 'filled' : 'default'} onClick={() => begin.mutate()} leftSection={<Icon name="refresh" />}>{t('map:assess')}</Button>
      {state === 'cancelled' && <span role="status">{t('map:job.cancelled')}</span>}
      {error !== null && <ProblemNote error={error} compact />}
    </>
  );
}
