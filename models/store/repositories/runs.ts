/** Analytical batches and their quality-control samples. */
import { importUndo, qcSample, run, type QcSample, type Run } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';
import { groupBy } from './groupBy.ts';

export const runById = (reader: Reader, id: string): Promise<Run | undefined> => reader.get(run, id);

export const runsById = (reader: Reader, ids: readonly string[]): Promise<Run[]> => reader.find(run, { where: { id: ids } });

export const runsByNumber = (reader: Reader, numbers: readonly string[]): Promise<Run[]> => reader.find(run, { where: { number: numbers } });

export const runsOfRound = (reader: Reader, roundId: string): Promise<Run[]> => reader.find(run, { where: { roundId }, order: ['openedAt', 'number'] });

/** Runs that repeat these, and those that repeat them in turn. */
export async function runsRepeating(reader: Reader, ids: readonly string[]): Promise<Run[]> {
  const found: Run[] = [];
  let level = ids;
  while (level.length > 0) {
    const next = await reader.find(run, { where: { repeatsRunId: level } });
    const fresh = next.filter((each) => !found.some((known) => known.id === each.id));
    found.push(...fresh);
    level = fresh.map((each) => each.id);
  }
  return found;
}

/** Without what came by an import that was undone. */
export async function qcOfRuns(reader: Reader, runIds: readonly string[]): Promise<Map<string, QcSample[]>> {
  const samples = await reader.find(qcSample, { where: { runId: runIds }, order: ['measuredAt'] });
  const imports = [...new Set(samples.flatMap((each) => each.importId ?? []))];
  const undone = new Set(imports.length === 0 ? [] : (await reader.find(importUndo, { where: { importId: imports } })).map((each) => each.importId));
  return groupBy(samples.filter((each) => each.importId === null || !undone.has(each.importId)), (each) => each.runId);
}

/** How many reportable results each run holds. */
export async function countResultsOfRuns(reader: Reader, runIds: readonly string[]): Promise<Map<string, number>> {
  if (runIds.length === 0) return new Map();
  const rows = await reader.manager
    .createQueryBuilder()
    .select('r.runId', 'runId').addSelect('count(*)', 'n')
    .from('result', 'r')
    .where('r.reportable = :reportable AND r.runId IN (:...runIds)', { reportable: true, runIds: [...runIds] })
    .groupBy('r.runId')
    .getRawMany<{ runId: string; n: number | string }>();
  return new Map(rows.map((row) => [row.runId, Number(row.n)]));
}
