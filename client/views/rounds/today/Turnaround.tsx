/** How long the round takes by segment, in working days against what the laboratory gives itself, and what is most urgent. */
import { Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useCan } from '../../../api/useSession.ts';
import { Icon } from '../../../components/Icon.tsx';
import { formatRound } from '../../../state/format.ts';
import { pathOf } from '../../../state/rooms.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import { useRound, useTo } from '../../../state/useRound.ts';
import classes from './Turnaround.module.css';

type Segment = 'receive' | 'enter' | 'verify' | 'release';

interface TurnaroundAnswer {
  round: string;
  today: string;
  segments: { segment: Segment; targetDays: number; done: number; withinTarget: number; medianDays: number | null; p90Days: number | null; longestDays: number | null; open: number; late: number; nextDueOn: string | null }[];
  open: { segment: Segment; sampleId: string; sampleNumber: string; siteCode: string; count: number; startedOn: string; dueOn: string; days: number; late: boolean }[];
}

/** Where each segment's work is done. */
const PLACE = { receive: ['rounds', 'state=collected,in-transit'], enter: ['bench', ''], verify: ['review', 'step=verify'], release: ['review', 'step=release'] } as const;
const URGENT = 5;

export function Turnaround() {
  const { t } = useTranslation();
  const language = useLanguage();
  const to = useTo();
  const { code } = useRound();
  const allowed = useCan('results.read');
  const query = useQuery({ queryKey: keys.turnaround(code ?? ''), queryFn: ({ signal }) => request<TurnaroundAnswer>(`/rounds/${encodeURIComponent(code ?? '')}/turnaround`, { signal }), enabled: allowed && code !== null });
  if (query.data === undefined || query.data.segments.every((one) => one.done + one.open === 0)) return null;
  const { segments, open } = query.data;
  return (
    <section className={`sj-panel ${classes['panel'] ?? ''}`} aria-labelledby="today-turnaround" data-testid="turnaround">
      <h2 id="today-turnaround">{t('today:turnaround.title', { round: formatRound(query.data.round, language) })}</h2>
      <div className={classes['scroll']}>
        <Table verticalSpacing={4} horizontalSpacing={6}>
          <Table.Thead><Table.Tr><Table.Th>{t('today:turnaround.segment')}</Table.Th><Table.Th ta="right">{t('today:turnaround.target')}</Table.Th><Table.Th ta="right">{t('today:turnaround.median')}</Table.Th><Table.Th ta="right">{t('today:turnaround.within')}</Table.Th><Table.Th ta="right">{t('today:turnaround.open')}</Table.Th><Table.Th ta="right">{t('today:turnaround.late')}</Table.Th><Table.Th>{t('today:turnaround.due')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {segments.map((one) => (
              <Table.Tr key={one.segment}>
                <Table.Td><Link to={to(pathOf(PLACE[one.segment][0]), PLACE[one.segment][1])}>{t(`today:turnaround.of.${one.segment}`)}</Link></Table.Td>
                <Table.Td className="sj-number">{one.targetDays}</Table.Td>
                <Table.Td className="sj-number">{one.medianDays ?? '–'}</Table.Td>
                <Table.Td className="sj-number">{one.done === 0 ? '–' : `${String(one.withinTarget)} / ${String(one.done)}`}</Table.Td>
                <Table.Td className="sj-number">{one.open}</Table.Td>
                <Table.Td className="sj-number">{one.late === 0 ? 0 : <span className={classes['late']}><Icon name="warn" size={12} /> {one.late}</span>}</Table.Td>
                <Table.Td className="sj-figures">{one.nextDueOn ?? '–'}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </div>
      {open.some((one) => one.late) && (
        <ul className={classes['urgent']}>
          {open.filter((one) => one.late).slice(0, URGENT).map((one) => <li key={`${one.sampleId} ${one.segment}`}><span className={classes['late']}>{t('today:turnaround.lateOne', { sample: one.sampleNumber, step: t(`today:turnaround.of.${one.segment}`), due: one.dueOn, days: one.days })}</span></li>)}
        </ul>
      )}
    </section>
  );
}
