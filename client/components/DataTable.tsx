/**
 * A plain table: sortable headings, numbers at the right, rows that can be chosen or opened. On a
 * phone each row becomes a card with its headings beside the values.
 */
import { Checkbox, UnstyledButton } from '@mantine/core';
import { Fragment, useEffect, useRef, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { sortRows, type SortKey } from '../state/sortRows.ts';
import { Icon } from './Icon.tsx';
import classes from './DataTable.module.css';

export interface Column<T> {
  key: string;
  heading: string;
  /** Printed dimmed after the heading. */
  unit?: string;
  cell: (row: T) => ReactNode;
  numeric?: boolean;
  /** On a phone: the title of the card, a mark beside the title, or left out. */
  phone?: 'title' | 'mark' | 'hidden';
  /** Makes the heading sort by this; what is missing comes last either way. */
  sort?: (row: T) => SortKey;
}

export interface DataTableProps<T> {
  /** Said to those who hear the page. */
  caption: string;
  columns: readonly Column<T>[];
  rows: readonly T[];
  rowKey: (row: T) => string;
  selection?: { chosen: ReadonlySet<string>; onChange: (chosen: Set<string>) => void; label: (row: T) => string };
  /** A row that is open shows this under itself. */
  opened?: { key: string | null; onToggle: (key: string | null) => void; content: (row: T) => ReactNode; label: (row: T) => string };
  rowTone?: (row: T) => 'bad' | 'quiet' | undefined;
}

export function DataTable<T>({ caption, columns, rows, rowKey, selection, opened, rowTone }: DataTableProps<T>) {
  const { t } = useTranslation();
  const [sorting, setSorting] = useState<{ key: string; down: boolean } | null>(null);
  const openRow = useRef<HTMLTableRowElement>(null);
  const openKey = opened?.key ?? null;
  // A link may open a row that lies far down.
  useEffect(() => {
    if (openKey !== null) openRow.current?.scrollIntoView({ block: 'nearest' });
  }, [openKey]);
  const by = columns.find((column) => column.key === sorting?.key)?.sort;
  const shown = by === undefined || sorting === null ? rows : sortRows(rows, by, sorting.down);
  const allKeys = rows.map(rowKey);
  const chosenHere = selection === undefined ? 0 : allKeys.filter((key) => selection.chosen.has(key)).length;
  const width = columns.length + (selection === undefined ? 0 : 1) + (opened === undefined ? 0 : 1);
  const choose = (key: string, on: boolean): void => {
    const next = new Set(selection?.chosen);
    if (on) next.add(key);
    else next.delete(key);
    selection?.onChange(next);
  };
  const toggleSort = (key: string): void =>
    setSorting(sorting?.key !== key ? { key, down: false } : sorting.down ? null : { key, down: true });
  return (
    <div className={`sj-panel ${classes['frame'] ?? ''}`}>
      <table className={classes['table']}>
        <caption className="sj-hidden">{caption}</caption>
        <thead>
          <tr>
            {selection !== undefined && (
              <th className={classes['narrow']}>
                <Checkbox
                  size="xs"
                  aria-label={t('common:table.chooseAll')}
                  checked={chosenHere > 0 && chosenHere === rows.length}
                  indeterminate={chosenHere > 0 && chosenHere < rows.length}
                  onChange={(event) =>
                    selection.onChange(
                      new Set(
                        event.currentTarget.checked
                          ? [...selection.chosen, ...allKeys]
                          : [...selection.chosen].filter((key) => !allKeys.includes(key)),
                      ),
                    )
                  }
                />
              </th>
            )}
            {columns.map((column) => {
              const sorted = sorting?.key === column.key;
              const heading = (
                <>
                  {column.heading}
                  {column.unit !== undefined && <span className={classes['unit']}> {column.unit}</span>}
                </>
              );
              return (
                <th
                  key={column.key}
                  scope="col"
                  data-numeric={column.numeric || undefined}
                  aria-sort={sorted ? (sorting.down ? 'descending' : 'ascending') : undefined}
                >
                  {column.sort === undefined ? (
                    heading
                  ) : (
                    <UnstyledButton className={classes['sort']} onClick={() => toggleSort(column.key)}>
                      {heading}
                      {sorted && <Icon name={sorting.down ? 'down' : 'up'} size={12} />}
                    </UnstyledButton>
                  )}
                </th>
              );
            })}
            {opened !== undefined && (
              <th className={classes['narrow']}>
                <span className="sj-hidden">{t('common:table.details')}</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {shown.map((row) => {
            const key = rowKey(row);
            const isOpen = opened?.key === key;
            return (
              <Fragment key={key}>
                <tr data-tone={rowTone?.(row)} data-open={isOpen || undefined} data-chosen={selection?.chosen.has(key) || undefined}>
                  {selection !== undefined && (
                    <td className={classes['narrow']}>
                      <Checkbox
                        size="xs"
                        aria-label={selection.label(row)}
                        checked={selection.chosen.has(key)}
                        onChange={(event) => choose(key, event.currentTarget.checked)}
                      />
                    </td>
                  )}
                  {columns.map((column) => (
                    <td key={column.key} data-label={column.heading} data-numeric={column.numeric || undefined} data-phone={column.phone}>
                      {column.cell(row)}
                    </td>
                  ))}
                  {opened !== undefined && (
                    <td className={classes['narrow']}>
                      <UnstyledButton
                        className={classes['open']}
                        aria-expanded={isOpen}
                        aria-label={opened.label(row)}
                        onClick={() => opened.onToggle(isOpen ? null : key)}
                      >
                        <Icon name={isOpen ? 'up' : 'down'} size={16} />
                      </UnstyledButton>
                    </td>
                  )}
                </tr>
                {isOpen && (
                  <tr ref={openRow} className={classes['more']}>
                    <td colSpan={width}>{opened.content(row)}</td>
                  </tr>
                )}
              </Fragment>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
