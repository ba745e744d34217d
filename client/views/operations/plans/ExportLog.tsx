/** Which files of this schedule left the house: who, when, of which revision, and the hash to know one again. */
import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ExportLog as ExportLogRow } from '../../../../models/schemas/index.ts';
import { request } from '../../../api/request.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatInstant } from '../../../state/format.ts';
import classes from '../OperationsRoom.module.css';

/** Digits of the hash that are shown; all of them are in the title. */
const HASH_SHOWN = 12;

export function ExportLog({ schedule }: { schedule: string }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: ['schedule', schedule, 'exports'], queryFn: ({ signal }) => request<{ items: (ExportLogRow & { userName: string })[] }>(`/schedules/${encodeURIComponent(schedule)}/exports`, { signal }) });
  if (query.isError) return <ProblemNote error={query.error} compact />;
  const items = query.data?.items ?? [];
  return (
    <details className={classes['proof']} data-testid="export-log" onToggle={() => void query.refetch()}>
      <summary>{t('operations:log.title', { count: items.length })}</summary>
      {items.length === 0 ? <p className="sj-dim">{t('operations:log.none')}</p> : (
        <div className={classes['scroll']}>
          <Table verticalSpacing={4} striped>
            <Table.Thead><Table.Tr><Table.Th>{t('operations:log.at')}</Table.Th><Table.Th>{t('operations:log.who')}</Table.Th><Table.Th>{t('operations:log.file')}</Table.Th><Table.Th ta="right">{t('operations:log.revision')}</Table.Th><Table.Th>SHA-256</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>
              {items.map((one) => <Table.Tr key={one.id}><Table.Td>{formatInstant(one.at)}</Table.Td><Table.Td>{one.userName}</Table.Td><Table.Td>{one.kind} · {one.format} · {t(`words:language.${one.language}`)}</Table.Td><Table.Td className="sj-number">{one.scheduleRevision ?? '–'}</Table.Td><Table.Td><code title={one.sha256}>{one.sha256.slice(0, HASH_SHOWN)}…</code></Table.Td></Table.Tr>)}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </details>
  );
}
