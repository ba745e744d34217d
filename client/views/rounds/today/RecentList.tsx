import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { formatInstant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import type { Worklist } from '../../../api/types.ts';
import classes from './RecentList.module.css';

/** Newest first; what came after the last visit carries a mark and a word. */
export function RecentList({ recent, since }: { recent: Worklist['recent']; since: string | null }) {
  const { t } = useTranslation();
  const name = useName();
  if (recent.length === 0)
    return (
      <EmptyState icon="clock" title={t('today:quiet.title')}>
        {t('today:quiet.why')}
      </EmptyState>
    );
  return (
    <ol className={`sj-panel ${classes['list'] ?? ''}`}>
      {recent.map((one, index) => {
        const fresh = since !== null && one.at > since;
        return (
          <li key={`${one.at} ${index}`} data-fresh={fresh || undefined}>
            <time dateTime={one.at}>{formatInstant(one.at)}</time>
            <span>
              {name(one.sentence)}
              {fresh && <em>{t('today:fresh')}</em>}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
