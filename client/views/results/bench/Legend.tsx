/** What the marks of the grid mean: colour, sign and word together. */
import { useTranslation } from 'react-i18next';
import { MARKS } from './gridColumns.ts';
import classes from './BenchRoom.module.css';

const SHOWN = ['saved', 'submitted', 'verified', 'released', 'waiting', 'refused', 'conflict', 'flagged', 'locked'] as const;

export function Legend() {
  const { t } = useTranslation();
  return (
    <ul className={classes['legend']} aria-label={t('bench:legend.title')}>
      {SHOWN.map((tone) => <li key={tone}><span className={`sj-swatch sj-${tone}`} aria-hidden="true"><span className="sj-mark">{MARKS[tone]}</span></span>{t(`bench:legend.${tone}`)}</li>)}
    </ul>
  );
}
