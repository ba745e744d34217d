/** Counts for the home page: what waits, by round. Only open rounds count. */
import { auditEntry, type AuditEntry } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';

export interface WaitingCount {
  roundId: string;
  roundCode: string;
  startsOn: string;
  areaId: string;
  state: string;
  n: number;
}

const number = <T extends { n: number }>(rows: readonly T[]): T[] => rows.map((row) => ({ ...row, n: Number(row.n) }));

/** Samples of open rounds by state. @param options.dueBefore local date: only samples due before it */
export async function waitingSamples(reader: Reader, options: { dueBefore?: string } = {}): Promise<WaitingCount[]> {
  const query = reader.manager
    .createQueryBuilder()
    .select('o.id', 'roundId').addSelect('o.code', 'roundCode').addSelect('o.startsOn', 'startsOn').addSelect('t.areaId', 'areaId').addSelect('s.state', 'state').addSelect('count(*)', 'n')
    .from('sample', 's').innerJoin('round', 'o', 'o.id = s.roundId').innerJoin('site', 't', 't.id = s.siteId')
    .where('o.closed = :closed', { closed: false });
  if (options.dueBefore !== undefined) query.andWhere('s.dueOn < :dueBefore', { dueBefore: options.dueBefore });
  return number(await query.groupBy('o.id').addGroupBy('o.code').addGroupBy('o.startsOn').addGroupBy('t.areaId').addGroupBy('s.state').getRawMany<WaitingCount>());
}

/**
 * Reportable results of open rounds by state.
 * @param options.notBy leave out those of which these accounts of a person wrote a version or that they submitted
 * @param options.returned only those whose newest event is a return
 */
export async function waitingResults(reader: Reader, options: { notBy?: readonly string[]; returned?: boolean; reviewed?: boolean } = {}): Promise<WaitingCount[]> {
  const query = reader.manager
    .createQueryBuilder()
    .select('o.id', 'roundId').addSelect('o.code', 'roundCode').addSelect('o.startsOn', 'startsOn').addSelect('t.areaId', 'areaId').addSelect('r.state', 'state').addSelect('count(*)', 'n')
    .from('result', 'r').innerJoin('sample', 's', 's.id = r.sampleId').innerJoin('round', 'o', 'o.id = s.roundId').innerJoin('site', 't', 't.id = s.siteId')
    .where('r.reportable = :reportable AND o.closed = :closed', { reportable: true, closed: false });
  const exists = (entity: string, alias: string, condition: string): string => `EXISTS ${query.subQuery().select('1').from(entity, alias).where(`${alias}.resultId = r.id AND ${condition}`).getQuery()}`;
  if (options.notBy !== undefined) {
    query.andWhere(`NOT ${exists('resultRevision', 'v', 'v.authorId IN (:...person)')}`).andWhere(`NOT ${exists('resultEvent', 'e', `e.actorId IN (:...person) AND e.action = 'submit'`)}`).setParameter('person', [...options.notBy]);
  }
  if (options.returned === true) {
    const newest = query.subQuery().select('max(m.sequence)').from('resultEvent', 'm').where('m.resultId = r.id').getQuery();
    query.andWhere(exists('resultEvent', 'b', `b.action = 'return' AND b.sequence = ${newest}`));
  }
  if (options.reviewed !== undefined) {
    query.andWhere(`${options.reviewed ? '' : 'NOT '}${exists('resultEvent', 'w', `w.action = 'review'`)}`);
  }
  return number(await query.groupBy('o.id').addGroupBy('o.code').addGroupBy('o.startsOn').addGroupBy('t.areaId').addGroupBy('r.state').getRawMany<WaitingCount>());
}

/** Released results of open rounds whose withdrawal somebody else than the person of these accounts asked for, and nobody has decided about. */
export async function waitingWithdrawals(reader: Reader, person: readonly string[]): Promise<WaitingCount[]> {
  const query = reader.manager
    .createQueryBuilder()
    .select('o.id', 'roundId').addSelect('o.code', 'roundCode').addSelect('o.startsOn', 'startsOn').addSelect('t.areaId', 'areaId').addSelect('r.state', 'state').addSelect('count(*)', 'n')
    .from('result', 'r').innerJoin('sample', 's', 's.id = r.sampleId').innerJoin('round', 'o', 'o.id = s.roundId').innerJoin('site', 't', 't.id = s.siteId')
    .where('r.asked IS NOT NULL AND o.closed = :closed', { closed: false });
  const newest = query.subQuery().select('max(m.sequence)').from('resultEvent', 'm').where("m.resultId = r.id AND m.action IN ('ask-void', 'ask-invalidate')").getQuery();
  query.andWhere(`EXISTS ${query.subQuery().select('1').from('resultEvent', 'e').where(`e.resultId = r.id AND e.actorId NOT IN (:...person) AND e.sequence = ${newest}`).getQuery()}`).setParameter('person', [...person]);
  return number(await query.groupBy('o.id').addGroupBy('o.code').addGroupBy('o.startsOn').addGroupBy('t.areaId').addGroupBy('r.state').getRawMany<WaitingCount>());
}

/** The newest entries of the audit trail, newest first. */
export const newestAudit = (reader: Reader, limit: number): Promise<AuditEntry[]> => reader.find(auditEntry, { order: ['-sequence'], limit });
