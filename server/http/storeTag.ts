/**
 * The tag of an answer that follows from the store, the person and the address alone. It is made of the number of the newest
 * audit entry, which every change of evidence and records raises, so asking whether something changed reads nothing.
 */
import { createHash } from 'node:crypto';
import type { CurrentUser } from '../auth/permissions.ts';
import { codeVersion } from '../version.ts';

/** @param revision of the store, read before the answer: a change in between makes the answer newer than its tag, never older */
export function storeTag(revision: number, user: CurrentUser | null): string {
  const whose = user === null ? '' : JSON.stringify([user.id, [...user.roles].sort(), [...user.areaCodes].sort(), user.language]);
  return `"${String(revision)}-${createHash('sha256').update(`${codeVersion} ${whose}`).digest('base64url').slice(0, 16)}"`;
}

/** Whether the header names the tag (RFC 9110, 13.1.2: weak comparison; a proxy may have weakened it). */
export const holdsTag = (ifNoneMatch: string | undefined, tag: string): boolean =>
  ifNoneMatch !== undefined && ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === tag);
