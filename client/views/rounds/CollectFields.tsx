/** What is measured and noted where a bottle is filled. Everything is optional; a blank stays a blank. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon.tsx';
import { MEASUREMENTS, type CustodyDraft } from '../../state/custody.ts';
import classes from './CustodyForm.module.css';

const LOCATE_TIMEOUT_MS = 20_000;

/** Degrees as people read them out: 23.02912° N. */
const degrees = (value: number, positive: string, negative: string): string => `${Math.abs(value).toFixed(5)}° ${value < 0 ? negative : positive}`;

function Position({ position, onChange }: { position: CustodyDraft['position']; onChange: (position: CustodyDraft['position']) => void }) {
  const { t } = useTranslation();
  const [state, setState] = useState<'idle' | 'asking' | 'denied'>('idle');
  const locate = (): void => {
    setState('asking');
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        onChange({ x: coords.longitude, y: coords.latitude, accuracyM: coords.accuracy });
        setState('idle');
      },
      () => setState('denied'),
      { enableHighAccuracy: true, timeout: LOCATE_TIMEOUT_MS },
    );
  };
  // browsers give positions only to secure pages; a plain intranet address has none to offer, and says so
  if (!window.isSecureContext || !('geolocation' in navigator))
    return (
      <div className={classes['position']}>
        <span>{t('rounds:field.position')}</span>
        <span className="sj-dim">{t('rounds:position.insecure')}</span>
      </div>
    );
  return (
    <div className={classes['position']}>
      <span>{t('rounds:field.position')}</span>
      {position !== null && (
        <output className={classes['coordinates']}>
          {t('rounds:position.shown', { latitude: degrees(position.y, 'N', 'S'), longitude: degrees(position.x, 'E', 'W') })}
          <br />
          {t('rounds:position.accuracy', { metres: Math.round(position.accuracyM) })}
        </output>
      )}
      <div className={classes['foot']}>
        <Button variant="default" size="sm" leftSection={<Icon name="pin" size={16} />} loading={state === 'asking'} onClick={locate}>
          {t(position === null ? 'rounds:position.take' : 'rounds:position.again')}
        </Button>
        {position !== null && (
          <Button variant="subtle" size="sm" onClick={() => onChange(null)}>
            {t('rounds:position.remove')}
          </Button>
        )}
      </div>
      {state === 'denied' && <span className="sj-dim" role="alert">{t('rounds:position.denied')}</span>}
    </div>
  );
}

export function CollectFields({
  draft,
  put,
  error,
}: {
  draft: CustodyDraft;
  put: (change: Partial<CustodyDraft>) => void;
  error: string | null;
}) {
  const { t } = useTranslation();
  return (
    <>
      <Position position={draft.position} onChange={(position) => put({ position })} />
      <TextInput label={t('rounds:field.seal')} value={draft.seal} onChange={(event) => put({ seal: event.currentTarget.value })} />
      {MEASUREMENTS.map((key, index) => (
        <TextInput
          key={key}
          inputMode="decimal"
          label={t(`rounds:measurement.${key}`)}
          value={draft.measurements[key] ?? ''}
          onChange={(event) => put({ measurements: { ...draft.measurements, [key]: event.currentTarget.value } })}
          error={index === 0 ? error : null}
        />
      ))}
    </>
  );
}
