/** The line of filters above the waiting results, kept in the address; what they hide is said. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFilter } from '../../../state/useFilter.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { filterReview, isFlagged, REVIEW_ORDERS, type ReviewFilter, type ReviewOrder } from './reviewFilter.ts';
import type { ReviewItem } from './reviewTypes.ts';
import classes from './ReviewRoom.module.css';

const isOrder = (text: string): text is ReviewOrder => (REVIEW_ORDERS as readonly string[]).includes(text);

/** The filter of the address, and the results that it leaves. */
export function useReviewFilter(items: readonly ReviewItem[]): { shown: ReviewItem[]; filter: ReviewFilter; set: (name: keyof ReviewFilter, value: string) => void; clear: () => void } {
  const language = useLanguage();
  const [flagged, setFlagged] = useFilter('flagged');
  const [area, setArea] = useFilter('town');
  const [analyte, setAnalyte] = useFilter('analyte');
  const [text, setText] = useFilter('q');
  const [order, setOrder] = useFilter('order');
  const filter: ReviewFilter = { flagged: flagged !== '', area, analyte, text, order: isOrder(order) ? order : 'as-entered' };
  const set = { flagged: setFlagged, area: setArea, analyte: setAnalyte, text: setText, order: setOrder };
  return {
    shown: filterReview(items, filter, language),
    filter,
    set: (name, value) => set[name](value),
    clear: () => {
      for (const name of ['flagged', 'area', 'analyte', 'text'] as const) set[name]('');
    },
  };
}

export function ReviewFilters({ items, shown, filter, set, clear }: { items: readonly ReviewItem[] } & ReturnType<typeof useReviewFilter>) {
  const { t } = useTranslation();
  const name = useName();
  const names = (of: (item: ReviewItem) => string): string[] => [...new Set(items.map(of))].sort((a, b) => a.localeCompare(b));
  const hidden = items.length - shown.length;
  return (
    <div className={classes['filters']} role="search" aria-label={t('review:filter.title')}>
      <Checkbox size="xs" label={t('review:filter.flagged', { count: items.filter(isFlagged).length })} checked={filter.flagged} onChange={(event) => set('flagged', event.currentTarget.checked ? '1' : '')} />
      <Select size="xs" clearable searchable aria-label={t('review:filter.area')} placeholder={t('review:filter.area')} value={filter.area === '' ? null : filter.area} onChange={(value) => set('area', value ?? '')} data={names((item) => name(item.areaName))} />
      <Select size="xs" clearable searchable aria-label={t('review:filter.analyte')} placeholder={t('review:filter.analyte')} value={filter.analyte === '' ? null : filter.analyte} onChange={(value) => set('analyte', value ?? '')} data={names((item) => name(item.analyteName))} />
      <TextInput size="xs" aria-label={t('review:filter.text')} placeholder={t('review:filter.text')} value={filter.text} onChange={(event) => set('text', event.currentTarget.value)} />
      <Select size="xs" aria-label={t('review:filter.order')} value={filter.order} onChange={(value) => set('order', value === null || value === 'as-entered' ? '' : value)} allowDeselect={false} data={REVIEW_ORDERS.map((value) => ({ value, label: t(`review:order.${value}`) }))} />
      {hidden > 0 && (
        <span role="status">
          {t('review:filter.hidden', { count: hidden })}{' '}
          <Button size="compact-xs" variant="default" onClick={clear}>{t('review:filter.clear')}</Button>
        </span>
      )}
    </div>
  );
}
