/**
 * A file into the round. Dropped or chosen, it is checked at once without writing: every error in one
 * table, every value that it would change side by side. Written only when nothing is open, and taken
 * back as a unit while nothing of it is verified.
 */
import { useEffect, useRef, useState, type DragEvent } from 'react';
import { Button, FileButton, Progress, Select } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ImportReport } from '../../../models/schemas/answers/imports.ts';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useKeptKey } from '../../api/useKeptKey.ts';
import { readAll } from '../../api/useRecords.ts';
import { useIntent } from '../../api/useIntent.ts';
import { Icon } from '../../components/Icon.tsx';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useName } from '../../state/useLanguage.ts';
import { ImportConflicts } from './ImportConflicts.tsx';
import { ImportLog } from './ImportLog.tsx';
import { ImportNotes } from './ImportNotes.tsx';
import { AUTO, base64Of, type Choice, type ImportsAnswer, type Mapping } from './importTypes.ts';
import { MappingForm } from './MappingForm.tsx';
import classes from './ImportPanel.module.css';

const ACCEPTED = '.csv,.tsv,.txt,.xlsx,text/csv,text/tab-separated-values,text/plain';

interface Order {
  file: File;
  kind: string;
  mapping: string | null;
  sheet: string | null;
  dryRun: boolean;
}

/** Seconds since something began; the screen says how long it has been at work. */
function useSeconds(running: boolean): number {
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    if (!running) return undefined;
    const began = Date.now();
    const tick = (): void => setSeconds(Math.floor((Date.now() - began) / 1000));
    const timer = setInterval(tick, 250);
    return () => {
      clearInterval(timer);
      setSeconds(0);
    };
  }, [running]);
  return seconds;
}

