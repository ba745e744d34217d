/** The frame of every room: heading, a sentence of what it answers, its tools, its body. Sets the title of the browser's tab. */
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import classes from './Page.module.css';

export interface PageProps {
  title: string;
  /** One line under the heading. */
  lead?: ReactNode;
  /** Buttons at the right of the heading; on a phone below it. */
  tools?: ReactNode;
  /** Fills the height under the top bar and scrolls inside (grid, map) instead of with the page. */
  fill?: boolean;
  children: ReactNode;
}

export function Page({ title, lead, tools, fill = false, children }: PageProps) {
  const { t } = useTranslation();
  useEffect(() => {
    document.title = `${title} · ${t('common:product')}`;
  }, [title, t]);
  return (
    <div className={classes['page']} data-fill={fill || undefined}>
      <header className={classes['head']}>
        <div className={classes['words']}>
          <h1>{title}</h1>
          {lead !== undefined && <p>{lead}</p>}
        </div>
        {tools !== undefined && <div className={classes['tools']}>{tools}</div>}
      </header>
      {children}
    </div>
  );
}
