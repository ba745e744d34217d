/**
 * Hands over every scanned code, wherever the focus is. When the scanner typed into a field, the
 * field gets back what it held before, so a scan never ends up inside a temperature.
 */
import { useEffect, useRef } from 'react';
import { createScanReader } from './scanReader.ts';

function restore(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  // React keeps its own note of the value; the prototype's setter and an input event tell it the truth.
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

export function useScanner(onCode: (code: string) => void): void {
  const latest = useRef(onCode);
  useEffect(() => {
    latest.current = onCode;
  });
  useEffect(() => {
    const reader = createScanReader();
    let before: { field: HTMLInputElement | HTMLTextAreaElement; value: string } | null = null;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const read = reader.press(event.key, event.timeStamp);
      if (read?.kind === 'start') {
        const field = event.target;
        before = field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? { field, value: field.value } : null;
      }
      if (read?.kind !== 'code') return;
      event.preventDefault();
      event.stopPropagation();
      if (before !== null) restore(before.field, before.value);
      before = null;
      latest.current(read.code);
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
}
