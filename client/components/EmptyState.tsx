/** What will be here, and the one thing to do now. */
import type { ReactNode } from 'react';
import { Icon, type IconName } from './Icon.tsx';
import classes from './EmptyState.module.css';

export function EmptyState({ icon, title, children, action }: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes['empty']}>
      <Icon name={icon} size={36} />
      <h2>{title}</h2>
      {children !== undefined && <p>{children}</p>}
      {action}
    </div>
  );
}
