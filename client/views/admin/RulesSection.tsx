/** Grading rules: each a version with author, reason, source and cut-offs. An assessment names the one it used. */
import { useTranslation } from 'react-i18next';
import { useRules } from '../../api/useRecords.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { GradeMark } from '../../components/GradeMark.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatSignificant } from '../../state/format.ts';
import { useName } from '../../state/useLanguage.ts';
import classes from './SettingsRoom.module.css';

export function RulesSection() {
  const { t } = useTranslation();
  const name = useName();
  const rules = useRules();
  if (rules.isPending) return <Loading rows={6} />;
  if (rules.isError) return <ProblemNote error={rules.error} onRetry={() => void rules.refetch()} />;
  if (rules.data.length === 0)
    return (
      <EmptyState icon="file" title={t('settings:rule.empty.title')}>
        {t('settings:rule.empty.why')}
      </EmptyState>
    );
  return rules.data.map((rule) => (
    <article key={`${rule.id} ${rule.version}`} className={`sj-panel ${classes['card'] ?? ''}`}>
      <h3>{name(rule.title)}</h3>
      <p>{name(rule.reason)}</p>
      <dl>
        <dt>{t('settings:rule.version')}</dt>
        <dd>
          {rule.id} · {rule.version} · {rule.date}
        </dd>
        <dt>{t('settings:rule.author')}</dt>
        <dd>{rule.author}</dd>
        <dt>{t('settings:source')}</dt>
        <dd>{rule.source}</dd>
        <dt>
          <GradeMark grade="moderately-severe" />
        </dt>
        <dd>{t(rule.cuts.quantity === 'severity' ? 'settings:rule.fromSeverity' : 'settings:rule.from', { cut: formatSignificant(rule.cuts.moderatelySevere) })}</dd>
        <dt>
          <GradeMark grade="severe" />
        </dt>
        <dd>{t(rule.cuts.quantity === 'severity' ? 'settings:rule.fromSeverity' : 'settings:rule.from', { cut: formatSignificant(rule.cuts.severe) })}</dd>
      </dl>
    </article>
  ));
}
