/**
 * The field that lies over a cell while it is typed into. It takes the focus in the moment it is
 * drawn, so no key falls between cell and editor. Opened by typing, arrows leave it; by F2, they move the caret.
 */
import { useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent } from 'react';

/** How the editor is left: the text to take (null: none), and where to go next (null: nowhere). */
export interface Leave {
  text: string | null;
  step: { x: number; y: number; kind: 'enter' | 'tab' | 'arrow' } | null;
}

export interface CellEditorProps {
  cellKey: string;
  holder: HTMLElement | null;
  first: string;
  mode: 'type' | 'edit';
  label: string;
  onLeave: (how: Leave) => void;
}

const ARROWS: Readonly<Record<string, { x: number; y: number }>> = { ArrowUp: { x: 0, y: -1 }, ArrowDown: { x: 0, y: 1 }, ArrowLeft: { x: -1, y: 0 }, ArrowRight: { x: 1, y: 0 } };

export function CellEditor({ cellKey, holder, first, mode, label, onLeave }: CellEditorProps) {
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(first);
  const left = useRef(false);

  useLayoutEffect(() => {
    const input = field.current;
    if (input === null || holder === null) return undefined;
    input.focus({ preventScroll: true });
    // The cell may still be on its way into sight; the field follows it, frame by frame.
    let frame = 0;
    const place = (): void => {
      const cell = holder.querySelector(`[data-key="${CSS.escape(cellKey)}"]`)?.getBoundingClientRect();
      if (cell !== undefined) {
        const around = holder.getBoundingClientRect();
        input.style.left = `${cell.left - around.left}px`;
        input.style.top = `${cell.top - around.top}px`;
        input.style.width = `${cell.width}px`;
        input.style.height = `${cell.height}px`;
      }
      frame = requestAnimationFrame(place);
    };
    place();
    return () => cancelAnimationFrame(frame);
  }, [cellKey, holder]);

  // A page that is left, or taken away when the sign-in is lost, in the middle of a word: the word is taken as it stands.
  const latest = useRef({ text, onLeave });
  useEffect(() => {
    latest.current = { text, onLeave };
  });
  useEffect(() => {
    const save = (): void => {
      const { text: typed, onLeave: tell } = latest.current;
      if (left.current || typed === first) return;
      left.current = true;
      tell({ text: typed, step: null });
    };
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [first]);

  const leave = (how: Leave): void => {
    if (left.current) return;
    left.current = true;
    onLeave(how);
  };

  const keys = (event: KeyboardEvent<HTMLInputElement>): void => {
    event.stopPropagation();
    if (event.nativeEvent.isComposing) return;
    const arrow = mode === 'type' && !event.shiftKey && !event.ctrlKey && !event.metaKey ? ARROWS[event.key] : undefined;
    if (event.key === 'Enter') leave({ text, step: { x: 0, y: event.shiftKey ? -1 : 1, kind: 'enter' } });
    else if (event.key === 'Tab') leave({ text, step: { x: event.shiftKey ? -1 : 1, y: 0, kind: 'tab' } });
    else if (event.key === 'Escape') leave({ text: null, step: null });
    else if (arrow !== undefined) leave({ text, step: { ...arrow, kind: 'arrow' } });
    else return;
    event.preventDefault();
  };

  return <input ref={field} className="sj-editor" aria-label={label} value={text} spellCheck={false} autoComplete="off" onChange={(event) => setText(event.currentTarget.value)} onKeyDown={keys} onBlur={() => leave({ text, step: null })} />;
}
