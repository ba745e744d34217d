/** Accounts of the staff, the only persons in the system. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { formatInstant } from '../../../state/format.ts';
import { useCan } from '../../../api/useSession.ts';
import { useAreas, useUsers } from '../../../api/useRecords.ts';
import type { UserItem } from '../../../api/types.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { UserForm } from './UserForm.tsx';
import classes from '../../../components/Sections.module.css';

/** Too many wrong passwords were given: until when, and the way out. */
function Waits({ user }: { user: UserItem }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const unlock = useIntent({
    mutationFn: () => request<UserItem>(`/users/${encodeURIComponent(user.id)}/unlock`, { method: 'POST' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.users() }),
  });
  const may = user.allowedActions.some(({ action, allowed }) => action === 'unlock' && allowed);
  return (
    <>
      {t('settings:user.waits', { count: user.waits?.failures ?? 0, until: formatInstant(user.waits?.lockedUntil ?? '') })}{' '}
      {may && <Button size="compact-xs" variant="default" loading={unlock.isPending} onClick={() => unlock.mutate()}>{t('settings:user.unlock')}</Button>}
      {unlock.isError && <ProblemNote error={unlock.error} compact />}
    </>
  );
}

export function UsersSection() {
  const { t } = useTranslation();
  const name = useName();
  const users = useUsers();
  const areas = useAreas();
  const mayWrite = useCan('users.write');
  const [editing, setEditing] = useState<string | null>(null);
  const areaName = (code: string): string => {
    const area = areas.data?.find((one) => one.code === code);
    return area === undefined ? code : name(area);
  };
  const columns: Column<UserItem>[] = [
    {
      key: 'name',
      phone: 'title',
      heading: t('settings:user.displayName'),
      cell: (user) => <b>{user.displayName}</b>,
      sort: (user) => user.displayName,
    },
    { key: 'username', heading: t('session:username'), cell: (user) => user.username, sort: (user) => user.username },
    {
      key: 'roles',
      heading: t('settings:user.roles'),
      cell: (user) => user.roles.map((role) => t(`words:role.${role}`)).join(t('common:listSeparator')),
    },
    {
      key: 'areas',
      heading: t('settings:user.areas'),
      cell: (user) =>
        user.areaCodes.length === 0 ? t('settings:user.everywhere') : user.areaCodes.map(areaName).join(t('common:listSeparator')),
    },
    {
      key: 'active',
      heading: t('settings:user.active'),
      cell: (user) => (user.waits === null ? t(user.active ? 'settings:yes' : 'settings:no') : <Waits user={user} />),
      sort: (user) => Number(user.active),
    },
  ];
  if (users.isPending) return <Loading rows={8} />;
  if (users.isError) return <ProblemNote error={users.error} onRetry={() => void users.refetch()} />;
  return (
    <>
      {mayWrite && editing !== 'new' && (
        <div className={classes['tools']}>
          <Button size="sm" leftSection={<Icon name="plus" size={16} />} onClick={() => setEditing('new')}>
            {t('settings:user.add')}
          </Button>
        </div>
      )}
      {editing === 'new' && <UserForm areas={areas.data ?? []} others={users.data} onClose={() => setEditing(null)} />}
      <DataTable
        caption={t('settings:section.users')}
        columns={columns}
        rows={users.data}
        rowKey={(user) => user.id}
        rowTone={(user) => (user.active ? undefined : 'quiet')}
        {...(mayWrite
          ? {
              opened: {
                key: editing,
                onToggle: setEditing,
                content: (user: UserItem) => (
                  <UserForm key={user.id} user={user} areas={areas.data ?? []} others={users.data.filter(({ id }) => id !== user.id)} onClose={() => setEditing(null)} />
                ),
                label: (user: UserItem) => t('settings:edit', { name: user.displayName }),
              },
            }
          : {})}
      />
    </>
  );
}
