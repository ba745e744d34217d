/** Wrong passwords as they are counted. Working state: what happened stands in the audit trail. */
import { passwordGuard, type PasswordGuard } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

export async function guardOf(reader: Reader, account: string): Promise<PasswordGuard | undefined> {
  const [found] = await reader.find(passwordGuard, { where: { account }, limit: 1 });
  return found;
}

export const listGuards = (reader: Reader): Promise<PasswordGuard[]> => reader.find(passwordGuard);

/**
 * Puts a count in the place of the one that was read.
 * @returns false where another transaction came in between (PostgreSQL): read again and try again
 */
export async function replaceGuard(tx: Tx, before: PasswordGuard | undefined, next: PasswordGuard): Promise<boolean> {
  if (before !== undefined && (await tx.remove(passwordGuard, { id: before.id })) === 0) return false;
  await tx.insert(passwordGuard, [next]);
  return true;
}

export const removeGuard = (tx: Tx, account: string): Promise<number> => tx.remove(passwordGuard, { account });

/** Forgets some of the counts in which nothing happened since. */
export async function forgetOld(tx: Tx, before: string): Promise<void> {
  const old = (await tx.find(passwordGuard, { order: ['lastAt'], limit: 20 })).filter(({ lastAt }) => lastAt < before);
  if (old.length > 0) await tx.remove(passwordGuard, { id: old.map(({ id }) => id) });
}
