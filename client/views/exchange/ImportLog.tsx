/** The latest imports; one that nobody has verified anything of can be taken back as a unit, with a reason. */
import { useState } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useIntent } from '../../api/useIntent.ts';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatInstant } from '../../state/format.ts';
import { useName } from '../../state/useLanguage.ts';
import { ImportLines } from './ImportLines.tsx';
import type { ImportLogDetail, ImportLogItem } from './importTypes.ts';
import classes from './ImportPanel.module.css';

const SHOWN = 5;

function UndoForm({ id, round, onDone }: { id: string; round: string; onDone: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const detail = useQuery({ queryKey: keys.importLog(id), queryFn: ({ signal }) => request<ImportLogDetail>(`/import-logs/${encodeURIComponent(id)}`, { signal }), staleTime: 0 });
  const undo = useIntent({
    mutationFn: () => request<unknown>(`/import-logs/${encodeURIComponent(id)}/undo`, { method: 'POST', body: { reason } }),
    onSuccess: async () => {
      await Promise.all([keys.imports(), keys.importLog(id), keys.grid(round), keys.worklist(), keys.runs(round)].map((queryKey) => client.invalidateQueries({ queryKey })));
      onDone();
    },
  });
  const action = detail.data?.allowedActions.find((one) => one.action === 'undo');
  if (action?.allowed === false) return <Notice tone="warn">{action.reason === undefined ? t('bench:importing.notUndoable') : name(action.reason)}</Notice>;
  return (
    <div className={classes['line']}>
      <TextInput size="xs" className={classes['grow'] ?? ''} value={reason} onChange={(event) => setReason(event.currentTarget.value)} placeholder={t('bench:importing.undoReason')} aria-label={t('bench:importing.undoReason')} maxLength={500} />
      <Button size="xs" color="red" disabled={reason.trim() === '' || action === undefined} loading={undo.isPending} onClick={() => undo.mutate()}>{t('bench:importing.undoIt')}</Button>
      {undo.isError && <ProblemNote error={undo.error} compact />}
    </div>
  );
}

export function ImportLog({ log, round, opened }: { log: readonly ImportLogItem[]; round: string; opened: string | null }) {
  const { t } = useTranslation();
  const [undoing, setUndoing] = useState<string | null>(null);
  const [looking, setLooking] = useState<string | null>(null);
  if (log.length === 0) return null;
  const shown = undoing ?? opened;
  return (
    <section className={classes['part']} aria-label={t('bench:importing.log')}>
      <h3>{t('bench:importing.log')}</h3>
      <ul className={classes['log']}>
        {log.slice(0, SHOWN).map((one) => (
          <li key={one.id} data-testid="import-log">
            <div className={classes['line']}>
              <b>{one.fileName}</b> <span className="sj-dim">{one.actorName ?? '–'}, {formatInstant(one.at)}</span>
              <Button size="compact-xs" variant="default" aria-expanded={looking === one.id} onClick={() => setLooking(looking === one.id ? null : one.id)}>{t('bench:importing.lines')}</Button>
              {one.undone === null ? <Button size="compact-xs" variant="default" onClick={() => setUndoing(shown === one.id ? null : one.id)}>{t('bench:importing.undo')}</Button> : <span>{t('bench:importing.undone', { name: one.undone.actorName ?? '–', reason: one.undone.reason })}</span>}
            </div>
            {looking === one.id && <ImportLines id={one.id} fileName={one.fileName} />}
            {shown === one.id && one.undone === null && <UndoForm id={one.id} round={round} onDone={() => setUndoing(null)} />}
          </li>
        ))}
      </ul>
    </section>
  );
}
