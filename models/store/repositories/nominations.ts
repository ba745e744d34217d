/** Nominated places of encirclements. Who may see one is decided by the use case, not here. */
import { nomination, type Nomination } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

export const nominationById = (reader: Reader, id: string): Promise<Nomination | undefined> => reader.get(nomination, id);

/** Oldest first. */
export const nominationsOfRound = (reader: Reader, roundId: string): Promise<Nomination[]> => reader.find(nomination, { where: { roundId }, order: ['nominatedAt', 'id'] });

export const nominationsById = (reader: Reader, ids: readonly string[]): Promise<Nomination[]> => (ids.length === 0 ? Promise.resolve([]) : reader.find(nomination, { where: { id: [...new Set(ids)] } }));

/** Adds a nomination. The audit entry names the town and the kind of corroboration, never the place: the trail has readers of its own. */
export async function insertNomination(tx: Tx, row: Nomination): Promise<void> {
  await tx.insert(nomination, [row]);
  const { id, roundId, assessmentId, areaId, corroboration, nominatedBy } = row;
  tx.audit({ actorId: nominatedBy, action: 'nomination.propose', subject: 'nomination', subjectId: id, detail: { roundId, assessmentId, areaId, corroboration } });
}

/** @throws Fault `stale-revision`, `not-found` */
export const changeNomination = (tx: Tx, id: string, revision: number, patch: Partial<Nomination>): Promise<Nomination> => tx.update(nomination, id, revision, patch);
