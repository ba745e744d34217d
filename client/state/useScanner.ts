/**
 * Hands over every scanned code, wherever the focus is. What the scanner typed into a field is taken out of it again, in
 * whatever pieces it arrived, so a scan never ends up inside a temperature.
 */
import { useEffect, useRef } from 'react';
import { createScanReader, foldCode } from './scanReader.ts';

type Field = HTMLInputElement | HTMLTextAreaElement;

/** Gives a field the value that it had before the code. */
function restore(field: Field, value: string): void {
  // React keeps its own note of the value; the prototype's setter and an input event tell it the truth.
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}

const REMEMBERED = 120;

/**
 * @param codes what may be scanned here: the numbers of the bottles
 * @param onlyKnown codes that are not among them are a person's typing
 * @param onCode gets the code; `typedInto` are the fields that it landed in, already as they were before
 */
export function useScanner(codes: readonly string[], onCode: (code: string, typedInto: readonly Field[]) => void, onlyKnown = false): void {
  const latest = useRef({ onCode, known: new Set<string>() });
  useEffect(() => {
    latest.current = { onCode, known: new Set(codes.map(foldCode)) };
  });
  useEffect(() => {
    const reader = createScanReader((code) => latest.current.known.has(code), onlyKnown);
    /** The field and its value before each of the last keys. */
    let before: ({ field: Field; value: string } | null)[] = [];
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      const read = reader.press(event.key, event.timeStamp, event.target instanceof HTMLTextAreaElement);
      if (event.key.length === 1) {
        const field = event.target;
        before = [...before, field instanceof HTMLInputElement || field instanceof HTMLTextAreaElement ? { field, value: field.value } : null].slice(-REMEMBERED);
      }
      if (event.key === 'Backspace') before.pop();
      if (read === null) return;
      event.preventDefault();
      event.stopPropagation();
      const fields = new Map<Field, string>();
      for (const one of before.slice(-read.length)) if (one !== null && !fields.has(one.field)) fields.set(one.field, one.value);
      before = [];
      for (const [field, value] of fields) restore(field, value);
      latest.current.onCode(read.code, [...fields.keys()]);
    };
    const onPointerDown = (): void => {
      reader.forget();
      before = [];
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    window.addEventListener('pointerdown', onPointerDown, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKeyDown, { capture: true });
      window.removeEventListener('pointerdown', onPointerDown, { capture: true });
    };
  }, [onlyKnown]);
}
