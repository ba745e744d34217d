/** Town-level counts of other agencies. A later figure is a further row; none is overwritten, and those of an import that was taken back stand no longer. */
import { importLog, importUndo, indicatorCount, type ImportLog, type ImportUndo, type IndicatorCount } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';
import { groupBy } from './groupBy.ts';
import { undosOf } from './imports.ts';

/** Kind of the import logs of counts, which are no results. */
export const COUNTS_IMPORT = 'indicators';

export interface StandingCount extends IndicatorCount {
  /** How often it was corrected. */
  corrections: number;
}

const keyOf = ({ areaId, period, kind }: Pick<IndicatorCount, 'areaId' | 'period' | 'kind'>): string => `${areaId} ${period} ${kind}`;

export const countKey = keyOf;

export interface CountBook {
  /** The newest figure of each area, period and kind that was not taken back, by `countKey`. */
  standing: Map<string, StandingCount>;
  /** Sequence of the newest row of each key, also of one taken back: the next is one more. */
  lastSequence: Map<string, number>;
  /** Rows that an import wrote, oldest first, also of one taken back. */
  byImport: Map<string, IndicatorCount[]>;
  undone: Map<string, ImportUndo>;
}

export async function readCountBook(reader: Reader): Promise<CountBook> {
  const rows = await reader.find(indicatorCount, { order: ['sequence', 'id'] });
  const imported = rows.filter((row): row is IndicatorCount & { importId: string } => row.importId !== null);
  const byImport = groupBy(imported, ({ importId }) => importId);
  const undone = await undosOf(reader, [...byImport.keys()]);
  const standing: CountBook['standing'] = new Map();
  const lastSequence: CountBook['lastSequence'] = new Map();
  for (const row of rows) {
    const key = keyOf(row);
    lastSequence.set(key, row.sequence);
    if (row.importId !== null && undone.has(row.importId)) continue;
    const before = standing.get(key);
    standing.set(key, { ...row, corrections: before === undefined ? 0 : before.corrections + 1 });
  }
  return { standing, lastSequence, byImport, undone };
}

/** The newest figure of each area, period and kind, by that key. */
export const standingCounts = async (reader: Reader): Promise<Map<string, StandingCount>> => (await readCountBook(reader)).standing;

/** Imports of counts, newest first. */
export const countImports = (reader: Reader, limit: number): Promise<ImportLog[]> => reader.find(importLog, { where: { kind: COUNTS_IMPORT }, order: ['-at', '-id'], limit });

/** Adds figures and their import with one audit entry, which names numbers of rows and no count. @throws Fault `duplicate` when somebody else wrote one of them, `person-data-refused` */
export async function insertCounts(tx: Tx, log: ImportLog, rows: readonly IndicatorCount[], reason: string | null): Promise<void> {
  await tx.insert(importLog, [log]);
  await tx.insert(indicatorCount, rows);
  tx.audit({ actorId: log.actorId, action: 'indicators.import', subject: 'importLog', subjectId: log.id, reason: reason ?? undefined, detail: { file: log.fileName, sha256: log.fileSha256, rows: rows.length, corrections: rows.filter((row) => row.reason !== null).length } });
}

/** Takes an import back with one audit entry: its figures stay, and stand no longer. */
export async function insertCountsUndo(tx: Tx, log: ImportLog, undo: ImportUndo): Promise<void> {
  await tx.insert(importUndo, [undo]);
  tx.audit({ actorId: undo.actorId, action: 'indicators.import-undo', subject: 'importLog', subjectId: log.id, reason: undo.reason, detail: { file: log.fileName, cleared: undo.summary.cleared, restored: undo.summary.restored } });
}
