/**
 * The two cheapest other slots of a task: what each would cost and, for joint force, what has to make room first.
 * In a draft one press takes a slot that breaks nothing.
 */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { ScheduleDetail, TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { request } from '../../../api/request.ts';
import type { Words } from '../../../api/types.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { takeSchedule } from './useScheduleWeek.ts';
import classes from '../OperationsRoom.module.css';

interface Alternative {
  date: string;
  shift: TaskView['shift'];
  units: string[];
  costMore: number;
  breaks: { id: string; number: string; kind: TaskView['kind']; area: Words | null; units: string[] }[];
}

/** @param onMoved told the new day, which may lie in another week */
export function Alternatives({ task, editable, onMoved }: { task: TaskView; editable: boolean; onMoved: (date: string) => void }) {
  const { t } = useTranslation();
  const name = useName();
  const language = useLanguage();
  const client = useQueryClient();
  const query = useQuery({ queryKey: ['schedule', task.scheduleId, 'alternatives', task.id, task.revision], queryFn: ({ signal }) => request<{ items: Alternative[] }>(`/tasks/${encodeURIComponent(task.id)}/alternatives`, { signal }) });
  const move = useIntent({
    mutationFn: ({ date, shift, units }: Alternative) => request<ScheduleDetail>(`/tasks/${encodeURIComponent(task.id)}/moves`, { method: 'POST', body: { date, shift, units, revision: task.revision } }),
    onSuccess: (answer, { date }) => {
      onMoved(date);
      return takeSchedule(client, answer);
    },
  });
  if (query.isError) return <ProblemNote error={query.error} compact />;
  const items = query.data?.items;
  if (items === undefined) return null;
  if (items.length === 0) return <p className="sj-dim">{t('operations:hands.noAlternative')}</p>;
  const joint = task.units.length > 1;
  return (
    <div className={classes['alternatives']} data-testid="alternatives">
      <b>{t(joint ? 'operations:hands.jointAlternatives' : 'operations:hands.alternatives')}</b>
      <ul>
        {items.map((item) => (
          <li key={`${item.date} ${item.shift} ${item.units.join(' ')}`}>
            <span>
              {item.date} {t(`words:shift.${item.shift}`)} · {item.units.join(' ')} · {item.costMore >= 0 ? '+' : ''}{item.costMore.toFixed(1)} km
              {item.breaks.length === 0 ? (joint ? ` · ${t('operations:hands.free')}` : '') : ` · ${t('operations:hands.inTheWay', { count: item.breaks.length, what: item.breaks.map((each) => `${each.number} ${t(`words:taskKind.${each.kind}`)}${each.area === null ? '' : ` ${name(each.area)}`} (${each.units.join(' ')})`).join(language === 'en' ? '; ' : '；') })}`}
            </span>
            {editable && item.breaks.length === 0 && <Button size="compact-xs" variant="default" loading={move.isPending && move.variables === item} onClick={() => move.mutate(item)}>{t('operations:hands.take')}</Button>}
          </li>
        ))}
      </ul>
      {move.isError && <ProblemNote error={move.error} compact />}
    </div>
  );
}
