/** A block that does not fit one to one, before anything is written: what goes where, what is left out and why. One click takes it, one undo gives it back. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { cellKey, FIELDS, splitKey, type GridIndex } from './gridTypes.ts';
import { LeftOutList } from './LeftOutList.tsx';
import type { PastePlan } from './pastePlan.ts';
import classes from './BenchRoom.module.css';

export interface PastePreviewProps {
  plan: PastePlan;
  index: GridIndex;
  textAt: (key: string, field: PastePlan['edits'][number]['field']) => string;
  onApply: () => void;
  onCancel: () => void;
}

export function PastePreview({ plan: { edits, leftOut }, index, textAt, onApply, onCancel }: PastePreviewProps) {
  const { t } = useTranslation();
  const at = new Map(edits.map((edit) => [`${edit.key}|${edit.field}`, edit.text]));
  const bottles = new Set(edits.map(({ key }) => splitKey(key).sampleId));
  const lanes = index.grid.analytes.flatMap((analyte) => FIELDS.filter((field) => edits.some((edit) => edit.field === field && splitKey(edit.key).analyteId === analyte.id)).map((field) => ({ analyte, field })));
  const changed = edits.filter(({ key, field, text }) => textAt(key, field) !== '' && textAt(key, field) !== text).length;
  return (
    <section className={classes['preview']} data-testid="paste-preview" aria-label={t('bench:paste.title')} onKeyDown={(event) => { if (event.key === 'Escape') onCancel(); }}>
      <p><b>{t('bench:paste.title')}</b> {t('bench:paste.goes', { count: edits.length, bottles: bottles.size })}{changed > 0 ? ` ${t('bench:paste.replaces', { count: changed })}` : ''} {leftOut.length > 0 && t('bench:paste.leftOut', { count: leftOut.length })}</p>
      <div className={classes['previewBody']}>
        {edits.length > 0 && (
          <table>
            <thead><tr><th>{t('bench:sample')}</th>{lanes.map(({ analyte, field }) => <th key={`${analyte.id}|${field}`}>{analyte.abbreviation}{field === 'result' ? '' : ` ${t(`bench:field.${field}`)}`}</th>)}</tr></thead>
            <tbody>
              {index.grid.samples.filter(({ id }) => bottles.has(id)).map((sample) => (
                <tr key={sample.id}>
                  <th>{sample.number}</th>
                  {lanes.map(({ analyte, field }) => {
                    const key = cellKey(sample.id, analyte.id);
                    const next = at.get(`${key}|${field}`);
                    const before = textAt(key, field);
                    return <td key={`${analyte.id}|${field}`}>{next !== undefined && before !== '' && before !== next && <s>{before}</s>} {next ?? ''}</td>;
                  })}
                </tr>
              ))}
            </tbody>
          </table>
        )}
        <LeftOutList leftOut={leftOut} />
      </div>
      <p className={classes['buttons']}>
        <Button size="xs" data-autofocus autoFocus disabled={edits.length === 0} onClick={onApply}>{t('bench:paste.apply', { count: edits.length })}</Button>
        <Button size="xs" variant="default" autoFocus={edits.length === 0} onClick={onCancel}>{t('bench:paste.cancel')}</Button>
      </p>
    </section>
  );
}
