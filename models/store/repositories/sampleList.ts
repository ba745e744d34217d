/** Samples of every round, a page at a time. */
import type { Matrix, SampleState } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';

export interface SampleRow {
  id: string;
  number: string;
  roundCode: string;
  siteId: string;
  siteCode: string;
  siteNameZh: string;
  siteNameEn: string;
  areaId: string;
  areaCode: string;
  areaNameZh: string;
  areaNameEn: string;
  matrix: Matrix;
  state: SampleState;
  dueOn: string;
  collectedOn: string | null;
  receivedAt: string | null;
  synthetic: boolean | number;
  revision: number;
}

export interface SampleFilter {
  /** Ids of areas; absent means all. */
  areaIds?: readonly string[] | undefined;
  round?: string | undefined;
  states?: readonly SampleState[] | undefined;
  matrix?: Matrix | undefined;
  /** Beginning of a sample number. */
  number?: string | undefined;
  /** Local date: due before it. */
  dueBefore?: string | undefined;
}

const columns: readonly (readonly [string, keyof SampleRow])[] = [
  ['s.number', 'number'], ['o.code', 'roundCode'], ['t.id', 'siteId'], ['t.code', 'siteCode'], ['t.nameZh', 'siteNameZh'], ['t.nameEn', 'siteNameEn'], ['a.id', 'areaId'], ['a.code', 'areaCode'], ['a.nameZh', 'areaNameZh'], ['a.nameEn', 'areaNameEn'],
  ['s.matrix', 'matrix'], ['s.state', 'state'], ['s.dueOn', 'dueOn'], ['s.collectedOn', 'collectedOn'], ['s.receivedAt', 'receivedAt'], ['s.synthetic', 'synthetic'], ['s.revision', 'revision'],
];

/** @param joined whether the columns of round, site and area are wanted; to count, only what the filter asks about is joined */
function filtered(reader: Reader, filter: SampleFilter, joined: boolean) {
  const query = reader.manager.createQueryBuilder().from('sample', 's').where('1 = 1');
  // from the left: the engine walks the numbers in order and stops when the page is full
  if (joined || filter.round !== undefined) query.leftJoin('round', 'o', 'o.id = s.roundId');
  if (joined || filter.areaIds !== undefined) query.leftJoin('site', 't', 't.id = s.siteId');
  if (joined) query.leftJoin('area', 'a', 'a.id = t.areaId');
  if (filter.areaIds !== undefined) query.andWhere(filter.areaIds.length === 0 ? '1 = 0' : 't.areaId IN (:...areaIds)', { areaIds: [...filter.areaIds] });
  if (filter.round !== undefined) query.andWhere('o.code = :round', { round: filter.round });
  if (filter.states !== undefined) query.andWhere('s.state IN (:...states)', { states: [...filter.states] });
  if (filter.matrix !== undefined) query.andWhere('s.matrix = :matrix', { matrix: filter.matrix });
  // a range, not LIKE: the index on the number answers it, and no sign of the text means anything
  if (filter.number !== undefined) query.andWhere('s.number >= :from AND s.number < :to', { from: filter.number, to: `${filter.number}\uFFFF` });
  if (filter.dueBefore !== undefined) query.andWhere('s.dueOn < :dueBefore', { dueBefore: filter.dueBefore });
  return query;
}

/** One page by number. @param after number of the last sample of the page before */
export function samplePage(reader: Reader, filter: SampleFilter, limit: number, after?: string): Promise<SampleRow[]> {
  const query = filtered(reader, filter, true).select('s.id', 'id');
  for (const [column, name] of columns) query.addSelect(column, name);
  if (after !== undefined) query.andWhere('s.number > :after', { after });
  return query.orderBy('s.number', 'ASC').limit(limit).getRawMany<SampleRow>();
}

export async function countSamplesIn(reader: Reader, filter: SampleFilter): Promise<number> {
  const [row] = await filtered(reader, filter, false).select('count(*)', 'n').getRawMany<{ n: number | string }>();
  return Number(row?.n ?? 0);
}
