/** Every error of a file at once: to be filtered, read, and copied into the spreadsheet that it came from. */
import { useState } from 'react';
import { Button, CopyButton, Table, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ImportNote } from '../../../models/schemas/answers/imports.ts';
import { filterNotes, notesAsText } from './importTypes.ts';
import classes from './ImportPanel.module.css';

/** Lines drawn; all of them are filtered and copied. */
const DRAWN = 200;

export function ImportNotes({ title, notes }: { title: string; notes: readonly ImportNote[] }) {
  const { t } = useTranslation();
  const [filter, setFilter] = useState('');
  if (notes.length === 0) return null;
  const shown = filterNotes(notes, filter);
  const headings = [t('bench:importing.row'), t('bench:importing.column'), t('bench:importing.value'), t('bench:importing.message')];
  return (
    <section className={classes['part']} aria-label={title}>
      <div className={classes['line']}>
        <h3>{title}</h3>
        <TextInput size="xs" value={filter} onChange={(event) => setFilter(event.currentTarget.value)} placeholder={t('bench:importing.filter')} aria-label={t('bench:importing.filter')} />
        <span className="sj-dim">{t('bench:importing.shown', { shown: shown.length, count: notes.length })}</span>
        <CopyButton value={notesAsText(shown, headings)}>{({ copied, copy }) => <Button size="compact-xs" variant="default" onClick={copy}>{copied ? t('bench:importing.copied') : t('bench:importing.copy')}</Button>}</CopyButton>
      </div>
      <div className={classes['scroll']}>
        <Table stickyHeader verticalSpacing={3}>
          <Table.Thead><Table.Tr>{headings.map((heading) => <Table.Th key={heading}>{heading}</Table.Th>)}</Table.Tr></Table.Thead>
          <Table.Tbody>{shown.slice(0, DRAWN).map((note, index) => <Table.Tr key={`${String(note.row)} ${note.column} ${String(index)}`}><Table.Td>{note.row}</Table.Td><Table.Td>{note.column}</Table.Td><Table.Td>{note.value}</Table.Td><Table.Td>{note.message}</Table.Td></Table.Tr>)}</Table.Tbody>
        </Table>
      </div>
      {shown.length > DRAWN && <p className="sj-dim">{t('bench:importing.more', { count: shown.length - DRAWN })}</p>}
    </section>
  );
}
