/** The bench of the chosen round, or why there is nothing to enter. */
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatRound } from '../../../state/format.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import { useRound } from '../../../state/useRound.ts';
import { Bench } from './Bench.tsx';
import { useGrid } from './useGrid.ts';

export default function BenchRoom() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { code, loading } = useRound();
  const query = useGrid(code);
  const title = code === null ? t('bench:title') : `${t('bench:title')} · ${formatRound(code, language)}`;
  if (code === null && !loading) return <Page title={title}><EmptyState icon="grid" title={t('bench:noRound')}>{t('bench:noRoundHint')}</EmptyState></Page>;
  if (query.isError && query.data === undefined) return <Page title={title}><ProblemNote error={query.error} onRetry={() => void query.refetch()} /></Page>;
  if (query.data === undefined) return <Page title={title}><Loading rows={12} /></Page>;
  if (query.data.samples.length === 0) return <Page title={title}><EmptyState icon="grid" title={t('bench:noSamples')}>{t('bench:noSamplesHint')}</EmptyState></Page>;
  return (
    <Page fill title={title} lead={t('bench:lead')}>
      <Bench key={query.data.round.code} grid={query.data} />
    </Page>
  );
}
