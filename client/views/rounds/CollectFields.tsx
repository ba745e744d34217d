/** What is measured and noted where a bottle is filled. Everything is optional; a blank stays a blank. */
import { Button, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../components/Icon.tsx';
import { MEASUREMENTS, type CustodyDraft } from '../../state/custody.ts';
import classes from './CustodyForm.module.css';

const LOCATE_TIMEOUT_MS = 20_000;

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
  // Browsers give positions only to secure pages; a plain intranet address has none to offer.
  if (!('geolocation' in navigator) || !window.isSecureContext) return null;
  return (
    <div className={classes['position']}>
      <span>{t('rounds:field.position')}</span>
      <Button variant="default" size="sm" leftSection={<Icon name="pin" size={16} />} loading={state === 'asking'} onClick={locate}>
        {position === null
          ? t('rounds:position.take')
          : `${position.x.toFixed(5)}, ${position.y.toFixed(5)} ± ${Math.round(position.accuracyM)} m`}
      </Button>
      {state === 'denied' && <span className="sj-dim">{t('rounds:position.denied')}</span>}
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
