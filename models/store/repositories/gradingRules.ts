/** Rule versions that the laboratory wrote, and which of all rules is in force. Versions are only ever added. */
import { gradingRule, ruleAdoption, type RuleAdoption, type StoredRule } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

/** By code, newest version first. */
export const listStoredRules = (reader: Reader): Promise<StoredRule[]> => reader.find(gradingRule, { order: ['code', '-version'] });

/** @param version left out: the newest */
export async function storedRuleOf(reader: Reader, code: string, version?: number): Promise<StoredRule | undefined> {
  const [found] = await reader.find(gradingRule, { where: { code, ...(version === undefined ? {} : { version }) }, order: ['-version'], limit: 1 });
  return found;
}

/** Adds a version with its audit entry. @throws Fault `duplicate` when another took the number, `person-data-refused` */
export async function insertStoredRule(tx: Tx, row: StoredRule): Promise<void> {
  await tx.insert(gradingRule, [row]);
  tx.audit({ actorId: row.createdBy, action: 'rule.save', subject: 'gradingRule', subjectId: row.id, reason: row.reason, detail: { code: row.code, version: row.version, base: row.body.base } });
}

/** Newest proposal first. */
export const listAdoptions = (reader: Reader): Promise<RuleAdoption[]> => reader.find(ruleAdoption, { order: ['-proposedAt', '-id'] });

export const adoptionById = (reader: Reader, id: string): Promise<RuleAdoption | undefined> => reader.get(ruleAdoption, id);

/** The adoption that holds: the one decided last. */
export async function adoptionInForce(reader: Reader): Promise<RuleAdoption | undefined> {
  const [newest] = await reader.find(ruleAdoption, { where: { state: 'adopted' }, order: ['-decidedAt', '-id'], limit: 1 });
  return newest;
}

/** @throws Fault `duplicate` when the version is proposed already, `person-data-refused` */
export async function insertAdoption(tx: Tx, row: RuleAdoption): Promise<void> {
  await tx.insert(ruleAdoption, [row]);
  tx.audit({ actorId: row.proposedBy, action: 'rule.propose', subject: 'ruleAdoption', subjectId: row.id, reason: row.reason, detail: { rule: row.rule, version: row.ruleVersion, against: row.against, round: row.roundCode, changes: row.changes.length } });
}

/** @throws Fault `stale-revision`, `not-found` */
export async function decideAdoption(tx: Tx, row: RuleAdoption, patch: Pick<RuleAdoption, 'state' | 'decidedBy' | 'decidedAt'>): Promise<RuleAdoption> {
  const decided = await tx.update(ruleAdoption, row.id, row.revision, patch);
  const verb = { proposed: 'rule.propose', adopted: 'rule.adopt', rejected: 'rule.reject', withdrawn: 'rule.withdraw' }[patch.state];
  tx.audit({ actorId: patch.decidedBy, action: verb, subject: 'ruleAdoption', subjectId: row.id, detail: { rule: row.rule, version: row.ruleVersion, against: row.against } });
  return decided;
}
