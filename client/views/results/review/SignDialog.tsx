/** A signature: what it says, for how many results, and the password again where the laboratory asks for it. */
import { useState, type FormEvent } from 'react';
import { Button, Modal, PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SIGNATURE_MEANINGS, type SigningAction } from '../../../../models/schemas/reasons.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import classes from './ReviewRoom.module.css';

export interface SignDialogProps {
  action: SigningAction;
  count: number;
  person: string;
  pending: boolean;
  error: unknown;
  onSign: (password: string) => void;
  onClose: () => void;
}

export function SignDialog({ action, count, person, pending, error, onSign, onClose }: SignDialogProps) {
  const { t } = useTranslation();
  const name = useName();
  const [password, setPassword] = useState('');
  const sign = (event: FormEvent): void => {
    event.preventDefault();
    if (password !== '') onSign(password);
  };
  return (
    <Modal opened onClose={onClose} title={t(`review:act.${action}`, { count })} centered>
      <form onSubmit={sign} className={classes['sign']}>
        <p>{name(SIGNATURE_MEANINGS[action])}</p>
        <p className="sj-dim">{t('review:signBinds', { person, count })}</p>
        <PasswordInput data-autofocus label={t('review:password')} value={password} onChange={(event) => setPassword(event.currentTarget.value)} autoComplete="current-password" />
        {error !== null && <ProblemNote error={error} compact />}
        <div className={classes['tools']}>
          <Button type="submit" loading={pending} disabled={password === ''}>{t('review:sign')}</Button>
          <Button variant="default" onClick={onClose}>{t('review:cancel')}</Button>
        </div>
      </form>
    </Modal>
  );
}
