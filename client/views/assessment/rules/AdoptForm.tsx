/** What a rule version would change in a round, and proposing it for new assessments. */
import { Button, Select, Textarea } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatRound } from '../../../state/format.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import { useRound } from '../../../state/useRound.ts';
import { ChangesTable } from './ChangesTable.tsx';
import type { RulePreview } from './ruleTypes.ts';
import classes from '../../../components/Sections.module.css';

export function AdoptForm({ rule, onClose }: { rule: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const language = useLanguage();
  const { rounds: newestFirst } = useRound();
  const [chosen, setChosen] = useState<string | null>(null);
  const [reason, setReason] = useState('');
  const round = chosen ?? (newestFirst.find(({ assessed }) => assessed) ?? newestFirst.find(({ results }) => results.released > 0) ?? newestFirst[0])?.code ?? null;
  const preview = useQuery({ queryKey: [...keys.rules(), 'preview', rule, round], queryFn: ({ signal }) => request<RulePreview>('/rules/preview', { query: { rule, round: round ?? '' }, signal }), enabled: round !== null, retry: false });
  const propose = useIntent({
    mutationFn: () => request('/rule-adoptions', { method: 'POST', body: { rule, round, reason } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.rules() });
      onClose();
    },
  });
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate();
      }}
    >
      <Select label={t('settings:rule.round')} maw={220} allowDeselect={false} value={round} onChange={setChosen} data={newestFirst.map(({ code }) => ({ value: code, label: formatRound(code, language) }))} />
      {preview.isFetching && <><p className="sj-dim">{t('settings:rule.working')}</p><Loading rows={3} /></>}
      {preview.isError && <ProblemNote error={preview.error} compact />}
      {preview.data !== undefined && !preview.isFetching && (
        <>
          <p>{preview.data.changes.length === 0 ? t('settings:rule.unchanged', { areas: preview.data.areas, round: preview.data.round, against: preview.data.against }) : t('settings:rule.changed', { count: preview.data.changes.length, round: preview.data.round, against: preview.data.against })}</p>
          {preview.data.changes.length > 0 && <ChangesTable changes={preview.data.changes} />}
        </>
      )}
      <Textarea label={t('settings:rule.why')} autosize minRows={2} value={reason} onChange={(event) => setReason(event.currentTarget.value)} required />
      <p className="sj-dim">{t('settings:rule.secondPerson')}</p>
      {propose.isError && <ProblemNote error={propose.error} compact />}
      <div className={classes['actions']}>
        <Button type="submit" size="xs" disabled={preview.data === undefined} loading={propose.isPending}>{t('settings:rule.propose')}</Button>
        <Button size="xs" variant="default" onClick={onClose}>{t('common:cancel')}</Button>
      </div>
    </form>
  );
}
