/** Planning a new schedule: from which day, for how many weeks. What cannot be placed will be said with its reasons. */
import { useState } from 'react';
import { Button, NumberInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ScheduleView } from '../../../../models/schemas/answers/schedules.ts';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { useKeptKey } from '../../../api/useKeptKey.ts';
import { Icon } from '../../../components/Icon.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { PlanningProgress } from './PlanningProgress.tsx';
import { mondayOf } from './weeksOf.ts';
import classes from '../OperationsRoom.module.css';

const DAY_MS = 86_400_000;
const MOST_WEEKS = 53;
const QUARTER_WEEKS = 13;
/** Of the work beside the standing checks, drawn by lot whatever the grade. */
const BLIND_PERCENT = 10;
const MOST_BLIND_PERCENT = 50;

/** The Monday after the round ends: its grades are then known and not yet stale. */
const firstMonday = (endsOn: string): string => mondayOf(new Date(Date.parse(`${endsOn}T00:00:00Z`) + 7 * DAY_MS).toISOString().slice(0, 10));

export function NewSchedule({ round, endsOn, onMade }: { round: string; endsOn: string; onMade: (id: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [startsOn, setStartsOn] = useState(() => firstMonday(endsOn));
  const [weeks, setWeeks] = useState<number | string>(QUARTER_WEEKS);
  const [blind, setBlind] = useState<number | string>(BLIND_PERCENT);
  const [job, setJob] = useState('');
  const kept = useKeptKey();
  const make = useIntent({
    mutationFn: () => {
      const wanted = { round, startsOn, weeks: Number(weeks), blindShare: Number(blind) / 100 };
      const name = kept.keyFor(wanted);
      setJob(name);
      return request<ScheduleView>('/schedules', { method: 'POST', body: { ...wanted, job: name }, idempotencyKey: name });
    },
    onSettled: (_answer, refused) => kept.answered(refused),
    onSuccess: async (schedule) => {
      await client.invalidateQueries({ queryKey: ['schedules'] });
      onMade(schedule.id);
    },
  });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        make.mutate();
      }}
    >
      <TextInput type="date" label={t('operations:startsOn')} value={startsOn} onChange={(event) => setStartsOn(event.currentTarget.value)} required />
      <NumberInput label={t('operations:weeks')} min={1} max={MOST_WEEKS} allowDecimal={false} value={weeks} onChange={setWeeks} required />
      <NumberInput label={t('operations:blind.share')} title={t('operations:blind.hint')} min={0} max={MOST_BLIND_PERCENT} value={blind} onChange={setBlind} required />
      <Button type="submit" loading={make.isPending} leftSection={<Icon name="calendar" />}>{t('operations:plan')}</Button>
      {make.isPending && <PlanningProgress job={job} />}
      {make.isError && <ProblemNote error={make.error} compact />}
    </form>
  );
}
