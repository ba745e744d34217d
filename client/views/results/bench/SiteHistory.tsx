/** What was found of the analyte at the site in other quarters: value with its qualifier, and its flags; newest first. */
import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import type { GridCell } from '../../../api/types.ts';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatReported, formatRound } from '../../../state/format.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';

export interface EarlierValue {
  round: string;
  reportedText: string;
  value: string | null;
  qualifier: string;
  limit: string | null;
  unit: string;
  flags: GridCell['flags'];
}

export function SiteHistory({ values }: { values: readonly EarlierValue[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  return (
    <>
      <h3>{t('bench:history')}</h3>
      {values.length === 0 ? <p className="sj-dim">{t('bench:noHistory')}</p> : (
        <Table withRowBorders={false} verticalSpacing={2} data-testid="site-history">
          <Table.Tbody>
            {[...values].reverse().map((one) => (
              <Table.Tr key={`${one.round} ${one.reportedText}`}>
                <Table.Td>{formatRound(one.round, language)}</Table.Td>
                <Table.Td className="sj-number">{formatReported(one.reportedText, language)} <span className="sj-dim">{one.unit}</span></Table.Td>
                <Table.Td>{one.flags.map((flag) => <span key={flag.code} title={name(flag)}>⚑ {t(`bench:flag.${flag.code}`)} </span>)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </>
  );
}

/** The same for a cell in which nothing stands yet: that is when it is wanted. */
export function EmptyCellHistory({ sampleId, analyteId }: { sampleId: string; analyteId: string }) {
  const query = useQuery({
    queryKey: keys.cellHistory(sampleId, analyteId),
    queryFn: ({ signal }) => request<{ items: EarlierValue[] }>(`/samples/${encodeURIComponent(sampleId)}/history`, { query: { analyte: analyteId }, signal }),
  });
  if (query.isPending) return <Loading rows={2} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} compact />;
  return <SiteHistory values={query.data.items} />;
}
