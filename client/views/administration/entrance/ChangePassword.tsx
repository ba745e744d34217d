/** The own password, changed by whoever knows the old one. Every other session of the account ends. */
import { Button, Modal, PasswordInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { toProblem } from '../../../api/problem.ts';
import { request } from '../../../api/request.ts';
import type { Session } from '../../../api/types.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import classes from '../../../components/Sections.module.css';

export function ChangePassword({ username, onClose }: { username: string; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [form, setForm] = useState({ password: '', newPassword: '', again: '' });
  const put = (change: Partial<typeof form>): void => setForm((now) => ({ ...now, ...change }));
  const change = useIntent({
    mutationFn: () => request<Session>('/session/password', { method: 'POST', body: { password: form.password, newPassword: form.newPassword } }),
    onSuccess: (session) => void client.setQueryData(keys.session(), session),
  });
  const at = (pointer: string): string | null => (change.isError ? (toProblem(change.error).sentencesAt(pointer)[0] ?? null) : null);
  const differs = form.again !== '' && form.again !== form.newPassword;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (form.again === form.newPassword) change.mutate();
  };
  return (
    <Modal opened onClose={onClose} title={t('session:change.title')} centered>
      {change.isSuccess ? <Notice tone="good">{t('session:change.done')}</Notice> : (
        <form onSubmit={submit} className={classes['form']}>
          <input type="text" name="username" autoComplete="username" value={username} readOnly hidden />
          <PasswordInput data-autofocus label={t('session:change.old')} value={form.password} onChange={(event) => put({ password: event.currentTarget.value })} error={at('/password')} autoComplete="current-password" required />
          <PasswordInput label={t('session:change.new')} value={form.newPassword} onChange={(event) => put({ newPassword: event.currentTarget.value })} error={at('/newPassword')} autoComplete="new-password" required />
          <PasswordInput label={t('session:change.again')} value={form.again} onChange={(event) => put({ again: event.currentTarget.value })} error={differs ? t('session:setUp.differs') : null} autoComplete="new-password" required />
          {change.isError && <ProblemNote error={change.error} compact />}
          <div className={classes['actions']}>
            <Button type="submit" loading={change.isPending} disabled={form.newPassword === '' || form.again !== form.newPassword}>{t('session:change.do')}</Button>
            <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
          </div>
        </form>
      )}
    </Modal>
  );
}
