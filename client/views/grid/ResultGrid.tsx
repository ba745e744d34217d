/**
 * The grid itself. RevoGrid draws, scrolls, selects and copies; typing, moving, pasting, cutting and
 * filling are done here, so that a key pressed before an editor has opened is never lost and a locked
 * cell keeps its text and says why. Keys are Excel's.
 */
import { useCallback, useEffect, useMemo, useRef, useState, type ClipboardEvent, type KeyboardEvent, type MouseEvent } from 'react';
import { flushSync } from 'react-dom';
import { RevoGrid } from '@revolist/react-datagrid';
import { useComputedColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useName } from '../../state/useLanguage.ts';
import { CellEditor, type Leave } from './CellEditor.tsx';
import { FIXED_COLUMNS, gridColumns } from './gridColumns.ts';
import { blockOf, cellKey, fillDown, pasteEdits, type Area, type Edit, type GridAnswer, type GridRow } from './gridModel.ts';
import './ResultGrid.css';

interface FocusEvent {
  detail: { model?: GridRow; rowIndex?: number; colIndex?: number; colType?: string };
}

/** The element's own methods, as far as they are used; RevoGrid's types cannot be resolved under node's module rules. */
interface GridElement extends HTMLElement {
  setCellsFocus: (start: { x: number; y: number }, end: { x: number; y: number }, colType?: string, rowType?: string) => Promise<void>;
  getSelectedRange: () => Promise<Area | null>;
}

interface Place {
  /** Column among those that scroll: site, area, then the analytes. */
  x: number;
  y: number;
}

const ARROWS: Readonly<Record<string, Place>> = { ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 }, ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 } };

export interface ResultGridProps {
  grid: GridAnswer;
  rows: GridRow[];
  /** Cell to start at, e.g. the one a link names. */
  start: string | null;
  onEdit: (edits: readonly Edit[]) => number;
  onFocus: (key: string | null) => void;
  onUndo: () => void;
  onRedo: () => void;
}

