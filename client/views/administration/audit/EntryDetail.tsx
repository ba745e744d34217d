/** One entry in full: its detail, the digests it binds, its place in the chain. */
import { useTranslation } from 'react-i18next';
import type { AuditItem } from '../../../api/types.ts';
import classes from './AuditRoom.module.css';

const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));

export function EntryDetail({ entry }: { entry: AuditItem }) {
  const { t } = useTranslation();
  const detail = Object.entries(entry.detail);
  return (
    <div className={classes['detail']}>
      {detail.length > 0 && (
        <dl>
          {detail.map(([key, value]) => (
            <div key={key}>
              <dt>{key}</dt>
              <dd>{text(value)}</dd>
            </div>
          ))}
        </dl>
      )}
      <h3>{t('audit:digests', { count: entry.digests.length })}</h3>
      <ul>
        {entry.digests.map((digest) => (
          <li key={`${digest.thing} ${digest.id}`}>
            {digest.thing} {digest.id} · {t('audit:revision', { revision: digest.revision })} · <code>{digest.sha256}</code>
          </li>
        ))}
      </ul>
      <h3>{t('audit:chain')}</h3>
      <p>
        <code>{entry.previousHash}</code> → <code>{entry.hash}</code>
      </p>
    </div>
  );
}
