/** Results: heads, revisions, events, and the earlier values of a site. Always read in sets. */
import { auditEntry, result, resultEvent, resultRevision, round, sample, verdict, type AuditEntry, type Result, type ResultEvent, type ResultRevision, type Verdict } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';
import { groupBy } from './groupBy.ts';

export const resultsById = (reader: Reader, ids: readonly string[]): Promise<Result[]> => reader.find(result, { where: { id: ids } });

/** Every attempt of these samples, whatever became of it. @param analyteIds absent means all */
export const resultsOfSamples = (reader: Reader, sampleIds: readonly string[], analyteIds?: readonly string[]): Promise<Result[]> =>
  reader.find(result, { where: { sampleId: sampleIds, ...(analyteIds === undefined ? {} : { analyteId: analyteIds }) }, order: ['sampleId', 'analyteId', 'basis', 'attempt'] });

export const resultsOfRun = (reader: Reader, runId: string): Promise<Result[]> => reader.find(result, { where: { runId } });

export async function revisionsOf(reader: Reader, resultIds: readonly string[]): Promise<Map<string, ResultRevision[]>> {
  const revisions = await reader.find(resultRevision, { where: { resultId: resultIds }, order: ['resultId', 'valueRevision'] });
  return groupBy(revisions, (revision) => revision.resultId);
}

export async function eventsOf(reader: Reader, resultIds: readonly string[]): Promise<Map<string, ResultEvent[]>> {
  const events = await reader.find(resultEvent, { where: { resultId: resultIds }, order: ['resultId', 'sequence'] });
  return groupBy(events, (event) => event.resultId);
}

export const verdictsOf = (reader: Reader, revisionIds: readonly string[]): Promise<Verdict[]> => reader.find(verdict, { where: { resultRevisionId: revisionIds } });

/** An earlier value at a site, as a head and its newest revision give it. */
export interface SiteValue {
  siteId: string;
  analyteId: string;
  matrix: string;
  basis: string;
  state: string;
  roundCode: string;
  roundStartsOn: string;
  sampleId: string;
  reportedText: string;
  qualifier: string;
  value: string | null;
  limit: string | null;
  unit: string;
}

export interface HistoryOptions {
  from?: string;
  before?: string;
  analyteId?: string;
  analyteIds?: readonly string[] | undefined;
}

/** So few sites are read by statements that are prepared once: the builder of the join costs more than the rows. */
const FEW_SITES = 3;
const COUNTED: readonly Result['state'][] = ['verified', 'released'];

/** Of a released value and its verified correction, the one that is released: what counts is what was reported. */
function standingOnly(values: readonly SiteValue[]): SiteValue[] {
  const place = ({ sampleId, analyteId, basis }: SiteValue): string => `${sampleId} ${analyteId} ${basis}`;
  const released = new Set(values.filter(({ state }) => state === 'released').map(place));
  return values.filter((value) => value.state === 'released' || !released.has(place(value)));
}

