/** Who did what when, newest first, and one button that recomputes the whole chain. */
import { Button, Select, TextInput } from '@mantine/core';
import { useInfiniteQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useUsers } from '../../../api/useRecords.ts';
import type { AuditItem, List } from '../../../api/types.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatCount, formatInstant } from '../../../state/format.ts';
import { useFilter } from '../../../state/useFilter.ts';
import { useName } from '../../../state/useLanguage.ts';
import { ChainCheck } from './ChainCheck.tsx';
import { EntryDetail } from './EntryDetail.tsx';
import classes from './AuditRoom.module.css';

const PAGE = 100;
/** Kinds of thing that entries speak of; words are in words.json. */
const SUBJECTS = [
  'round',
  'plan',
  'sample',
  'result',
  'run',
  'assessment',
  'schedule',
  'task',
  'outcome',
  'area',
  'site',
  'unit',
  'absence',
  'user',
  'setting',
  'importLog',
] as const;

function useEntries(filter: { subject: string; subjectId: string; actor: string }) {
  return useInfiniteQuery({
    queryKey: keys.audit(filter),
    initialPageParam: '',
    queryFn: ({ pageParam, signal }) =>
      request<List<AuditItem>>('/audit-entries', { query: { ...filter, after: pageParam, limit: PAGE }, signal }),
    getNextPageParam: (page) => page.next,
  });
}

/** Words of an action; a test holds that each has some. */
function useActionName(): (action: string) => string {
  const { t, i18n } = useTranslation();
  return (action) => (i18n.exists(`audit:action.${action}`) ? t(`audit:action.${action}`) : t('audit:otherAction'));
}

export default function AuditRoom() {
  const { t, i18n } = useTranslation();
  const actionName = useActionName();
  const name = useName();
  const users = useUsers();
  const [subject, setSubject] = useFilter('subject');
  const [subjectId, setSubjectId] = useFilter('subjectId');
  const [actor, setActor] = useFilter('actor');
  const [open, setOpen] = useState<string | null>(null);
  const entries = useEntries({ subject, subjectId: subjectId.trim(), actor });
  const rows = entries.data?.pages.flatMap((page) => page.items) ?? [];
  const subjectName = (name: string): string => (i18n.exists(`words:thing.${name}`) ? t(`words:thing.${name}`) : name);
  const columns: Column<AuditItem>[] = [
    { key: 'sequence', heading: t('audit:column.sequence'), numeric: true, cell: (entry) => formatCount(entry.sequence) },
    { key: 'at', heading: t('audit:column.at'), cell: (entry) => <time dateTime={entry.at}>{formatInstant(entry.at)}</time> },
    { key: 'actor', heading: t('audit:column.actor'), cell: (entry) => entry.actorName ?? t('audit:system') },
    { key: 'action', phone: 'title', heading: t('audit:column.action'), cell: (entry) => actionName(entry.action) },
    {
      key: 'subject',
      heading: t('audit:column.subject'),
      cell: (entry) => (
        <span>
          {subjectName(entry.subject)} <span className={entry.subjectName === null ? classes['id'] : undefined} title={entry.subjectId}>{entry.subjectName === null ? entry.subjectId : name(entry.subjectName)}</span>
        </span>
      ),
    },
    { key: 'reason', heading: t('audit:column.reason'), cell: (entry) => entry.reason },
  ];
  return (
    <Page title={t('common:room.audit')} lead={t('audit:lead')}>
      <ChainCheck />
      <div className={classes['filters']}>
        <Select
          size="xs"
          clearable
          value={subject === '' ? null : subject}
          onChange={(value) => setSubject(value ?? '')}
          placeholder={t('audit:filter.subject')}
          aria-label={t('audit:filter.subject')}
          data={SUBJECTS.map((name) => ({ value: name, label: subjectName(name) }))}
        />
        <TextInput
          size="xs"
          value={subjectId}
          onChange={(event) => setSubjectId(event.currentTarget.value)}
          placeholder={t('audit:filter.subjectId')}
          aria-label={t('audit:filter.subjectId')}
        />
        <Select
          size="xs"
          clearable
          searchable
          value={actor === '' ? null : actor}
          onChange={(value) => setActor(value ?? '')}
          placeholder={t('audit:filter.actor')}
          aria-label={t('audit:filter.actor')}
          data={(users.data ?? []).map((user) => ({ value: user.id, label: user.displayName }))}
        />
      </div>
      {entries.isPending && <Loading rows={12} />}
      {entries.isError && <ProblemNote error={entries.error} onRetry={() => void entries.refetch()} />}
      {entries.isSuccess && rows.length === 0 && (
        <EmptyState icon="chain" title={t('audit:empty.title')}>
          {t('audit:empty.why')}
        </EmptyState>
      )}
      {rows.length > 0 && (
        <DataTable
          caption={t('common:room.audit')}
          columns={columns}
          rows={rows}
          rowKey={(entry) => entry.id}
          opened={{
            key: open,
            onToggle: setOpen,
            content: (entry) => <EntryDetail entry={entry} />,
            label: (entry) => t('audit:open', { sequence: entry.sequence }),
          }}
        />
      )}
      {entries.hasNextPage && (
        <Button
          variant="default"
          className={classes['more'] ?? ''}
          onClick={() => void entries.fetchNextPage()}
          loading={entries.isFetchingNextPage}
        >
          {t('audit:more', { count: rows.length })}
        </Button>
      )}
    </Page>
  );
}
