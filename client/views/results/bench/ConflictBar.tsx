/** What somebody else saved first: both values side by side, and a person decides. It stays until then. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { formatReported } from '../../../state/format.ts';
import { useLanguage } from '../../../state/useLanguage.ts';
import type { Draft } from './draft.ts';
import { splitKey, type GridIndex } from './gridTypes.ts';
import classes from './BenchRoom.module.css';

const SHOWN = 5;

export interface ConflictBarProps {
  index: GridIndex;
  conflicts: readonly (readonly [string, Draft])[];
  onKeepMine: (keys: readonly string[]) => void;
  onTakeTheirs: (keys: readonly string[]) => void;
}

export function ConflictBar({ index, conflicts, onKeepMine, onTakeTheirs }: ConflictBarProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  if (conflicts.length === 0) return null;
  const all = conflicts.map(([key]) => key);
  return (
    <section className={classes['conflicts']} role="alert" data-testid="conflicts" aria-label={t('bench:conflictCount', { count: conflicts.length })}>
      <p><b>⇄ {t('bench:conflictCount', { count: conflicts.length })}</b> {t('bench:conflict')}</p>
      <ul>
        {conflicts.slice(0, SHOWN).map(([key, draft]) => {
          const { sampleId, analyteId } = splitKey(key);
          const cell = index.cells.get(key);
          const analyte = index.grid.analytes.find((one) => one.id === analyteId);
          const typed = draft.texts.result ?? cell?.rawText ?? '';
          return (
            <li key={key}>
              <span>{index.samples.get(sampleId)?.number} {analyte?.abbreviation}</span>
              <span>{t('bench:theirs')} <b>{cell?.rawText ?? t('bench:blank')}</b> → {formatReported(cell?.reportedText ?? null, language)} <span className="sj-dim">{cell?.authorName ?? ''}</span></span>
              <span>{t('bench:mine')} <b>{typed === '' ? t('bench:blank') : typed}</b></span>
              <span className={classes['buttons']}>
                <Button size="compact-xs" onClick={() => onKeepMine([key])}>{t('bench:keepMine')}</Button>
                <Button size="compact-xs" variant="default" onClick={() => onTakeTheirs([key])}>{t('bench:takeTheirs')}</Button>
              </span>
            </li>
          );
        })}
      </ul>
      {conflicts.length > 1 && (
        <p className={classes['buttons']}>
          <Button size="compact-xs" variant="default" onClick={() => onKeepMine(all)}>{t('bench:keepAllMine')}</Button>
          <Button size="compact-xs" variant="default" onClick={() => onTakeTheirs(all)}>{t('bench:takeAllTheirs')}</Button>
        </p>
      )}
    </section>
  );
}
