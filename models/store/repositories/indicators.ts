/** Town-level counts of other agencies. A later figure is a further row; none is overwritten. */
import { indicatorCount, type IndicatorCount } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

export interface StandingCount extends IndicatorCount {
  /** How often it was corrected. */
  corrections: number;
}

const keyOf = ({ areaId, period, kind }: Pick<IndicatorCount, 'areaId' | 'period' | 'kind'>): string => `${areaId} ${period} ${kind}`;

/** The newest figure of each area, period and kind, by that key. */
export async function standingCounts(reader: Reader): Promise<Map<string, StandingCount>> {
  const newest = new Map<string, StandingCount>();
  for (const row of await reader.find(indicatorCount, { order: ['sequence'] })) newest.set(keyOf(row), { ...row, corrections: row.sequence - 1 });
  return newest;
}

export const countKey = keyOf;

/** Adds figures with one audit entry, which names numbers of rows and no count. @throws Fault `duplicate` when somebody else wrote one of them, `person-data-refused` */
export async function insertCounts(tx: Tx, rows: readonly IndicatorCount[], by: { actorId: string; fileName: string; sha256: string; reason: string | null }): Promise<void> {
  await tx.insert(indicatorCount, rows);
  tx.audit({ actorId: by.actorId, action: 'indicators.import', subject: 'indicatorCount', subjectId: rows[0]?.id ?? '', reason: by.reason ?? undefined, detail: { file: by.fileName, sha256: by.sha256, rows: rows.length, corrections: rows.filter(({ sequence }) => sequence > 1).length } });
}
