/** Answers kept for requests that may come again. */
import { idempotencyKey, type IdempotencyKey } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

export async function keptRequest(reader: Reader, userId: string, key: string): Promise<IdempotencyKey | undefined> {
  const [row] = await reader.find(idempotencyKey, { where: { userId, key }, limit: 1 });
  return row;
}

export const keepRequest = (tx: Tx, row: IdempotencyKey): Promise<void> => tx.insert(idempotencyKey, [row]);

export const keepAnswer = (tx: Tx, id: string, status: number, response: unknown): Promise<void> =>
  tx.touch(idempotencyKey, id, { status, response });

/** Oldest first. */
export async function oldIdempotencyKeys(reader: Reader, before: string, limit: number): Promise<IdempotencyKey[]> {
  const oldest = await reader.find(idempotencyKey, { order: ['at'], limit });
  return oldest.filter(({ at }) => at < before);
}

export const removeIdempotencyKeys = (tx: Tx, ids: readonly string[]): Promise<number> => tx.remove(idempotencyKey, { id: ids });
