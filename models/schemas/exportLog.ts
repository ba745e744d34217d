/** Which file of a schedule left the house: who took it, when, of which revision, and the hash of its bytes. */
import { id, instant, integer, nullable, ref, synthetic, text } from './fields.ts';
import { thing, type Row } from './thing.ts';

export const exportLog = thing(
  'exportLog',
  'evidence',
  {
    id: id(),
    kind: text(['导出', 'Export'], 40),
    format: text(['格式', 'Format'], 20),
    /** Null for a file of several schedules. */
    scheduleId: nullable(ref('schedule', ['排班', 'Schedule'])),
    scheduleRevision: nullable(integer(['排班版本', 'Revision of the schedule'], { minimum: 1 })),
    language: text(['语言', 'Language'], 10),
    octets: integer(['字节数', 'Octets'], { minimum: 0 }),
    sha256: text(['SHA-256', 'SHA-256'], 64),
    userId: ref('user', ['导出人', 'Exported by']),
    at: instant(['导出时间', 'Exported at']),
    synthetic: synthetic(),
  },
  { indexes: [['scheduleId']] },
);
export type ExportLog = Row<typeof exportLog>;
