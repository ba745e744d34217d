/** The last scan large enough to read from a step away, the ones before under it. */
import { useTranslation } from 'react-i18next';
import { Icon, type IconName } from '../../components/Icon.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { useName } from '../../state/useLanguage.ts';
import type { Scan } from './useReceiving.ts';
import classes from './ScanLog.module.css';

const TONES: Record<Scan['verdict'], { tone: 'good' | 'wait' | 'bad'; icon: IconName }> = {
  ready: { tone: 'wait', icon: 'clock' },
  sending: { tone: 'wait', icon: 'clock' },
  waiting: { tone: 'wait', icon: 'thermometer' },
  received: { tone: 'good', icon: 'check' },
  already: { tone: 'wait', icon: 'info' },
  twice: { tone: 'wait', icon: 'info' },
  unknown: { tone: 'bad', icon: 'error' },
  'not-possible': { tone: 'bad', icon: 'error' },
  refused: { tone: 'bad', icon: 'error' },
};

const SHOWN = 30;

function Line({ scan }: { scan: Scan }) {
  const { t } = useTranslation();
  const name = useName();
  const look = TONES[scan.verdict];
  const why =
    scan.sentence !== ''
      ? scan.sentence
      : t(`rounds:scan.${scan.verdict}`, { state: scan.sample === null ? '' : t(`words:sampleState.${scan.sample.state}`) });
  return (
    <li data-tone={look.tone}>
      <Icon name={look.icon} />
      <b>{scan.sample?.number ?? scan.code}</b>
      <span>{scan.sample === null ? '' : name(scan.sample.site.name)}</span>
      <span>{why}</span>
    </li>
  );
}

export function ScanLog({ scans }: { scans: readonly Scan[] }) {
  const { t } = useTranslation();
  const [last, ...before] = scans;
  if (last === undefined)
    return (
      <EmptyState icon="scan" title={t('rounds:desk.empty.title')}>
        {t('rounds:desk.empty.why')}
      </EmptyState>
    );
  return (
    <div className={classes['log']}>
      <ol className={classes['last']} role="alert">
        <Line key={`${last.id} ${last.verdict}`} scan={last} />
      </ol>
      <ol className={`sj-panel ${classes['before'] ?? ''}`} aria-label={t('rounds:desk.before')}>
        {before.slice(0, SHOWN).map((scan) => (
          <Line key={scan.id} scan={scan} />
        ))}
      </ol>
    </div>
  );
}
