/** Counts from a file: tried at once, every error in one list; a figure that differs wants its reason. What was typed stays. */
import { Button, FileButton, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { IndicatorReport } from '../../../models/schemas/answers/indicators.ts';
import { request } from '../../api/request.ts';
import { useAreas } from '../../api/useRecords.ts';
import { useIntent } from '../../api/useIntent.ts';
import { Icon } from '../../components/Icon.tsx';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { base64Of } from '../exchange/importTypes.ts';
import { useName } from '../../state/useLanguage.ts';
import { CountsLog } from './CountsLog.tsx';
import classes from '../assessment/trends/TrendsRoom.module.css';

export function CountsImport() {
  const { t } = useTranslation();
  const name = useName();
  const areas = useAreas();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [source, setSource] = useState('');
  const [reason, setReason] = useState('');
  const run = useIntent({
    mutationFn: async ({ chosen, dryRun }: { chosen: File; dryRun: boolean }) =>
      request<IndicatorReport>('/indicators/imports', { method: 'POST', body: { file: await base64Of(chosen), fileName: chosen.name, source: source.trim() === '' ? '–' : source.trim(), dryRun, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) } }),
    onSuccess: (report) => {
      if (!report.dryRun) void client.invalidateQueries({ queryKey: ['indicators'] });
    },
  });
  const choose = (chosen: File | null): void => {
    if (chosen === null) return;
    setFile(chosen);
    run.mutate({ chosen, dryRun: true });
  };
  const sample = useIntent({
    mutationFn: () => request<{ text: string }>('/indicators/sample'),
    onSuccess: ({ text }) => {
      const url = URL.createObjectURL(new Blob([`\uFEFF${text}`], { type: 'text/csv' }));
      const link = document.createElement('a');
      link.href = url;
      link.download = 'indicators.csv';
      link.click();
      URL.revokeObjectURL(url);
    },
  });
  const report = run.data;
  const townOf = (code: string): string => {
    const town = areas.data?.find((one) => one.code === code);
    return town === undefined ? code : name(town);
  };
  const good = report !== undefined && report.errors.length === 0;
  const ready = good && report.dryRun && report.written > 0 && source.trim() !== '' && (report.revisions.length === 0 || reason.trim() !== '');
  return (
    <section className={`sj-panel ${classes['import'] ?? ''}`} aria-label={t('trends:counts.import')}>
      <div className={classes['tools']}>
        <FileButton accept=".csv,.tsv,.txt,.xlsx" onChange={choose}>
          {(props) => <Button {...props} variant="default" leftSection={<Icon name="plus" size={16} />}>{t('trends:counts.choose')}</Button>}
        </FileButton>
        <Button variant="subtle" onClick={() => sample.mutate()}>{t('trends:counts.sample')}</Button>
      </div>
      <p className="sj-dim">{t('trends:counts.importLead')}</p>
      {run.isError && <ProblemNote error={run.error} compact />}
      {file !== null && report !== undefined && report.errors.length > 0 && (
        <div role="alert">
          <b>{t('trends:counts.errors', { count: report.errors.length, file: file.name })}</b>
          <ul>{report.errors.slice(0, 50).map((error) => <li key={`${error.row} ${error.column} ${error.message}`}>{t('trends:counts.place', { row: error.row, column: error.column })}{error.value === '' ? '' : ` “${error.value}”`}: {error.message}</li>)}</ul>
        </div>
      )}
      {file !== null && good && report.dryRun && (
        <>
          <p>{t('trends:counts.tried', { file: file.name, read: report.read, written: report.written, unchanged: report.unchanged })}</p>
          {report.revisions.length > 0 && (
            <>
              <p>{t('trends:counts.revisions', { count: report.revisions.length })}</p>
              <ul>{report.revisions.slice(0, 20).map((one) => <li key={`${one.area} ${one.period} ${one.kind}`}>{townOf(one.area)} {one.period} {t(`trends:counts.kind.${one.kind}`)}: {one.from} → {one.to}</li>)}</ul>
              <TextInput label={t('trends:counts.reason')} value={reason} onChange={(event) => setReason(event.currentTarget.value)} required maw={480} />
            </>
          )}
          {report.written > 0 && <TextInput label={t('trends:counts.source')} value={source} onChange={(event) => setSource(event.currentTarget.value)} required maw={480} />}
          {report.written > 0 && <div><Button mt={8} disabled={!ready} loading={run.isPending} onClick={() => run.mutate({ chosen: file, dryRun: false })}>{t('trends:counts.write', { count: report.written })}</Button></div>}
        </>
      )}
      {good && !report.dryRun && <Notice tone="good">{t('trends:counts.written', { count: report.written })}</Notice>}
      <CountsLog />
    </section>
  );
}
