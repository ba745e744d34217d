/** Making or changing an account. Roles say what it may do, areas where; no area means everywhere. */
import { Button, Checkbox, MultiSelect, PasswordInput, Select, Switch, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { ROLES, type Role } from '../../../../models/schemas/vocabulary.ts';
import { foldName } from '../../../../models/schemas/foldName.ts';
import { keys } from '../../../api/keys.ts';
import { toProblem } from '../../../api/problem.ts';
import type { Area, UserItem } from '../../../api/types.ts';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { useSave } from '../../../state/useSave.ts';
import classes from '../../../components/Sections.module.css';

export function UserForm({ user, areas, others, onClose }: { user?: UserItem; areas: readonly Area[]; others: readonly UserItem[]; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const save = useSave('/users', keys.users(), user);
  const [form, setForm] = useState({
    username: user?.username ?? '',
    displayName: user?.displayName ?? '',
    roles: user?.roles ?? ([] as Role[]),
    areaCodes: user?.areaCodes ?? [],
    password: '',
    active: user?.active ?? true,
    samePersonAsId: user?.samePersonAsId ?? null,
  });
  const put = (change: Partial<typeof form>): void => setForm((previous) => ({ ...previous, ...change }));
  const at = (pointer: string): string | null => (save.isError ? (toProblem(save.error).sentencesAt(pointer)[0] ?? null) : null);
  const namesake = form.displayName.trim() === '' ? undefined : others.find((one) => foldName(one.displayName) === foldName(form.displayName) && one.id !== form.samePersonAsId && (one.samePersonAsId === null || one.samePersonAsId !== (form.samePersonAsId ?? user?.id)));
  const deactivate = user?.allowedActions.find((one) => one.action === 'deactivate');
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const { username, displayName, roles, areaCodes, password, active, samePersonAsId } = form;
    const secret = password === '' ? {} : { password };
    const saved =
      user === undefined
        ? { username: username.trim(), displayName: displayName.trim(), roles, areaCodes, password, samePersonAsId }
        : { displayName: displayName.trim(), roles, areaCodes, active, samePersonAsId, ...secret };
    save.mutate(saved, { onSuccess: onClose });
  };
  return (
    <form className={`${user === undefined ? 'sj-panel' : ''} ${classes['form'] ?? ''}`} onSubmit={submit} autoComplete="off">
      <div className={classes['fields']}>
        <TextInput
          label={t('settings:user.displayName')}
          value={form.displayName}
          onChange={(event) => put({ displayName: event.currentTarget.value })}
          error={at('/displayName')}
          required
        />
        {user === undefined && (
          <TextInput
            label={t('session:username')}
            value={form.username}
            onChange={(event) => put({ username: event.currentTarget.value })}
            error={at('/username')}
            autoComplete="off"
            autoCapitalize="none"
            spellCheck={false}
            required
          />
        )}
        <PasswordInput
          label={t(user === undefined ? 'session:password' : 'settings:user.newPassword')}
          description={user === undefined ? undefined : t('settings:user.newPasswordHint')}
          value={form.password}
          onChange={(event) => put({ password: event.currentTarget.value })}
          error={at('/password')}
          autoComplete="new-password"
          required={user === undefined}
          visibilityToggleButtonProps={{ 'aria-label': t('session:showPassword') }}
        />
        <MultiSelect
          label={t('settings:user.areas')}
          description={t('settings:user.areasHint')}
          searchable
          clearable
          value={form.areaCodes}
          onChange={(areaCodes) => put({ areaCodes })}
          data={areas.map((area) => ({ value: area.code, label: `${name(area)} ${area.code}` }))}
        />
        <Select
          label={t('settings:user.samePerson')}
          description={t('settings:user.samePersonHint')}
          searchable
          clearable
          value={form.samePersonAsId}
          onChange={(samePersonAsId) => put({ samePersonAsId })}
          error={at('/samePersonAsId')}
          data={others.filter((one) => one.samePersonAsId === null).map((one) => ({ value: one.id, label: `${one.displayName} (${one.username})` }))}
        />
      </div>
      {namesake !== undefined && <Notice tone="warn">{t('settings:user.namesake', { name: namesake.displayName, username: namesake.username })}</Notice>}
      <Checkbox.Group
        label={t('settings:user.roles')}
        value={form.roles}
        onChange={(roles) => put({ roles: ROLES.filter((role) => roles.includes(role)) })}
        error={at('/roles')}
      >
        <div className={classes['boxes']}>
          {ROLES.map((role) => (
            <Checkbox key={role} size="xs" value={role} label={t(`words:role.${role}`)} />
          ))}
        </div>
      </Checkbox.Group>
      {user !== undefined && (
        <Switch
          label={t('settings:user.activeHint')}
          description={deactivate?.allowed === false ? name(deactivate.reason ?? '') : undefined}
          disabled={deactivate?.allowed === false}
          checked={form.active}
          onChange={(event) => put({ active: event.currentTarget.checked })}
        />
      )}
      {save.isError && <ProblemNote error={save.error} compact />}
      <div className={classes['actions']}>
        <Button type="submit" loading={save.isPending}>
          {t(user === undefined ? 'settings:user.make' : 'common:save')}
        </Button>
        <Button variant="default" onClick={onClose}>
          {t('common:cancel')}
        </Button>
      </div>
    </form>
  );
}
