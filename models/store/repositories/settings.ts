/** Settings of the laboratory: one row per key that was ever changed; a key without a row has its default. */
import { round, setting, type Setting } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

export const storedSettings = (reader: Reader): Promise<Setting[]> => reader.find(setting, { order: ['id'] });

/**
 * Writes one key with its audit entry.
 * @param expectedRevision 0 for a key that was never changed
 * @throws Fault `stale-revision` or `duplicate` when somebody else was first
 */
export async function writeSetting(tx: Tx, id: string, value: unknown, expectedRevision: number, actorId: string): Promise<Setting> {
  const before = await tx.get(setting, id);
  if (before === undefined && expectedRevision === 0) {
    const row: Setting = { id, value, revision: 1 };
    await tx.insert(setting, [row]);
    tx.audit({ actorId, action: 'setting.change', subject: 'setting', subjectId: id, detail: { to: value } });
    return row;
  }
  const row = await tx.update(setting, id, expectedRevision, { value });
  if (row.revision !== expectedRevision)
    tx.audit({ actorId, action: 'setting.change', subject: 'setting', subjectId: id, detail: { from: before?.value ?? null, to: value } });
  return row;
}

/** Whether any round was made by the example generator; every screen then says so. */
export async function hasSyntheticData(reader: Reader): Promise<boolean> {
  const [one] = await reader.find(round, { where: { synthetic: true }, limit: 1 });
  return one !== undefined;
}
