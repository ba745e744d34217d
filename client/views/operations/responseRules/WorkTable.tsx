/** The work that a draft creates beside that of the rules in force: tasks and shifts per kind, and what units have. */
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { Notice } from '../../../components/Notice.tsx';
import type { Preview } from './responseTypes.ts';

interface Line {
  kind: string;
  before: { tasks: number; shifts: number };
  after: { tasks: number; shifts: number };
}

const step = (before: number, after: number): string => (before === after ? String(after) : `${before} → ${after}`);

export function WorkTable({ preview }: { preview: Preview }) {
  const { t } = useTranslation();
  const { before, after } = preview;
  const none = { tasks: 0, shifts: 0 };
  const lines = [...new Set([...before.kinds, ...after.kinds].map(({ kind }) => kind))].map((kind): Line => ({ kind, before: before.kinds.find((each) => each.kind === kind) ?? none, after: after.kinds.find((each) => each.kind === kind) ?? none }));
  lines.push({ kind: 'all', before, after });
  const columns: Column<Line>[] = [
    { key: 'kind', phone: 'title', heading: t('settings:response.kind'), cell: (line) => (line.kind === 'all' ? <b>{t('settings:response.all')}</b> : t(`words:taskKind.${line.kind}`)) },
    { key: 'tasks', heading: t('settings:response.tasks'), numeric: true, cell: (line) => step(line.before.tasks, line.after.tasks) },
    { key: 'shifts', heading: t('settings:response.shifts'), numeric: true, cell: (line) => step(line.before.shifts, line.after.shifts) },
  ];
  const levels: Column<Preview['after']['levels'][number]>[] = [
    { key: 'level', phone: 'title', heading: t('settings:response.level'), cell: (line) => t('settings:response.units', { level: t(`words:unitLevel.${line.level}`), count: line.units }) },
    { key: 'only', heading: t('settings:response.onlyThey'), numeric: true, cell: (line) => step(before.levels.find(({ level }) => level === line.level)?.onlyThey ?? 0, line.onlyThey) },
    { key: 'capacity', heading: t('settings:response.capacity'), numeric: true, cell: (line) => line.capacity },
  ];
  const over = after.shifts > after.capacity || after.levels.some(({ onlyThey, capacity }) => onlyThey > capacity);
  return (
    <div data-testid="work-preview">
      <h4>{t('settings:response.work', { round: preview.round, weeks: preview.weeks, from: preview.startsOn })}</h4>
      {over && <Notice>{t('settings:response.over', { shifts: after.shifts, capacity: after.capacity })}</Notice>}
      <DataTable caption={t('settings:response.kind')} columns={columns} rows={lines} rowKey={(line) => line.kind} />
      <DataTable caption={t('settings:response.level')} columns={levels} rows={after.levels} rowKey={(line) => line.level} />
      <p className="sj-dim">{t('settings:response.workNote', { shifts: after.shifts, capacity: after.capacity })}</p>
    </div>
  );
}
