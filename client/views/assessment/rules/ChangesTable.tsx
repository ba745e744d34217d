/** Which towns change class under another rule, with the probabilities of both. */
import { useTranslation } from 'react-i18next';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { GradeMark } from '../../../components/GradeMark.tsx';
import { useName } from '../../../state/useLanguage.ts';
import type { RuleChange, Standing } from './ruleTypes.ts';

const percent = (p: number): string => `${Math.round(100 * p)} %`;

export function ChangesTable({ changes }: { changes: readonly RuleChange[] }) {
  const { t } = useTranslation();
  const name = useName();
  const shares = ({ probability }: Standing): string => (probability === null ? '–' : [probability.severe, probability.moderatelySevere, probability.general].map(percent).join(' / '));
  const side = (standing: Standing) => (
    // one element: a card on a phone spreads the children of a cell
    <span>
      <GradeMark grade={standing.grade} /> <span className="sj-dim">{t(`words:firmness.${standing.firmness}`)}</span>
    </span>
  );
  const columns: Column<RuleChange>[] = [
    { key: 'name', phone: 'title', heading: t('settings:rule.area'), cell: (row) => <b>{name(row.name)}</b>, sort: (row) => row.code },
    { key: 'from', heading: t('settings:rule.now'), cell: (row) => side(row.from) },
    { key: 'fromP', heading: t('settings:rule.shares'), cell: (row) => shares(row.from) },
    { key: 'to', heading: t('settings:rule.then'), cell: (row) => side(row.to) },
    { key: 'toP', heading: t('settings:rule.shares'), cell: (row) => shares(row.to) },
  ];
  return <DataTable caption={t('settings:rule.changes')} columns={columns} rows={changes} rowKey={(row) => row.code} />;
}
