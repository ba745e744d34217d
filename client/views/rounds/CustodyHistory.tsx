/** What happened to a bottle, oldest first, each with who and when; deviations stand out in words. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { SampleItem } from '../../api/types.ts';
import { Icon, type IconName } from '../../components/Icon.tsx';
import type { CustodyKind } from '../../../models/schemas/sample.ts';
import { MEASUREMENTS } from '../../state/custody.ts';
import { formatInstant } from '../../state/format.ts';
import classes from './CustodyHistory.module.css';

const ICONS: Record<CustodyKind, IconName> = {
  collect: 'bottle',
  'hand-over': 'truck',
  receive: 'inbox',
  reject: 'reject',
  miss: 'reject',
  lose: 'reject',
  cancel: 'cross',
  dispose: 'check',
};

type Event = SampleItem['custody'][number];

function facts(event: Event, t: TFunction): string[] {
  const measured = MEASUREMENTS.flatMap((key) => {
    const value = event.measurements[key];
    return value === undefined ? [] : [`${t(`rounds:measurement.${key}`)} ${value}`];
  });
  return [
    ...(event.from === null && event.to === null ? [] : [`${event.from ?? '–'} → ${event.to ?? '–'}`]),
    ...(event.seal === null ? [] : [t('rounds:fact.seal', { seal: event.seal })]),
    ...(event.temperatureC === null ? [] : [`${event.temperatureC} °C`]),
    ...(event.givenX === null || event.givenY === null
      ? []
      : [
          `${event.givenX.toFixed(5)}, ${event.givenY.toFixed(5)} ${event.givenSystem ?? ''}${event.accuracyM === null ? '' : ` ± ${Math.round(event.accuracyM)} m`}`,
        ]),
    ...measured,
  ];
}

export function CustodyHistory({ sample, timeZone }: { sample: SampleItem; timeZone: string }) {
  const { t } = useTranslation();
  if (sample.custody.length === 0) return <p className={classes['none']}>{t('rounds:noCustody', { due: sample.dueOn })}</p>;
  return (
    <ol className={classes['history']} aria-label={t('rounds:custody')}>
      {sample.custody.map((event) => (
        <li key={event.id}>
          <Icon name={ICONS[event.kind]} size={16} />
          <b>{t(`words:custodyKind.${event.kind}`)}</b>
          <time dateTime={event.at}>{formatInstant(event.at, timeZone)}</time>
          <span className="sj-dim">{event.actorName ?? ''}</span>
          <span>{facts(event, t).join(' · ')}</span>
          {(event.reasons.length > 0 || event.deviation !== null) && (
            <span className={classes['deviation']}>
              <Icon name="warn" size={14} />
              {[
                ...event.reasons.map((reason) => t(`words:custodyReason.${reason}`)),
                ...(event.deviation === null ? [] : [event.deviation]),
              ].join(t('common:listSeparator'))}
            </span>
          )}
        </li>
      ))}
    </ol>
  );
}
