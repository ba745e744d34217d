/**
 * The ETag of an answer that follows from the store's rows, the caller, the address and the program alone. It is known
 * before anything of the answer is read: every change of evidence or records is an entry of the audit chain, so while
 * the chain's newest hash stands, the answer stands. The hash and not the sequence, which a restored backup counts
 * again with other entries. Coarse on purpose: an entry about anything makes every such answer be read once more.
 */
import { createHash } from 'node:crypto';
import type { Language } from '../../models/schemas/vocabulary.ts';
import type { Store } from '../../models/store/types.ts';
import type { CurrentUser } from '../auth/permissions.ts';
import { buildMark } from '../version.ts';

export interface TaggedRequest {
  /** Path and query as they were sent. */
  address: string;
  /** What may be done depends on who asks. */
  user: CurrentUser | null;
  language: Language;
}

/** To be asked before the rows are read: a change in between makes the answer newer than its tag, which costs one reading and hides nothing. */
export async function storeTag(store: Pick<Store, 'head'>, { address, user, language }: TaggedRequest): Promise<string> {
  const { sequence, hash } = await store.head();
  const caller = user === null ? null : [user.id, user.roles, user.areaCodes, user.scope === null ? null : [...user.scope].sort()];
  return `"${createHash('sha256').update(JSON.stringify([buildMark, sequence, hash, address, caller, language])).digest('base64url')}"`;
}
