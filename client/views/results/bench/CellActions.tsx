/**
 * What can be done with a result beside typing: correct it, measure it again, leave it out, take it back, or decide what
 * somebody else asked. What is released stands until a second person agrees or its correction is released, and the buttons say so.
 */
import { useState, type FormEvent } from 'react';
import { Button, Radio, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { useCan } from '../../../api/useSession.ts';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { applyChange } from '../../../state/applyChange.ts';
import { useName } from '../../../state/useLanguage.ts';
import { REASON_CODES, isReasonedAction, type ReasonedAction } from '../../../../models/schemas/reasons.ts';
import type { Change, GridCell } from '../../../api/types.ts';
import { spokenReason } from '../spokenReason.ts';
import type { ResultDetail } from './resultDetail.ts';
import classes from './BenchRoom.module.css';

/** As they stand in the panel; `bottle` is `void` of everything in it. */
const OFFERED = ['withdraw', 'keep', 'amend', 'retest', 'not-analysed', 'void', 'invalidate'] as const;
type Offered = (typeof OFFERED)[number];
/** `answer` submits what was returned, with a word why it stands. */
type Chosen = Offered | 'bottle' | 'answer';

/** What the action means is another thing where the value is released. */
const HINTS_OF_RELEASED: readonly Chosen[] = ['amend', 'retest', 'void', 'bottle'];

interface Answer {
  done: number;
  asked: number;
  refused: { sentence: string }[];
  change: Change;
}

const reasonsOf = (chosen: Chosen): ReasonedAction | undefined => {
  const action = chosen === 'bottle' ? 'void' : chosen === 'answer' ? 'submit' : chosen;
  return isReasonedAction(action) ? action : undefined;
};

interface FormProps {
  chosen: Chosen;
  released: boolean;
  cell: GridCell | undefined;
  count: number;
  pending: boolean;
  onSend: (body: { reasonCode?: string; reason?: string; value?: { rawText: string; dilution?: string; unit?: string } }) => void;
  onCancel: () => void;
}

function ActionForm({ chosen, released, cell, count, pending, onSend, onCancel }: FormProps) {
  const { t } = useTranslation();
  const name = useName();
  const reasons = reasonsOf(chosen);
  const asks = released && chosen === 'void';
  const [code, setCode] = useState('');
  const [reason, setReason] = useState('');
  const [rawText, setRawText] = useState(cell?.rawText ?? '');
  const [dilution, setDilution] = useState(cell?.dilution ?? '1');
  const [unit, setUnit] = useState(cell?.typedUnit ?? '');
  const wantsWords = code === 'other' || chosen === 'answer';
  const told = reasons === undefined ? !wantsWords || reason.trim() !== '' : (code !== '' && (code !== 'other' || reason.trim() !== ''));
  const ready = told && (chosen !== 'amend' || rawText.trim() !== '');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (!ready) return;
    onSend({
      ...(code === '' ? {} : { reasonCode: code }),
      ...(reason.trim() === '' ? {} : { reason }),
      ...(chosen === 'amend' ? { value: { rawText, ...(dilution.trim() === '' ? {} : { dilution }), ...(unit.trim() === '' ? {} : { unit }) } } : {}),
    });
  };
  return (
    <form onSubmit={send} className={classes['action']} data-testid="cell-action">
      <p><b>{t(`bench:act.${chosen}${asks ? 'Asked' : ''}`, { count })}</b> {t(`bench:actHint.${chosen}${released && HINTS_OF_RELEASED.includes(chosen) ? 'Released' : ''}`)}</p>
      {chosen === 'amend' && (
        <div className={classes['actionValue']}>
          <TextInput size="xs" data-autofocus autoFocus label={t('bench:field.result')} value={rawText} maxLength={200} onFocus={(event) => event.currentTarget.select()} onChange={(event) => setRawText(event.currentTarget.value)} />
          <TextInput size="xs" label={t('bench:field.dilution')} value={dilution} maxLength={60} onChange={(event) => setDilution(event.currentTarget.value)} />
          <TextInput size="xs" label={t('bench:field.unit')} value={unit} maxLength={60} onChange={(event) => setUnit(event.currentTarget.value)} />
        </div>
      )}
      {reasons !== undefined && (
        <Radio.Group label={t('bench:actReason')} value={code} onChange={setCode} size="xs">
          {REASON_CODES[reasons].map((one) => <Radio key={one.code} size="xs" value={one.code} label={name(one)} mt={4} />)}
        </Radio.Group>
      )}
      <TextInput size="xs" mt={8} label={t(wantsWords ? 'bench:actWordsWanted' : 'bench:actWords')} withAsterisk={wantsWords} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      <p className={classes['buttons']}>
        <Button size="xs" type="submit" disabled={!ready} loading={pending}>{t(`bench:do.${chosen}${asks ? 'Asked' : ''}`, { count })}</Button>
        <Button size="xs" variant="default" onClick={onCancel}>{t('bench:actCancel')}</Button>
      </p>
    </form>
  );
}