async function historyOfFew(reader: Reader, siteIds: readonly string[], { from, before, analyteId, analyteIds }: HistoryOptions): Promise<SiteValue[]> {
  const samples = await reader.find(sample, { where: { siteId: siteIds } });
  const rounds = new Map((await reader.find(round, { where: { id: [...new Set(samples.map((each) => each.roundId))] } })).filter((each) => (from === undefined || each.startsOn >= from) && (before === undefined || each.startsOn < before)).map((each) => [each.id, each]));
  const own = new Map(samples.filter((each) => rounds.has(each.roundId)).map((each) => [each.id, each]));
  if (own.size === 0) return [];
  const analytes = analyteId === undefined ? analyteIds : (analyteIds ?? [analyteId]).filter((each) => each === analyteId);
  const heads = await reader.find(result, { where: { sampleId: [...own.keys()], state: COUNTED, ...(analytes === undefined ? {} : { analyteId: analytes }) } });
  const revisions = await revisionsOf(reader, heads.map((head) => head.id));
  const values = heads.flatMap((head): { number: string; value: SiteValue }[] => {
    const bottle = own.get(head.sampleId);
    const period = bottle === undefined ? undefined : rounds.get(bottle.roundId);
    const shown = revisions.get(head.id)?.find((revision) => revision.valueRevision === head.valueRevision);
    if (bottle === undefined || period === undefined || shown === undefined) return [];
    const { reportedText, qualifier, value, limit, unit } = shown;
    return [{ number: bottle.number, value: { siteId: bottle.siteId, analyteId: head.analyteId, matrix: bottle.matrix, basis: head.basis, state: head.state, roundCode: period.code, roundStartsOn: period.startsOn, sampleId: bottle.id, reportedText, qualifier, value, limit, unit } }];
  });
  const later = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
  return standingOnly(values.sort((a, b) => later(a.value.roundStartsOn, b.value.roundStartsOn) || later(a.number, b.number)).map(({ value }) => value));
}

/**
 * Verified and released values of these sites, oldest round first.
 * @param options.from local date; rounds that start earlier are left out
 * @param options.before local date; rounds that start on it or later are left out
 */
export async function siteHistory(reader: Reader, siteIds: readonly string[], options: HistoryOptions = {}): Promise<SiteValue[]> {
  if (siteIds.length === 0) return [];
  if (siteIds.length <= FEW_SITES) return historyOfFew(reader, siteIds, options);
  const query = reader.manager
    .createQueryBuilder()
    .select('s.siteId', 'siteId').addSelect('r.analyteId', 'analyteId').addSelect('s.matrix', 'matrix').addSelect('r.basis', 'basis').addSelect('r.state', 'state')
    .addSelect('o.code', 'roundCode').addSelect('o.startsOn', 'roundStartsOn').addSelect('s.id', 'sampleId')
    .addSelect('v.reportedText', 'reportedText').addSelect('v.qualifier', 'qualifier').addSelect('v.value', 'value').addSelect('v.limit', 'limit').addSelect('v.unit', 'unit')
    .from('sample', 's')
    .innerJoin('round', 'o', 'o.id = s.roundId')
    .innerJoin('result', 'r', 'r.sampleId = s.id')
    .innerJoin('resultRevision', 'v', 'v.resultId = r.id AND v.valueRevision = r.valueRevision')
    .where('s.siteId IN (:...siteIds)', { siteIds: [...siteIds] })
    .andWhere('r.state IN (:...states)', { states: [...COUNTED] });
  if (options.from !== undefined) query.andWhere('o.startsOn >= :from', { from: options.from });
  if (options.before !== undefined) query.andWhere('o.startsOn < :before', { before: options.before });
  if (options.analyteId !== undefined) query.andWhere('r.analyteId = :analyteId', { analyteId: options.analyteId });
  if (options.analyteIds !== undefined) query.andWhere(options.analyteIds.length === 0 ? '1 = 0' : 'r.analyteId IN (:...analyteIds)', { analyteIds: [...options.analyteIds] });
  return standingOnly(await query.orderBy('o.startsOn', 'ASC').addOrderBy('s.number', 'ASC').getRawMany<SiteValue>());
}

/** Assessments that read a round, newest first: a change of a released result makes them stale. */
export async function assessmentsOfRound(reader: Reader, roundId: string): Promise<string[]> {
  const rows = await reader.manager.createQueryBuilder().select('a.id', 'id').from('assessment', 'a').where('a.roundId = :roundId', { roundId }).orderBy('a.sequence', 'DESC').getRawMany<{ id: string }>();
  return rows.map((row) => row.id);
}

/** The audit trail of these subjects, oldest first. */
export const auditOf = (reader: Reader, subject: string, ids: readonly string[]): Promise<AuditEntry[]> => reader.find(auditEntry, { where: { subject, subjectId: ids }, order: ['sequence'] });

