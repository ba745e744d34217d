/** What became of a submission: how many went, and of the others how many wait for what. */
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../components/Notice.tsx';
import type { Change } from '../../../api/types.ts';

export interface SubmitAnswer {
  done: number;
  refused: { id: string; code: string; sentence: string }[];
  change: Change;
}

/** @param stuck texts that were not taken, in conflict or incomplete: they were not submitted either */
export function SubmitNotice({ answer, stuck }: { answer: SubmitAnswer; stuck: number }) {
  const { t } = useTranslation();
  const byCode = new Map<string, { sentence: string; count: number }>();
  for (const { code, sentence } of answer.refused) byCode.set(code, { sentence, count: (byCode.get(code)?.count ?? 0) + 1 });
  const rest = answer.refused.length + stuck;
  return (
    <Notice tone={rest === 0 ? 'good' : 'warn'}>
      {answer.done > 0 || rest === 0 ? t('bench:submitted', { count: answer.done }) : null}{' '}
      {[...byCode].map(([code, { sentence, count }]) => <span key={code}>{t('bench:notSubmitted', { count })} {sentence}{' '}</span>)}
      {stuck > 0 && t('bench:stuck', { count: stuck })}
      {rest > 0 && <> {t('bench:attendHint')}</>}
    </Notice>
  );
}