const TAKEN_BACK: readonly GridCell['state'][] = ['entered', 'submitted', 'verified', 'released'];

export interface CellActionsProps {
  place: { sampleId: string; analyteId: string };
  cell: GridCell | undefined;
  /** Nothing can be entered for the bottle now. */
  locked: boolean;
  /** All cells of the same bottle. */
  bottle: readonly GridCell[];
}

export function CellActions({ place, cell, locked, bottle }: CellActionsProps) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const [mayEnter, mayAmend] = [useCan('results.enter'), useCan('results.amend')];
  const [chosen, setChosen] = useState<Chosen | null>(null);
  const id = cell?.resultId ?? null;
  const detail = useQuery({ queryKey: keys.result(id ?? ''), queryFn: ({ signal }) => request<ResultDetail>(`/results/${encodeURIComponent(id ?? '')}`, { signal }), enabled: id !== null });
  const act = useIntent({
    mutationFn: (body: object) => request<Answer>('/result-transitions', { method: 'POST', body }),
    onSuccess: (answer) => {
      applyChange(client, answer.change);
      setChosen(null);
    },
  });
  // The panel opens before its details are there: nothing is offered about a version that nobody sees.
  const current = detail.data?.cell.resultId === id && detail.data?.cell.revision === cell?.revision ? detail.data?.cell : undefined;
  const allowed = id === null ? (mayEnter && !locked ? (['not-analysed'] as const) : []) : OFFERED.filter((action) => current?.allowedActions.some((one) => one.action === action && one.allowed) === true);
  const returned = cell?.state === 'entered' && cell.flags.some(({ code }) => code === 'returned') && current?.allowedActions.some((one) => one.action === 'submit' && one.allowed) === true;
  const inBottle = bottle.filter((one) => one.resultId !== null && TAKEN_BACK.includes(one.state) && one.asked === undefined);
  const released = cell?.state === 'released';
  const send: FormProps['onSend'] = ({ value, ...why }) => {
    if (chosen === null) return;
    const results = chosen === 'bottle' ? inBottle.map((one) => ({ id: one.resultId, revision: one.revision })) : [id === null ? { ...place, revision: cell?.revision ?? 0 } : { id, revision: cell?.revision ?? 0 }];
    act.mutate({ action: chosen === 'bottle' ? 'void' : chosen === 'answer' ? 'submit' : chosen, results, ...why, ...(value === undefined || id === null ? {} : { values: [{ id, ...value }] }) });
  };
  return (
    <div data-testid="cell-actions">
      {cell?.corrects !== undefined && <p className={classes['flag']}>{t('bench:corrects', { text: cell.corrects.reportedText, attempt: cell.corrects.attempt })}</p>}
      {cell?.asked !== undefined && <Notice tone="warn">{t(`bench:askedBy.${cell.asked.action}`, { name: cell.asked.actorName ?? '–' })} {spokenReason(cell.asked, name)}</Notice>}
      {act.isError && <ProblemNote error={act.error} compact />}
      {act.data !== undefined && <Notice tone={act.data.refused.length > 0 || act.data.asked > 0 ? 'warn' : 'good'}>{t(act.data.asked > 0 ? 'bench:actAsked' : 'bench:actDone', { count: act.data.done, asked: act.data.asked })} {act.data.refused.slice(0, 3).map((one) => one.sentence).join(' ')}</Notice>}
      {chosen !== null ? (
        <ActionForm key={chosen} chosen={chosen} released={chosen === 'bottle' ? inBottle.some(({ state }) => state === 'released') : released} cell={cell} count={chosen === 'bottle' ? inBottle.length : 1} pending={act.isPending} onSend={send} onCancel={() => { act.reset(); setChosen(null); }} />
      ) : (
        <p className={classes['buttons']}>
          {returned && <Button size="compact-xs" onClick={() => { act.reset(); setChosen('answer'); }}>{t('bench:act.answer')}…</Button>}
          {allowed.map((action) => <Button key={action} size="compact-xs" variant={action === 'withdraw' ? 'filled' : 'default'} onClick={() => { act.reset(); setChosen(action); }}>{t(`bench:act.${action}${released && action === 'void' ? 'Asked' : ''}`)}…</Button>)}
          {mayAmend && inBottle.length > 1 && <Button size="compact-xs" variant="default" onClick={() => { act.reset(); setChosen('bottle'); }}>{t('bench:act.bottle')}…</Button>}
        </p>
      )}
    </div>
  );
}