export function ImportPanel({ round, onClose }: { round: string; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const kept = useKeptKey();
  const abort = useRef<AbortController | null>(null);
  const [file, setFile] = useState<File | null>(null);
  const [kind, setKind] = useState(AUTO);
  const [mapping, setMapping] = useState<string | null>(null);
  const [mapForm, setMapForm] = useState<'new' | 'change' | null>(null);
  const [choices, setChoices] = useState<ReadonlyMap<string, Choice>>(new Map());
  const [reason, setReason] = useState<{ code: string | null; text: string }>({ code: null, text: '' });
  const [over, setOver] = useState(false);
  const imports = useQuery({ queryKey: keys.imports(), queryFn: ({ signal }) => request<ImportsAnswer>('/imports', { signal }) });
  const mappings = useQuery({ queryKey: keys.importMappings(), queryFn: ({ signal }) => readAll<Mapping>('/import-mappings', {}, signal) });

  const run = useIntent({
    mutationFn: async ({ file: chosen, kind: as, mapping: by, sheet, dryRun }: Order) => {
      const control = new AbortController();
      abort.current = control;
      const taken = [...choices].map(([key, choice]) => ({ key, choice, ...(choice === 'take' && reason.text.trim() !== '' ? { reason: reason.text.trim() } : {}), ...(choice === 'take' && reason.code !== null ? { reasonCode: reason.code } : {}) }));
      const body = {
        kind: as, file: await base64Of(chosen), fileName: chosen.name, round, dryRun,
        ...(by === null ? {} : { mapping: by }), ...(sheet === null ? {} : { sheet }), ...(taken.length === 0 || dryRun ? {} : { choices: taken }),
      };
      return request<ImportReport>('/imports', { method: 'POST', body, signal: control.signal, ...(dryRun ? {} : { idempotencyKey: kept.keyFor(body) }) });
    },
    onSuccess: (report) => {
      if (report.dryRun) return;
      kept.answered();
      for (const queryKey of [keys.grid(round), keys.imports(), keys.worklist(), keys.runs(round)]) void client.invalidateQueries({ queryKey });
    },
  });
  const seconds = useSeconds(run.isPending);
  const check = (order: Partial<Order> & { file: File }): void => {
    setChoices(new Map());
    run.mutate({ kind, mapping, sheet: null, ...order, dryRun: true });
  };
  const choose = (next: File | null): void => {
    if (next === null) return;
    setFile(next);
    check({ file: next });
  };
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    choose(event.dataTransfer.files[0] ?? null);
  };
  const report = run.data;
  const aborted = run.error instanceof DOMException && run.error.name === 'AbortError';
  const takes = [...choices.values()].includes('take');
  const stay = [...choices.values()].filter((choice) => choice === 'keep').length;
  const willWrite = report === undefined || report.errors.length > 0 ? 0 : report.conflicts.length === 0 ? report.written : report.read - report.unchanged - stay;
  const ready = file !== null && report?.dryRun === true && report.errors.length === 0 && report.conflicts.every((one) => choices.has(one.key)) && (!takes || reason.code !== null || reason.text.trim() !== '') && willWrite > 0;

  return (
    <section className={classes['import']} aria-label={t('bench:import')} data-over={over || undefined} onDragOver={(event) => { event.preventDefault(); setOver(true); }} onDragLeave={() => setOver(false)} onDrop={drop}>
      {imports.isError && <ProblemNote error={imports.error} compact />}
      <div className={classes['line']}>
        <FileButton accept={ACCEPTED} onChange={choose}>{(button) => <Button size="xs" {...button} leftSection={<Icon name="file" size={14} />}>{t('bench:importing.file')}</Button>}</FileButton>
        <span className={classes['drop']}>{file === null ? t('bench:importing.drop') : <b>{file.name}</b>}</span>
        <Select size="xs" aria-label={t('bench:importing.kind')} value={kind} onChange={(value) => { const next = value ?? AUTO; setKind(next); if (file !== null) check({ file, kind: next }); }} data={[{ value: AUTO, label: t('bench:importing.auto') }, ...(imports.data?.kinds ?? []).map((one) => ({ value: one.id, label: name(one.title) }))]} />
        <Select size="xs" aria-label={t('bench:importing.mapping')} placeholder={t('bench:importing.noMapping')} clearable value={mapping} onChange={(value) => { setMapping(value); if (file !== null) check({ file, mapping: value }); }} data={(mappings.data ?? []).filter((one) => one.active).map((one) => one.name)} />
        <Button size="xs" variant="default" onClick={() => setMapForm(mapping === null ? 'new' : 'change')}>{mapping === null ? t('bench:importing.newMapping') : t('bench:importing.changeMapping')}</Button>
        <Button size="xs" variant="subtle" className={classes['end'] ?? ''} onClick={onClose} leftSection={<Icon name="cross" size={14} />}>{t('bench:importing.close')}</Button>
      </div>
      {mapForm !== null && imports.data !== undefined && (
        <MappingForm key={`${mapForm} ${mapping ?? ''}`} kinds={imports.data.kinds} columns={imports.data.mappedColumns} mapping={mapForm === 'change' ? ((mappings.data ?? []).find((one) => one.name === mapping) ?? null) : null} onSaved={(saved) => { setMapForm(null); setMapping(saved); if (file !== null) check({ file, mapping: saved }); }} onClose={() => setMapForm(null)} />
      )}
      {run.isPending && (
        <div className={classes['line']} role="status">
          <Progress className={classes['grow'] ?? ''} value={100} animated aria-label={t('bench:importing.working', { seconds })} />
          <span>{t('bench:importing.working', { seconds })}</span>
          <Button size="compact-xs" variant="default" onClick={() => abort.current?.abort()}>{t('bench:importing.cancel')}</Button>
        </div>
      )}
      {aborted && <Notice>{t('bench:importing.cancelled')}</Notice>}
      {run.isError && !aborted && <ProblemNote error={run.error} compact />}
      {report !== undefined && !run.isPending && (
        <>
          <p data-testid="import-summary">
            {t('bench:importing.summary', { read: report.read, written: report.written, unchanged: report.unchanged, conflicts: report.conflicts.length, errors: report.errors.length })}{' '}
            <span className="sj-dim">{t('bench:importing.found', { kind: name(imports.data?.kinds.find((one) => one.id === report.kind)?.title ?? { zh: report.kind, en: report.kind }), encoding: report.encoding })}{report.separator === '' ? '' : ` · ${t('bench:importing.separator', { separator: report.separator === '\t' ? t('bench:importing.tab') : report.separator })}`}</span>
            {report.sheets.length > 1 && <Select size="xs" aria-label={t('bench:importing.sheet')} value={report.sheet} data={report.sheets} onChange={(sheet) => { if (file !== null) check({ file, sheet }); }} />}
          </p>
          <ImportNotes title={t('bench:importing.errors', { count: report.errors.length })} notes={report.errors} />
          {report.dryRun && <ImportConflicts conflicts={report.conflicts} choices={choices} onChoose={(chosen, choice) => setChoices((now) => new Map([...now, ...chosen.map((key) => [key, choice] as const)]))} reason={reason} onReason={setReason} />}
          {report.skipped.length > 0 && <details><summary>{t('bench:importing.skipped', { count: report.skipped.length })}</summary><ImportNotes title={t('bench:importing.skipped', { count: report.skipped.length })} notes={report.skipped} /></details>}
          {report.dryRun && report.errors.length > 0 && <Notice tone="warn">{t('bench:importing.nothingWritten')}</Notice>}
          {report.dryRun && <div className={classes['line']}><Button size="xs" disabled={!ready} onClick={() => { if (file !== null) run.mutate({ file, kind, mapping, sheet: report.sheet, dryRun: false }); }}>{t('bench:importing.write', { count: willWrite })}</Button></div>}
          {!report.dryRun && <Notice tone="good">{t('bench:importing.done', { count: report.written })}</Notice>}
        </>
      )}
      <ImportLog log={imports.data?.log ?? []} round={round} opened={report?.dryRun === false ? report.importId : null} />
    </section>
  );
}
