/** Which key does what in the sheet: Excel's keys, as data that a test can read. Pure. */
import type { Place, Sheet } from './sheet.ts';
import type { Step } from './useSelection.ts';

export type KeyAction =
  | { do: 'step'; by: Step }
  | { do: 'extend'; by: Place }
  | { do: 'go'; to: Place; extend: boolean }
  | { do: 'attend'; back: boolean }
  | { do: 'edit' | 'type' | 'clear' | 'fill' | 'undo' | 'redo' | 'all' | 'copy-headings' };

const ARROWS: Readonly<Record<string, Place>> = { ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 }, ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 } };
const PAGE = 15;

export interface Pressed {
  key: string;
  shiftKey: boolean;
  ctrlKey: boolean;
  metaKey: boolean;
  altKey: boolean;
}

/** The place an arrow with Ctrl, Home or End leads to. */
function far(pressed: Pressed, at: Place, sheet: Sheet): Place | null {
  const mod = pressed.ctrlKey || pressed.metaKey;
  const end = { x: sheet.columns.length - 1, y: sheet.rows.length - 1 };
  switch (pressed.key) {
    case 'Home':
      return { x: sheet.fixed, y: mod ? 0 : at.y };
    case 'End':
      return { x: end.x, y: mod ? end.y : at.y };
    case 'PageUp':
      return { x: at.x, y: at.y - PAGE };
    case 'PageDown':
      return { x: at.x, y: at.y + PAGE };
    default: {
      const arrow = ARROWS[pressed.key];
      if (!mod || arrow === undefined) return null;
      return { x: arrow.x === 0 ? at.x : arrow.x < 0 ? sheet.fixed : end.x, y: arrow.y === 0 ? at.y : arrow.y < 0 ? 0 : end.y };
    }
  }
}

/** @param at where the moving corner is; @returns null where the key is not the sheet's */
export function keyAction(pressed: Pressed, at: Place, sheet: Sheet): KeyAction | null {
  if (pressed.altKey) return null;
  const to = far(pressed, at, sheet);
  if (to !== null) return { do: 'go', to, extend: pressed.shiftKey };
  if (pressed.ctrlKey || pressed.metaKey) {
    const key = pressed.key.toLowerCase();
    if (key === 'z') return { do: pressed.shiftKey ? 'redo' : 'undo' };
    if (key === 'y') return { do: 'redo' };
    if (key === 'd') return { do: 'fill' };
    if (key === 'c' && pressed.shiftKey) return { do: 'copy-headings' };
    return key === 'a' ? { do: 'all' } : null;
  }
  const arrow = ARROWS[pressed.key];
  if (arrow !== undefined) return pressed.shiftKey ? { do: 'extend', by: arrow } : { do: 'step', by: { ...arrow, kind: 'arrow' } };
  switch (pressed.key) {
    case 'F8':
      return { do: 'attend', back: pressed.shiftKey };
    case 'Enter':
      return { do: 'step', by: { x: 0, y: pressed.shiftKey ? -1 : 1, kind: 'enter' } };
    case 'Tab':
      return { do: 'step', by: { x: pressed.shiftKey ? -1 : 1, y: 0, kind: 'tab' } };
    case 'F2':
      return { do: 'edit' };
    case 'Delete':
    case 'Backspace':
      return { do: 'clear' };
    default:
      return pressed.key.length === 1 || pressed.key === 'Process' ? { do: 'type' } : null;
  }
}
