/** The imports of counts: who, when, how many, and taking one back as a whole, with its reason. */
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CountsImport } from '../../../models/schemas/answers/indicators.ts';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useIntent } from '../../api/useIntent.ts';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatInstant, formatRound } from '../../state/format.ts';
import { useLanguage, useName } from '../../state/useLanguage.ts';
import classes from '../assessment/trends/TrendsRoom.module.css';

const SHOWN = 5;

function UndoForm({ one, onDone }: { one: CountsImport; onDone: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const undo = useIntent({
    mutationFn: () => request<unknown>(`/indicators/imports/${encodeURIComponent(one.id)}/undo`, { method: 'POST', body: { reason } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['indicators'] });
      onDone();
    },
  });
  const action = one.allowedActions.find((each) => each.action === 'undo');
  if (action?.allowed !== true) return <Notice tone="warn">{action?.reason === undefined ? t('trends:counts.log.notUndoable') : name(action.reason)}</Notice>;
  return (
    <form
      className={classes['undo']}
      onSubmit={(event) => {
        event.preventDefault();
        undo.mutate();
      }}
    >
      <p className="sj-dim">{t('trends:counts.log.undoLead', { count: one.written })}</p>
      <div className={classes['tools']}>
        <TextInput className={classes['grow'] ?? ''} value={reason} onChange={(event) => setReason(event.currentTarget.value)} placeholder={t('trends:counts.log.undoReason')} aria-label={t('trends:counts.log.undoReason')} maxLength={500} />
        <Button type="submit" color="red" disabled={reason.trim() === ''} loading={undo.isPending}>{t('trends:counts.log.undoIt')}</Button>
      </div>
      {undo.isError && <ProblemNote error={undo.error} compact />}
    </form>
  );
}

export function CountsLog() {
  const { t } = useTranslation();
  const language = useLanguage();
  const [undoing, setUndoing] = useState<string | null>(null);
  const [all, setAll] = useState(false);
  const query = useQuery({ queryKey: keys.countsImports(), queryFn: ({ signal }) => request<{ items: CountsImport[] }>('/indicators/imports', { signal }) });
  if (query.isError) return <ProblemNote error={query.error} compact onRetry={() => void query.refetch()} />;
  const items = query.data?.items ?? [];
  if (items.length === 0) return query.data === undefined ? null : <p className="sj-dim">{t('trends:counts.log.none')}</p>;
  const period = (code: string): string => (/Q\d$/u.test(code) ? formatRound(code, language) : code);
  const periods = (codes: readonly string[]): string => [codes[0], codes.length > 1 ? codes.at(-1) : undefined].flatMap((code) => (code === undefined ? [] : [period(code)])).join(' – ');
  return (
    <section aria-label={t('trends:counts.log.title')}>
      <h3>{t('trends:counts.log.title')}</h3>
      <ul className={classes['log']}>
        {items.slice(0, all ? items.length : SHOWN).map((one) => (
          <li key={one.id} data-testid="counts-import">
            <div className={classes['entry']}>
              <div>
                <b>{one.fileName}</b> <span>{periods(one.periods)} · {t('trends:counts.log.rows', { count: one.written })}{one.corrections === 0 ? '' : ` · ${t('trends:counts.log.corrections', { count: one.corrections })}`} · {one.source}</span>
                <div className="sj-dim">{one.actorName ?? '–'}, <time dateTime={one.at}>{formatInstant(one.at)}</time></div>
                {one.undone !== null && <div>{t('trends:counts.log.undone', { name: one.undone.actorName ?? '–', at: formatInstant(one.undone.at), reason: one.undone.reason, cleared: one.undone.cleared, restored: one.undone.restored })}</div>}
              </div>
              {one.undone === null && <Button size="compact-sm" variant="default" aria-expanded={undoing === one.id} onClick={() => setUndoing(undoing === one.id ? null : one.id)}>{t('trends:counts.log.undo')}</Button>}
            </div>
            {undoing === one.id && one.undone === null && <UndoForm one={one} onDone={() => setUndoing(null)} />}
          </li>
        ))}
      </ul>
      {items.length > SHOWN && !all && <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>{t('trends:counts.log.all', { count: items.length })}</Button>}
    </section>
  );
}
