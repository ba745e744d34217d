/** What operations found, by the grade that sent them, with the interval that so few trials allow. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { request, withQuery } from '../../../api/request.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useLanguage } from '../../../state/useLanguage.ts';
import classes from '../OperationsRoom.module.css';

interface Line {
  grade: string;
  kind: string;
  blind: boolean;
  tasks: number;
  hits: number | null;
  share: number | null;
  interval: { lower: number; upper: number } | null;
  casesPer100Premises: number | null;
  uncounted: number;
  suppressed: boolean;
}

export function HitRates({ round }: { round: string }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const query = useQuery({ queryKey: ['schedule', 'hit-rates', round], queryFn: ({ signal }) => request<{ rates: Line[] }>(withQuery('/hit-rates', { round }), { signal }) });
  if (query.isError) return <ProblemNote error={query.error} compact />;
  const rates = query.data?.rates ?? [];
  if (rates.length === 0) return null;
  const number = (value: number | null, digits = 1): string => (value === null ? '–' : new Intl.NumberFormat(language, { minimumFractionDigits: digits, maximumFractionDigits: digits }).format(value));
  const columns: Column<Line>[] = [
    { key: 'kind', phone: 'title', heading: t('operations:kind'), cell: (line) => t(`words:taskKind.${line.kind}`), sort: (line) => line.kind },
    { key: 'grade', phone: 'mark', heading: t('operations:hit.grade'), cell: (line) => t(`words:grade.${line.grade}`), sort: (line) => line.grade },
    { key: 'tasks', heading: t('operations:hit.tasks'), numeric: true, cell: (line) => line.tasks, sort: (line) => line.tasks },
    { key: 'share', heading: t('operations:hit.share'), numeric: true, cell: (line) => (line.suppressed ? t('operations:hit.suppressed') : `${number(line.share === null ? null : 100 * line.share)} %`), sort: (line) => line.share },
    { key: 'interval', heading: t('operations:hit.interval'), numeric: true, cell: (line) => (line.interval === null ? '–' : `${number(100 * line.interval.lower)}–${number(100 * line.interval.upper)} %`) },
    { key: 'premises', heading: t('operations:hit.perPremises'), numeric: true, cell: (line) => number(line.casesPer100Premises), sort: (line) => line.casesPer100Premises },
  ];
  return (
    <section className={classes['unserved']} data-testid="hit-rates">
      <h2>{t('operations:hit.title')}</h2>
      <p className="sj-dim">{t('operations:hit.hint')}</p>
      {[true, false].filter((blind) => rates.some((line) => line.blind === blind)).map((blind) => (
        <div key={String(blind)} data-blind={blind}>
          <h3>{t(blind ? 'operations:hit.blind' : 'operations:hit.driven')}</h3>
          <p className="sj-dim">{t(blind ? 'operations:hit.blindHint' : 'operations:hit.drivenHint')}</p>
          <DataTable caption={t(blind ? 'operations:hit.blind' : 'operations:hit.driven')} columns={columns} rows={rates.filter((line) => line.blind === blind)} rowKey={(line) => `${line.grade} ${line.kind}`} />
        </div>
      ))}
    </section>
  );
}
