/** A signature: what it says, what it covers, and the password again where the laboratory asks for it. */
import { useState, type FormEvent } from 'react';
import { Button, Modal, PasswordInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { SIGNATURE_MEANINGS, type SigningAction } from '../../../../models/schemas/reasons.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { formatSignificant } from '../../../state/format.ts';
import { summaryOf } from './reviewFilter.ts';
import type { ReviewItem } from './reviewTypes.ts';
import classes from './ReviewRoom.module.css';

export interface SignDialogProps {
  action: SigningAction;
  items: readonly ReviewItem[];
  person: string;
  pending: boolean;
  error: unknown;
  onSign: (password: string) => void;
  onClose: () => void;
}

export function SignDialog({ action, items, person, pending, error, onSign, onClose }: SignDialogProps) {
  const { results: count, ...summary } = summaryOf(items);
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
        <ul className={classes['covers']} aria-label={t('review:covers.title')}>
          <li>{t('review:covers.results', { count, bottles: summary.bottles, analytes: summary.analytes })}</li>
          {summary.flagged > 0 && <li className={classes['flag']}>⚑ {t('review:covers.flagged', { count: summary.flagged })}</li>}
          {summary.noRun > 0 && <li className={classes['flag']}>⚑ {t('review:covers.noRun', { count: summary.noRun })}</li>}
          {summary.largest !== undefined && summary.largest.changeRatio !== null && <li>{t('review:covers.largest', { ratio: formatSignificant(summary.largest.changeRatio, 2), sample: summary.largest.sampleNumber, analyte: name(summary.largest.analyteName) })}</li>}
        </ul>
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
