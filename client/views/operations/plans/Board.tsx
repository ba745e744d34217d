/** A week as seven columns, or, on a phone, as a list of days. Every task can be opened to its order. */
import { useState } from 'react';
import { Button, Select } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { TaskView } from '../../../../models/schemas/answers/schedules.ts';
import { request, withQuery } from '../../../api/request.ts';
import { useCan } from '../../../api/useSession.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Icon } from '../../../components/Icon.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { Alternatives } from './Alternatives.tsx';
import { OutcomeForm } from '../tasks/OutcomeForm.tsx';
import { TaskTools } from '../tasks/TaskTools.tsx';
import type { Week } from './weeksOf.ts';
import classes from '../OperationsRoom.module.css';
import kinds from '../tasks/taskKind.module.css';

const CANCEL_REASONS = ['weather', 'redeployed', 'merged', 'no-access', 'superseded', 'other'] as const;

function weekdayOf(date: string, language: 'zh-CN' | 'en'): string {
  return new Intl.DateTimeFormat(language, { weekday: 'short', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`));
}

function TaskActions({ task }: { task: TaskView }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [cancelReason, setCancelReason] = useState<string | null>(null);
  const move = useIntent({
    mutationFn: (action: 'start' | 'finish' | 'cancel') => request<unknown>(`/tasks/${encodeURIComponent(task.id)}/transitions`, { method: 'POST', body: { action, revision: task.revision, ...(action === 'cancel' ? { cancelReason } : {}) } }),
    onSuccess: () => client.invalidateQueries({ queryKey: ['schedule'] }),
  });
  return (
    <div className={classes['actions']}>
      {task.state === 'planned' && <Button size="xs" variant="default" onClick={() => move.mutate('start')}>{t('operations:start')}</Button>}
      {task.state === 'started' && <Button size="xs" variant="default" onClick={() => move.mutate('finish')}>{t('operations:finish')}</Button>}
      {(task.state === 'planned' || task.state === 'started') && (
        <>
          <Select size="xs" aria-label={t('operations:cancelReason')} placeholder={t('operations:cancelReason')} value={cancelReason} onChange={setCancelReason} data={CANCEL_REASONS.map((value) => ({ value, label: t(`words:cancelReason.${value}`) }))} />
          <Button size="xs" variant="default" disabled={cancelReason === null} onClick={() => move.mutate('cancel')}>{t('operations:cancel')}</Button>
        </>
      )}
      {move.isError && <ProblemNote error={move.error} compact />}
    </div>
  );
}

export function OrderSheet({ task, schedule, draft, released, onMoved, onClose }: { task: TaskView; schedule: string; draft: boolean; released: boolean; onMoved: (date: string) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const canAct = useCan('tasks.write');
  const canReport = useCan('outcomes.write');
  const canPrint = useCan('exports.read');
  const canPlan = useCan('schedules.create');
  const language = useLanguage();
  return (
    <section className={classes['order']} aria-label={t('operations:orderOf', { number: task.number })} data-testid="order">
      <header>
        <h2>{t('operations:order')} {task.number}</h2>
        <Button size="xs" variant="subtle" onClick={onClose} leftSection={<Icon name="cross" size={14} />}>{t('operations:close')}</Button>
      </header>
      <dl>
        <div><dt>{t('operations:kind')}</dt><dd>{t(`words:taskKind.${task.kind}`)}</dd></div>
        <div><dt>{t('operations:date')}</dt><dd>{task.date} {t(`words:shift.${task.shift}`)}</dd></div>
        <div><dt>{t('operations:area')}</dt><dd>{task.area === null ? t('operations:noPlace') : name(task.area.name)}{task.place === null ? '' : ` · ${task.place}`}{task.site === null ? '' : ` · ${task.site.code} ${name(task.site.name)}`}</dd></div>
        <div><dt>{t('operations:units')}</dt><dd>{task.units.map((unit) => name(unit.name)).join('、')}</dd></div>
        {task.premisesPlanned !== null && <div><dt>{t('operations:premises')}</dt><dd>{task.premisesPlanned}</dd></div>}
        <div><dt>{t('operations:state')}</dt><dd>{t(`words:taskState.${task.state}`)}</dd></div>
      </dl>
      <p className={classes['authorisation']}>{name(task.orderText)}</p>
      {canPrint && (
        <div className={classes['actions']}>
          {task.units.map((unit) => <Button key={unit.id} size="xs" variant="default" component="a" href={withQuery('/api/exports/orders', { format: 'pdf', schedule, date: task.date, unit: unit.code, language })} download leftSection={<Icon name="download" size={14} />}>{t('operations:printOrder', { unit: name(unit.name) })}</Button>)}
        </div>
      )}
      {canPlan && task.state === 'planned' && <Alternatives task={task} editable={draft && task.scheduleId === schedule} onMoved={onMoved} />}
      <TaskTools task={task} released={released} />
      {released && canAct && <TaskActions task={task} />}
      {released && canReport && (task.state === 'started' || task.state === 'done') && <OutcomeForm task={task} />}
    </section>
  );
}

export function Board({ week, chosen, onChoose }: { week: Week; chosen: string | null; onChoose: (id: string) => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  return (
    <div className={classes['board']} role="list" aria-label={t('operations:weekOf', { date: week.monday })}>
      {week.days.map(({ date, tasks }) => (
        <section key={date} role="listitem" className={classes['day']} aria-label={`${date} ${weekdayOf(date, language)}`}>
          <h3>{date.slice(5)} <span className="sj-dim">{weekdayOf(date, language)}</span></h3>
          {tasks.map((task) => (
            <button key={task.id} type="button" className={`${classes['task'] ?? ''} ${kinds['kind'] ?? ''}`} data-kind={task.kind} data-state={task.state} aria-pressed={task.id === chosen} onClick={() => onChoose(task.id)} data-testid="task">
              <b>{task.area === null ? t('operations:noPlace') : name(task.area.name)}{task.place === null ? '' : ` · ${task.place}`}</b>
              <span>{t(`words:taskKind.${task.kind}`)}</span>
              <span className="sj-dim">{t(`words:shift.${task.shift}`)} · {task.units.map((unit) => name(unit.name)).join('、')}</span>
            </button>
          ))}
          {tasks.length === 0 && <p className="sj-dim">–</p>}
        </section>
      ))}
    </div>
  );
}
