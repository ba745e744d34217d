/** A plan and a period become the bottles that are due. Asked again, nothing is created twice, and the page says so. */
import { Button, Checkbox, Select, TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState, type SyntheticEvent } from 'react';
import { Link } from 'react-router';
import { useTranslation } from 'react-i18next';
import type { RoundProgress } from '../../../models/schemas/answers/rounds.ts';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useKeptKey } from '../../api/useKeptKey.ts';
import { usePlan } from '../../api/usePlan.ts';
import { usePlans } from '../../api/useRecords.ts';
import { useCan } from '../../api/useSession.ts';
import { useIntent } from '../../api/useIntent.ts';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { Notice } from '../../components/Notice.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatRound } from '../../state/format.ts';
import { nextRoundCode } from '../../state/nextRoundCode.ts';
import { useLanguage, useName } from '../../state/useLanguage.ts';
import { useRound, useTo } from '../../state/useRound.ts';
import classes from './NewRound.module.css';

interface Created {
  created: number;
  round: RoundProgress;
}

function Assumptions({ planId }: { planId: string }) {
  const { t } = useTranslation();
  const name = useName();
  const document = usePlan(planId).data?.document;
  if (document === undefined) return null;
  const sites = document.areas.reduce((sum, area) => sum + area.sites.length, 0);
  return (
    <aside className={`sj-panel ${classes['plan'] ?? ''}`}>
      <h2>{name(document.name)}</h2>
      <p>
        {t('rounds:plan.size', {
          areas: document.areas.length,
          sites,
          analytes: document.panel.length,
          frequency: t(`words:frequency.${document.frequency}`),
        })}
      </p>
      <p>
        {t('rounds:plan.quality', {
          blanks: document.quality.methodBlanksPerRun,
          spikes: document.quality.matrixSpikesPerRun,
          share: Math.round(document.quality.duplicateShare * 100),
          limit: document.quality.receiptLimitC,
        })}
      </p>
      {document.assumptions.length > 0 && (
        <>
          <h3>{t('rounds:plan.assumes')}</h3>
          <ul>
            {document.assumptions.map((one) => (
              <li key={one.en}>{name(one)}</li>
            ))}
          </ul>
        </>
      )}
    </aside>
  );
}

export function NewRound() {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const to = useTo();
  const client = useQueryClient();
  const plans = usePlans();
  const mayTake = useCan('plans.take');
  const { rounds } = useRound();
  const [planChoice, setPlanChoice] = useState<string | null>(null);
  const [typed, setTyped] = useState<string | null>(null);
  const [soil, setSoil] = useState(false);
  const kept = useKeptKey();
  const create = useIntent({
    mutationFn: (body: { code: string; plan: string; soil: boolean }) =>
      request<Created>('/rounds', { method: 'POST', body, idempotencyKey: kept.keyFor(body) }),
    onSuccess: async () => {
      kept.answered();
      await client.invalidateQueries({ queryKey: keys.rounds() });
      await client.invalidateQueries({ queryKey: keys.worklist() });
      await client.invalidateQueries({ queryKey: ['samples'] });
    },
  });
  if (plans.isPending) return <Loading rows={5} />;
  if (plans.isError) return <ProblemNote error={plans.error} onRetry={() => void plans.refetch()} />;
  const first = plans.data[0];
  if (first === undefined)
    return (
      <EmptyState
        icon="file"
        title={t('rounds:noPlan.title')}
        action={
          mayTake && (
            <Button component={Link} to={to('/settings/plans')}>
              {t('rounds:noPlan.take')}
            </Button>
          )
        }
      >
        {t('rounds:noPlan.why')}
      </EmptyState>
    );
  const planId = planChoice ?? first.id;
  const code = typed ?? nextRoundCode(rounds.map((round) => round.code)) ?? '';
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    const plan = plans.data.find((one) => one.id === planId);
    if (plan !== undefined) create.mutate({ code: code.trim(), plan: plan.code, soil });
  };
  return (
    <div className={classes['new']}>
      <form className={`sj-panel ${classes['form'] ?? ''}`} onSubmit={submit}>
        <Select
          label={t('rounds:new.plan')}
          allowDeselect={false}
          value={planId}
          onChange={setPlanChoice}
          data={plans.data.map((plan) => ({ value: plan.id, label: `${name(plan)} · ${plan.version}` }))}
        />
        <TextInput
          label={t('rounds:new.code')}
          description={t('rounds:new.codeHint')}
          value={code}
          onChange={(event) => setTyped(event.currentTarget.value)}
          required
          withAsterisk={false}
          spellCheck={false}
        />
        <Checkbox
          label={t('rounds:new.soil')}
          description={t('rounds:new.soilHint')}
          checked={soil}
          onChange={(event) => setSoil(event.currentTarget.checked)}
        />
        {create.isError && <ProblemNote error={create.error} compact />}
        {create.isSuccess && (
          <Notice
            tone={create.data.created > 0 ? 'good' : 'info'}
            action={<Link to={to('/rounds', { round: create.data.round.code })}>{t('rounds:new.open')}</Link>}
          >
            {create.data.created > 0
              ? t('rounds:new.created', { count: create.data.created, round: formatRound(create.data.round.code, language) })
              : t('rounds:new.nothing', { round: formatRound(create.data.round.code, language) })}
          </Notice>
        )}
        <Button type="submit" loading={create.isPending}>
          {t('rounds:new.do')}
        </Button>
      </form>
      <Assumptions planId={planId} />
    </div>
  );
}
