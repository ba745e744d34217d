/**
 * Places of encirclements: one planner names a village with a reason and what speaks for it beside the
 * water, another decides. Until the confidentiality decision is recorded the page says so and asks for nothing.
 */
import { useState } from 'react';
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { CORROBORATIONS } from '../../../../models/schemas/nomination.ts';
import type { NominationList, NominationView } from '../../../../models/schemas/answers/nominations.ts';
import { request, withQuery } from '../../../api/request.ts';
import { useKeptKey } from '../../../api/useKeptKey.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatInstant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import classes from './Nominations.module.css';

const STEPS = ['approve', 'refuse', 'withdraw'] as const;
const EMPTY = { area: '', place: '', reason: '', corroboration: '', corroborationText: '' };

function Propose({ round, eligible }: { round: string; eligible: NominationList['eligible'] }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const [draft, setDraft] = useState(EMPTY);
  const key = useKeptKey();
  const propose = useIntent({
    mutationFn: () => request<NominationView>('/nominations', { method: 'POST', body: { round, ...draft }, idempotencyKey: key.keyFor(draft) }),
    onSuccess: () => {
      key.answered();
      setDraft(EMPTY);
      return client.invalidateQueries({ queryKey: ['nominations'] });
    },
  });
  const set = (field: keyof typeof EMPTY, value: string): void => setDraft((now) => ({ ...now, [field]: value }));
  return (
    <form
      className={classes['form']}
      onSubmit={(event) => {
        event.preventDefault();
        propose.mutate();
      }}
    >
      <Select size="xs" label={t('operations:nomination.area')} value={draft.area === '' ? null : draft.area} onChange={(value) => set('area', value ?? '')} data={eligible.map((area) => ({ value: area.code, label: name(area.name) }))} required />
      <TextInput size="xs" label={t('operations:nomination.place')} description={t('operations:nomination.placeHint')} value={draft.place} onChange={(event) => set('place', event.currentTarget.value)} maxLength={60} required />
      <Textarea size="xs" className={classes['wide'] ?? ''} label={t('operations:nomination.reason')} value={draft.reason} onChange={(event) => set('reason', event.currentTarget.value)} maxLength={1000} autosize minRows={2} required />
      <Select size="xs" label={t('operations:nomination.corroboration')} value={draft.corroboration === '' ? null : draft.corroboration} onChange={(value) => set('corroboration', value ?? '')} data={CORROBORATIONS.map((value) => ({ value, label: t(`words:corroboration.${value}`) }))} required />
      <Textarea size="xs" className={classes['wide'] ?? ''} label={t('operations:nomination.corroborationText')} description={t('operations:nomination.noPersons')} value={draft.corroborationText} onChange={(event) => set('corroborationText', event.currentTarget.value)} maxLength={1000} autosize minRows={2} required />
      <Button type="submit" size="xs" loading={propose.isPending} disabled={draft.area === '' || draft.corroboration === ''}>{t('operations:nomination.propose')}</Button>
      {propose.isError && <ProblemNote error={propose.error} compact />}
    </form>
  );
}

function Nominated({ item }: { item: NominationView }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const decide = useIntent({
    mutationFn: (action: (typeof STEPS)[number]) => request<NominationView>(`/nominations/${encodeURIComponent(item.id)}/transitions`, { method: 'POST', body: { action, revision: item.revision, ...(reason.trim() === '' ? {} : { reason }) } }),
    onSuccess: () => {
      setReason('');
      return client.invalidateQueries({ queryKey: ['nominations'] });
    },
  });
  const open = item.state === 'proposed' || item.state === 'approved';
  const own = item.allowedActions.find(({ action, allowed, reason: why }) => action === 'approve' && !allowed && why?.code === 'own-work');
  return (
    <li className={classes['item']} data-state={item.state} data-testid="nomination">
      <h3>{name(item.area.name)} · {item.place} <span className={classes['state']}>{t(`words:nominationState.${item.state}`)}</span></h3>
      <p>{item.reason}</p>
      <p><b>{t(`words:corroboration.${item.corroboration}`)}</b> · {item.corroborationText}</p>
      <p className="sj-dim">{t('operations:nomination.by', { name: item.nominatedByName, at: formatInstant(item.nominatedAt) })}{item.decidedByName === null || item.decidedAt === null ? '' : ` · ${t('operations:nomination.decidedBy', { name: item.decidedByName, at: formatInstant(item.decidedAt) })}`}{item.decisionReason === null ? '' : ` · ${item.decisionReason}`}</p>
      {open && (
        <div className={classes['decide']}>
          <TextInput size="xs" aria-label={t('operations:nomination.decisionReason')} placeholder={t('operations:nomination.decisionReason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} maxLength={500} />
          {STEPS.map((action) => {
            const may = item.allowedActions.find((one) => one.action === action);
            if (may === undefined || (!may.allowed && may.reason?.code !== 'own-work')) return null;
            return <Button key={action} size="xs" variant={action === 'approve' ? 'filled' : 'default'} disabled={!may.allowed || (action !== 'approve' && reason.trim() === '')} loading={decide.isPending && decide.variables === action} onClick={() => decide.mutate(action)}>{t(`operations:nomination.step.${action}`)}</Button>;
          })}
        </div>
      )}
      {own?.reason !== undefined && <p className="sj-dim">{name(own.reason)}</p>}
      {decide.isError && <ProblemNote error={decide.error} compact />}
    </li>
  );
}

export function Nominations({ round }: { round: string }) {
  const { t } = useTranslation();
  const name = useName();
  const query = useQuery({ queryKey: ['nominations', round], queryFn: ({ signal }) => request<NominationList>(withQuery('/nominations', { round }), { signal }) });
  if (query.isPending) return null;
  if (query.isError) return <ProblemNote error={query.error} compact />;
  const { items, eligible, closed } = query.data;
  const waiting = items.filter(({ state }) => state === 'proposed').length;
  return (
    <details className={classes['box']} data-testid="nominations" open={waiting > 0}>
      <summary>{t('operations:nomination.title')} <span className="sj-dim">{t('operations:nomination.summary', { waiting, approved: items.filter(({ state }) => state === 'approved').length })}</span></summary>
      <p className="sj-dim">{t('operations:nomination.hint')}</p>
      {items.length > 0 && <ul className={classes['list']}>{items.map((item) => <Nominated key={item.id} item={item} />)}</ul>}
      {closed === null ? <Propose round={round} eligible={eligible} /> : <Notice>{name(closed)}</Notice>}
    </details>
  );
}
