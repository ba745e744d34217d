/** Plans, rounds and what is counted over them. */
import { plan, round, type Plan, type Round } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';

export async function roundByCode(reader: Reader, code: string): Promise<Round | undefined> {
  const [found] = await reader.find(round, { where: { code }, limit: 1 });
  return found;
}

export const roundById = (reader: Reader, id: string): Promise<Round | undefined> => reader.get(round, id);

export const roundsById = (reader: Reader, ids: readonly string[]): Promise<Round[]> => reader.find(round, { where: { id: ids } });

/** Newest period first. */
export const listRounds = (reader: Reader): Promise<Round[]> => reader.find(round, { order: ['-startsOn'] });

export const planById = (reader: Reader, id: string): Promise<Plan | undefined> => reader.get(plan, id);

export const listPlans = (reader: Reader): Promise<Plan[]> => reader.find(plan, { order: ['code', 'version'] });

/** The newest version of a plan that was taken in. Versions are whole numbers written as text. */
export async function newestPlan(reader: Reader, code: string): Promise<Plan | undefined> {
  const versions = await reader.find(plan, { where: { code } });
  return versions.sort((a, b) => b.document.version - a.document.version)[0];
}

export interface SampleCount {
  roundId: string;
  areaId: string;
  matrix: string;
  state: string;
  n: number;
}

/** How many samples of each state, by round, area and matrix. */
export async function countSamples(reader: Reader, roundIds: readonly string[]): Promise<SampleCount[]> {
  if (roundIds.length === 0) return [];
  const rows = await reader.manager
    .createQueryBuilder()
    .select('s.roundId', 'roundId').addSelect('t.areaId', 'areaId').addSelect('s.matrix', 'matrix').addSelect('s.state', 'state').addSelect('count(*)', 'n')
    .from('sample', 's').innerJoin('site', 't', 't.id = s.siteId')
    .where('s.roundId IN (:...roundIds)', { roundIds: [...roundIds] })
    .groupBy('s.roundId').addGroupBy('t.areaId').addGroupBy('s.matrix').addGroupBy('s.state')
    .getRawMany<SampleCount>();
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}

export interface ResultCount {
  roundId: string;
  areaId: string;
  state: string;
  /** Of the bottle. */
  sampleState: string;
  n: number;
}

/** How many results of each state, by round and area: of each cell the one that is reportable, or where there is none the one that was voided. */
export async function countResults(reader: Reader, roundIds: readonly string[]): Promise<ResultCount[]> {
  if (roundIds.length === 0) return [];
  const query = reader.manager
    .createQueryBuilder()
    .select('s.roundId', 'roundId').addSelect('t.areaId', 'areaId').addSelect('r.state', 'state').addSelect('s.state', 'sampleState').addSelect('count(*)', 'n')
    .from('result', 'r').innerJoin('sample', 's', 's.id = r.sampleId').innerJoin('site', 't', 't.id = s.siteId');
  const another = query.subQuery().select('1').from('result', 'o').where('o.sampleId = r.sampleId AND o.analyteId = r.analyteId AND o.basis = r.basis AND o.reportable = :reportable').getQuery();
  const rows = await query
    .where(`(r.reportable = :reportable OR (r.state = 'voided' AND NOT EXISTS ${another})) AND s.roundId IN (:...roundIds)`, { reportable: true, roundIds: [...roundIds] })
    .groupBy('s.roundId').addGroupBy('t.areaId').addGroupBy('r.state').addGroupBy('s.state')
    .getRawMany<ResultCount>();
  return rows.map((row) => ({ ...row, n: Number(row.n) }));
}
