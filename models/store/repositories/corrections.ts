/** What was released before and was corrected since, and what is asked to be withdrawn. */
import { resultEvent, resultRevision } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';
import { groupBy } from './groupBy.ts';

/** The reported texts of those of these attempts that were released once, by id; a repeat before release superseded nothing that was reported. */
export async function formerlyReported(reader: Reader, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const released = [...new Set((await reader.find(resultEvent, { where: { resultId: ids, toState: 'released' } })).map(({ resultId }) => resultId))];
  const revisions = released.length === 0 ? [] : await reader.find(resultRevision, { where: { resultId: released }, order: ['resultId', 'valueRevision'] });
  return new Map([...groupBy(revisions, ({ resultId }) => resultId)].map(([id, own]) => [id, own.at(-1)?.reportedText ?? '']));
}

/** Ids of the released results of a round whose withdrawal is asked for and not decided. */
export async function withdrawalsAsked(reader: Reader, roundId: string): Promise<Set<string>> {
  const rows = await reader.manager
    .createQueryBuilder()
    .select('r.id', 'id')
    .from('result', 'r').innerJoin('sample', 's', 's.id = r.sampleId')
    .where('r.asked IS NOT NULL AND s.roundId = :roundId', { roundId })
    .getRawMany<{ id: string }>();
  return new Set(rows.map(({ id }) => id));
}
