/**
 * Every button that writes: one intent, one request, one true answer. A second click while the same is under way, in the
 * moment before the page is drawn again, or as the second half of a double click is the same intent and asks for nothing:
 * sent again, it would be refused for what the first has just done, and that refusal would stand on screen as the answer.
 * Something else, wanted meanwhile (the next bottle scanned), is an intent of its own. All writes of the interface go through here (test/architecture/intents.test.ts).
 */
import { useCallback, useEffect, useRef } from 'react';
import { useMutation, type UseMutationOptions, type UseMutationResult } from '@tanstack/react-query';

/** Which click of a row of clicks at one place is being handled now; 0 while none is. */
let clickNow = 0;
let watching = false;

function watchClicks(): void {
  if (watching) return;
  watching = true;
  const note = (event: MouseEvent): void => {
    clickNow = event.detail;
    // What a timer or an answer does later is nobody's second click.
    setTimeout(() => { clickNow = 0; }, 0);
  };
  document.addEventListener('click', note, true);
}

/** What an intent is about, as text. A file is told apart by what the browser knows of it. */
const textOf = (wanted: unknown): string => JSON.stringify(wanted, (_key, value: unknown) => (value instanceof File ? [value.name, value.size, value.lastModified] : value)) ?? '';

export function useIntent<Answer = unknown, Wanted = void, Kept = unknown>(options: UseMutationOptions<Answer, Error, Wanted, Kept>): UseMutationResult<Answer, Error, Wanted, Kept> {
  const mutation = useMutation(options);
  const { mutate, reset, isPending } = mutation;
  const underWay = useRef<ReadonlySet<string>>(new Set());
  useEffect(watchClicks, []);
  // Open again only once the answer is on screen: until then the buttons still speak of what was before it.
  useEffect(() => {
    if (!isPending) underWay.current = new Set();
  });
  const once = useCallback<typeof mutate>((...given) => {
    const intent = textOf(given[0]);
    if (clickNow > 1 || underWay.current.has(intent)) return;
    underWay.current = new Set([...underWay.current, intent]);
    mutate(...given);
  }, [mutate]);
  // Forgetting the former answer belongs to the next intent; a second click must not take the answer of the first away.
  const forget = useCallback(() => {
    if (clickNow <= 1 && underWay.current.size === 0) reset();
  }, [reset]);
  return { ...mutation, mutate: once, reset: forget };
}
