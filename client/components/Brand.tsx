import { useTranslation } from 'react-i18next';
import classes from './Brand.module.css';

/** The drop over its mirror line: water as a mirror. */
export function Brand({ words = true }: { words?: boolean }) {
  const { t } = useTranslation();
  return (
    <span className={classes['brand']}>
      <svg width="30" height="30" viewBox="0 0 32 32" role="img" aria-label={t('common:product')}>
        <rect width="32" height="32" rx="7" fill="#0F4C5C" />
        <path
          d="M16 5.500c3.900 4.800 6.600 8.300 6.600 11.900a6.600 6.600 0 0 1-13.200 0c0-3.600 2.700-7.100 6.600-11.900z"
          fill="none"
          stroke="#fff"
          strokeWidth="2"
          strokeLinejoin="round"
        />
        <path d="M6 26.500h20" stroke="#A3CDD5" strokeWidth="2" strokeLinecap="round" />
      </svg>
      {words && <b>{t('common:product')}</b>}
    </span>
  );
}
