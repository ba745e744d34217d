/** Every round with how far it has come; choosing one makes it the round of every page. */
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { RoundProgress } from '../../../models/schemas/answers/rounds.ts';
import { useRounds } from '../../api/useRecords.ts';
import { DataTable, type Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatCount, formatRound } from '../../state/format.ts';
import { roundProgress, type Stage } from '../../state/roundProgress.ts';
import { useLanguage, useName } from '../../state/useLanguage.ts';
import { useTo } from '../../state/useRound.ts';

export function AllRounds() {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const to = useTo();
  const rounds = useRounds();
  if (rounds.isPending) return <Loading rows={8} />;
  if (rounds.isError) return <ProblemNote error={rounds.error} onRetry={() => void rounds.refetch()} />;
  if (rounds.data.length === 0)
    return (
      <EmptyState icon="calendar" title={t('rounds:none.title')}>
        {t('rounds:none.why')}
      </EmptyState>
    );
  const stage = (which: Stage): Column<RoundProgress> => ({
    key: which,
    heading: t(`words:stage.${which}`),
    numeric: true,
    cell: (round) => {
      const at = roundProgress(round).find((one) => one.stage === which);
      return at === undefined ? null : `${formatCount(at.done)} / ${formatCount(at.of)}`;
    },
  });
  const columns: Column<RoundProgress>[] = [
    {
      key: 'code',
      phone: 'title',
      heading: t('common:round.label'),
      cell: (round) => <Link to={to('/rounds', { round: round.code })}>{formatRound(round.code, language)}</Link>,
      sort: (round) => round.startsOn,
    },
    {
      key: 'plan',
      phone: 'hidden',
      heading: t('rounds:column.plan'),
      cell: (round) => name(round.planName),
      sort: (round) => name(round.planName),
    },
    {
      key: 'starts',
      heading: t('rounds:column.period'),
      cell: (round) => <time title={t(`words:period.${round.period}`)}>{`${round.startsOn} – ${round.endsOn}`}</time>,
    },
    stage('collected'),
    stage('received'),
    stage('entered'),
    stage('verified'),
    stage('released'),
    {
      key: 'closed',
      phone: 'mark',
      heading: t('rounds:column.closed'),
      cell: (round) => t(round.closed ? 'rounds:closed' : 'rounds:running'),
    },
  ];
  const newestFirst = [...rounds.data].sort((a, b) => b.startsOn.localeCompare(a.startsOn));
  return <DataTable caption={t('rounds:tab.all')} columns={columns} rows={newestFirst} rowKey={(round) => round.id} />;
}
