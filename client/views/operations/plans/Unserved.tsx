/** What could not be placed, and why each candidate could not take it. Required = served + unserved, always. */
import { Table } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { ScheduleDetail } from '../../../../models/schemas/answers/schedules.ts';
import { useAreas } from '../../../api/useRecords.ts';
import { useCan } from '../../../api/useSession.ts';
import { useName } from '../../../state/useLanguage.ts';
import { Fixes } from './Fixes.tsx';
import classes from '../OperationsRoom.module.css';

export function Unserved({ schedule, onMade }: { schedule: ScheduleDetail; onMade: (id: string) => void }) {
  const canPlan = useCan('schedules.create');
  const { t } = useTranslation();
  const name = useName();
  const areas = useAreas();
  const { required, served, unserved, notes } = schedule.body;
  const missing = unserved.reduce((sum, one) => sum + one.count, 0);
  const areaName = (code: string): string => {
    const area = areas.data?.find((one) => one.code === code || one.id === code);
    return area === undefined ? code : name(area);
  };
  return (
    <section className={classes['unserved']} data-testid="unserved">
      <h2>{t('operations:ledger', { required, served, missing })}</h2>
      {/* a stored plan names areas by their codes, which outlive names */}
      {notes.map((note) => <p key={`${note.code}-${note.en}`}>{name(note).replace(/\d{6,12}/g, areaName)}</p>)}
      {unserved.length === 0 ? <p>{t('operations:allServed')}</p> : (
        <Table verticalSpacing={4} striped>
          <Table.Thead><Table.Tr><Table.Th>{t('operations:area')}</Table.Th><Table.Th>{t('operations:kind')}</Table.Th><Table.Th ta="right">{t('operations:week')}</Table.Th><Table.Th ta="right">{t('operations:missing')}</Table.Th><Table.Th>{t('operations:why')}</Table.Th></Table.Tr></Table.Thead>
          <Table.Tbody>
            {unserved.map((one) => (
              <Table.Tr key={`${one.area}-${one.kind}-${one.week}-${one.site ?? ''}`}>
                <Table.Td>{areaName(one.area)}</Table.Td><Table.Td>{t(`words:taskKind.${one.kind}`)}</Table.Td><Table.Td className="sj-number">{one.week}</Table.Td><Table.Td className="sj-number">{one.count}</Table.Td>
                <Table.Td>{one.reasons.map((reason) => <div key={`${reason.code}-${reason.en}`}>{name(reason)}{reason.slots === undefined ? '' : ` (${t('operations:slots', { count: reason.slots })})`}</div>)}{canPlan && <Fixes schedule={schedule} line={one} onMade={onMade} />}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </section>
  );
}
