/** Proposals to put a rule into force: what each would change, who proposed it, who decided. */
import { Button } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { readAll, useRules } from '../../../api/useRecords.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { useName } from '../../../state/useLanguage.ts';
import { ChangesTable } from './ChangesTable.tsx';
import type { AdoptionItem } from './ruleTypes.ts';
import classes from '../../../components/Sections.module.css';

function Proposal({ item }: { item: AdoptionItem }) {
  const { t } = useTranslation();
  const name = useName();
  const rules = useRules();
  const client = useQueryClient();
  const decide = useIntent({
    mutationFn: (action: string) => request<AdoptionItem>(`/rule-adoptions/${encodeURIComponent(item.id)}/decision`, { method: 'POST', body: { action }, revision: item.revision }),
    onSettled: () => client.invalidateQueries({ queryKey: keys.rules() }),
  });
  const title = rules.data?.find(({ id, version }) => id === item.rule && version === item.ruleVersion)?.title;
  const open = item.state === 'proposed';
  const refused = item.allowedActions.find(({ action, allowed }) => action === 'adopt' && !allowed)?.reason;
  return (
    <article className={`sj-panel ${classes['card'] ?? ''}`} data-state={item.state}>
      <h3>{t(`settings:rule.adoption.${item.state}`, { rule: `${item.rule}@${item.ruleVersion}` })}</h3>
      {title !== undefined && <p><b>{name(title)}</b></p>}
      <p>{item.reason}</p>
      <p className="sj-dim">
        {t('settings:rule.adoption.by', { name: item.proposedByName, date: item.proposedAt.slice(0, 10) })}
        {item.decidedByName !== null && ` ${t('settings:rule.adoption.decided', { name: item.decidedByName, date: (item.decidedAt ?? '').slice(0, 10) })}`}
      </p>
      {open && (
        <>
          <p>{t('settings:rule.changed', { count: item.changes.length, round: item.roundCode, against: item.against })}</p>
          {item.changes.length > 0 && <ChangesTable changes={item.changes} />}
          <div className={classes['actions']}>
            {item.allowedActions.filter(({ allowed }) => allowed).map(({ action }) => (
              <Button key={action} size="xs" variant={action === 'adopt' ? 'filled' : 'default'} loading={decide.isPending && decide.variables === action} onClick={() => decide.mutate(action)}>
                {t(`settings:rule.decide.${action}`)}
              </Button>
            ))}
          </div>
          {refused !== undefined && <p className="sj-dim">{name(refused)}</p>}
          {decide.isError && <ProblemNote error={decide.error} compact />}
        </>
      )}
    </article>
  );
}

export function Adoptions() {
  const { t } = useTranslation();
  const query = useQuery({ queryKey: keys.ruleAdoptions(), queryFn: ({ signal }) => readAll<AdoptionItem>('/rule-adoptions', {}, signal) });
  if (query.isPending) return <Loading rows={2} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  if (query.data.length === 0) return null;
  return (
    <>
      <h3>{t('settings:rule.adoption.title')}</h3>
      {query.data.map((item) => (
        <Proposal key={item.id} item={item} />
      ))}
    </>
  );
}
