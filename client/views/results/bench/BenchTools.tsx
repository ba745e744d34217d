/** Everything that chooses what the sheet shows. Apart, because menus cost more to draw than a typed value may. */
import { memo } from 'react';
import { Button, MultiSelect, SegmentedControl, Select, Switch, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../components/Icon.tsx';
import { FIELDS, type Field } from './gridTypes.ts';
import type { FilterChoice, Shown } from './sheetFilter.ts';
import classes from './BenchRoom.module.css';

export interface BenchToolsProps {
  choice: FilterChoice;
  areas: { value: string; label: string }[];
  /** Runs of the round, and that of none; empty where nothing has a run. */
  runs: { value: string; label: string }[];
  incomplete: number;
  flagged: number;
  further: Field[];
  transposed: boolean;
  panel: boolean;
  importing: boolean;
  canUndo: boolean;
  canRedo: boolean;
  canImport: boolean;
  /** The same object from one drawing to the next. */
  on: {
    filter: (change: Partial<FilterChoice>) => void;
    further: (fields: Field[]) => void;
    transposed: (value: boolean) => void;
    panel: (value: boolean) => void;
    importing: () => void;
    undo: () => void;
    redo: () => void;
    copyHeadings: () => void;
  };
}

export const BenchTools = memo(function BenchTools({ choice, areas, runs, incomplete, flagged, further, transposed, panel, importing, canUndo, canRedo, canImport, on }: BenchToolsProps) {
  const { t } = useTranslation();
  return (
    <>
      <TextInput size="xs" type="search" className={classes['text'] ?? ''} aria-label={t('bench:find')} placeholder={t('bench:find')} value={choice.text} onChange={(event) => on.filter({ text: event.currentTarget.value })} />
      <Select size="xs" className={classes['area'] ?? ''} aria-label={t('bench:area')} placeholder={t('bench:allAreas')} clearable searchable value={choice.area} data={areas} onChange={(area) => on.filter({ area })} />
      {runs.length > 0 && <Select size="xs" className={classes['area'] ?? ''} aria-label={t('bench:run')} placeholder={t('bench:allRuns')} clearable searchable value={choice.run} data={runs} onChange={(run) => on.filter({ run })} />}
      <SegmentedControl size="xs" value={choice.what} onChange={(what: Shown) => on.filter({ what })} data={[{ value: 'all', label: t('bench:show.all') }, { value: 'incomplete', label: t('bench:show.incomplete', { count: incomplete }) }, { value: 'flagged', label: t('bench:show.flagged', { count: flagged }) }]} />
      <MultiSelect size="xs" className={classes['fields'] ?? ''} aria-label={t('bench:columns')} placeholder={further.length === 0 ? t('bench:columns') : ''} value={further} data={FIELDS.filter((field) => field !== 'result').map((field) => ({ value: field, label: t(`bench:field.${field}`) }))} onChange={on.further} />
      <Switch size="xs" label={t('bench:transpose')} checked={transposed} onChange={(event) => on.transposed(event.currentTarget.checked)} />
      <Button.Group>
        <Button size="xs" px={8} variant="default" onClick={on.undo} disabled={!canUndo} aria-label={t('bench:undo')} title={t('bench:undo')}><Icon name="undo" size={14} /></Button>
        <Button size="xs" px={8} variant="default" onClick={on.redo} disabled={!canRedo} aria-label={t('bench:redo')} title={t('bench:redo')}><Icon name="redo" size={14} /></Button>
      </Button.Group>
      <Button size="xs" variant="default" onClick={on.copyHeadings} title={t('bench:copyHeadingsHint')}>{t('bench:copyHeadings')}</Button>
      <Switch size="xs" label={t('bench:panel')} checked={panel} onChange={(event) => on.panel(event.currentTarget.checked)} />
      {canImport && <Button size="xs" variant="default" onClick={on.importing} aria-expanded={importing} leftSection={<Icon name="upload" size={14} />}>{t('bench:import')}</Button>}
    </>
  );
});
