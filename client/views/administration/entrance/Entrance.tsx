/** The page before the shell: brand, one panel, language. */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Brand } from '../../../components/Brand.tsx';
import { LanguageSwitch } from '../../../shell/LanguageSwitch.tsx';
import classes from './Entrance.module.css';

export function Entrance({ title, synthetic = false, children }: { title: string; synthetic?: boolean; children: ReactNode }) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('common:product')}`;
  }, [title, t]);
  return (
    <div className={classes['page']}>
      {synthetic && <div className={classes['ribbon']}>{t('common:ribbon')}</div>}
      <main className={classes['panel']}>
        <header>
          <Brand />
          <LanguageSwitch />
        </header>
        <h1>{title}</h1>
        {children}
      </main>
      <p className={classes['what']}>{t('common:what')}</p>
    </div>
  );
}
