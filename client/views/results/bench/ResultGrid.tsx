/**
 * The sheet on screen. RevoGrid draws and scrolls; keys, mouse, clipboard and typing are handled
 * here, so that a key pressed before an editor has opened is never lost, a copy takes what is
 * selected at that moment, and a locked cell keeps its text and says why. Keys are Excel's.
 */
import { memo, useCallback, useEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent, type RefObject } from 'react';
import { flushSync } from 'react-dom';
import { RevoGrid } from '@revolist/react-datagrid';
import { useComputedColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { CellEditor, type Leave } from './CellEditor.tsx';
import { clearEdits, copiedFields, copyText, copyWithHeadings, fillDown, NO_FIELDS, onePlace, placesOf, type Area, type OwnFields } from './blocks.ts';
import { gridColumns } from './gridColumns.ts';
import { keyAction, type KeyAction } from './gridKeys.ts';
import { LIBRARY_OFF } from './gridLibrary.ts';
import { cellKey, FIELDS, type Edit } from './gridTypes.ts';
import { nextToAttend, placeOf, targetAt, type Place, type Sheet, type SheetRow, type SheetShape, type Target } from './sheet.ts';
import { useSelection } from './useSelection.ts';
import './ResultGrid.css';

export interface ResultGridProps {
  shape: SheetShape;
  rows: SheetRow[];
  /** Cell to start at, e.g. the one a link names. */
  start: string | null;
  /** Revision that is seen at a cell, to be kept while somebody types over it. */
  revisionAt: (key: string) => number;
  /** @returns how many texts fell on locked cells and were left out */
  onEdit: (edits: readonly Edit[]) => number;
  onPaste: (text: string, area: Area, own: OwnFields) => void;
  onFocus: (key: string | null) => void;
  onUndo: () => Undone;
  onRedo: () => Undone;
  /** Filled with what copies the selection together with its headings. */
  copier: RefObject<(() => void) | null>;
  /** Filled with what goes to a cell. */
  goer: RefObject<((key: string) => void) | null>;
}

export interface Undone {
  /** Cells that somebody else changed since, which stay. */
  stay: number;
  /** Cells that are not on screen; nothing was undone. */
  unseen: number;
}

const SAID = { nothingToAttend: 'bench:nothingToAttend', leftOut: 'bench:leftOut', notUndone: 'bench:notUndone', unseen: 'bench:unseen', copied: 'bench:copied' } as const;

/** How fields travel beside the text of a copy from one of our sheets to another. */
const OWN_TYPE = 'application/x-shuijian-fields';

function ownFieldsOf(data: DataTransfer): OwnFields {
  const text = data.getData(OWN_TYPE);
  return text === '' ? NO_FIELDS : (JSON.parse(text) as OwnFields);
}

interface Editing {
  target: Target;
  seen: number;
  text: string;
  mode: 'type' | 'edit';
}

/** Drawn again only when what it shows changes, not whenever something beside it does. */
export const ResultGrid = memo(function ResultGrid({ shape, rows, start, revisionAt, onEdit, onPaste, onFocus, onUndo, onRedo, copier, goer }: ResultGridProps) {
  const { t } = useTranslation();
  const dark = useComputedColorScheme('light') === 'dark';
  const holder = useRef<HTMLDivElement>(null);
  const [editing, setEditing] = useState<Editing | null>(null);
  const [said, setSaid] = useState<{ what: keyof typeof SAID; count: number } | null>(null);
  const dragging = useRef(false);
  const sheet = useMemo((): Sheet => ({ ...shape, rows }), [shape, rows]);
  const latest = useRef({ sheet, onEdit });
  useEffect(() => {
    latest.current = { sheet, onEdit };
  });
  // Made anew only with the shape, not with every typed text: RevoGrid lays everything out again for new columns.
  const columns = useMemo(() => gridColumns(shape, { detected: t('bench:detected'), detectedHint: t('bench:detectedHint'), flag: (code) => t(`bench:flag.${code}`) }), [shape, t]);
  const tell = useCallback((target: Target | null) => onFocus(target?.key ?? null), [onFocus]);
  const selection = useSelection(holder, sheet, tell);

  const started = useRef(false);
  useEffect(() => {
    if (started.current || start === null) return;
    const place = placeOf(sheet, { key: start, field: 'result' });
    if (place === null) return;
    started.current = true;
    const timer = setTimeout(() => selection.select(onePlace(place)), 0);
    return () => clearTimeout(timer);
  }, [start, sheet, selection]);

  useEffect(() => {
    goer.current = (key) => {
      const place = placeOf(latest.current.sheet, { key, field: 'result' });
      if (place === null) return;
      holder.current?.focus({ preventScroll: true });
      selection.select(onePlace(place));
    };
    return () => { goer.current = null; };
  }, [goer, selection]);

  const leftOut = useCallback((count: number) => setSaid(count === 0 ? null : { what: 'leftOut', count }), []);
  const take = useCallback((edits: readonly Edit[]) => leftOut(latest.current.onEdit(edits)), [leftOut]);

  const open = (mode: 'type' | 'edit'): void => {
    const place = selection.place();
    const target = place === null ? null : targetAt(sheet, place);
    if (place === null || target === null) return;
    if (target.view.locked) {
      leftOut(1);
      return;
    }
    // At once, so that the very key that opens the editor is already typed into it.
    flushSync(() => setEditing({ target, mode, seen: revisionAt(target.key), text: mode === 'edit' ? target.view.raw : '' }));
  };

  const leave = (how: Leave): void => {
    if (editing !== null && how.text !== null) take([{ key: editing.target.key, field: editing.target.field, text: how.text, seen: editing.seen }]);
    flushSync(() => setEditing(null));
    if (how.step === null && how.text !== null) return;
    holder.current?.focus({ preventScroll: true });
    if (how.step !== null) selection.step(how.step);
  };

  const act = (action: KeyAction): void => {
    const area = selection.area();
    if (area === null) return;
    switch (action.do) {
      case 'step':
        selection.step(action.by);
        break;
      case 'extend':
        selection.extend(action.by);
        break;
      case 'go':
        selection.select(action.extend ? { from: area.from, to: action.to } : onePlace(action.to));
        break;
      case 'attend': {
        const next = nextToAttend(sheet, area.from, action.back);
        if (next === null) setSaid({ what: 'nothingToAttend', count: 0 });
        else selection.select(onePlace(next));
        break;
      }
      case 'all':
        selection.select({ from: { x: sheet.fixed, y: 0 }, to: { x: sheet.columns.length - 1, y: sheet.rows.length - 1 } });
        break;
      case 'edit':
      case 'type':
        open(action.do);
        break;
      case 'clear':
        take(clearEdits(area, sheet));
        break;
      case 'fill':
        take(fillDown(area, sheet));
        break;
      case 'copy-headings':
        copier.current?.();
        break;
      case 'undo':
      case 'redo': {
        const { stay, unseen } = action.do === 'undo' ? onUndo() : onRedo();
        setSaid(unseen > 0 ? { what: 'unseen', count: unseen } : stay > 0 ? { what: 'notUndone', count: stay } : null);
        break;
      }
    }
  };

  const keys = (event: KeyboardEvent): void => {
    // The editor has its own keys.
    if (event.target instanceof HTMLInputElement) return;
    const area = selection.area();
    const action = area === null ? null : keyAction(event, event.shiftKey && event.key !== 'Enter' && event.key !== 'Tab' ? area.to : area.from, sheet);
    if (action === null) return;
    event.stopPropagation();
    // A typed key is not prevented: the browser now types it into the editor that has the focus.
    if (action.do !== 'type') event.preventDefault();
    act(action);
  };

  // RevoGrid would give the focus to the cell it has drawn, after the next key has already opened an editor.
  useEffect(() => {
    const frame = holder.current;
    const stop = (event: Event): void => event.stopPropagation();
    frame?.addEventListener('afterfocus', stop, true);
    return () => frame?.removeEventListener('afterfocus', stop, true);
  }, []);

  // On the document: with nothing editable in focus the clipboard's events go to the body.
  useEffect(() => {
    let headed = false;
    // As a command and not through navigator.clipboard, which an intranet without certificates does not have.
    copier.current = () => {
      headed = true;
      document.execCommand('copy');
      headed = false;
    };
    const mine = (): boolean => holder.current !== null && document.activeElement !== null && holder.current.contains(document.activeElement) && !(document.activeElement instanceof HTMLInputElement);
    const copy = (event: ClipboardEvent): void => {
      const area = selection.area();
      if (!(headed || mine()) || area === null || event.clipboardData === null) return;
      event.preventDefault();
      event.stopPropagation();
      const now = latest.current.sheet;
      event.clipboardData.setData('text/plain', headed ? copyWithHeadings(now, area) : copyText(now, area));
      if (headed) {
        setSaid({ what: 'copied', count: placesOf(area).length });
        return;
      }
      const own = copiedFields(now, area);
      if (own.across !== null || own.down !== null) event.clipboardData.setData(OWN_TYPE, JSON.stringify(own));
      if (event.type === 'cut') take(clearEdits(area, latest.current.sheet));
    };
    const paste = (event: ClipboardEvent): void => {
      const area = selection.area();
      if (!mine() || area === null || event.clipboardData === null) return;
      event.preventDefault();
      event.stopPropagation();
      setSaid(null);
      onPaste(event.clipboardData.getData('text/plain'), area, ownFieldsOf(event.clipboardData));
    };
    document.addEventListener('copy', copy, true);
    document.addEventListener('cut', copy, true);
    document.addEventListener('paste', paste, true);
    return () => {
      document.removeEventListener('copy', copy, true);
      document.removeEventListener('cut', copy, true);
      document.removeEventListener('paste', paste, true);
    };
  }, [selection, take, onPaste, copier]);

  /** Place under the mouse, and whether it is in the pinned column, which stands for the whole row. */
  const under = (event: MouseEvent): (Place & { pinned: boolean }) | null => {
    const cell = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-rgrow][data-rgcol]') : null;
    if (cell === null) return null;
    // By its key: what is drawn may still be the sheet of a moment ago, filtered or turned differently.
    const [sampleId = '', analyteId = '', field = 'result'] = (cell.dataset['key'] ?? '').split('|');
    const place = placeOf(sheet, { key: cellKey(sampleId, analyteId), field: FIELDS.find((one) => one === field) ?? 'result' });
    if (place !== null) return { ...place, pinned: false };
    return { x: Number(cell.dataset['rgcol']), y: Number(cell.dataset['rgrow']), pinned: cell.closest('revogr-data')?.getAttribute('col-type') === 'colPinStart' };
  };
  const down = (event: MouseEvent): void => {
    const place = under(event);
    if (place === null || event.target instanceof HTMLInputElement) return;
    event.stopPropagation();
    if (event.button !== 0) return;
    event.preventDefault();
    holder.current?.focus({ preventScroll: true });
    selection.endTabs();
    const area = selection.area();
    if (place.pinned) selection.select({ from: { x: sheet.fixed, y: place.y }, to: { x: sheet.columns.length - 1, y: place.y } });
    else {
      selection.select(event.shiftKey && area !== null ? { from: area.from, to: place } : onePlace(place));
      dragging.current = true;
    }
  };
  const drag = (event: MouseEvent): void => {
    if (!dragging.current) return;
    if (event.buttons !== 1) {
      dragging.current = false;
      return;
    }
    const place = under(event);
    const area = selection.area();
    if (place !== null && !place.pinned && area !== null && (place.x !== area.to.x || place.y !== area.to.y)) selection.select({ from: area.from, to: place });
  };

  return (
    <div ref={holder} tabIndex={-1} className="sj-grid" onKeyDownCapture={keys} onMouseDownCapture={down} onMouseMoveCapture={drag} onDoubleClickCapture={() => open('edit')} data-testid="result-grid">
      {said !== null && <p role="status" className="sj-left-out">{t(SAID[said.what], { count: said.count })}</p>}
      <RevoGrid theme={dark ? 'darkCompact' : 'compact'} source={sheet.rows} columns={columns} range resize readonly rowSize={30} canFocus accessible {...LIBRARY_OFF} />
      {editing !== null && <CellEditor key={`${editing.target.key} ${editing.target.field}`} cellKey={editing.target.field === 'result' ? editing.target.key : `${editing.target.key}|${editing.target.field}`} holder={holder.current} first={editing.text} mode={editing.mode} label={t('bench:editCell')} onLeave={leave} />}
    </div>
  );
});
