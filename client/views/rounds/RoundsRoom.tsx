/** Plan → samples → custody: this round's bottles, the receiving desk, and all rounds. */
import { NavLink, useLocation } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../api/useSession.ts';
import { ExportMenu } from '../../components/ExportMenu.tsx';
import { Page } from '../../components/Page.tsx';
import { formatRound } from '../../state/format.ts';
import { useLanguage, useName } from '../../state/useLanguage.ts';
import { useRound, useTo } from '../../state/useRound.ts';
import { AllRounds } from './AllRounds.tsx';
import { NewRound } from './NewRound.tsx';
import { ReceiveDesk } from './ReceiveDesk.tsx';
import { ThisRound } from './ThisRound.tsx';
import classes from './RoundsRoom.module.css';

export function RoundTabs() {
  const { t } = useTranslation();
  const to = useTo();
  const mayReceive = useCan('custody.write');
  const mayCreate = useCan('rounds.create');
  const tabs = [
    { path: '/rounds', word: t('rounds:tab.this') },
    ...(mayReceive ? [{ path: '/rounds/receive', word: t('rounds:tab.receive') }] : []),
    { path: '/rounds/all', word: t('rounds:tab.all') },
    ...(mayCreate ? [{ path: '/rounds/new', word: t('rounds:tab.new') }] : []),
  ];
  return (
    <nav className={classes['tabs']} aria-label={t('common:room.rounds')}>
      {tabs.map((tab) => (
        <NavLink key={tab.path} to={to(tab.path)} end>
          {tab.word}
        </NavLink>
      ))}
    </nav>
  );
}

export default function RoundsRoom() {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const { code, round } = useRound();
  const mayExport = useCan('exports.read');
  const part = useLocation().pathname.split('/')[2] ?? '';
  const title = part === 'all' || part === 'new' || code === null ? t('common:room.rounds') : formatRound(code, language);
  const lead =
    round === null || part === 'all' || part === 'new'
      ? undefined
      : t('rounds:lead', { plan: name(round.planName), from: round.startsOn, to: round.endsOn });
  return (
    <Page
      title={title}
      {...(lead === undefined ? {} : { lead })}
      tools={mayExport && code !== null && part !== 'new' ? <ExportMenu parameters={{ round: code }} /> : undefined}
    >
      <RoundTabs />
      {part === '' && <ThisRound />}
      {part === 'receive' && <ReceiveDesk key={code} />}
      {part === 'all' && <AllRounds />}
      {part === 'new' && <NewRound />}
    </Page>
  );
}
