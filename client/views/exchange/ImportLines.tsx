/** What became of each value of a file: to be filtered by a sample, an analyte or an outcome, and copied. */
import { useState } from 'react';
import { Button, CopyButton, Select, Table, TextInput } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { readAll } from '../../api/useRecords.ts';
import { Loading } from '../../components/Loading.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { filterLines, linesAsText, type ImportLine } from './importTypes.ts';
import classes from './ImportPanel.module.css';

/** Lines drawn; all of them are filtered and copied. */
const DRAWN = 200;

export function ImportLines({ id, fileName }: { id: string; fileName: string }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  const [outcome, setOutcome] = useState<string | null>(null);
  const query = useQuery({ queryKey: keys.importLines(id), queryFn: ({ signal }) => readAll<ImportLine>(`/import-logs/${encodeURIComponent(id)}/lines`, {}, signal) });
  if (query.isPending) return <Loading rows={4} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} compact />;
  const shown = filterLines(query.data, filter, outcome);
  const headings = [t('bench:importing.row'), t('bench:importing.column'), t('bench:sample'), t('bench:analyte'), t('bench:importing.value'), t('bench:importing.outcome')];
  const said = (line: ImportLine): string => t(`bench:importing.became.${line.outcome}`);
  return (
    <section className={classes['part']} aria-label={t('bench:importing.linesOf', { file: fileName })} data-testid="import-lines">
      <div className={classes['line']}>
        <TextInput size="xs" value={filter} onChange={(event) => setFilter(event.currentTarget.value)} placeholder={t('bench:importing.filter')} aria-label={t('bench:importing.filter')} />
        <Select size="xs" clearable value={outcome} onChange={setOutcome} placeholder={t('bench:importing.outcome')} aria-label={t('bench:importing.outcome')} data={[...new Set(query.data.map((line) => line.outcome))].map((one) => ({ value: one, label: t(`bench:importing.became.${one}`) }))} />
        <span className="sj-dim">{t('bench:importing.shown', { shown: shown.length, count: query.data.length })}</span>
        <CopyButton value={linesAsText(shown, headings, said)}>{({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy}>{copied ? t('bench:importing.copied') : t('bench:importing.copy')}</Button>}</CopyButton>
      </div>
      <div className={classes['scroll']}>
        <Table stickyHeader verticalSpacing={3}>
          <Table.Thead><Table.Tr>{headings.map((heading) => <Table.Th key={heading}>{heading}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{shown.slice(0, DRAWN).map((line, index) => <Table.Tr key={`${String(line.row)} ${line.column} ${String(index)}`}><Table.Td>{line.row}</Table.Td><Table.Td>{line.column}</Table.Td><Table.Td>{line.sample}</Table.Td><Table.Td>{line.analyte}</Table.Td><Table.Td>{line.text}</Table.Td><Table.Td>{said(line)}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </div>
      {shown.length > DRAWN && <p className="sj-dim">{t('bench:importing.more', { count: shown.length - DRAWN })}</p>}
    </section>
  );
}
