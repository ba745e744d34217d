/** Writing a rule version: based on one that there is, checked against its examples as often as wanted, kept once. What was typed stays whatever is answered. */
import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import type { RuleDraft } from '../../../api/types.ts';
import { useAnalytes } from '../../../api/useRecords.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Icon } from '../../../components/Icon.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatSignificant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import { RuleExamples } from './RuleExamples.tsx';
import type { RuleCheck } from './ruleTypes.ts';
import classes from '../../../components/Sections.module.css';

const COMPONENTS = ['level', 'breadth', 'trend', 'cluster', 'history'] as const;
const TEXTS = ['code', 'titleZh', 'titleEn'] as const;
const DATES = ['referenceFrom', 'referenceTo', 'gradesFrom'] as const;

export function RuleEditor({ from, start, onClose }: { from: string; start: RuleDraft; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const analytes = useAnalytes();
  const [draft, setDraft] = useState(start);
  const put = (change: Partial<RuleDraft>): void => setDraft((previous) => ({ ...previous, ...change }));
  const check = useIntent({ mutationFn: () => request<RuleCheck>('/rules/check', { method: 'POST', body: { draft } }) });
  const save = useIntent({
    mutationFn: () => request('/rules', { method: 'POST', body: { draft } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: keys.rules() });
      onClose();
    },
  });
  const problems = check.data?.problems ?? [];
  const at = (pointer: string): string | undefined => {
    const own = problems.filter((problem) => problem.pointer === pointer).map((problem) => name(problem));
    return own.length === 0 ? undefined : own.join(' ');
  };
  const under = (prefix: string) => problems.filter(({ pointer }) => pointer.startsWith(prefix)).map((problem) => <li key={`${problem.pointer} ${problem.en}`}>{name(problem)}</li>);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    // told field by field where something is wrong; kept where nothing is
    check.mutate(undefined, { onSuccess: (found) => { if (found.problems.length === 0) save.mutate(); } });
  };
  const components = draft.base === 'five-components';
  return (
    <form className={`sj-panel ${classes['form'] ?? ''}`} onSubmit={submit} noValidate>
      <h3>{t('settings:rule.editor', { from })}</h3>
      <div className={classes['fields']}>
        {TEXTS.map((field) => <TextInput key={field} label={t(`settings:rule.field.${field}`)} value={draft[field]} error={at(`/${field}`)} onChange={(event) => put({ [field]: event.currentTarget.value })} required />)}
        {DATES.map((field) => <TextInput key={field} label={t(`settings:rule.field.${field}`)} placeholder="YYYY-MM-DD" value={draft[field]} error={at(`/${field}`)} onChange={(event) => put({ [field]: event.currentTarget.value })} required />)}
        <Textarea className={classes['wide'] ?? ''} label={t('settings:source')} autosize value={draft.source} error={at('/source')} onChange={(event) => put({ source: event.currentTarget.value })} required />
        <Textarea className={classes['wide'] ?? ''} label={t('settings:rule.field.reason')} autosize value={draft.reason} error={at('/reason')} onChange={(event) => put({ reason: event.currentTarget.value })} required />
      </div>
      <h4>{t('settings:rule.cutsTitle')}</h4>
      <p className="sj-dim">{t('settings:rule.cutsLead')}</p>
      <div className={classes['fields']}>
        {(['moderatelySevere', 'severe'] as const).map((key) => (
          <TextInput key={key} label={t(`words:grade.${key === 'severe' ? 'severe' : 'moderately-severe'}`)} inputMode="decimal" value={draft.cuts[key]} error={at(`/cuts/${key}`)} onChange={(event) => put({ cuts: { ...draft.cuts, [key]: event.currentTarget.value } })} />
        ))}
      </div>
      {under('/cuts').length > 0 && at('/cuts') !== undefined && <p role="alert" className={classes['wrong']}>{at('/cuts')}</p>}
      {components && (
        <>
          <h4>{t('settings:rule.weightsTitle')}</h4>
          <div className={classes['fields']}>
            {COMPONENTS.map((key) => (
              <TextInput key={key} label={t(`words:component.${key}`)} inputMode="decimal" value={draft.weights[key]} error={at(`/weights/${key}`)} onChange={(event) => put({ weights: { ...draft.weights, [key]: event.currentTarget.value } })} />
            ))}
          </div>
          {at('/weights') !== undefined && <p role="alert" className={classes['wrong']}>{at('/weights')}</p>}
          <Textarea label={t('settings:rule.formula')} description={t('settings:rule.formulaLead')} error={at('/formula')} autosize minRows={2} spellCheck={false} ff="monospace" value={draft.formula} onChange={(event) => put({ formula: event.currentTarget.value })} />
        </>
      )}
      <h4>{t('settings:rule.analytesTitle')}</h4>
      <p className="sj-dim">{t('settings:rule.analytesLead')}</p>
      {draft.analyteWeights.map((each, i) => (
        <div key={i} className={classes['fields']}>
          <Select label={t('settings:rule.analyte')} searchable allowDeselect={false} value={each.analyte} error={at(`/analyteWeights/${i}/analyte`)} data={(analytes.data ?? []).map((one) => ({ value: one.id, label: name(one) }))} onChange={(value) => put({ analyteWeights: draft.analyteWeights.map((one, k) => (k === i ? { ...one, analyte: value ?? one.analyte } : one)) })} />
          <TextInput label={t('settings:rule.weight')} inputMode="decimal" value={each.weight} error={at(`/analyteWeights/${i}/weight`)} onChange={(event) => { const { value } = event.currentTarget; put({ analyteWeights: draft.analyteWeights.map((one, k) => (k === i ? { ...one, weight: value } : one)) }); }} />
          <Button size="xs" variant="subtle" w="fit-content" leftSection={<Icon name="cross" size={14} />} onClick={() => put({ analyteWeights: draft.analyteWeights.filter((_, k) => k !== i) })}>{t('settings:rule.example.remove')}</Button>
        </div>
      ))}
      <div>
        <Button size="xs" variant="default" leftSection={<Icon name="plus" size={14} />} onClick={() => put({ analyteWeights: [...draft.analyteWeights, { analyte: analytes.data?.[0]?.id ?? '', weight: '1' }] })}>{t('settings:rule.analyteAdd')}</Button>
      </div>
      <h4>{t('settings:rule.examplesTitle')}</h4>
      <p className="sj-dim">{t('settings:rule.examplesLead')}</p>
      <RuleExamples examples={draft.examples} got={(check.data?.cases ?? []).map(({ got }) => got)} onChange={(examples) => put({ examples })} />
      {under('/examples').length > 0 && <ul role="alert" className={`${classes['errors'] ?? ''} ${classes['wrong'] ?? ''}`}>{under('/examples')}</ul>}
      {problems.length > 0 && <Notice tone="warn">{t('settings:rule.problems', { count: problems.length })}</Notice>}
      {check.data !== undefined && problems.length === 0 && (
        <Notice tone="good">{t(check.data.cuts?.quantity === 'severity' ? 'settings:rule.checkedSeverity' : 'settings:rule.checkedIndex', { low: formatSignificant(check.data.cuts?.moderatelySevere ?? 0), high: formatSignificant(check.data.cuts?.severe ?? 0), count: check.data.cases.length })}</Notice>
      )}
      {check.isError && <ProblemNote error={check.error} compact />}
      {save.isError && <ProblemNote error={save.error} compact />}
      <div className={classes['actions']}>
        <Button type="submit" loading={save.isPending}>{t('settings:rule.save')}</Button>
        <Button variant="default" loading={check.isPending} onClick={() => check.mutate()}>{t('settings:rule.check')}</Button>
        <Button variant="default" onClick={onClose}>{t('common:cancel')}</Button>
      </div>
    </form>
  );
}
