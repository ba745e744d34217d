/**
 * Where the person is in the sheet, known the moment a key is pressed: RevoGrid draws the rectangle
 * a frame later, and a copy that asked it would get the one before the last arrow.
 */
import { useCallback, useEffect, useLayoutEffect, useRef, type RefObject } from 'react';
import { onePlace, type Area } from './blocks.ts';
import { placeOf, targetAt, type Place, type Sheet, type Target } from './sheet.ts';

/** The element's own methods, as far as they are used; RevoGrid's types cannot be resolved under node's module rules. */
interface GridElement extends HTMLElement {
  setCellsFocus: (start: Place, end: Place, colType?: string, rowType?: string) => Promise<void>;
  scrollToRow: (index: number) => Promise<void>;
  scrollToColumnIndex: (index: number) => Promise<void>;
}

export interface Step extends Place {
  kind: 'enter' | 'tab' | 'arrow';
}

export interface Selection {
  area: () => Area | null;
  place: () => Place | null;
  select: (area: Area) => void;
  /** One step from the active cell; Enter after Tab goes back to the column where Tab began. */
  step: (by: Step) => void;
  /** Moves the end of the rectangle and leaves the active cell. */
  extend: (by: Place) => void;
  /** Forget where a run of Tab began: the mouse went elsewhere. */
  endTabs: () => void;
}

/** The drawn cell at a place; RevoGrid draws only what is in sight and a little around it. */
function drawnCell(holder: HTMLElement | null, { x, y }: Place): HTMLElement | null {
  return holder?.querySelector<HTMLElement>(`revogr-data[col-type="rgCol"][type="rgRow"] [data-rgrow="${String(y)}"][data-rgcol="${String(x)}"]`) ?? null;
}

/** Frames after which a place is brought no further into sight, and through which it must stay there. */
const FRAMES = 40;
const CALM = 4;
let asked = 0;

/**
 * Brings a place into sight and sees to it that it stays: what lies far away is not drawn yet, and
 * an earlier leap may still be under way when the next key is pressed. The last one asked for wins.
 */
function reveal(holder: RefObject<HTMLDivElement | null>, grid: GridElement, place: Place): void {
  asked += 1;
  const mine = asked;
  const drawn = (what: string): boolean => holder.current?.querySelector(`revogr-data[col-type="rgCol"][type="rgRow"] ${what}`) !== null;
  let left = FRAMES;
  let calm = 0;
  const follow = (): void => {
    const cell = drawnCell(holder.current, place);
    if (cell !== null) {
      cell.scrollIntoView({ block: 'nearest', inline: 'nearest' });
      calm += 1;
    } else {
      calm = 0;
      if (!drawn(`[data-rgrow="${String(place.y)}"]`)) void grid.scrollToRow(place.y);
      if (!drawn(`[data-rgcol="${String(place.x)}"]`)) void grid.scrollToColumnIndex(place.x);
    }
    left -= 1;
    if (mine === asked && calm < CALM && left > 0) requestAnimationFrame(follow);
  };
  follow();
}

export function useSelection(holder: RefObject<HTMLDivElement | null>, sheet: Sheet, onFocus: (target: Target | null) => void): Selection {
  const area = useRef<Area | null>(null);
  const tabbedFrom = useRef<number | null>(null);
  const target = useRef<Target | null>(null);
  const latest = useRef({ sheet, onFocus });
  useEffect(() => {
    latest.current = { sheet, onFocus };
  });

  const select = useCallback((wanted: Area) => {
    const { sheet: now, onFocus: tell } = latest.current;
    const clamp = ({ x, y }: Place): Place => ({ x: Math.min(Math.max(x, 0), now.columns.length - 1), y: Math.min(Math.max(y, 0), now.rows.length - 1) });
    const next = { from: clamp(wanted.from), to: clamp(wanted.to) };
    area.current = next;
    const grid = holder.current?.querySelector<GridElement>('revo-grid') ?? null;
    // Before the grid has grown its methods there is nothing to draw on.
    if (grid === null || typeof grid.setCellsFocus !== 'function') return;
    void grid.setCellsFocus(next.from, next.to, 'rgCol', 'rgRow');
    reveal(holder, grid, next.to);
    target.current = targetAt(now, next.from);
    tell(target.current);
  }, [holder]);

  // Rows that were filtered or turned into columns: the person stays in the same cell, not at the same place.
  useLayoutEffect(() => {
    const [at, was] = [area.current, target.current];
    if (at === null || was === null) return;
    const here = targetAt(sheet, at.from);
    if (here?.key === was.key && here.field === was.field) return;
    latest.current = { ...latest.current, sheet };
    const place = placeOf(sheet, was);
    area.current = null;
    target.current = null;
    if (place === null) latest.current.onFocus(null);
    else select(onePlace(place));
  }, [sheet, select]);

  const step = useCallback((by: Step) => {
    const at = area.current?.from;
    if (at === undefined) return;
    if (by.kind === 'tab') tabbedFrom.current ??= at.x;
    const x = by.kind === 'enter' && tabbedFrom.current !== null ? tabbedFrom.current : at.x + by.x;
    if (by.kind !== 'tab') tabbedFrom.current = null;
    select(onePlace({ x, y: at.y + by.y }));
  }, [select]);

  const extend = useCallback((by: Place) => {
    const now = area.current;
    if (now !== null) select({ from: now.from, to: { x: now.to.x + by.x, y: now.to.y + by.y } });
  }, [select]);

  return {
    area: useCallback(() => area.current, []),
    place: useCallback(() => area.current?.from ?? null, []),
    select,
    step,
    extend,
    endTabs: useCallback(() => { tabbedFrom.current = null; }, []),
  };
}
