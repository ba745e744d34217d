/** Skeletons in the shape of what is coming, with words for those who hear the page. */
import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import classes from './Loading.module.css';

export function Loading({ rows = 8, what }: { rows?: number; what?: string }) {
  const { t } = useTranslation();
  return (
    <div className={classes['rows']} role="status" aria-live="polite">
      <span className="sj-hidden">{what ?? t('common:loading')}</span>
      {Array.from({ length: rows }, (_, index) => (
        <Skeleton key={index} height={index === 0 ? 22 : 30} width={index === 0 ? '30%' : '100%'} radius={3} />
      ))}
    </div>
  );
}