export function ResultGrid({ grid, rows, start, onEdit, onFocus, onUndo, onRedo }: ResultGridProps) {
  const { t } = useTranslation();
  const name = useName();
  const dark = useComputedColorScheme('light') === 'dark';
  const holder = useRef<HTMLDivElement>(null);
  const at = useRef<Place | null>(null);
  /** Column where a run of Tab began; Enter goes back to it, one row down. */
  const tabbedFrom = useRef<number | null>(null);
  const [editing, setEditing] = useState<{ place: Place; key: string; text: string; mode: 'type' | 'edit' } | null>(null);
  const [leftOut, setLeftOut] = useState(0);
  const columns = useMemo(() => gridColumns(grid, { sample: t('bench:sample'), site: t('bench:site'), area: t('bench:area'), detected: t('bench:detected'), detectedHint: t('bench:detectedHint') }, name), [grid, name, t]);
  const analyteIds = useMemo(() => grid.analytes.map((analyte) => analyte.id), [grid.analytes]);

  const element = (): GridElement | null => holder.current?.querySelector<GridElement>('revo-grid') ?? null;
  const keyAt = useCallback(
    ({ x, y }: Place): string | null => {
      const row = rows[y];
      const analyte = analyteIds[x - FIXED_COLUMNS];
      return row === undefined || analyte === undefined ? null : cellKey(row.sampleId, analyte);
    },
    [rows, analyteIds],
  );

  const go = useCallback(
    (place: Place) => {
      const x = Math.min(Math.max(place.x, 0), FIXED_COLUMNS + analyteIds.length - 1);
      const y = Math.min(Math.max(place.y, 0), rows.length - 1);
      at.current = { x, y };
      void element()?.setCellsFocus({ x, y }, { x, y }, 'rgCol', 'rgRow');
      onFocus(keyAt({ x, y }));
    },
    [analyteIds.length, rows.length, keyAt, onFocus],
  );

  useEffect(() => {
    if (start === null || at.current !== null) return;
    const y = rows.findIndex((row) => start.startsWith(`${row.sampleId}|`));
    const x = analyteIds.findIndex((analyte) => start.endsWith(`|${analyte}`));
    if (y >= 0 && x >= 0) go({ x: FIXED_COLUMNS + x, y });
  }, [start, rows, analyteIds, go]);

  const open = (mode: 'type' | 'edit'): void => {
    const place = at.current;
    const key = place === null ? null : keyAt(place);
    if (place === null || key === null) return;
    const view = rows[place.y]?.views[analyteIds[place.x - FIXED_COLUMNS] ?? ''];
    if (view === undefined || view.locked) {
      setLeftOut(1);
      return;
    }
    // At once, so that the very key that opens the editor is already typed into it.
    flushSync(() => setEditing({ place, key, mode, text: mode === 'edit' ? view.raw : '' }));
  };

  const leave = (how: Leave): void => {
    const place = editing?.place ?? at.current;
    if (editing !== null && how.text !== null) setLeftOut(onEdit([{ key: editing.key, rawText: how.text }]));
    flushSync(() => setEditing(null));
    holder.current?.focus({ preventScroll: true });
    if (place !== null && how.step !== null) step(place, how.step);
  };

  const step = (from: Place, by: { x: number; y: number; kind: 'enter' | 'tab' | 'arrow' }): void => {
    if (by.kind === 'tab') tabbedFrom.current ??= from.x;
    const x = by.kind === 'enter' && tabbedFrom.current !== null ? tabbedFrom.current : from.x + by.x;
    if (by.kind !== 'tab') tabbedFrom.current = null;
    go({ x, y: from.y + by.y });
  };

  const selected = async (): Promise<Area | null> => {
    const range = (await element()?.getSelectedRange()) ?? null;
    return range ?? (at.current === null ? null : { x: at.current.x, y: at.current.y, x1: at.current.x, y1: at.current.y });
  };
  const take = (edits: readonly Edit[], outside: number): void => setLeftOut(onEdit(edits) + outside);
  const clear = async (): Promise<void> => {
    const area = await selected();
    if (area !== null) take(blockOf(area).flatMap((place) => keyAt(place) ?? []).map((key) => ({ key, rawText: '' })), 0);
  };
  const fill = async (): Promise<void> => {
    const area = await selected();
    if (area !== null) take(fillDown(area, rows, analyteIds, FIXED_COLUMNS), 0);
  };

  const chord = (event: KeyboardEvent): boolean => {
    switch (event.key.toLowerCase()) {
      case 'z':
        (event.shiftKey ? onRedo : onUndo)();
        return true;
      case 'y':
        onRedo();
        return true;
      case 'd':
        void fill();
        return true;
      case 'home':
        go({ x: FIXED_COLUMNS, y: 0 });
        return true;
      case 'end':
        go({ x: Number.MAX_SAFE_INTEGER, y: Number.MAX_SAFE_INTEGER });
        return true;
      default:
        return false;
    }
  };

  const press = (event: KeyboardEvent): boolean => {
    const place = at.current;
    if (place === null) return false;
    const arrow = ARROWS[event.key];
    if (arrow !== undefined && !event.shiftKey) step(place, { ...arrow, kind: 'arrow' });
    else if (event.key === 'Enter') step(place, { x: 0, y: event.shiftKey ? -1 : 1, kind: 'enter' });
    else if (event.key === 'Tab') step(place, { x: event.shiftKey ? -1 : 1, y: 0, kind: 'tab' });
    else if (event.key === 'Home') go({ x: FIXED_COLUMNS, y: place.y });
    else if (event.key === 'End') go({ x: Number.MAX_SAFE_INTEGER, y: place.y });
    else if (event.key === 'F2') open('edit');
    else if (event.key === 'Delete' || event.key === 'Backspace') void clear();
    else if (event.key.length === 1 || event.key === 'Process') {
      open('type');
      event.stopPropagation();
      // Not prevented: the browser now types this key into the editor that has the focus.
      return false;
    } else return false;
    return true;
  };

  const keys = (event: KeyboardEvent): void => {
    // The editor has its own keys.
    if (event.target instanceof HTMLInputElement || event.altKey) return;
    const done = event.ctrlKey || event.metaKey ? chord(event) : press(event);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  };

  const paste = (event: ClipboardEvent): void => {
    if (event.target instanceof HTMLInputElement) return;
    event.preventDefault();
    event.stopPropagation();
    const text = event.clipboardData.getData('text/plain');
    void selected().then((area) => {
      if (area === null) return;
      const { edits, outside } = pasteEdits(text, area, rows, analyteIds, FIXED_COLUMNS);
      take(edits, outside);
    });
  };

  const afterFocus = useCallback(
    ({ detail }: FocusEvent) => {
      if (detail.colType !== 'rgCol' || detail.rowIndex === undefined || detail.colIndex === undefined) return;
      at.current = { x: detail.colIndex, y: detail.rowIndex };
      onFocus(keyAt(at.current));
    },
    [keyAt, onFocus],
  );

  /** RevoGrid tells of a new focus only after it has drawn it; a key may come sooner than that. */
  const pointAt = (event: MouseEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-key]') : null;
    const y = Number(cell?.dataset['rgrow'] ?? Number.NaN);
    const x = Number(cell?.dataset['rgcol'] ?? Number.NaN);
    if (Number.isInteger(x) && Number.isInteger(y)) {
      at.current = { x, y };
      tabbedFrom.current = null;
    }
  };

  /** A clicked cell that scrolls into sight is drawn anew and would lose the focus with the keys that follow; the frame keeps it. */
  const keepFocus = (event: MouseEvent): void => {
    if (!(event.target instanceof HTMLInputElement)) holder.current?.focus({ preventScroll: true });
  };

  return (
    <div ref={holder} tabIndex={-1} className="sj-grid" onKeyDownCapture={keys} onPasteCapture={paste} onCutCapture={() => void clear()} onMouseDownCapture={pointAt} onMouseUpCapture={keepFocus} onDoubleClickCapture={() => open('edit')} data-testid="result-grid">
      {leftOut > 0 && <p role="status" className="sj-left-out">{t('bench:leftOut', { count: leftOut })}</p>}
      <RevoGrid theme={dark ? 'darkCompact' : 'compact'} source={rows} columns={columns} range resize readonly rowSize={30} useClipboard canFocus accessible onAfterfocus={afterFocus as never} />
      {editing !== null && <CellEditor key={editing.key} cellKey={editing.key} holder={holder.current} first={editing.text} mode={editing.mode} label={t('bench:editCell')} onLeave={leave} />}
    </div>
  );
}
