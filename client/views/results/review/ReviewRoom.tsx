/** What waits for a second pair of eyes: verify, review, release or return, one by one or many at once. */
import { useMemo, useState } from 'react';
import { Button, SegmentedControl, Select, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useCan, useSession } from '../../../api/useSession.ts';
import { readAll, useWorklist } from '../../../api/useRecords.ts';
import { useIntent } from '../../../api/useIntent.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { applyChange } from '../../../state/applyChange.ts';
import { formatRound } from '../../../state/format.ts';
import { REASON_CODES, isSigningAction, type SigningAction } from '../../../../models/schemas/reasons.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { useRound } from '../../../state/useRound.ts';
import { ReviewFilters, useReviewFilter } from './ReviewFilters.tsx';
import { ReviewTable } from './ReviewTable.tsx';
import { SignDialog } from './SignDialog.tsx';
import { StillMissing } from './StillMissing.tsx';
import { reviewSteps, type ReviewAction, type ReviewItem, type ReviewStep, type TransitionAnswer } from './reviewTypes.ts';
import classes from './ReviewRoom.module.css';

const WORK_OF = { verify: 'toVerify', review: 'toReview', release: 'toRelease', withdraw: 'toWithdraw' } as const;

/** Rows drawn at once; the rest follows as these are dealt with. All of them can be chosen and acted on together. */
const DRAWN = 120;

function Waiting({ round, desk }: { round: string; desk: ReviewStep }) {
  const { step, state, reviewed, back } = desk;
  const { t } = useTranslation();
  const client = useQueryClient();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [refused, setRefused] = useState<ReadonlyMap<string, string>>(new Map());
  const [reason, setReason] = useState('');
  const [reasonCode, setReasonCode] = useState<string | null>(null);
  const [signing, setSigning] = useState<SigningAction | null>(null);
  const name = useName();
  const { settings, user } = useSession();
  const [mayVerify, mayReview, mayRelease] = [useCan('results.verify'), useCan('results.review'), useCan('results.release')];
  const allows = { verify: mayVerify, review: mayReview && settings.reviewLevels === 3, release: mayRelease || (settings.reviewLevels === 1 && mayVerify), withdraw: mayRelease, return: mayVerify || mayReview || mayRelease, keep: mayRelease };
  const query = useQuery({ queryKey: keys.review(round, state, step), queryFn: ({ signal }) => readAll<ReviewItem>('/review', { round, state, ...(reviewed === undefined ? {} : { reviewed: String(reviewed) }) }, signal) });
  const items = useMemo(() => query.data ?? [], [query.data]);
  const view = useReviewFilter(items);
  const { shown } = view;
  // what a filter hides is never signed along
  const picked = shown.filter((item) => chosen.has(item.resultId));
  const actions = [step, back].filter((action) => allows[action]);
  const act = useIntent({
    mutationFn: ({ action, password }: { action: ReviewAction; password?: string }) =>
      request<TransitionAnswer>('/result-transitions', {
        method: 'POST',
        body: { action, results: picked.map((item) => ({ id: item.resultId, revision: item.revision })), ...(action === back ? { ...(reason.trim() === '' ? {} : { reason }), ...(reasonCode === null ? {} : { reasonCode }) } : {}), ...(password === undefined ? {} : { password }) },
      }),
    onSuccess: (answer) => {
      applyChange(client, answer.change);
      setRefused(new Map(answer.refused.map((one) => [one.id, one.sentence])));
      setChosen(new Set());
      setReason('');
      setReasonCode(null);
      setSigning(null);
    },
  });
  const choose = (ids: readonly string[], on: boolean): void => setChosen((now) => {
    const next = new Set(now);
    for (const id of ids) if (on) next.add(id); else next.delete(id);
    return next;
  });
  const begin = (action: ReviewAction): void => {
    act.reset();
    if (settings.requireStepUp && isSigningAction(action)) setSigning(action);
    else act.mutate({ action });
  };

  if (query.isPending) return <Loading rows={10} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  return (
    <>
      {act.isError && signing === null && <ProblemNote error={act.error} compact />}
      {signing !== null && <SignDialog action={signing} items={picked} person={user?.displayName ?? ''} pending={act.isPending} error={act.error} onSign={(password) => act.mutate({ action: signing, password })} onClose={() => setSigning(null)} />}
      {step === 'release' && <StillMissing round={round} />}
      {act.data !== undefined && <Notice tone={act.data.refused.length === 0 ? 'good' : 'warn'}>{t(act.data.refused.length === 0 ? 'review:doneAll' : 'review:done', { done: act.data.done, refused: act.data.refused.length })}</Notice>}
      {items.length === 0 ? <EmptyState icon="review" title={t(`review:none.${step}`)}>{t('review:noneHint')}</EmptyState> : (
        <>
          <ReviewFilters items={items} {...view} />
          <div className={classes['tools']}>
            <Button size="xs" variant="default" disabled={shown.length === 0} onClick={() => choose(shown.map((item) => item.resultId), picked.length !== shown.length)}>{picked.length === shown.length && shown.length > 0 ? t('review:chooseNone') : t('review:chooseAllCount', { count: shown.length })}</Button>
            {actions.filter((action) => action !== back).map((action) => <Button key={action} size="xs" disabled={picked.length === 0 || act.isPending} loading={act.isPending && act.variables.action === action} onClick={() => begin(action)}>{t(`review:act.${action}`, { count: picked.length })}</Button>)}
            {actions.includes(back) && (
              <>
                <Select size="xs" aria-label={t('review:reasonCode')} placeholder={t('review:reasonCode')} clearable value={reasonCode} onChange={setReasonCode} data={REASON_CODES[back].map((one) => ({ value: one.code, label: name(one) }))} />
                <TextInput size="xs" value={reason} onChange={(event) => setReason(event.currentTarget.value)} placeholder={t(`review:reasonTo.${back}`)} aria-label={t(`review:reasonTo.${back}`)} maxLength={500} />
                <Button size="xs" variant="default" disabled={picked.length === 0 || act.isPending || (reason.trim() === '' && (reasonCode === null || reasonCode === 'other'))} loading={act.isPending && act.variables.action === back} onClick={() => begin(back)}>{t(`review:act.${back}`, { count: picked.length })}</Button>
              </>
            )}
          </div>
          {shown.length === 0 && <EmptyState icon="filter" title={t('review:filter.nothing')} action={<Button variant="default" onClick={view.clear}>{t('review:filter.clear')}</Button>}>{t('review:filter.nothingWhy', { count: items.length })}</EmptyState>}
          {shown.length > 0 && <ReviewTable items={shown.slice(0, DRAWN)} chosen={chosen} refused={refused} step={actions.filter((action) => action !== back)} onChoose={choose} />}
          {shown.length > DRAWN && <p className="sj-dim">{t('review:drawn', { drawn: DRAWN, count: shown.length })}</p>}
        </>
      )}
    </>
  );
}

