/** A grade as swatch and word; never as colour alone. */
import { useTranslation } from 'react-i18next';
import { GRADE_LOOKS } from '../state/grades.ts';
import type { Grade } from '../../models/schemas/vocabulary.ts';
import classes from './GradeMark.module.css';

/** The swatch by itself, for legends that write the word beside it. */
export function GradeSwatch({ grade, size = 14 }: { grade: Grade; size?: number }) {
  const look = GRADE_LOOKS[grade];
  return (
    <svg className={classes['swatch']} width={size} height={size} viewBox="0 0 14 14" aria-hidden focusable="false">
      <rect x="0.5" y="0.5" width="13" height="13" rx="2" fill={look.fill ?? 'none'} stroke={look.fill ?? 'currentColor'} />
      {look.pattern === 'hatch' && <path d="M1 8 8 1M1 13 13 1M6 13l7-7" stroke="currentColor" strokeWidth="1.2" />}
    </svg>
  );
}

export function GradeMark({ grade }: { grade: Grade }) {
  const { t } = useTranslation();
  return (
    <span className={classes['mark']} data-grade={grade}>
      <GradeSwatch grade={grade} />
      {t(`words:grade.${grade}`)}
    </span>
  );
}
