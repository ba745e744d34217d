/** What a planner or an officer does with one task beside carrying it out: pin it to its place, hand it to another unit. */
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { readAll } from '../../../api/useRecords.ts';
import { useCan } from '../../../api/useSession.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import type { Unit } from '../../../../models/schemas/index.ts';
import type { TaskView } from '../../../../models/schemas/answers/schedules.ts';
import classes from '../OperationsRoom.module.css';

const REASONS = ['absence', 'equipment', 'nearer', 'workload', 'other'] as const;

export function TaskTools({ task, released }: { task: TaskView; released: boolean }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const canPlan = useCan('schedules.create');
  const canAct = useCan('tasks.write');
  const [from, setFrom] = useState(task.units[0]?.code ?? '');
  const [to, setTo] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const units = useQuery({ queryKey: keys.units(), queryFn: ({ signal }) => readAll<Unit>('/units', {}, signal), enabled: released && canAct });
  const done = (): Promise<unknown> => client.invalidateQueries({ queryKey: ['schedule'] });
  const pin = useIntent({ mutationFn: () => request<unknown>(`/tasks/${encodeURIComponent(task.id)}/pin`, { method: 'POST', body: { pinned: !task.pinned, revision: task.revision } }), onSuccess: done });
  const hand = useIntent({ mutationFn: () => request<unknown>(`/tasks/${encodeURIComponent(task.id)}/handover`, { method: 'POST', body: { from, to, reason, revision: task.revision } }), onSuccess: done });
  if (task.state !== 'planned') return null;
  const others = (units.data ?? []).filter(({ active, code }) => active && !task.units.some((unit) => unit.code === code));
  return (
    <div className={classes['actions']}>
      {canPlan && <Button size="xs" variant={task.pinned ? 'filled' : 'default'} aria-pressed={task.pinned} loading={pin.isPending} title={t('operations:pinHint')} onClick={() => pin.mutate()}>{t(task.pinned ? 'operations:unpin' : 'operations:pin')}</Button>}
      {released && canAct && (
        <>
          {task.units.length > 1 && <Select size="xs" aria-label={t('operations:hand.from')} value={from} onChange={(value) => setFrom(value ?? '')} allowDeselect={false} data={task.units.map((unit) => ({ value: unit.code, label: name(unit.name) }))} />}
          <Select size="xs" aria-label={t('operations:hand.to')} placeholder={t('operations:hand.to')} value={to} onChange={setTo} searchable data={others.map((unit) => ({ value: unit.code, label: name(unit) }))} />
          <Select size="xs" aria-label={t('operations:hand.reason')} placeholder={t('operations:hand.reason')} value={reason} onChange={setReason} data={REASONS.map((value) => ({ value, label: t(`operations:hand.why.${value}`) }))} />
          <Button size="xs" variant="default" disabled={to === null || reason === null} loading={hand.isPending} onClick={() => hand.mutate()}>{t('operations:hand.do')}</Button>
        </>
      )}
      {pin.isError && <ProblemNote error={pin.error} compact />}
      {hand.isError && <ProblemNote error={hand.error} compact />}
    </div>
  );
}
