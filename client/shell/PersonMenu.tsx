/** Who is signed in, as what, and the way out. On a phone language and theme live here too. */
import { lazy, Suspense, useState } from 'react';
import { Menu, UnstyledButton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSession, useSignOut } from '../api/useSession.ts';
import { Icon } from '../components/Icon.tsx';
import { ProblemNote } from '../components/ProblemNote.tsx';
import { LanguageSwitch } from './LanguageSwitch.tsx';
import { ThemeSwitch } from './ThemeSwitch.tsx';
import classes from './PersonMenu.module.css';

const ChangePassword = lazy(async () => ({ default: (await import('../views/administration/entrance/ChangePassword.tsx')).ChangePassword }));

export function PersonMenu() {
  const { t } = useTranslation();
  const { user } = useSession();
  const signOut = useSignOut();
  const [changing, setChanging] = useState(false);
  if (user === null) return null;
  return (
    <>
    <Menu position="bottom-end" width={264} shadow="md" closeOnItemClick={false}>
      <Menu.Target>
        <UnstyledButton className={classes['person']} aria-label={t('common:person.menu', { name: user.displayName })}>
          <Icon name="person" />
          <span className={classes['name']}>{user.displayName}</span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes['who']}>
          <b>{user.displayName}</b>
          <span>{user.username}</span>
          <span>{user.roles.map((role) => t(`words:role.${role}`)).join(t('common:listSeparator'))}</span>
        </div>
        <div className={classes['phone']}>
          <LanguageSwitch fullWidth />
          <ThemeSwitch />
        </div>
        <Menu.Divider />
        <Menu.Item component="a" href="/api/docs" leftSection={<Icon name="file" size={16} />}>
          {t('common:person.api')}
        </Menu.Item>
        <Menu.Item onClick={() => setChanging(true)} leftSection={<Icon name="person" size={16} />}>
          {t('session:change.open')}
        </Menu.Item>
        <Menu.Item onClick={() => signOut.mutate()} leftSection={<Icon name="left" size={16} />}>
          {t('common:person.signOut')}
        </Menu.Item>
        {signOut.isError && <ProblemNote compact error={signOut.error} />}
      </Menu.Dropdown>
    </Menu>
    <Suspense fallback={null}>{changing && <ChangePassword username={user.username} onClose={() => setChanging(false)} />}</Suspense>
    </>
  );
}
