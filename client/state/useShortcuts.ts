/**
 * Keyboard shortcuts. A view declares its own while it is on screen; `?` lists all that are in force.
 * Plain letters are ignored while somebody types in a field; Ctrl or ⌘ chords are not.
 */
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface Shortcut {
  /** `mod+k`, `?`, `g t` (one key after the other), `[`. `mod` is Ctrl, or ⌘ on a Mac. Keys a view handles itself are listed with `run` left out. */
  keys: string;
  /** Already in the reader's language. */
  label: string;
  run?: () => void;
}

export interface ShortcutGroup {
  title: string;
  shortcuts: readonly Shortcut[];
}

let groups: readonly ShortcutGroup[] = [];
const listeners = new Set<() => void>();
const SEQUENCE_MS = 1200;

function announce(): void {
  for (const listener of listeners) listener();
}

function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) || target.closest('revo-grid') !== null;
}

/** `?`, `mod+k`, `Escape` for a key press. */
export function chordOf(event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'shiftKey'>): string {
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const mod = event.ctrlKey || event.metaKey;
  // Alone, Shift is part of the sign ("?"); in a chord it makes another one.
  return `${mod ? 'mod+' : ''}${mod && event.shiftKey && /^[a-z]$/.test(key) ? 'shift+' : ''}${event.altKey ? 'alt+' : ''}${key}`;
}

let prefix = '';
let prefixAt = 0;

function onKeyDown(event: KeyboardEvent): void {
  const chord = chordOf(event);
  if (event.isComposing || event.defaultPrevented || (isTyping(event.target) && !chord.startsWith('mod+'))) return;
  const sequence = prefix !== '' && event.timeStamp - prefixAt < SEQUENCE_MS ? `${prefix} ${chord}` : '';
  prefix = '';
  const all = groups.flatMap((group) => group.shortcuts);
  const hit =
    all.find((one) => one.run !== undefined && one.keys === sequence) ?? all.find((one) => one.run !== undefined && one.keys === chord);
  if (hit?.run !== undefined) {
    event.preventDefault();
    hit.run();
    return;
  }
  if (all.some((one) => one.keys.startsWith(`${chord} `))) {
    prefix = chord;
    prefixAt = event.timeStamp;
  }
}

/** Put a group of shortcuts in force while the caller is on screen. */
export function useShortcuts(title: string, shortcuts: readonly Shortcut[]): void {
  const latest = useRef(shortcuts);
  useEffect(() => {
    latest.current = shortcuts;
  });
  const shape = JSON.stringify(shortcuts.map((one) => [one.keys, one.label, one.run === undefined]));
  useEffect(() => {
    const shown: ShortcutGroup = {
      title,
      shortcuts: latest.current.map((one, index) => ({
        keys: one.keys,
        label: one.label,
        ...(one.run === undefined ? {} : { run: () => latest.current[index]?.run?.() }),
      })),
    };
    if (groups.length === 0) window.addEventListener('keydown', onKeyDown);
    groups = [...groups, shown];
    announce();
    return () => {
      groups = groups.filter((group) => group !== shown);
      if (groups.length === 0) window.removeEventListener('keydown', onKeyDown);
      announce();
    };
  }, [title, shape]);
}

export function useAllShortcuts(): readonly ShortcutGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => groups,
  );
}
