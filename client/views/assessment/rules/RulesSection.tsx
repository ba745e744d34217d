/** Grading rules: each a version with author, reason, source and cut-offs. An assessment names the one it used; two people say which new ones use. */
import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCan } from '../../../api/useSession.ts';
import { useRules } from '../../../api/useRecords.ts';
import type { RuleItem } from '../../../api/types.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { GradeMark } from '../../../components/GradeMark.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatSignificant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import { Adoptions } from './Adoptions.tsx';
import { AdoptForm } from './AdoptForm.tsx';
import { RuleEditor } from './RuleEditor.tsx';
import classes from '../../../components/Sections.module.css';

function Rule({ rule }: { rule: RuleItem }) {
  const { t } = useTranslation();
  const name = useName();
  const [mayWrite, mayAdopt] = [useCan('rules.write'), useCan('rules.adopt')];
  const [open, setOpen] = useState<'edit' | 'adopt' | null>(null);
  const version = `${rule.id}@${rule.version}`;
  const cut = (value: number): string => t(rule.cuts.quantity === 'severity' ? 'settings:rule.fromSeverity' : 'settings:rule.from', { cut: formatSignificant(value) });
  return (
    <article className={`sj-panel ${classes['card'] ?? ''}`} aria-label={version}>
      <h3>
        {name(rule.title)} {rule.inForce && <Badge variant="light">{t('settings:rule.inForce')}</Badge>}
      </h3>
      <p>{name(rule.reason)}</p>
      <dl>
        <dt>{t('settings:rule.version')}</dt>
        <dd>{rule.id} · {rule.version} · {rule.date}</dd>
        <dt>{t('settings:rule.author')}</dt>
        <dd>{rule.author}</dd>
        <dt>{t('settings:source')}</dt>
        <dd>{name(rule.sourceWords)}</dd>
        {rule.period !== null && (
          <>
            <dt>{t('settings:rule.period')}</dt>
            <dd>{t('settings:rule.periodFigures', { from: rule.period.referenceFrom, to: rule.period.referenceTo, grades: rule.period.gradesFrom })}</dd>
          </>
        )}
        {rule.components !== undefined && (
          <>
            <dt>{t('settings:rule.weightsTitle')}</dt>
            <dd>{rule.components.map(({ key, weight }) => `${t(`words:component.${key}`)} ${formatSignificant(weight)}`).join(' · ')}</dd>
          </>
        )}
        {rule.formula !== null && (
          <>
            <dt>{t('settings:rule.formula')}</dt>
            <dd><code>{rule.formula}</code></dd>
          </>
        )}
        <dt><GradeMark grade="moderately-severe" /></dt>
        <dd>{cut(rule.cuts.moderatelySevere)}</dd>
        <dt><GradeMark grade="severe" /></dt>
        <dd>{cut(rule.cuts.severe)}</dd>
      </dl>
      {open === null && (mayWrite || mayAdopt) && (
        <div className={classes['actions']}>
          {mayWrite && <Button size="xs" variant="default" onClick={() => setOpen('edit')}>{t(rule.stored ? 'settings:rule.newVersion' : 'settings:rule.newRule')}</Button>}
          {mayAdopt && !rule.inForce && <Button size="xs" variant="default" onClick={() => setOpen('adopt')}>{t('settings:rule.effect')}</Button>}
        </div>
      )}
      {open === 'adopt' && <AdoptForm rule={version} onClose={() => setOpen(null)} />}
      {open === 'edit' && <RuleEditor from={version} start={rule.draft} onClose={() => setOpen(null)} />}
    </article>
  );
}

export function RulesSection() {
  const { t } = useTranslation();
  const rules = useRules();
  if (rules.isPending) return <Loading rows={6} />;
  if (rules.isError) return <ProblemNote error={rules.error} onRetry={() => void rules.refetch()} />;
  if (rules.data.length === 0)
    return (
      <EmptyState icon="file" title={t('settings:rule.empty.title')}>
        {t('settings:rule.empty.why')}
      </EmptyState>
    );
  return (
    <>
      <Adoptions />
      {rules.data.map((rule) => <Rule key={`${rule.id}@${rule.version}`} rule={rule} />)}
    </>
  );
}
