/** What came of a task, as counts only. There is no field for a name, an address or a remark about anybody. */
import { useState } from 'react';
import { Button, NumberInput, Select } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request } from '../../api/request.ts';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import type { TaskItem } from './operationTypes.ts';
import classes from './OperationsRoom.module.css';

const FIELDS = ['unitShifts', 'premisesDone', 'cases', 'usersFound', 'seizedGrams'] as const;
type Field = (typeof FIELDS)[number];
const REASONS = ['done', 'partly-done', 'not-done'] as const;

export function OutcomeForm({ task }: { task: TaskItem }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [counts, setCounts] = useState<Partial<Record<Field, number | string>>>({ unitShifts: task.units.length });
  const [reasonCode, setReasonCode] = useState<string>('done');
  const report = useMutation({
    mutationFn: () => {
      const given = Object.fromEntries(FIELDS.map((field) => [field, counts[field] === undefined || counts[field] === '' ? null : Number(counts[field])]));
      return request<unknown>(`/tasks/${encodeURIComponent(task.id)}/outcomes`, { method: 'POST', body: { ...given, reasonCode }, idempotencyKey: crypto.randomUUID() });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedule'] }),
  });
  return (
    <form
      className={classes['outcome']}
      onSubmit={(event) => {
        event.preventDefault();
        report.mutate();
      }}
    >
      <h3>{t('operations:outcome')}</h3>
      <p className="sj-dim">{t('operations:countsOnly')}</p>
      <Select size="xs" label={t('operations:completion')} value={reasonCode} onChange={(value) => setReasonCode(value ?? 'done')} allowDeselect={false} data={REASONS.map((value) => ({ value, label: t(`words:completion.${value}`) }))} />
      {FIELDS.map((field) => (
        <NumberInput key={field} size="xs" label={t(`operations:count.${field}`)} min={0} allowNegative={false} allowDecimal={field === 'seizedGrams'} required={field === 'unitShifts'} value={counts[field] ?? ''} onChange={(value) => setCounts((now) => ({ ...now, [field]: value }))} />
      ))}
      <Button type="submit" size="xs" loading={report.isPending}>{t('operations:saveOutcome')}</Button>
      {report.isError && <ProblemNote error={report.error} compact />}
      {report.isSuccess && <Notice tone="good">{t('operations:outcomeSaved')}</Notice>}
    </form>
  );
}
