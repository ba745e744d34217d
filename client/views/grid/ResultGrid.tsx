/**
 * The grid itself: RevoGrid draws and moves like a spreadsheet; what is typed, pasted, cut or filled
 * is taken over here as one step and never written by RevoGrid. Locked cells keep their text and say why.
 */
import { useCallback, useMemo, useRef, useState, type KeyboardEvent } from 'react';
import { RevoGrid } from '@revolist/react-datagrid';
import { useComputedColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useName } from '../../state/useLanguage.ts';
import { cellKey, withoutTrailingBlankRows, type CellView, type Edit, type GridAnswer, type GridRow } from './gridModel.ts';
import './ResultGrid.css';

/** RevoGrid's own types cannot be resolved under node's module rules, so the parts of a column that are used are said here. */
interface Column {
  prop: string;
  name: string;
  size: number;
  sortable?: boolean;
  pin?: 'colPinStart';
  readonly?: boolean | ((cell: { model: GridRow }) => boolean);
  columnProperties?: () => object;
  cellProperties?: (cell: { model: GridRow }) => object;
  cellTemplate?: (h: (tag: string, properties: object, children?: unknown) => unknown, cell: { model: GridRow }) => unknown;
}

/** RevoGrid's events carry more than is used here; these are the parts that are. */
interface EditEvent {
  detail: { prop?: string | number; model?: GridRow; val?: unknown; data?: Record<number, Record<string, unknown>>; models?: Record<number, GridRow | undefined>; rowIndex?: number };
  preventDefault: () => void;
}
interface PasteEvent {
  detail: { parsed: string[][] };
}
interface FocusEvent {
  detail: { model?: GridRow; column?: { prop?: string | number } };
}

const TONE_MARKS: Record<CellView['tone'], string> = { plain: '', waiting: '…', refused: '✕', below: '', above: '▲', flagged: '⚑', locked: '', verified: '✓', released: '✓✓', submitted: '→', 'missing-method': '' };

/** The text of an edit; what was cut or cleared arrives as undefined. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '');

/** How a value between the limits of detection and quantification ends; the grid has a shorter mark for it. */
const DETECTED = ' (detected)';

const READ_ONLY = { readonly: true, sortable: true } as const;

export interface ResultGridProps {
  grid: GridAnswer;
  rows: GridRow[];
  onEdit: (edits: readonly Edit[]) => number;
  onFocus: (key: string | null) => void;
  onUndo: () => void;
  onRedo: () => void;
}

export function ResultGrid({ grid, rows, onEdit, onFocus, onUndo, onRedo }: ResultGridProps) {
  const { t } = useTranslation();
  const name = useName();
  const dark = useComputedColorScheme('light') === 'dark';
  const [leftOut, setLeftOut] = useState(0);
  const analytes = useMemo(() => new Set(grid.analytes.map((analyte) => analyte.id)), [grid.analytes]);
  const rowsNow = useRef(rows);
  rowsNow.current = rows;

  const columns = useMemo((): Column[] => {
    const fixed: Column[] = [
      { prop: 'number', name: t('bench:sample'), size: 168, pin: 'colPinStart', ...READ_ONLY },
      { prop: 'site', name: t('bench:site'), size: 190, ...READ_ONLY },
      { prop: 'area', name: t('bench:area'), size: 96, ...READ_ONLY },
    ];
    return [
      ...fixed,
      ...grid.analytes.map((analyte): Column => ({
        prop: analyte.id,
        name: analyte.abbreviation,
        size: 134,
        columnProperties: () => ({ title: name(analyte.name) }),
        readonly: ({ model }: { model: GridRow }) => model.views[analyte.id]?.locked ?? true,
        cellProperties: ({ model }: { model: GridRow }) => {
          const view = model.views[analyte.id];
          if (view === undefined) return {};
          return { class: { 'sj-cell': true, [`sj-${view.tone}`]: true, 'sj-closed': view.locked }, title: view.notes.join('\n'), 'aria-invalid': view.tone === 'refused' ? 'true' : 'false', 'data-key': cellKey(model.sampleId, analyte.id) };
        },
        cellTemplate: (h: (tag: string, properties: object, children?: unknown) => unknown, { model }: { model: GridRow }) => {
          const view = model.views[analyte.id];
          if (view === undefined) return '';
          const mark = TONE_MARKS[view.tone];
          const differs = view.reported !== null && view.reported !== view.raw;
          return [
            mark === '' ? '' : h('span', { class: { 'sj-mark': true } }, mark),
            differs ? h('span', { class: { 'sj-raw': true } }, view.raw) : '',
            h('span', { class: { 'sj-value': true } }, (view.reported ?? view.raw).replace(DETECTED, '')),
            view.reported?.endsWith(DETECTED) === true ? h('span', { class: { 'sj-detected': true }, title: t('bench:detectedHint') }, t('bench:detected')) : '',
          ];
        },
      })),
    ];
  }, [grid.analytes, name, t]);

  const take = useCallback(
    (edits: Edit[]) => {
      const known = edits.filter(({ key }) => analytes.has(key.slice(key.indexOf('|') + 1)));
      setLeftOut(onEdit(known) + edits.length - known.length);
    },
    [analytes, onEdit],
  );

  const beforeEdit = useCallback(
    (event: EditEvent) => {
      const { model, prop, val } = event.detail;
      if (model !== undefined && prop !== undefined) take([{ key: cellKey(model.sampleId, String(prop)), rawText: textOf(val) }]);
    },
    [take],
  );

  const beforeRangeEdit = useCallback(
    (event: EditEvent) => {
      event.preventDefault();
      const edits: Edit[] = [];
      for (const [index, values] of Object.entries(event.detail.data ?? {})) {
        const row = event.detail.models?.[Number(index)] ?? rowsNow.current[Number(index)];
        if (row === undefined) continue;
        for (const [prop, value] of Object.entries(values)) edits.push({ key: cellKey(row.sampleId, prop), rawText: textOf(value) });
      }
      take(edits);
    },
    [take],
  );

  const beforePaste = useCallback((event: PasteEvent) => {
    event.detail.parsed = withoutTrailingBlankRows(event.detail.parsed);
  }, []);

  const afterFocus = useCallback(
    ({ detail }: FocusEvent) => {
      const prop = detail.column?.prop;
      onFocus(detail.model === undefined || prop === undefined || !analytes.has(String(prop)) ? null : cellKey(detail.model.sampleId, String(prop)));
    },
    [analytes, onFocus],
  );

  const keys = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey) return;
    const key = event.key.toLowerCase();
    // Inside an open editor Ctrl+Z belongs to the text that is being typed.
    if (event.target instanceof HTMLInputElement) return;
    if (key === 'z' && !event.shiftKey) onUndo();
    else if (key === 'y' || (key === 'z' && event.shiftKey)) onRedo();
    else return;
    event.preventDefault();
  };

  return (
    <div className="sj-grid" onKeyDown={keys} data-testid="result-grid">
      {leftOut > 0 && <p role="status" className="sj-left-out">{t('bench:leftOut', { count: leftOut })}</p>}
      <RevoGrid
        theme={dark ? 'darkCompact' : 'compact'}
        source={rows}
        columns={columns}
        range
        resize
        rowSize={30}
        useClipboard
        applyOnClose
        canFocus
        accessible
        onBeforeedit={beforeEdit as never}
        onBeforerangeedit={beforeRangeEdit as never}
        onBeforepasteapply={beforePaste as never}
        onAfterfocus={afterFocus as never}
      />
    </div>
  );
}
