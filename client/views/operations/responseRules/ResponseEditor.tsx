/** Writing a version of the response rules: numbers, the work that they create, the reason in both languages; then it is proposed. */
import { Button, NumberInput, Textarea } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseRules } from '../../../../models/schemas/responseRules.ts';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { RuleFields } from './RuleFields.tsx';
import type { Preview } from './responseTypes.ts';
import { WorkTable } from './WorkTable.tsx';
import classes from '../../../components/Sections.module.css';
import own from './ResponseRules.module.css';

export function ResponseEditor({ start, onClose }: { start: ResponseRules; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [draft, setDraft] = useState({ rules: start.rules, evidenceDays: start.evidenceDays });
  const [reason, setReason] = useState({ zh: '', en: '' });
  const [key] = useState(() => crypto.randomUUID());
  const show = useIntent({ mutationFn: () => request<Preview>('/response-rules/preview', { method: 'POST', body: draft }) });
  const propose = useIntent({
    mutationFn: () => request<unknown>('/response-rule-versions', { method: 'POST', body: { basedOn: start.version, ...draft, reason }, idempotencyKey: `${key} ${JSON.stringify([draft, reason]).length}` }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.responseRules() });
      onClose();
    },
  });
  const change = (next: typeof draft): void => {
    setDraft(next);
    // what was shown belongs to other numbers
    show.reset();
  };
  const said = reason.zh.trim() !== '' && reason.en.trim() !== '';
  return (
    <form
      className={`sj-panel ${classes['form'] ?? ''}`}
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate();
      }}
    >
      <h3>{t('settings:response.write', { version: start.version })}</h3>
      {draft.rules.map((rule, i) => <RuleFields key={rule.kind} rule={rule} onChange={(next) => change({ ...draft, rules: draft.rules.map((each, j) => (j === i ? next : each)) })} />)}
      <NumberInput className={own['narrow'] ?? ''} label={t('settings:response.field.evidenceDays')} value={draft.evidenceDays} min={1} allowDecimal={false} onChange={(typed) => { if (typeof typed === 'number') change({ ...draft, evidenceDays: typed }); }} />
      <div className={classes['actions']}>
        <Button type="button" variant="default" loading={show.isPending} onClick={() => show.mutate()}>{t('settings:response.show')}</Button>
      </div>
      {show.isError && <ProblemNote error={show.error} compact />}
      {show.isSuccess && <WorkTable preview={show.data} />}
      <Textarea label={t('settings:response.reasonZh')} value={reason.zh} maxLength={600} onChange={(event) => setReason({ ...reason, zh: event.currentTarget.value })} />
      <Textarea label={t('settings:response.reasonEn')} value={reason.en} maxLength={600} onChange={(event) => setReason({ ...reason, en: event.currentTarget.value })} />
      {propose.isError && <ProblemNote error={propose.error} compact />}
      <div className={classes['actions']}>
        <Button type="submit" disabled={!said || !show.isSuccess} loading={propose.isPending}>{t('settings:response.propose')}</Button>
        <Button type="button" variant="default" onClick={onClose}>{t('settings:response.cancel')}</Button>
      </div>
      {!show.isSuccess && <p className="sj-dim">{t('settings:response.seeFirst')}</p>}
    </form>
  );
}
