/** Every file of a schedule is written down before it leaves: who, what, when, of which revision, and the hash of its bytes. */
import { createHash } from 'node:crypto';
import { insertExportLog } from '../../models/store/repositories/exportLogs.ts';
import { newId, nowInstant } from '../../models/store/index.ts';
import type { ExportContext, ExportFile, ExportFormat, ExportKind } from './exportKind.ts';
import { scheduleOf } from './scheduleRows.ts';

export async function writeLogged({ id, operation, parameters }: ExportKind, formatName: string, format: ExportFormat, context: ExportContext): Promise<ExportFile> {
  if (operation !== 'schedules.read' && operation !== 'schedules.create') return format.write(context);
  // one schedule is chosen here, so that the file and the log cannot speak of two
  const schedule = parameters.includes('schedule') ? (await scheduleOf(context)).schedule : null;
  const file = await format.write(schedule === null ? context : { ...context, schedule: schedule.id });
  const bytes = typeof file.bytes === 'string' ? Buffer.from(file.bytes, 'utf8') : file.bytes;
  await context.store.write((tx) =>
    insertExportLog(tx, {
      id: newId(context.at), kind: id, format: formatName, scheduleId: schedule?.id ?? null, scheduleRevision: schedule?.revision ?? null, language: context.language, octets: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex'), userId: context.user.id, at: nowInstant(context.at), synthetic: file.synthetic,
    }),
  );
  return file;
}
