/**
 * Planning again from a day on, and what a plan that was planned again changed: listed, counted, and with
 * the price of keeping the changes few beside what planning anew would cost.
 */
import { useState } from 'react';
import { Button, Checkbox, Table, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ScheduleDetail, ScheduleView } from '../../../../models/schemas/answers/schedules.ts';
import { request } from '../../../api/request.ts';
import { useAreas } from '../../../api/useRecords.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { useKeptKey } from '../../../api/useKeptKey.ts';
import { Icon } from '../../../components/Icon.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { PlanningProgress } from './PlanningProgress.tsx';
import { dateAfter, replanDay } from './planDays.ts';
import classes from '../OperationsRoom.module.css';

/** Changes that are listed before one asks for all of them. */
const LISTED = 20;
const COUNTS = ['moved', 'unitChanged', 'added', 'dropped'] as const;

export function ReplanForm({ schedule, onMade }: { schedule: ScheduleDetail; onMade: (id: string) => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const last = dateAfter(schedule.startsOn, 7 * schedule.weeks - 1);
  const [from, setFrom] = useState(() => replanDay(schedule));
  const [operation, setOperation] = useState(false);
  const [job, setJob] = useState('');
  const kept = useKeptKey();
  const again = useIntent({
    mutationFn: () => {
      const added = operation ? [{ kind: 'encirclement', area: null, from, to: last }] : [];
      const name = kept.keyFor({ id: schedule.id, from, added });
      setJob(name);
      return request<ScheduleView>(`/schedules/${encodeURIComponent(schedule.id)}/replans`, { method: 'POST', body: { from, added, job: name }, idempotencyKey: name });
    },
    onSettled: (_answer, refused) => kept.answered(refused),
    onSuccess: async ({ id }) => {
      await client.invalidateQueries({ queryKey: ['schedules'] });
      onMade(id);
    },
  });
  return (
    <details className={classes['proof']} data-testid="replan">
      <summary>{t('operations:replan.title')}</summary>
      <p className="sj-dim">{t('operations:replan.hint')}</p>
      <form
        className={classes['form']}
        onSubmit={(event) => {
          event.preventDefault();
          again.mutate();
        }}
      >
        <TextInput size="xs" type="date" label={t('operations:replan.from')} value={from} min={schedule.startsOn} max={last} onChange={(event) => setFrom(event.currentTarget.value)} required />
        <Checkbox size="xs" label={t('operations:replan.operation')} checked={operation} onChange={(event) => setOperation(event.currentTarget.checked)} />
        <Button type="submit" size="xs" loading={again.isPending} leftSection={<Icon name="calendar" size={14} />}>{t('operations:replan.do')}</Button>
        {again.isPending && <PlanningProgress job={job} />}
        {again.isError && <ProblemNote error={again.error} compact />}
      </form>
    </details>
  );
}

type Changes = NonNullable<ScheduleDetail['body']['replan']>;

export function Changes({ replan }: { replan: Changes }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const areas = useAreas();
  const [all, setAll] = useState(false);
  const { from, hit, counts, changes, calm } = replan;
  const number = (value: number, digits: number): string => new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value);
  const areaName = (code: string): string => {
    const area = areas.data?.find((one) => one.code === code);
    return area === undefined ? (code === '*' ? t('operations:noPlace') : code) : name(area);
  };
  const slot = (each: Changes['changes'][number]['before']): string => (each === null ? '–' : `${each.date} ${t(`words:shift.${each.shift}`)} ${each.units.join(' ')}`);
  return (
    <section className={classes['unserved']} data-testid="changes">
      <h2>{t('operations:replan.changes', { count: changes.length, from, hit })}</h2>
      <p>{COUNTS.filter((key) => counts[key] > 0).map((key) => t(`operations:replan.count.${key}`, { number: counts[key] })).join(' · ')}</p>
      <p className="sj-dim">{calm.free === null ? t('operations:replan.noFree') : t('operations:replan.calm', { kept: number(calm.kept, 1), free: number(calm.free, 1), percent: number(100 * (calm.kept / Math.max(1e-9, calm.free) - 1), 2), changes: calm.freeChanges ?? 0 })}</p>
      {changes.length > 0 && (
        <Table verticalSpacing={4} striped>
          <Table.Thead><Table.Tr><Table.Th>{t('operations:replan.what')}</Table.Th><Table.Th>{t('operations:kind')}</Table.Th><Table.Th>{t('operations:area')}</Table.Th><Table.Th>{t('operations:replan.before')}</Table.Th><Table.Th>{t('operations:replan.after')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {(all ? changes : changes.slice(0, LISTED)).map((change, i) => (
              // a plan's list of changes never changes: its place in it is its name
              <Table.Tr key={i}><Table.Td>{t(`operations:replan.kind.${change.change}`)}</Table.Td><Table.Td>{t(`words:taskKind.${change.kind}`)}</Table.Td><Table.Td>{areaName(change.area)}{change.site === null ? '' : ` ${change.site}`}</Table.Td><Table.Td className={classes['slot'] ?? ''}>{slot(change.before)}</Table.Td><Table.Td className={classes['slot'] ?? ''}>{slot(change.after)}</Table.Td></Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {changes.length > LISTED && !all && <Button size="compact-xs" variant="default" onClick={() => setAll(true)}>{t('operations:replan.all', { count: changes.length })}</Button>}
    </section>
  );
}
