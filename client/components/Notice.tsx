/** A calm sentence that stays: information, success, or a warning, told by icon and colour. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import classes from './Notice.module.css';

const ICONS: Record<'info' | 'good' | 'warn', IconName> = { info: 'info', good: 'check', warn: 'warn' };

export function Notice({ tone = 'info', children, action }: { tone?: 'info' | 'good' | 'warn'; children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes['notice']} data-tone={tone} role="status">
      <Icon name={ICONS[tone]} />
      <div className={classes['text']}>{children}</div>
      {action}
    </div>
  );
}
