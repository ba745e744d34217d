/**
 * A week as units × days. In a draft a task is dragged to another day or unit, or picked up with Enter, moved
 * with the arrow keys and put down with Enter; what the move would break is said before it is made, by the
 * server's rules. Every move can be taken back.
 */
import { useState, type KeyboardEvent } from 'react';
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { readAll } from '../../../api/useRecords.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import type { Unit } from '../../../../models/schemas/index.ts';
import type { ScheduleDetail, TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { takeSchedule, taskRead } from '../plans/useScheduleWeek.ts';
import type { Week } from '../plans/weeksOf.ts';
import classes from './UnitBoard.module.css';
import kinds from '../tasks/taskKind.module.css';

interface Picked {
  task: TaskView;
  /** The unit in whose row it was taken up. */
  unit: string;
}

interface Target {
  unit: string;
  date: string;
}

interface Slot {
  date: string;
  shift: TaskView['shift'];
  units: string[];
}

interface Checked {
  breaches: { code: string; zh: string; en: string }[];
  costMore: number;
}

const slotFor = ({ task, unit }: Picked, target: Target): Slot => ({ date: target.date, shift: task.shift, units: task.units.map(({ code }) => (code === unit ? target.unit : code)) });
const slotOf = (task: TaskView): Slot => ({ date: task.date, shift: task.shift, units: task.units.map(({ code }) => code) });

export function UnitBoard({ schedule, week, chosen, onChoose }: { schedule: ScheduleDetail; week: Week; chosen: string | null; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const client = useQueryClient();
  const editable = schedule.state === 'draft';
  // what lies before a revision, or was begun, stays in the plan under which it was done
  const movable = (task: TaskView): boolean => editable && task.scheduleId === schedule.id && task.state === 'planned';
  const [picked, setPicked] = useState<Picked | null>(null);
  const [target, setTarget] = useState<Target | null>(null);
  const [undo, setUndo] = useState<{ id: string; slot: Slot }[]>([]);
  const units = useQuery({ queryKey: keys.units(), queryFn: ({ signal }) => readAll<Unit>('/units', {}, signal) });
  const rows = (units.data ?? []).filter(({ active }) => active);
  const asked = picked === null || target === null ? null : slotFor(picked, target);
  const check = useQuery({
    queryKey: ['schedule', schedule.id, 'slot', picked?.task.id, picked?.task.revision, asked],
    queryFn: ({ signal }) => request<Checked>(`/tasks/${encodeURIComponent(picked?.task.id ?? '')}/slot-checks`, { method: 'POST', body: asked ?? {}, signal }),
    enabled: asked !== null && picked !== null && (asked.date !== picked.task.date || target?.unit !== picked.unit),
  });
  const move = useIntent({
    mutationFn: ({ id, revision, slot }: { id: string; revision: number; slot: Slot; back: boolean; from: Slot }) => request<ScheduleDetail>(`/tasks/${encodeURIComponent(id)}/moves`, { method: 'POST', body: { ...slot, revision } }),
    onSuccess: async (answer, { id, back, from }) => {
      setUndo((now) => (back ? now.slice(0, -1) : [...now, { id, slot: from }]));
      await takeSchedule(client, answer);
    },
  });
  const put = (what: Picked, where: Target): void => {
    setPicked(null);
    setTarget(null);
    if (where.unit === what.unit && where.date === what.task.date) return;
    move.mutate({ id: what.task.id, revision: what.task.revision, slot: slotFor(what, where), back: false, from: slotOf(what.task) });
  };
  const takeBack = (): void => {
    const last = undo.at(-1);
    const task = last === undefined ? undefined : taskRead(client, schedule.id, last.id);
    if (last !== undefined && task !== undefined) move.mutate({ id: task.id, revision: task.revision, slot: last.slot, back: true, from: slotOf(task) });
  };
  const onKey = (event: KeyboardEvent, what: Picked): void => {
    if (!movable(what.task)) return;
    if (event.key === 'Enter' && picked === null) {
      event.preventDefault();
      setPicked(what);
      setTarget({ unit: what.unit, date: what.task.date });
    } else if (picked !== null && target !== null) {
      const [row, column] = [rows.findIndex(({ code }) => code === target.unit), week.days.findIndex(({ date }) => date === target.date)];
      const step = { ArrowUp: [-1, 0], ArrowDown: [1, 0], ArrowLeft: [0, -1], ArrowRight: [0, 1] }[event.key];
      if (step !== undefined) {
        event.preventDefault();
        const unit = rows[row + (step[0] ?? 0)]?.code ?? target.unit;
        const date = week.days[column + (step[1] ?? 0)]?.date ?? target.date;
        setTarget({ unit, date });
      } else if (event.key === 'Enter') {
        event.preventDefault();
        put(picked, target);
      } else if (event.key === 'Escape') {
        setPicked(null);
        setTarget(null);
      }
    }
  };
  const words = asked === null ? '' : check.data === undefined ? (check.isFetching ? t('operations:hands.checking') : '') : check.data.breaches.length > 0 ? t('operations:hands.breaks', { what: check.data.breaches.map((each) => name(each)).join(language === 'en' ? '; ' : '；') }) : t('operations:hands.fits', { cost: check.data.costMore.toFixed(1) });
  const weekday = (date: string): string => new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
  return (
    <section aria-label={t('operations:hands.title')} data-testid="unit-board">
      <div className={classes['bar']}>
        <p className="sj-dim">{t(editable ? 'operations:hands.hint' : 'operations:hands.fixed')}{editable && schedule.replannedFrom !== null ? ` ${t('operations:hands.revision', { from: schedule.replannedFrom })}` : ''}</p>
        {undo.length > 0 && <Button size="xs" variant="default" onClick={takeBack} loading={move.isPending}>{t('operations:hands.undo', { count: undo.length })}</Button>}
      </div>
      <p className={classes['said']} role="status" data-bad={(check.data?.breaches.length ?? 0) > 0 && asked !== null}>{words}</p>
      {move.isError && <ProblemNote error={move.error} compact />}
      <div className={classes['scroll']}>
        <table className={classes['board']}>
          <thead><tr><th scope="col">{t('operations:units')}</th>{week.days.map(({ date }) => <th key={date} scope="col">{date.slice(5)} <span className="sj-dim">{weekday(date)}</span></th>)}</tr></thead>
          <tbody>
            {rows.map((unit) => (
              <tr key={unit.id}>
                <th scope="row">{name(unit)}<span className="sj-dim"> {unit.code}</span></th>
                {week.days.map(({ date, tasks }) => {
                  const here = target?.unit === unit.code && target.date === date;
                  return (
                    <td
                      key={date}
                      data-target={here}
                      data-breach={here && (check.data?.breaches.length ?? 0) > 0}
                      onDragOver={(event) => {
                        if (picked === null) return;
                        event.preventDefault();
                        if (!here) setTarget({ unit: unit.code, date });
                      }}
                      onDrop={(event) => {
                        event.preventDefault();
                        if (picked !== null) put(picked, { unit: unit.code, date });
                      }}
                    >
                      {tasks.filter((task) => task.state !== 'cancelled' && task.units.some(({ id }) => id === unit.id)).map((task) => (
                        <button
                          key={task.id}
                          type="button"
                          className={`${classes['task'] ?? ''} ${kinds['kind'] ?? ''}`}
                          data-kind={task.kind}
                          data-picked={picked?.task.id === task.id}
                          aria-pressed={task.id === chosen}
                          draggable={movable(task)}
                          data-fixed={editable && !movable(task)}
                          title={editable && !movable(task) ? t('operations:hands.past') : undefined}
                          onDragStart={(event) => {
                            event.dataTransfer.setData('text/plain', task.id);
                            setPicked({ task, unit: unit.code });
                          }}
                          onDragEnd={() => {
                            setPicked(null);
                            setTarget(null);
                          }}
                          onKeyDown={(event) => onKey(event, { task, unit: unit.code })}
                          onClick={() => onChoose(task.id)}
                        >
                          {task.area === null ? t('operations:noPlace') : name(task.area.name)}
                          <span>{t(`words:taskKind.${task.kind}`)} · {t(`words:shift.${task.shift}`)}</span>
                        </button>
                      ))}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
