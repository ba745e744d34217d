/** That a filter is on, what it asks for, how many bottles it hides, and one click out of it. */
import { Button } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Icon } from '../../../components/Icon.tsx';
import { isFiltering } from './sheetFilter.ts';
import type { SheetFilter } from './useSheetFilter.ts';
import classes from './BenchRoom.module.css';

export interface FilterBarProps {
  filter: SheetFilter;
  areas: { value: string; label: string }[];
  runs: { value: string; label: string }[];
}

export function FilterBar({ filter: { choice, samples, hidden, outdated, apply, clear }, areas, runs }: FilterBarProps) {
  const { t } = useTranslation();
  if (!isFiltering(choice)) return null;
  const labelOf = (items: FilterBarProps['areas'], value: string | null): string[] => (value === null ? [] : [items.find((one) => one.value === value)?.label ?? value]);
  const asked = [...(choice.what === 'all' ? [] : [t(`bench:filter.${choice.what}`)]), ...labelOf(runs, choice.run), ...labelOf(areas, choice.area), ...(choice.text.trim() === '' ? [] : [`“${choice.text.trim()}”`])];
  return (
    <div className={classes['filtered']} role="status" data-testid="filter-bar">
      <span><b>{t('bench:filter.on', { asked: asked.join(' · ') })}</b> {t('bench:filter.counts', { shown: samples.length, hidden, count: samples.length + hidden })}</span>
      {outdated > 0 && <Button size="compact-xs" variant="default" onClick={() => apply()}>{t('bench:filter.again', { count: outdated })}</Button>}
      <Button size="compact-xs" variant="default" onClick={clear} leftSection={<Icon name="cross" size={12} />} title={t('bench:filter.clearHint')}>{t('bench:showAll')}</Button>
    </div>
  );
}
