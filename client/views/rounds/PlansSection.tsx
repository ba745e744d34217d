/** Sampling plans: those taken, those that ship with the project, and one of the laboratory's own as a file. */
import { Button, FileInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import type { Plan } from '../../api/types.ts';
import { usePlans } from '../../api/useRecords.ts';
import { useCan } from '../../api/useSession.ts';
import { useIntent } from '../../api/useIntent.ts';
import { DataTable, type Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { useName } from '../../state/useLanguage.ts';
import { ownPlanOf } from '../../state/ownPlanOf.ts';
import classes from '../../components/Sections.module.css';

interface Shipped {
  code: string;
  version: number;
  name: { zh: string; en: string };
  areas: number;
  sites: number;
  synthetic: boolean;
  taken: boolean;
}

interface Taken {
  plan: Plan;
  sites: { written: number; changed: number; unchanged: number };
}

/** What a taken plan changes: rounds are made from it, and its places are on every list. */
const useTake = <T,>(send: (what: T) => Promise<Taken>) => {
  const client = useQueryClient();
  return useIntent({
    mutationFn: send,
    onSuccess: () => Promise.all([keys.plans(), keys.shippedPlans(), keys.areas(), keys.sites(), keys.analytes(), keys.methods()].map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
};

function ShippedPlans() {
  const { t } = useTranslation();
  const name = useName();
  const shipped = useQuery({ queryKey: keys.shippedPlans(), queryFn: ({ signal }) => request<{ items: Shipped[] }>('/shipped-plans', { signal }) });
  const take = useTake((code: string) => request<Taken>(`/shipped-plans/${encodeURIComponent(code)}`, { method: 'POST' }));
  if (shipped.isPending) return <Loading rows={1} />;
  if (shipped.isError) return <ProblemNote error={shipped.error} onRetry={() => void shipped.refetch()} />;
  const waiting = shipped.data.items.filter((one) => !one.taken);
  if (waiting.length === 0) return null;
  return (
    <div className={`sj-panel ${classes['form'] ?? ''}`}>
      <h3>{t('settings:plan.shipped')}</h3>
      {waiting.map((one) => (
        <div key={one.code} className={classes['actions']}>
          <span>
            <b>{name(one.name)}</b> · {t('settings:plan.version', { version: one.version })} · {t('settings:plan.size', { areas: one.areas, sites: one.sites })}
            {one.synthetic && ` · ${t('settings:plan.synthetic')}`}
          </span>
          <Button loading={take.isPending} onClick={() => take.mutate(one.code)}>
            {t('settings:plan.take')}
          </Button>
        </div>
      ))}
      {take.isError && <ProblemNote error={take.error} compact />}
    </div>
  );
}

function OwnPlan() {
  const { t } = useTranslation();
  const name = useName();
  const [file, setFile] = useState<File | null>(null);
  const take = useTake(async (chosen: File) => request<Taken>('/plans', { method: 'POST', body: ownPlanOf(await chosen.text()) }));
  return (
    <div className={`sj-panel ${classes['form'] ?? ''}`}>
      <h3>{t('settings:plan.own')}</h3>
      <p>{t('settings:plan.how')}</p>
      <FileInput
        label={t('settings:plan.file')}
        placeholder={t('settings:boundary.choose')}
        accept=".json,application/json"
        value={file}
        onChange={(next) => {
          setFile(next);
          take.reset();
        }}
        leftSection={<Icon name="upload" size={16} />}
        clearable
      />
      {take.isError && (take.error instanceof SyntaxError ? <Notice tone="warn">{t('settings:plan.noJson', { why: take.error.message })}</Notice> : <ProblemNote error={take.error} />)}
      {take.isSuccess && <Notice tone="good">{t('settings:plan.done', { name: name(take.data.plan), written: take.data.sites.written, changed: take.data.sites.changed, unchanged: take.data.sites.unchanged })}</Notice>}
      <div className={classes['actions']}>
        <Button
          disabled={file === null}
          loading={take.isPending}
          onClick={() => {
            if (file !== null) take.mutate(file);
          }}
        >
          {t('settings:plan.take')}
        </Button>
      </div>
    </div>
  );
}

export function PlansSection() {
  const { t } = useTranslation();
  const name = useName();
  const plans = usePlans();
  const mayTake = useCan('plans.take');
  if (plans.isPending) return <Loading rows={4} />;
  if (plans.isError) return <ProblemNote error={plans.error} onRetry={() => void plans.refetch()} />;
  const columns: Column<Plan>[] = [
    { key: 'name', phone: 'title', heading: t('settings:plan.name'), cell: (plan) => <b>{name(plan)}</b>, sort: (plan) => name(plan) },
    { key: 'code', heading: t('settings:reference.code'), cell: (plan) => `${plan.code} · ${t('settings:plan.version', { version: plan.version })}`, sort: (plan) => `${plan.code} ${plan.version.padStart(6, '0')}` },
    { key: 'size', heading: t('settings:plan.covers'), cell: ({ document }) => t('settings:plan.size', { areas: document.areas.length, sites: document.areas.reduce((sum, area) => sum + area.sites.length, 0) }) },
    { key: 'panel', heading: t('settings:plan.panel'), numeric: true, cell: ({ document }) => document.panel.length },
    { key: 'frequency', heading: t('settings:plan.frequency'), cell: ({ document }) => t(`words:frequency.${document.frequency}`) },
    { key: 'synthetic', heading: t('settings:plan.data'), cell: (plan) => (plan.synthetic ? t('settings:plan.synthetic') : t('settings:plan.real')) },
  ];
  return (
    <>
      {plans.data.length === 0 ? (
        <EmptyState icon="file" title={t('settings:plan.empty.title')}>
          {t('settings:plan.empty.why')}
        </EmptyState>
      ) : (
        <DataTable caption={t('settings:section.plans')} columns={columns} rows={plans.data} rowKey={(plan) => plan.id} />
      )}
      {mayTake && <ShippedPlans />}
      {mayTake && <OwnPlan />}
    </>
  );
}
