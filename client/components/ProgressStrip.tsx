/** Stages of a round side by side: a thin bar and a plain count each. The count is text, so the bar is only for the eye. */
import { useTranslation } from 'react-i18next';
import { formatCount } from '../state/format.ts';
import type { StageProgress } from '../state/roundProgress.ts';
import classes from './ProgressStrip.module.css';

export function ProgressBar({ done, of }: { done: number; of: number }) {
  const share = of > 0 ? Math.min(1, done / of) : 0;
  return (
    <svg
      className={classes['bar']}
      viewBox="0 0 100 6"
      preserveAspectRatio="none"
      aria-hidden
      focusable="false"
      data-full={share >= 1 || undefined}
    >
      <rect className={classes['ground']} width="100" height="6" />
      <rect className={classes['done']} width={share * 100} height="6" />
    </svg>
  );
}

export function ProgressStrip({ stages }: { stages: readonly StageProgress[] }) {
  const { t } = useTranslation();
  return (
    <ol className={classes['strip']}>
      {stages.map(({ stage, done, of }) => (
        <li key={stage}>
          <span>{t(`words:stage.${stage}`)}</span>
          <ProgressBar done={done} of={of} />
          <span className="sj-figures">
            <b>{formatCount(done)}</b> / {formatCount(of)}
          </span>
        </li>
      ))}
    </ol>
  );
}
