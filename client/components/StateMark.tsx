/** State of a bottle as a small mark: shape and word, so that it is not told by colour alone. */
import { useTranslation } from 'react-i18next';
import type { SampleState } from '../../models/schemas/sample.ts';
import { Icon, type IconName } from './Icon.tsx';
import classes from './StateMark.module.css';

const LOOKS: Record<SampleState, { icon: IconName; tone: 'wait' | 'go' | 'good' | 'bad' }> = {
  planned: { icon: 'clock', tone: 'wait' },
  collected: { icon: 'bottle', tone: 'go' },
  'in-transit': { icon: 'truck', tone: 'go' },
  received: { icon: 'check', tone: 'good' },
  disposed: { icon: 'check', tone: 'wait' },
  missed: { icon: 'reject', tone: 'bad' },
  cancelled: { icon: 'cross', tone: 'wait' },
  lost: { icon: 'reject', tone: 'bad' },
  rejected: { icon: 'reject', tone: 'bad' },
};

export function StateMark({ state }: { state: SampleState }) {
  const { t } = useTranslation();
  const look = LOOKS[state];
  return (
    <span className={classes['mark']} data-tone={look.tone}>
      <Icon name={look.icon} size={15} />
      {t(`words:sampleState.${state}`)}
    </span>
  );
}
