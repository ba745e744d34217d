/** Analytical batches of the round, their quality control and what it blocks. */
import { useState } from 'react';
import { Button, Table, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { readAll } from '../../api/useRecords.ts';
import { useCan } from '../../api/useSession.ts';
import { useIntent } from '../../api/useIntent.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Page } from '../../components/Page.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatInstant, formatRound } from '../../state/format.ts';
import { useLanguage, useName } from '../../state/useLanguage.ts';
import { useRound } from '../../state/useRound.ts';
import type { QcSample, Run } from '../../../models/schemas/index.ts';
import classes from './RunsRoom.module.css';

interface Finding {
  kind: QcSample['kind'];
  analyteId: string;
  code: string;
  zh: string;
  en: string;
  value: string | number | null;
  limit: string | number | null;
  /** null where the check could not be evaluated, e.g. a duplicate with both values below a limit. */
  ok: boolean | null;
}
interface RunItem extends Run {
  status: 'none' | 'warn' | 'pass' | 'fail';
  findings: Finding[];
  results: number;
}
interface RunDetail extends RunItem {
  qc: QcSample[];
}

function QualityTable({ id }: { id: string }) {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: keys.run(id), queryFn: ({ signal }) => request<RunDetail>(`/runs/${encodeURIComponent(id)}`, { signal }) });
  if (query.isPending) return <Loading rows={4} />;
  if (query.isError) return <ProblemNote error={query.error} compact />;
  return (
    <Table verticalSpacing={2} striped>
      <Table.Thead><Table.Tr><Table.Th>{t('runs:kind')}</Table.Th><Table.Th>{t('runs:analyte')}</Table.Th><Table.Th ta="right">{t('runs:typed')}</Table.Th><Table.Th ta="right">{t('runs:expected')}</Table.Th><Table.Th ta="right">{t('runs:base')}</Table.Th><Table.Th>{t('runs:unit')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {query.data.qc.map((one) => <Table.Tr key={one.id}><Table.Td>{t(`words:qcKind.${one.kind}`)}</Table.Td><Table.Td>{one.analyteId}</Table.Td><Table.Td className="sj-number">{one.rawText}</Table.Td><Table.Td className="sj-number">{one.expected ?? '–'}</Table.Td><Table.Td className="sj-number">{one.base ?? '–'}</Table.Td><Table.Td>{one.unit}</Table.Td></Table.Tr>)}
      </Table.Tbody>
    </Table>
  );
}

function Override({ run }: { run: RunItem }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [reason, setReason] = useState('');
  const override = useIntent({
    mutationFn: () => request<unknown>(`/runs/${encodeURIComponent(run.id)}`, { method: 'PATCH', revision: run.revision, body: { overrideReason: reason } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['runs'] }),
  });
  return (
    <div className={classes['override']}>
      <TextInput size="xs" value={reason} onChange={(event) => setReason(event.currentTarget.value)} placeholder={t('runs:overrideReason')} aria-label={t('runs:overrideReason')} maxLength={500} />
      <Button size="xs" variant="default" disabled={reason.trim() === ''} loading={override.isPending} onClick={() => override.mutate()}>{t('runs:override')}</Button>
      {override.isError && <ProblemNote error={override.error} compact />}
    </div>
  );
}

function RunCard({ run }: { run: RunItem }) {
  const { t } = useTranslation();
  const name = useName();
  const canOverride = useCan('runs.override');
  const [open, setOpen] = useState(false);
  const bad = run.findings.filter((finding) => finding.ok === false);
  const passed = run.findings.filter((finding) => finding.ok === true).length;
  const undecided = run.findings.length - passed - bad.length;
  return (
    <article className={classes['run']} data-status={run.status} data-testid="run">
      <header>
        <h2>{run.number}</h2>
        <span className={classes['status']}>{t(`words:qcStatus.${run.status}`)}</span>
        <span className="sj-dim">{t(`words:matrix.${run.matrix}`)} · {run.methodCode} · {run.instrument} · {formatInstant(run.openedAt)} · {t('runs:results', { count: run.results })}</span>
      </header>
      {run.findings.length > 0 && <p className="sj-figures">{t('runs:checks', { passed, failed: bad.length, undecided })}</p>}
      {run.overrideReason !== null && <p>{t('runs:overridden', { reason: run.overrideReason })}</p>}
      {run.repeatsRunId !== null && <p className="sj-dim">{t('runs:repeats')}</p>}
      {bad.length > 0 && <ul>{bad.map((finding) => <li key={`${finding.kind}-${finding.analyteId}-${finding.code}-${finding.en}`}><b>{finding.analyteId}</b> {name(finding)}</li>)}</ul>}
      {run.status === 'fail' && run.overrideReason === null && <p>{t('runs:blocks')}</p>}
      {run.status === 'fail' && run.overrideReason === null && canOverride && <Override run={run} />}
      <Button size="xs" variant="subtle" aria-expanded={open} onClick={() => setOpen(!open)}>{open ? t('runs:hide') : t('runs:show')}</Button>
      {open && <QualityTable id={run.id} />}
    </article>
  );
}

export default function RunsRoom() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { code, loading } = useRound();
  const query = useQuery({ queryKey: keys.runs(code ?? ''), queryFn: ({ signal }) => readAll<RunItem>('/runs', { round: code ?? '' }, signal), enabled: code !== null });
  const title = code === null ? t('runs:title') : `${t('runs:title')} · ${formatRound(code, language)}`;
  if (code === null && !loading) return <Page title={title}><EmptyState icon="run" title={t('runs:noRound')}>{t('runs:noneHint')}</EmptyState></Page>;
  return (
    <Page title={title} lead={t('runs:lead')}>
      {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading />}
      {query.data?.length === 0 && <EmptyState icon="run" title={t('runs:none')}>{t('runs:noneHint')}</EmptyState>}
      {(query.data ?? []).map((run) => <RunCard key={run.id} run={run} />)}
    </Page>
  );
}
