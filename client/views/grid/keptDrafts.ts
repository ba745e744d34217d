/**
 * What was typed and not yet taken, kept in this browser per account and round, so that it outlives
 * a lost network, a reload and a lost sign-in. Results are not secret from whoever typed them here;
 * they are removed as soon as the server has them.
 */
import type { Draft } from './gridModel.ts';

const name = (userId: string, round: string): string => `shuijian.drafts.${userId}.${round}`;

export function keptDrafts(userId: string, round: string): Map<string, Draft> {
  try {
    const kept = JSON.parse(localStorage.getItem(name(userId, round)) ?? '[]') as [string, string, number][];
    return new Map(kept.map(([key, rawText, base]) => [key, { rawText, base, status: 'waiting', sentence: null, code: null }]));
  } catch {
    // Storage that is blocked or was damaged holds nothing to bring back; typing goes on without it.
    return new Map();
  }
}

export function keepDrafts(userId: string, round: string, drafts: ReadonlyMap<string, Draft>): void {
  try {
    localStorage.setItem(name(userId, round), JSON.stringify([...drafts].map(([key, draft]) => [key, draft.rawText, draft.base])));
  } catch {
    // A full or blocked storage costs only the copy; the text is still on screen and on its way.
  }
}

export function forgetDrafts(userId: string, round: string): void {
  try {
    localStorage.removeItem(name(userId, round));
  } catch {
    // Nothing was kept where storage is blocked.
  }
}
