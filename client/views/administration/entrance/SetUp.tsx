/** First run: the one-time link (/setup#TOKEN) makes the first administrator. The token stays in the fragment and is never sent in an address. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { toProblem } from '../../../api/problem.ts';
import { useSetUp } from '../../../api/useSession.ts';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { Entrance } from './Entrance.tsx';

const SHORTEST_PASSWORD = 10;

export function SetUp() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const setUp = useSetUp();
  const [token] = useState(() => window.location.hash.slice(1));
  const [form, setForm] = useState({ displayName: '', username: '', password: '', again: '' });
  const [tried, setTried] = useState(false);
  const put = (field: keyof typeof form) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setForm((previous) => ({ ...previous, [field]: value }));
  };
  const short = form.password.length < SHORTEST_PASSWORD;
  const differs = form.password !== form.again;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    if (short || differs) return;
    setUp.mutate(
      { token, username: form.username.trim(), displayName: form.displayName.trim(), password: form.password },
      { onSuccess: () => void navigate('/today', { replace: true }) },
    );
  };
  if (token === '') {
    return (
      <Entrance title={t('session:setUp.title')}>
        <Notice tone="warn">{t('session:setUp.noToken')}</Notice>
      </Entrance>
    );
  }
  const at = (field: string): string | null => (setUp.isError ? (toProblem(setUp.error).sentencesAt(`/${field}`)[0] ?? null) : null);
  return (
    <Entrance title={t('session:setUp.title')}>
      <form onSubmit={submit}>
        <p>{t('session:setUp.lead')}</p>
        <TextInput
          label={t('session:displayName')}
          value={form.displayName}
          onChange={put('displayName')}
          error={at('displayName')}
          autoComplete="name"
          required
          withAsterisk={false}
          autoFocus
        />
        <TextInput
          label={t('session:username')}
          description={t('session:setUp.usernameHint')}
          value={form.username}
          onChange={put('username')}
          error={at('username')}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
        />
        <PasswordInput
          label={t('session:password')}
          description={t('session:setUp.passwordHint', { count: SHORTEST_PASSWORD })}
          value={form.password}
          onChange={put('password')}
          error={
            at('password') ?? (tried && short ? t('session:setUp.tooShort', { count: SHORTEST_PASSWORD, got: form.password.length }) : null)
          }
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('session:showPassword') }}
        />
        <PasswordInput
          label={t('session:setUp.again')}
          value={form.again}
          onChange={put('again')}
          error={tried && differs ? t('session:setUp.differs') : null}
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('session:showPassword') }}
        />
        {setUp.isError && <ProblemNote error={setUp.error} compact />}
        <Button type="submit" loading={setUp.isPending}>
          {t('session:setUp.do')}
        </Button>
      </form>
    </Entrance>
  );
}
