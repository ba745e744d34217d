/** Progress per town above, bottles below; a town's name narrows the list to its bottles. */
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useSamples } from '../../api/useRecords.ts';
import { useCan } from '../../api/useSession.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useRound, useTo } from '../../state/useRound.ts';
import { SampleList } from './SampleList.tsx';
import { TownProgress } from './TownProgress.tsx';

export function ThisRound() {
  const { t } = useTranslation();
  const to = useTo();
  const { code, round, loading } = useRound();
  const mayCreate = useCan('rounds.create');
  const samples = useSamples(code);
  if (loading) return <Loading rows={10} />;
  if (code === null) {
    return (
      <EmptyState
        icon="bottle"
        title={t('rounds:none.title')}
        action={mayCreate ? <Link to={to('/rounds/new')}>{t('rounds:none.do')}</Link> : undefined}
      >
        {t(mayCreate ? 'rounds:none.why' : 'rounds:none.whyNotYou')}
      </EmptyState>
    );
  }
  return (
    <>
      {round !== null && <TownProgress round={round} />}
      {samples.isPending && <Loading rows={10} />}
      {samples.isError && <ProblemNote error={samples.error} onRetry={() => void samples.refetch()} />}
      {samples.isSuccess && (
        <SampleList round={code} timeZone={round?.timeZone ?? 'Asia/Shanghai'} planId={round?.planId ?? null} samples={samples.data} />
      )}
    </>
  );
}