export default function ReviewRoom() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { code, loading } = useRound();
  const [search, setSearch] = useSearchParams();
  const { settings } = useSession();
  const steps = reviewSteps(settings.reviewLevels);
  const [mayVerify, mayReview, mayRelease] = [useCan('results.verify'), useCan('results.review'), useCan('results.release')];
  const worklist = useWorklist();
  const mine = steps.filter(({ step }) => ({ verify: mayVerify, review: mayReview, release: mayRelease, withdraw: mayRelease })[step]);
  // the desk where this person's work waits; where none does, the first that is theirs
  const waiting = mine.find(({ step }) => (worklist.data?.counts ?? []).some(({ key, count }) => key === WORK_OF[step] && count > 0));
  const landing = waiting ?? mine[0] ?? steps[0];
  const desk = steps.find((one) => one.step === search.get('step')) ?? landing;
  const title = code === null ? t('review:title') : `${t('review:title')} · ${formatRound(code, language)}`;
  if (code === null) return <Page title={title}>{loading ? <Loading /> : <EmptyState icon="review" title={t('review:noRound')}>{t('review:noneHint')}</EmptyState>}</Page>;
  return (
    <Page title={title} lead={t('review:lead')}>
      <SegmentedControl
        className={classes['steps'] ?? ''}
        value={desk?.step ?? ''}
        onChange={(value) => setSearch((previous) => {
          const next = new URLSearchParams(previous);
          next.set('step', value);
          return next;
        })}
        data={steps.map((one) => ({ value: one.step, label: t(`review:step.${one.step}`) }))}
      />
      {desk !== undefined && <Waiting key={`${code}-${desk.step}`} round={code} desk={desk} />}
    </Page>
  );
}
