/**
 * What was typed and not yet taken, kept in this browser per account, round and cell, so that it
 * outlives a lost network, a reload and a lost sign-in, and two windows do not write over each
 * other's. Results are not secret from whoever typed them here; they go as soon as the server has them.
 */
import type { Draft } from './draft.ts';
import type { Texts } from './gridTypes.ts';

type Store = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>;

const prefix = (userId: string, round: string): string => `shuijian.draft|${userId}|${round}|`;

export function keptDrafts(store: Store, userId: string, round: string): Map<string, Draft> {
  const start = prefix(userId, round);
  const kept = new Map<string, Draft>();
  try {
    for (let index = 0; index < store.length; index += 1) {
      const name = store.key(index);
      if (name === null || !name.startsWith(start)) continue;
      const { texts, base } = JSON.parse(store.getItem(name) ?? '{}') as { texts?: Partial<Texts>; base?: number };
      if (texts !== undefined && typeof base === 'number') kept.set(name.slice(start.length), { texts, base, status: 'waiting', why: null, code: null, sent: [] });
    }
  } catch {
    // Storage that is blocked or was damaged holds nothing more to bring back; typing goes on without it.
  }
  return kept;
}

/** Keeps one draft, or forgets it where there is none. */
export function keepDraft(store: Store, userId: string, round: string, key: string, draft: Draft | undefined): void {
  try {
    const name = `${prefix(userId, round)}${key}`;
    if (draft === undefined) store.removeItem(name);
    else store.setItem(name, JSON.stringify({ texts: draft.texts, base: draft.base }));
  } catch {
    // A full or blocked storage costs only the copy; the text is still on screen and on its way.
  }
}
