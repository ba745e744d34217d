/** Values that are held for a look: each with what it is held for, and what was looked at; several confirmed at once. */
import { useState, type FormEvent } from 'react';
import { Button, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatReported } from '../../../state/format.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import type { GridCell } from '../../../api/types.ts';
import { cellKey, type GridIndex } from './gridTypes.ts';
import classes from './BenchRoom.module.css';

/** One held value in the panel. */
export function ConfirmHold({ onConfirm }: { onConfirm: (reason: string) => void }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const send = (event: FormEvent): void => {
    event.preventDefault();
    if (reason.trim() !== '') onConfirm(reason);
  };
  return (
    <form onSubmit={send} className={classes['action']}>
      <TextInput size="xs" label={t('bench:held.why')} placeholder={t('bench:held.example')} value={reason} maxLength={500} onChange={(event) => setReason(event.currentTarget.value)} />
      <p className={classes['buttons']}><Button size="xs" type="submit" disabled={reason.trim() === ''}>{t('bench:confirmHold')}</Button></p>
    </form>
  );
}

export interface HeldBarProps {
  index: GridIndex;
  held: readonly GridCell[];
  onConfirm: (looks: readonly { key: string; reason: string }[]) => void;
  onGo: (key: string) => void;
}

export function HeldBar({ index, held, onConfirm, onGo }: HeldBarProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const [open, setOpen] = useState(false);
  const [reasons, setReasons] = useState<ReadonlyMap<string, string>>(new Map());
  const [all, setAll] = useState('');
  if (held.length === 0) return null;
  const rows = held.map((cell) => ({ cell, key: cellKey(cell.sampleId, cell.analyteId), why: cell.flags.find(({ code }) => code === 'hold') }));
  // What was said of another version of a value says nothing of this one.
  const saidOf = ({ key, cell }: (typeof rows)[number]): string => reasons.get(`${key} ${cell.revision}`) ?? '';
  const said = rows.filter((row) => saidOf(row).trim() !== '');
  const say = (rowsToo: readonly (typeof rows)[number][], text: string): void => setReasons((now) => new Map([...now, ...rowsToo.map(({ key, cell }) => [`${key} ${cell.revision}`, text] as const)]));
  return (
    <section className={classes['conflicts']} data-testid="held" aria-label={t('bench:held.count', { count: held.length })}>
      <p className={classes['buttons']}>
        <b>⚑ {t('bench:held.count', { count: held.length })}</b> {t('bench:held.lead')}
        <Button size="compact-xs" variant="default" aria-expanded={open} onClick={() => setOpen((now) => !now)}>{t(open ? 'bench:held.close' : 'bench:held.open')}</Button>
      </p>
      {open && (
        <form onSubmit={(event) => { event.preventDefault(); onConfirm(said.map((row) => ({ key: row.key, reason: saidOf(row) }))); }}>
          <ul className={classes['heldList']}>
            {rows.map((row) => {
              const { cell, key, why } = row;
              const analyte = index.grid.analytes.find((one) => one.id === cell.analyteId)?.abbreviation ?? cell.analyteId;
              const number = index.samples.get(cell.sampleId)?.number ?? '';
              return (
                <li key={key}>
                  <Button size="compact-xs" variant="subtle" onClick={() => onGo(key)} title={t('bench:held.go')}>{number} {analyte}</Button>
                  <span><b>{cell.rawText ?? ''}</b> → {formatReported(cell.reportedText, language)} {cell.unit ?? ''}</span>
                  <span className={classes['flag']}>{why === undefined ? '' : name(why)}</span>
                  <TextInput size="xs" aria-label={t('bench:held.whyOf', { sample: number, analyte })} placeholder={t('bench:held.why')} value={saidOf(row)} maxLength={500} onChange={(event) => say([row], event.currentTarget.value)} />
                </li>
              );
            })}
          </ul>
          <p className={classes['buttons']}>
            {held.length > 1 && <><TextInput size="xs" aria-label={t('bench:held.same')} placeholder={t('bench:held.same')} value={all} maxLength={500} onChange={(event) => setAll(event.currentTarget.value)} /><Button size="xs" variant="default" disabled={all.trim() === ''} onClick={() => say(rows.filter((row) => saidOf(row).trim() === ''), all)}>{t('bench:held.fill')}</Button></>}
            <Button size="xs" type="submit" disabled={said.length === 0}>{t('bench:held.confirm', { count: said.length })}</Button>
          </p>
        </form>
      )}
    </section>
  );
}
