/** What was recorded and what was not, each with its reason; it stays until the next try. */
import { useTranslation } from 'react-i18next';
import type { CustodyAnswer, SampleItem } from '../../api/types.ts';
import { Notice } from '../../components/Notice.tsx';
import classes from './Refused.module.css';

export function Refused({ answer, samples }: { answer: CustodyAnswer; samples: readonly SampleItem[] }) {
  const { t } = useTranslation();
  const numberOf = (id: string): string => samples.find((sample) => sample.id === id)?.number ?? id;
  if (answer.refused.length === 0) return <Notice tone="good">{t('rounds:recorded', { count: answer.done.length })}</Notice>;
  return (
    <Notice tone="warn">
      {t('rounds:partly', { done: answer.done.length, refused: answer.refused.length })}
      <ul className={classes['list']}>
        {answer.refused.map((one) => (
          <li key={one.sampleId}>
            <b>{numberOf(one.sampleId)}</b> {one.sentence}
          </li>
        ))}
      </ul>
    </Notice>
  );
}
