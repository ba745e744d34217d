/** Files of schedules that left the house. */
import { exportLog, type ExportLog } from '../../schemas/index.ts';
import type { Reader, Tx } from '../types.ts';

export async function insertExportLog(tx: Tx, row: ExportLog): Promise<void> {
  await tx.insert(exportLog, [row]);
  const { id, kind, format, scheduleId, scheduleRevision, sha256, userId } = row;
  tx.audit({ actorId: userId, action: 'export.write', subject: 'exportLog', subjectId: id, detail: { kind, format, scheduleId, scheduleRevision, sha256 } });
}

/** Newest first. */
export const exportLogsOf = (reader: Reader, scheduleId: string, limit: number): Promise<ExportLog[]> => reader.find(exportLog, { where: { scheduleId }, order: ['-at', '-id'], limit });
