/** Versions of the response rules. Who may write or decide is said by the use case, not here. */
import { responseRuleVersion, type ResponseRuleVersion } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

/** Oldest first. */
export const listResponseRules = (reader: Reader): Promise<ResponseRuleVersion[]> => reader.find(responseRuleVersion, { order: ['sequence'] });

export const responseRulesById = (reader: Reader, id: string): Promise<ResponseRuleVersion | undefined> => reader.get(responseRuleVersion, id);

export async function insertResponseRules(tx: Tx, row: ResponseRuleVersion): Promise<void> {
  await tx.insert(responseRuleVersion, [row]);
  tx.audit({ actorId: row.proposedBy, action: 'response-rules.propose', subject: 'responseRuleVersion', subjectId: row.id, reason: row.reasonZh, detail: { version: row.version, basedOn: row.basedOn } });
}

/** @throws Fault `stale-revision`, `not-found` */
export async function decideResponseRules(tx: Tx, row: ResponseRuleVersion, patch: Pick<ResponseRuleVersion, 'state' | 'decidedBy' | 'decidedAt'>): Promise<ResponseRuleVersion> {
  const decided = await tx.update(responseRuleVersion, row.id, row.revision, patch);
  tx.audit({ actorId: patch.decidedBy, action: `response-rules.${patch.state}`, subject: 'responseRuleVersion', subjectId: row.id, detail: { version: row.version, basedOn: row.basedOn } });
  return decided;
}
