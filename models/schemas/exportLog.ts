/** Which file of a schedule left the house: who took it, when, of which revision, and the hash of its bytes. */
import { code, hash, id, instant, integer, nullable, ref, synthetic } from './fields.ts';
import { thing, type Row } from './thing.ts';

export const exportLog = thing(
  'exportLog',
  'evidence',
  {
    id: id(),
    kind: code(['导出', 'Export'], 40),
    format: code(['格式', 'Format'], 20),
    /** Null for a file of several schedules. */
    scheduleId: nullable(ref('schedule', ['排班', 'Schedule'])),
    scheduleRevision: nullable(integer(['排班版本', 'Revision of the schedule'], { minimum: 1 })),
    language: code(['语言', 'Language'], 10),
    octets: integer(['字节数', 'Octets'], { minimum: 0 }),
    sha256: hash(['SHA-256', 'SHA-256'], 64),
    userId: ref('user', ['导出人', 'Exported by']),
    at: instant(['导出时间', 'Exported at']),
    synthetic: synthetic(),
  },
  { indexes: [['scheduleId']] },
);
export type ExportLog = Row<typeof exportLog>;
