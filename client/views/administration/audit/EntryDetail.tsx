/** One entry in full: its detail, the digests it binds (read when it is opened), its place in the chain. */
import { Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import type { AuditItem, AuditWhole } from '../../../api/types.ts';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import classes from './AuditRoom.module.css';

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

/** A line of digests is drawn for so many rows; the rest when asked for. An entry of a large import binds tens of thousands. */
const SHOWN = 100;

function Digests({ id, count }: { id: string; count: number }) {
  const { t, i18n } = useTranslation();
  const [shown, setShown] = useState(SHOWN);
  const entry = useQuery({ queryKey: keys.auditEntry(id), queryFn: ({ signal }) => request<AuditWhole>(`/audit-entries/${id}`, { signal }), enabled: count > 0, staleTime: Infinity });
  if (count === 0) return null;
  if (entry.isPending) return <Loading rows={Math.min(3, count)} />;
  if (entry.isError) return <ProblemNote error={entry.error} onRetry={() => void entry.refetch()} />;
  return (
    <>
      <ul>
        {entry.data.digests.slice(0, shown).map((digest) => (
          <li key={`${digest.thing} ${digest.id}`}>
            {i18n.exists(`words:thing.${digest.thing}`) ? t(`words:thing.${digest.thing}`) : digest.thing} {digest.id} · {t('audit:revision', { revision: digest.revision })} · <code>{digest.sha256}</code>
          </li>
        ))}
      </ul>
      {count > shown && (
        <Button size="compact-xs" variant="default" onClick={() => setShown(shown + SHOWN * 10)}>
          {t('audit:moreDigests', { shown, count })}
        </Button>
      )}
    </>
  );
}

export function EntryDetail({ entry }: { entry: AuditItem }) {
  const { t, i18n } = useTranslation();
  const detail = Object.entries(entry.detail);
  const field = (key: string): string => (i18n.exists(`audit:detail.${key}`) ? t(`audit:detail.${key}`) : key);
  return (
    <div className={classes['detail']}>
      {detail.length > 0 && (
        <dl>
          {detail.map(([key, value]) => (
            <div key={key}>
              <dt>{field(key)}</dt>
              <dd>{text(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <h3>{t('audit:digests', { count: entry.digestCount })}</h3>
      <Digests id={entry.id} count={entry.digestCount} />
      <h3>{t('audit:chain')}</h3>
      <p>
        <code>{entry.previousHash}</code> → <code>{entry.hash}</code>
      </p>
    </div>
  );
}
