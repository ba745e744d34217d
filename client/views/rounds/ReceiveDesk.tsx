/**
 * The receiving desk: the temperature of the box once, then one scan per bottle. The scanner works
 * wherever the focus is; every scan is heard and seen, and what is missing is listed by town.
 */
import { Button, TextInput, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useSamples } from '../../api/useRecords.ts';
import { useReceiptLimit } from '../../api/usePlan.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { isTooWarm } from '../../state/custody.ts';
import { parseNumber } from '../../state/parseNumber.ts';
import { useRound } from '../../state/useRound.ts';
import { useScanner } from '../../state/useScanner.ts';
import { useShortcuts } from '../../state/useShortcuts.ts';
import { CameraScan } from './CameraScan.tsx';
import { MissingList } from './MissingList.tsx';
import { ScanLog } from './ScanLog.tsx';
import { useReceiving, type Box } from './useReceiving.ts';
import classes from './ReceiveDesk.module.css';

/** Of the box, and so of every bottle in it. */
const PARTIES = ['from', 'to', 'seal'] as const;

function Desk({
  round,
  timeZone,
  limitC,
  samples,
}: {
  round: string;
  timeZone: string;
  limitC: number | null;
  samples: NonNullable<ReturnType<typeof useSamples>['data']>;
}) {
  const { t } = useTranslation();
  const [box, setBox] = useState<Box>({ temperature: '', deviation: '', from: '', to: '', seal: '' });
  const [typed, setTyped] = useState('');
  const receiving = useReceiving({ round, timeZone, limitC, samples, box });
  useScanner(samples.map(({ number }) => number), receiving.scan);
  useShortcuts(t('rounds:tab.receive'), [{ keys: 'Enter', label: t('rounds:desk.scanHint') }]);
  const warm = isTooWarm(box.temperature, limitC);
  const unreadable = box.temperature.trim() !== '' && parseNumber(box.temperature) === null;
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    if (typed.trim() === '') return;
    receiving.scan(typed.trim());
    setTyped('');
  };
  return (
    <div className={classes['desk']}>
      <section className={`sj-panel ${classes['box'] ?? ''}`} aria-label={t('rounds:desk.box')}>
        <h2>{t('rounds:desk.box')}</h2>
        <TextInput
          inputMode="decimal"
          label={t('rounds:field.temperature')}
          description={limitC === null ? t('rounds:limitUnknown') : t('rounds:limit', { limit: limitC })}
          value={box.temperature}
          onChange={(event) => setBox({ ...box, temperature: event.currentTarget.value })}
          error={unreadable ? t('rounds:fault.temperature-unreadable') : null}
        />
        {warm && (
          <Textarea
            autosize
            minRows={2}
            label={t('rounds:field.deviation')}
            description={t('rounds:tooWarm', { got: box.temperature, limit: limitC })}
            value={box.deviation}
            onChange={(event) => setBox({ ...box, deviation: event.currentTarget.value })}
            withAsterisk
          />
        )}
        {PARTIES.map((field) => (
          <TextInput key={field} label={t(`rounds:field.${field}`)} value={box[field]} onChange={(event) => setBox({ ...box, [field]: event.currentTarget.value })} autoComplete="off" />
        ))}
        <CameraScan onCode={receiving.scan} />
        <form onSubmit={submit} className={classes['type']}>
          <TextInput
            label={t('rounds:desk.type')}
            description={t('rounds:desk.scanHint')}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            autoCapitalize="characters"
            spellCheck={false}
            autoComplete="off"
          />
          <Button type="submit" variant="default">
            {t('rounds:step.receive')}
          </Button>
        </form>
        {receiving.waiting.length > 0 && (
          <Button onClick={receiving.sendWaiting} disabled={receiving.blocked !== null} loading={receiving.sending}>
            {t('rounds:desk.sendWaiting', { count: receiving.waiting.length })}
          </Button>
        )}
        {receiving.error !== null && <ProblemNote error={receiving.error} compact />}
      </section>
      <section className={classes['main']}>
        <div className={classes['count']} role="status" aria-live="polite">
          <b className="sj-figures">{t('rounds:desk.count', { received: receiving.received, count: samples.length })}</b>
        </div>
        <ScanLog scans={receiving.scans} />
      </section>
      <MissingList samples={samples} />
    </div>
  );
}

export function ReceiveDesk() {
  const { t } = useTranslation();
  const { code, round, loading } = useRound();
  const samples = useSamples(code);
  const limitC = useReceiptLimit(round?.planId ?? null);
  if (loading || (code !== null && samples.isPending)) return <Loading rows={8} />;
  if (samples.isError) return <ProblemNote error={samples.error} onRetry={() => void samples.refetch()} />;
  if (code === null || samples.data === undefined || samples.data.length === 0)
    return (
      <EmptyState icon="inbox" title={t('rounds:noSamples.title')}>
        {t('rounds:noSamples.why')}
      </EmptyState>
    );
  return <Desk round={code} timeZone={round?.timeZone ?? 'Asia/Shanghai'} limitC={limitC} samples={samples.data} />;
}
