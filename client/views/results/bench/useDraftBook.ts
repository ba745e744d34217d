/** The draft book of a person and a round, one for the life of the page, and what it now shows. */
import { useEffect, useSyncExternalStore } from 'react';
import { useQueryClient, type QueryClient } from '@tanstack/react-query';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import type { Session } from '../../../api/types.ts';
import { applyChange } from '../../../state/applyChange.ts';
import { DraftBook, type DraftView, type RecordAnswer } from './draftBook.ts';
import type { GridIndex } from './gridTypes.ts';

const books = new Map<string, DraftBook>();

function bookOf(client: QueryClient, userId: string, round: string): DraftBook {
  const name = `${userId}|${round}`;
  const known = books.get(name);
  if (known !== undefined) return known;
  const book = new DraftBook({
    userId,
    round,
    store: localStorage,
    send: (body) => request<RecordAnswer>('/results', { method: 'POST', body, idempotencyKey: null }),
    onChange: (change) => applyChange(client, change),
    // Nobody's texts are ever sent in somebody else's name.
    maySend: () => client.getQueryData<Session>(keys.session())?.user?.id === userId,
  });
  books.set(name, book);
  return book;
}

export function useDraftBook(userId: string, round: string, index: GridIndex): { book: DraftBook; view: DraftView } {
  const client = useQueryClient();
  const book = bookOf(client, userId, round);
  useEffect(() => {
    book.setIndex(index);
  }, [book, index]);
  useEffect(() => {
    // Coming back to the bench, signing in again and the network's return are reasons to try at once.
    const retry = (): void => book.retry();
    retry();
    window.addEventListener('online', retry);
    return () => window.removeEventListener('online', retry);
  }, [book]);
  return { book, view: useSyncExternalStore(book.subscribe, book.view) };
}
