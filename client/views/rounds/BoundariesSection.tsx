/** Official boundaries from a GeoJSON file by area code: first a dry run that shows every error, then the import. */
import { Button, FileInput, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import type { GeometryImport } from '../../api/types.ts';
import { useIntent } from '../../api/useIntent.ts';
import { Icon } from '../../components/Icon.tsx';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import classes from '../../components/Sections.module.css';

function Report({ report, dryRun }: { report: GeometryImport; dryRun: boolean }) {
  const { t } = useTranslation();
  const wrong = report.errors.length > 0;
  return (
    <Notice tone={wrong ? 'warn' : 'good'}>
      {t(wrong ? 'settings:boundary.wrong' : dryRun ? 'settings:boundary.dry' : 'settings:boundary.done', {
        read: report.read,
        written: report.written,
        unchanged: report.unchanged,
        errors: report.errors.length,
      })}
      {wrong && (
        <ul className={classes['errors']}>
          {report.errors.map((error, index) => (
            <li key={index}>
              {error.row !== undefined && <b>{t('settings:boundary.feature', { row: error.row })} </b>}
              {error.value !== undefined && <code>{error.value} </code>}
              {error.message}
            </li>
          ))}
        </ul>
      )}
    </Notice>
  );
}

export function BoundariesSection() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [credit, setCredit] = useState('');
  const send = useIntent({
    mutationFn: async (dryRun: boolean) => ({
      dryRun,
      report: await request<GeometryImport>('/area-geometries', {
        method: 'POST',
        query: { dryRun, credit: credit.trim() },
        bytes: await (file ?? new Blob()).text(),
        contentType: 'application/json',
      }),
    }),
    onSuccess: async ({ dryRun }) => {
      if (dryRun) return;
      await client.invalidateQueries({ queryKey: keys.areas() });
      await client.invalidateQueries({ queryKey: ['map'] });
    },
  });
  const answer = send.data;
  const ready = file !== null && credit.trim() !== '';
  const clean = answer !== undefined && answer.dryRun && answer.report.errors.length === 0;
  return (
    <div className={`sj-panel ${classes['form'] ?? ''}`}>
      <p>{t('settings:boundary.how')}</p>
      <div className={classes['fields']}>
        <FileInput
          label={t('settings:boundary.file')}
          placeholder={t('settings:boundary.choose')}
          accept=".geojson,.json,application/geo+json,application/json"
          value={file}
          onChange={(next) => {
            setFile(next);
            send.reset();
          }}
          leftSection={<Icon name="upload" size={16} />}
          clearable
        />
        <TextInput
          label={t('settings:boundary.credit')}
          description={t('settings:boundary.creditHint')}
          value={credit}
          onChange={(event) => {
            setCredit(event.currentTarget.value);
            send.reset();
          }}
        />
      </div>
      {send.isError && <ProblemNote error={send.error} compact />}
      {answer !== undefined && <Report report={answer.report} dryRun={answer.dryRun} />}
      <div className={classes['actions']}>
        <Button variant={clean ? 'default' : 'filled'} disabled={!ready} loading={send.isPending} onClick={() => send.mutate(true)}>
          {t('settings:boundary.try')}
        </Button>
        <Button disabled={!ready || !clean} loading={send.isPending} onClick={() => send.mutate(false)}>
          {t('settings:boundary.import')}
        </Button>
      </div>
    </div>
  );
}
