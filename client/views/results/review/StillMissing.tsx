/** Before a round is released: what is still missing, by what it waits for, each leading to where it is done. */
import { Table } from '@mantine/core';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { Notice } from '../../../components/Notice.tsx';
import { pathOf } from '../../../state/rooms.ts';
import { useTo } from '../../../state/useRound.ts';
import { useGrid } from '../bench/useGrid.ts';
import { stillMissing, WAITS, type Wait } from './stillMissing.ts';
import classes from './ReviewRoom.module.css';

const ROOM = { 'not-received': 'rounds', 'not-entered': 'bench', 'not-submitted': 'bench', 'not-verified': 'review', 'not-released': 'review' } as const satisfies Record<Wait, string>;
const QUERY: Partial<Record<Wait, string>> = { 'not-verified': 'step=verify', 'not-released': 'step=release' };

export function StillMissing({ round }: { round: string }) {
  const { t } = useTranslation();
  const to = useTo();
  const query = useGrid(round);
  if (query.data === undefined) return null;
  const lines = stillMissing(query.data);
  if (lines.length === 0) return <Notice tone="good">{t('review:complete')}</Notice>;
  const count = (wait: Wait): number => lines.filter((line) => line.wait === wait).reduce((total, line) => total + line.analytes.length, 0);
  return (
    <details className={classes['missing']} data-testid="still-missing">
      <summary>{t('review:missing')} {WAITS.filter((wait) => count(wait) > 0).map((wait) => t(`review:wait.${wait}`, { count: count(wait) })).join(' · ')}</summary>
      <Table verticalSpacing={2} stickyHeader>
        <Table.Thead><Table.Tr><Table.Th>{t('review:sample')}</Table.Th><Table.Th>{t('review:waitsFor')}</Table.Th><Table.Th>{t('review:analytes')}</Table.Th></Table.Tr></Table.Thead>
        <Table.Tbody>
          {lines.map((line) => (
            <Table.Tr key={`${line.sampleId} ${line.wait}`}>
              <Table.Td>{line.number}</Table.Td>
              <Table.Td><Link to={to(pathOf(ROOM[line.wait]), QUERY[line.wait] ?? `area=${line.areaCode}`)}>{t(`review:wait.${line.wait}`, { count: line.analytes.length })}</Link></Table.Td>
              <Table.Td>{line.analytes.join(', ')}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}
