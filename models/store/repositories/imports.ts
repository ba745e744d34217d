/** Imports: their logs, what became of each value, what was taken back, and the column mappings. */
import { importLog, importMapping, importPart, importUndo, qcSample, resultRevision, type ImportLog, type ImportMapping, type ImportPart, type ImportUndo, type QcSample, type ResultRevision } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';
import { groupBy } from './groupBy.ts';

/** Of these kinds, newest first. */
export const importsOf = (reader: Reader, kinds: readonly string[], limit: number): Promise<ImportLog[]> => reader.find(importLog, { where: { kind: kinds }, order: ['-at'], limit });

export const importById = (reader: Reader, id: string): Promise<ImportLog | undefined> => reader.get(importLog, id);

export const partsOf = (reader: Reader, importId: string): Promise<ImportPart[]> => reader.find(importPart, { where: { importId }, order: ['part'] });

export async function undosOf(reader: Reader, importIds: readonly string[]): Promise<Map<string, ImportUndo>> {
  const rows = importIds.length === 0 ? [] : await reader.find(importUndo, { where: { importId: importIds } });
  return new Map(rows.map((row) => [row.importId, row]));
}

export const qcOfImport = (reader: Reader, importId: string): Promise<QcSample[]> => reader.find(qcSample, { where: { importId } });

/** Every revision of these results, oldest first within each. */
export async function revisionsOfResults(reader: Reader, resultIds: readonly string[]): Promise<Map<string, ResultRevision[]>> {
  const rows = await reader.find(resultRevision, { where: { resultId: resultIds }, order: ['resultId', 'valueRevision'] });
  return groupBy(rows, (row) => row.resultId);
}

export const listImportMappings = (reader: Reader): Promise<ImportMapping[]> => reader.find(importMapping, { order: ['name'] });

export const importMappingById = (reader: Reader, id: string): Promise<ImportMapping | undefined> => reader.get(importMapping, id);

export async function importMappingByName(reader: Reader, name: string): Promise<ImportMapping | undefined> {
  const [found] = await reader.find(importMapping, { where: { name }, limit: 1 });
  return found;
}
