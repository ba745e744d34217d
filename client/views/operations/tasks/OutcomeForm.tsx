/**
 * What came of a task, as counts only. There is no field for a name, an address or a remark about anybody.
 * A second outcome corrects the first: it starts from what was recorded and asks for the reason.
 */
import { useState } from 'react';
import { Button, NumberInput, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { request } from '../../../api/request.ts';
import { useKeptKey } from '../../../api/useKeptKey.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import classes from '../OperationsRoom.module.css';

const FIELDS = ['unitShifts', 'premisesDone', 'cases', 'usersFound', 'seizedGrams'] as const;
type Field = (typeof FIELDS)[number];
const REASONS = ['done', 'partly-done', 'not-done'] as const;

/** What was recorded, or the one count that is known before anybody reports. */
function recorded({ outcome, units }: TaskView): Partial<Record<Field, number>> {
  if (outcome === null) return { unitShifts: units.length };
  return Object.fromEntries(FIELDS.flatMap((field) => (outcome[field] === null ? [] : [[field, outcome[field]]])));
}

export function OutcomeForm({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [counts, setCounts] = useState<Partial<Record<Field, number | string>>>(() => recorded(task));
  const [reasonCode, setReasonCode] = useState<string>(task.outcome?.reasonCode ?? 'done');
  const [correctionReason, setCorrectionReason] = useState('');
  const correcting = task.outcome !== null;
  const key = useKeptKey();
  const report = useIntent({
    mutationFn: () => {
      const given = Object.fromEntries(FIELDS.map((field) => [field, counts[field] === undefined || counts[field] === '' ? null : Number(counts[field])]));
      const body = { ...given, reasonCode, ...(correcting ? { correctionReason } : {}) };
      return request<unknown>(`/tasks/${encodeURIComponent(task.id)}/outcomes`, { method: 'POST', body, idempotencyKey: key.keyFor(body) });
    },
    onSuccess: () => {
      key.answered();
      setCorrectionReason('');
      return client.invalidateQueries({ queryKey: ['schedule'] });
    },
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
      {correcting && <TextInput size="xs" label={t('operations:correctionReason')} description={t('operations:correctionHint')} value={correctionReason} onChange={(event) => setCorrectionReason(event.currentTarget.value)} maxLength={300} required />}
      <Button type="submit" size="xs" loading={report.isPending}>{t(correcting ? 'operations:correctOutcome' : 'operations:saveOutcome')}</Button>
      {report.isError && <ProblemNote error={report.error} compact />}
      {report.isSuccess && <Notice tone="good">{t('operations:outcomeSaved')}</Notice>}
    </form>
  );
}
