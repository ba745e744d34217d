/** Which tasks a grade asks for: the version in force, versions that planners proposed, and writing one. */
import { Badge, Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ResponseRule, ResponseRules } from '../../../../models/schemas/responseRules.ts';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { readAll } from '../../../api/useRecords.ts';
import { useCan } from '../../../api/useSession.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { ResponseEditor } from './ResponseEditor.tsx';
import type { VersionItem } from './responseTypes.ts';
import classes from '../../../components/Sections.module.css';

function Version({ item }: { item: VersionItem }) {
  const { t } = useTranslation();
  const name = useName();
  const client = useQueryClient();
  const decide = useIntent({
    mutationFn: (action: string) => request<unknown>(`/response-rule-versions/${encodeURIComponent(item.id)}/decision`, { method: 'POST', body: { action }, revision: item.revision }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.responseRules() }),
  });
  const refused = item.allowedActions.find(({ action, allowed }) => action === 'adopt' && !allowed)?.reason;
  return (
    <article className={`sj-panel ${classes['card'] ?? ''}`} data-state={item.state}>
      <h3>{item.version} <Badge variant="light">{t(`settings:response.state.${item.state}`)}</Badge></h3>
      <p>{name({ zh: item.reasonZh, en: item.reasonEn })}</p>
      <p className="sj-dim">
        {t('settings:rule.adoption.by', { name: item.proposedByName, date: item.proposedAt.slice(0, 10) })}
        {item.decidedByName !== null && ` ${t('settings:rule.adoption.decided', { name: item.decidedByName, date: (item.decidedAt ?? '').slice(0, 10) })}`}
      </p>
      {item.state === 'proposed' && (
        <>
          <RuleTable rules={item.body} />
          <div className={classes['actions']}>
            {item.allowedActions.filter(({ allowed }) => allowed).map(({ action }) => <Button key={action} size="xs" variant={action === 'adopt' ? 'filled' : 'default'} loading={decide.isPending && decide.variables === action} onClick={() => decide.mutate(action)}>{t(`settings:rule.decide.${action}`)}</Button>)}
          </div>
          {refused !== undefined && <p className="sj-dim">{name(refused)}</p>}
          {decide.isError && <ProblemNote error={decide.error} compact />}
        </>
      )}
    </article>
  );
}

function RuleTable({ rules }: { rules: ResponseRules }) {
  const { t } = useTranslation();
  const name = useName();
  const figures = (rule: ResponseRule): string[] => [
    ...Object.entries(rule).flatMap(([field, value]) => (typeof value === 'number' ? [`${t(`settings:response.field.${field}`)}: ${field === 'extraShare' ? Math.round(100 * value) : value}`] : [])),
    ...('crew' in rule ? rule.crew.map(({ level, count }) => `${t(`settings:response.crew.${level}`)}: ${count}`) : []),
    ...('everyWeeks' in rule ? rule.everyWeeks.map(({ grade, weeks }) => t('settings:response.everyWeeks', { grade: t(`words:grade.${grade}`), weeks })) : []),
  ];
  const columns: Column<ResponseRule>[] = [
    { key: 'kind', phone: 'title', heading: t('settings:response.kind'), cell: (rule) => name(rule.title) },
    { key: 'grades', heading: t('settings:response.grades'), cell: (rule) => [...rule.grades.map((grade) => t(`words:grade.${grade}`)), ...(rule.onWeakEvidence ? [t('settings:response.weak')] : [])].join(', ') },
    { key: 'figures', heading: t('settings:response.figures'), cell: (rule) => <div>{figures(rule).map((line) => <div key={line}>{line}</div>)}</div> },
  ];
  return <DataTable caption={t('settings:response.kind')} columns={columns} rows={rules.rules} rowKey={(rule) => rule.kind} />;
}

export function ResponseRulesSection() {
  const { t } = useTranslation();
  const name = useName();
  const mayWrite = useCan('schedules.create');
  const [open, setOpen] = useState(false);
  const inForce = useQuery({ queryKey: keys.responseRules(), queryFn: ({ signal }) => request<ResponseRules>('/response-rules', { signal }) });
  const versions = useQuery({ queryKey: keys.responseRuleVersions(), queryFn: ({ signal }) => readAll<VersionItem>('/response-rule-versions', {}, signal) });
  if (inForce.isPending || versions.isPending) return <Loading rows={6} />;
  if (inForce.isError) return <ProblemNote error={inForce.error} onRetry={() => void inForce.refetch()} />;
  if (versions.isError) return <ProblemNote error={versions.error} onRetry={() => void versions.refetch()} />;
  const rules = inForce.data;
  return (
    <>
      {versions.data.filter(({ state }) => state === 'proposed').map((item) => <Version key={item.id} item={item} />)}
      <article className={`sj-panel ${classes['card'] ?? ''}`}>
        <h3>{rules.version} <Badge variant="light">{t('settings:rule.inForce')}</Badge></h3>
        <p>{name(rules.reason)}</p>
        <p className="sj-dim">{rules.author} · {rules.date} · {t('settings:response.field.evidenceDays')}: {rules.evidenceDays}</p>
        <RuleTable rules={rules} />
        {mayWrite && !open && <div className={classes['actions']}><Button size="xs" variant="default" onClick={() => setOpen(true)}>{t('settings:response.new')}</Button></div>}
      </article>
      {open && <ResponseEditor key={rules.version} start={rules} onClose={() => setOpen(false)} />}
      {versions.data.filter(({ state }) => state !== 'proposed').map((item) => <Version key={item.id} item={item} />)}
    </>
  );
}
