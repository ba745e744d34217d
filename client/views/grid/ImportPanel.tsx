/** A file into the round: first a dry run that shows every error at once, then, only when nothing is wrong, the write. */
import { useState } from 'react';
import { Button, FileInput, Select, Table } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { Icon } from '../../components/Icon.tsx';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useName } from '../../state/useLanguage.ts';
import type { Words } from '../../api/types.ts';
import classes from './BenchRoom.module.css';

interface ImportKind {
  id: string;
  title: Words;
  columns: string[];
}

export interface ImportReport {
  read: number;
  written: number;
  unchanged: number;
  conflicts: { row: number; column: string; sampleNumber: string; analyte: string; existing: string; incoming: string }[];
  errors: { row: number; column: string; value: string; message: string }[];
  encoding: string;
  separator: string;
  dryRun: boolean;
}

const SHOWN_ERRORS = 100;

function Report({ report }: { report: ImportReport }) {
  const { t } = useTranslation();
  const separator = report.separator === '\t' ? t('bench:importing.tab') : report.separator;
  return (
    <>
      <p>{t('bench:importing.summary', { read: report.read, written: report.written, unchanged: report.unchanged, conflicts: report.conflicts.length, errors: report.errors.length })} <span className="sj-dim">{t('bench:importing.detected', { encoding: report.encoding, separator })}</span></p>
      {report.errors.length > 0 && (
        <div className={classes['report']}>
          <Table stickyHeader verticalSpacing={3}>
            <Table.Thead><Table.Tr><Table.Th>{t('bench:importing.row')}</Table.Th><Table.Th>{t('bench:importing.column')}</Table.Th><Table.Th>{t('bench:importing.value')}</Table.Th><Table.Th>{t('bench:importing.message')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{report.errors.slice(0, SHOWN_ERRORS).map((error) => <Table.Tr key={`${error.row}-${error.column}-${error.message}`}><Table.Td>{error.row}</Table.Td><Table.Td>{error.column}</Table.Td><Table.Td>{error.value}</Table.Td><Table.Td>{error.message}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
          {report.errors.length > SHOWN_ERRORS && <p>{t('bench:importing.more', { count: report.errors.length - SHOWN_ERRORS })}</p>}
        </div>
      )}
      {report.conflicts.length > 0 && (
        <div className={classes['report']}>
          <p>{t('bench:importing.conflicts')}</p>
          <Table stickyHeader verticalSpacing={3}>
            <Table.Thead><Table.Tr><Table.Th>{t('bench:sample')}</Table.Th><Table.Th>{t('bench:importing.column')}</Table.Th><Table.Th>{t('bench:importing.existing')}</Table.Th><Table.Th>{t('bench:importing.incoming')}</Table.Th></Table.Tr></Table.Thead>
            <Table.Tbody>{report.conflicts.slice(0, SHOWN_ERRORS).map((one) => <Table.Tr key={`${one.sampleNumber}-${one.analyte}`}><Table.Td>{one.sampleNumber}</Table.Td><Table.Td>{one.analyte}</Table.Td><Table.Td>{one.existing}</Table.Td><Table.Td>{one.incoming}</Table.Td></Table.Tr>)}</Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}

export function ImportPanel({ round, onClose }: { round: string; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [chosenKind, setKind] = useState<string | null>(null);
  const kinds = useQuery({ queryKey: keys.imports(), queryFn: ({ signal }) => request<{ kinds: ImportKind[] }>('/imports', { signal }) });
  const kind = chosenKind ?? kinds.data?.kinds[0]?.id ?? null;
  const run = useMutation({
    mutationFn: ({ dryRun }: { dryRun: boolean }) => {
      if (file === null || kind === null) throw new Error(t('bench:importing.chooseFirst'));
      return request<ImportReport>(`/imports/${encodeURIComponent(kind)}`, { method: 'POST', query: { dryRun, round, fileName: file.name }, bytes: file, contentType: 'application/octet-stream', ...(dryRun ? {} : { idempotencyKey: crypto.randomUUID() }) });
    },
    onSuccess: (report) => {
      if (!report.dryRun) void client.invalidateQueries({ queryKey: ['grid', round] });
    },
  });
  const report = run.data;
  const clean = report !== undefined && report.dryRun && report.errors.length === 0 && report.conflicts.length === 0;
  return (
    <section className={classes['import']} aria-label={t('bench:import')}>
      {kinds.isError && <ProblemNote error={kinds.error} compact />}
      <div className={classes['tools']}>
        <Select size="xs" aria-label={t('bench:importing.kind')} value={kind} onChange={setKind} data={(kinds.data?.kinds ?? []).map((one) => ({ value: one.id, label: name(one.title) }))} />
        <FileInput size="xs" aria-label={t('bench:importing.file')} placeholder={t('bench:importing.file')} value={file} onChange={(next) => { setFile(next); run.reset(); }} clearable />
        <Button size="xs" variant="default" disabled={file === null} loading={run.isPending && run.variables.dryRun} onClick={() => run.mutate({ dryRun: true })}>{t('bench:importing.dryRun')}</Button>
        <Button size="xs" disabled={!clean || report.written === 0} loading={run.isPending && !run.variables.dryRun} onClick={() => run.mutate({ dryRun: false })}>{t('bench:importing.write')}</Button>
        <Button size="xs" variant="subtle" onClick={onClose} leftSection={<Icon name="cross" size={14} />}>{t('bench:importing.close')}</Button>
      </div>
      {kind !== null && <p className="sj-dim">{t('bench:importing.columns', { columns: kinds.data?.kinds.find((one) => one.id === kind)?.columns.join(', ') ?? '' })}</p>}
      {run.isError && <ProblemNote error={run.error} compact />}
      {report !== undefined && <Report report={report} />}
      {report !== undefined && !report.dryRun && <Notice tone="good">{t('bench:importing.done', { count: report.written })}</Notice>}
    </section>
  );
}
