/** What operations found, by the grade that sent them, with the interval that so few trials allow. */
import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request, withQuery } from '../../api/request.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useLanguage } from '../../state/useLanguage.ts';
import classes from './OperationsRoom.module.css';

interface Line {
  grade: string;
  kind: string;
  blind: boolean;
  tasks: number;
  hits: number | null;
  share: number | null;
  interval: { lower: number; upper: number } | null;
  casesPer100Premises: number | null;
  uncounted: number;
  suppressed: boolean;
}

export function HitRates({ round }: { round: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useQuery({ queryKey: ['schedule', 'hit-rates', round], queryFn: ({ signal }) => request<{ rates: Line[] }>(withQuery('/hit-rates', { round }), { signal }) });
  if (query.isError) return <ProblemNote error={query.error} compact />;
  const rates = query.data?.rates ?? [];
  if (rates.length === 0) return null;
  const number = (value: number | null, digits = 1): string => (value === null ? '–' : new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value));
  return (
    <section className={classes['unserved']} data-testid="hit-rates">
      <h2>{t('operations:hit.title')}</h2>
      <p className="sj-dim">{t('operations:hit.hint')}</p>
      {[true, false].filter((blind) => rates.some((line) => line.blind === blind)).map((blind) => (
        <div key={String(blind)} data-blind={blind}>
          <h3>{t(blind ? 'operations:hit.blind' : 'operations:hit.driven')}</h3>
          <p className="sj-dim">{t(blind ? 'operations:hit.blindHint' : 'operations:hit.drivenHint')}</p>
          <div className={classes['scroll']}>
            <Table verticalSpacing={4} striped>
              <Table.Thead><Table.Tr><Table.Th>{t('operations:hit.grade')}</Table.Th><Table.Th>{t('operations:kind')}</Table.Th><Table.Th ta="right">{t('operations:hit.tasks')}</Table.Th><Table.Th ta="right">{t('operations:hit.share')}</Table.Th><Table.Th ta="right">{t('operations:hit.interval')}</Table.Th><Table.Th ta="right">{t('operations:hit.perPremises')}</Table.Th></Table.Tr></Table.Thead>
              <Table.Tbody>
                {rates.filter((line) => line.blind === blind).map((line) => (
                  <Table.Tr key={`${line.grade} ${line.kind}`}>
                    <Table.Td>{t(`words:grade.${line.grade}`)}</Table.Td><Table.Td>{t(`words:taskKind.${line.kind}`)}</Table.Td><Table.Td className="sj-number">{line.tasks}</Table.Td>
                    <Table.Td className="sj-number">{line.suppressed ? t('operations:hit.suppressed') : `${number(line.share === null ? null : 100 * line.share)} %`}</Table.Td>
                    <Table.Td className="sj-number">{line.interval === null ? '–' : `${number(100 * line.interval.lower)}–${number(100 * line.interval.upper)} %`}</Table.Td>
                    <Table.Td className="sj-number">{number(line.casesPer100Premises)}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </div>
        </div>
      ))}
    </section>
  );
}
