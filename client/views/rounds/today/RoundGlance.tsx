/** Where the chosen round stands, in one strip, with the way into it. */
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { ProgressStrip } from '../../../components/ProgressStrip.tsx';
import { formatRound } from '../../../state/format.ts';
import { useRoomAccess } from '../../../api/useSession.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import { useRound, useTo } from '../../../state/useRound.ts';
import { roundProgress } from '../../../state/roundProgress.ts';
import classes from './RoundGlance.module.css';

export function RoundGlance() {
  const { t } = useTranslation();
  const language = useLanguage();
  const to = useTo();
  const { round } = useRound();
  const open = useRoomAccess('rounds').allowed;
  if (round === null) return null;
  const title = t('today:round', { round: formatRound(round.code, language) });
  return (
    <div className={`sj-panel ${classes['glance'] ?? ''}`}>
      <h3>{open ? <Link to={to('/rounds')}>{title}</Link> : title}</h3>
      <ProgressStrip stages={roundProgress(round)} />
    </div>
  );
}
