/** Signing in. A refusal leaves the name in place and puts the cursor into the password. */
import { Button, PasswordInput, TextInput } from '@mantine/core';
import { useRef, useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignIn } from '../../../api/useSession.ts';
import type { Session } from '../../../api/types.ts';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { Entrance } from './Entrance.tsx';

/** @param expired the session of this person was lost while the page was open: the name is known, and what was typed waits behind */
export function SignIn({ session, expired = null }: { session: Session; expired?: string | null }) {
  const { t } = useTranslation();
  const signIn = useSignIn();
  const [username, setUsername] = useState(expired ?? '');
  const [password, setPassword] = useState('');
  const passwordField = useRef<HTMLInputElement>(null);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    signIn.mutate({ username: username.trim(), password }, { onError: () => passwordField.current?.select() });
  };
  return (
    <Entrance title={t('session:signIn.title')} synthetic={session.syntheticData}>
      <form onSubmit={submit}>
        {expired !== null && <Notice tone="warn">{t('session:signIn.expired')}</Notice>}
        <TextInput
          label={t('session:username')}
          value={username}
          onChange={(event) => setUsername(event.currentTarget.value)}
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          required
          withAsterisk={false}
          data-autofocus={expired === null}
          autoFocus={expired === null}
        />
        <PasswordInput
          ref={passwordField}
          label={t('session:password')}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          autoComplete="current-password"
          autoFocus={expired !== null}
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': t('session:showPassword') }}
        />
        {signIn.isError && <ProblemNote error={signIn.error} compact />}
        <Button type="submit" loading={signIn.isPending}>
          {t('session:signIn.do')}
        </Button>
        {session.demo && <Notice>{t('session:signIn.demo')}</Notice>}
      </form>
    </Entrance>
  );
}
