/** What waits for me, as counts that open the filtered list, and what changed since I was last here. */
import { useState } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../../api/useSession.ts';
import { useWorklist } from '../../../api/useRecords.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatCount } from '../../../state/format.ts';
import { pathOf } from '../../../state/rooms.ts';
import { useTo } from '../../../state/useRound.ts';
import type { Worklist } from '../../../api/types.ts';
import { RecentList } from './RecentList.tsx';
import { RoundGlance } from './RoundGlance.tsx';
import { Turnaround } from './Turnaround.tsx';
import { takeLastVisit } from './lastVisit.ts';
import classes from './TodayRoom.module.css';

/** What must not wait: shown with a warning mark. */
const URGENT: readonly string[] = ['late', 'qcFailing', 'returned'];

function Counts({ counts }: { counts: Worklist['counts'] }) {
  const { t } = useTranslation();
  const to = useTo();
  const waiting = counts.filter((one) => one.count > 0);
  if (waiting.length === 0) {
    return (
      <EmptyState icon="check" title={t('today:nothing.title')}>
        {t('today:nothing.why')}
      </EmptyState>
    );
  }
  return (
    <ul className={classes['counts']}>
      {waiting.map((one) => (
        <li key={one.key}>
          <Link to={to(pathOf(one.room), one.query)} data-urgent={URGENT.includes(one.key) || undefined}>
            <b className="sj-figures">{formatCount(one.count)}</b>
            <span>
              {URGENT.includes(one.key) && <Icon name="warn" size={16} />}
              {t(`today:count.${one.key}`)}
            </span>
            <small>{t(`common:room.${one.room}`)}</small>
          </Link>
        </li>
      ))}
    </ul>
  );
}

export default function TodayRoom() {
  const { t } = useTranslation();
  const { user } = useSession();
  const worklist = useWorklist();
  const [since] = useState(() => takeLastVisit(user?.id ?? ''));
  return (
    <Page title={t('common:room.today')} lead={t('today:lead', { name: user?.displayName ?? '' })}>
      {worklist.isPending && <Loading rows={6} />}
      {worklist.isError && <ProblemNote error={worklist.error} onRetry={() => void worklist.refetch()} />}
      {worklist.isSuccess && (
        <div className={classes['columns']}>
          <section aria-labelledby="today-waiting">
            <h2 id="today-waiting">{t('today:waiting')}</h2>
            <Counts counts={worklist.data.counts} />
            <RoundGlance />
            <Turnaround />
          </section>
          <section aria-labelledby="today-recent">
            <h2 id="today-recent">{t('today:recent')}</h2>
            <RecentList recent={worklist.data.recent} since={since} />
          </section>
        </div>
      )}
    </Page>
  );
}
