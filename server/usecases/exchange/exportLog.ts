/** What left the house of one schedule. For planners, and for whoever reads the audit trail. */
import type { ExportLog } from '../../../models/schemas/index.ts';
import { exportLogsOf } from '../../../models/store/repositories/exportLogs.ts';
import { scheduleById } from '../../../models/store/repositories/schedules.ts';
import { userById } from '../../../models/store/repositories/users.ts';
import type { Store } from '../../../models/store/types.ts';
import { may, type CurrentUser } from '../../auth/permissions.ts';
import { maySeeSchedule, noSuchSchedule } from '../operations/plans/schedulesEmbargo.ts';

export interface ExportLogView extends ExportLog {
  userName: string;
}

/** The newest of them; older ones stay in the store. */
const SHOWN = 200;

/** @throws Fault `not-found` for a schedule that is not there or may not be seen */
export async function readExportLog(store: Store, user: CurrentUser, id: string): Promise<ExportLogView[]> {
  const schedule = await scheduleById(store.read, id);
  if (schedule === undefined || !(maySeeSchedule(user, schedule) || may(user, 'audit.read'))) throw noSuchSchedule(id);
  const rows = await exportLogsOf(store.read, id, SHOWN);
  const names = new Map<string, string>();
  for (const userId of new Set(rows.map((row) => row.userId))) names.set(userId, (await userById(store.read, userId))?.displayName ?? userId);
  return rows.map((row) => ({ ...row, userName: names.get(row.userId) ?? '' }));
}
