/** The audit trail, newest first, as auditors may read it: secret details stay redacted. */
import { auditPage, type NamedEntry } from '../usecases/administration/audit.ts';
import { hasSyntheticData } from '../../models/store/repositories/settings.ts';
import type { Column } from './csv.ts';
import { tableExport } from './table.ts';

interface Row {
  entry: NamedEntry;
  synthetic: boolean;
}

const PAGE = 1000;

const columns: readonly Column<Row>[] = [
  { key: 'sequence', heading: ['序号', 'Sequence'], type: 'number', of: ({ entry }) => entry.sequence },
  { key: 'at', heading: ['时间（UTC）', 'At (UTC)'], type: 'text', of: ({ entry }) => entry.at },
  { key: 'actor', heading: ['操作人', 'Actor'], type: 'text', of: ({ entry }) => entry.actorName },
  { key: 'action', heading: ['操作', 'Action'], type: 'text', of: ({ entry }) => entry.action },
  { key: 'subject', heading: ['对象', 'Subject'], type: 'text', of: ({ entry }) => entry.subject },
  { key: 'subjectName', heading: ['对象名称', 'Subject name'], type: 'text', of: ({ entry }) => (entry.subjectName === null ? null : `${entry.subjectName.zh}${entry.subjectName.zh === entry.subjectName.en ? '' : ` / ${entry.subjectName.en}`}`) },
  { key: 'subjectId', heading: ['对象标识', 'Subject ID'], type: 'text', of: ({ entry }) => entry.subjectId },
  { key: 'reason', heading: ['理由', 'Reason'], type: 'text', of: ({ entry }) => entry.reason },
  { key: 'detail', heading: ['详情', 'Detail'], type: 'text', of: ({ entry }) => JSON.stringify(entry.detail) },
  { key: 'hash', heading: ['哈希', 'Hash'], type: 'text', of: ({ entry }) => entry.hash },
];

export const auditExport = tableExport<Row>({
  id: 'audit',
  title: { zh: '审计日志', en: 'Audit log' },
  operation: 'audit.read',
  parameters: [],
  // entries carry no mark of their own: in a deployment with example data any of them may speak of it
  syntheticOf: ({ synthetic }) => synthetic,
  columns: () => columns,
  rows: async ({ store, user }) => {
    const synthetic = await hasSyntheticData(store.read);
    const rows: Row[] = [];
    let before: number | undefined;
    for (;;) {
      const { items, next } = await auditPage(store.read, user, { before }, PAGE);
      rows.push(...items.map((entry) => ({ entry, synthetic })));
      if (next === null) return { rows, of: 'all' };
      before = Number(next);
    }
  },
});
