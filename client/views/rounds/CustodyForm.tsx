/**
 * A step of custody for one or many bottles, in place above the list. What was typed stays until
 * it was recorded; bottles that were refused stay chosen, each with its reason.
 */
import { Button, SegmentedControl, TextInput, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustodyKind } from '../../../models/schemas/sample.ts';
import type { CustodyAnswer, SampleItem } from '../../api/types.ts';
import { useCan } from '../../api/useSession.ts';
import { useCustody } from '../../api/useCustody.ts';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import {
  allows,
  emptyDraft,
  faultsOf,
  isTooWarm,
  REASONED_KINDS,
  REASONS_OF,
  requestsOf,
  stepsFor,
  type CustodyDraft,
} from '../../state/custody.ts';
import { wallOfInstant } from '../../state/wallTime.ts';
import { CollectFields } from './CollectFields.tsx';
import { ReasonBoxes } from './ReasonBoxes.tsx';
import { Refused } from './Refused.tsx';
import classes from './CustodyForm.module.css';

interface CustodyFormProps {
  round: string;
  timeZone: string;
  limitC: number | null;
  samples: SampleItem[];
  /** The step to begin with. */
  start?: CustodyKind;
  /** @param refused ids of the bottles that were not recorded */
  onDone: (refused: string[]) => void;
  onCancel: () => void;
}

export function CustodyForm({ round, timeZone, limitC, samples, start, onDone, onCancel }: CustodyFormProps) {
  const { t } = useTranslation();
  const custody = useCustody(round);
  const steps = stepsFor(samples);
  // At the bench bottles arrive; in the field they are handed on.
  const atBench = useCan('results.enter');
  const preferred = atBench && steps.some(({ kind }) => kind === 'receive') ? 'receive' : steps[0]?.kind;
  const [draft, setDraft] = useState<CustodyDraft>(() =>
    emptyDraft(start ?? preferred ?? 'collect', wallOfInstant(new Date().toISOString(), timeZone)),
  );
  const [tried, setTried] = useState(false);
  const [answer, setAnswer] = useState<CustodyAnswer | null>(null);
  const put = (change: Partial<CustodyDraft>): void => setDraft((previous) => ({ ...previous, ...change }));
  const able = samples.filter((sample) => allows(sample, draft.kind));
  const unable = samples.filter((sample) => !allows(sample, draft.kind));
  const faults = faultsOf(draft, timeZone, limitC, new Date());
  const fault = (name: (typeof faults)[number]): string | null => (tried && faults.includes(name) ? t(`rounds:fault.${name}`) : null);
  const warm = draft.kind === 'receive' && isTooWarm(draft.temperature, limitC);
  const submit = (event: SyntheticEvent): void => {
    event.preventDefault();
    setTried(true);
    setAnswer(null);
    if (faults.length > 0 || able.length === 0) return;
    custody.mutate(requestsOf(draft, able, timeZone, limitC), {
      onSuccess: (done) => {
        setAnswer(done);
        setTried(false);
        onDone(done.refused.map((one) => one.sampleId));
      },
    });
  };
  const reasonsAsked = REASONED_KINDS.includes(draft.kind) || draft.kind === 'receive';
  return (
    <form className={`sj-panel ${classes['form'] ?? ''}`} onSubmit={submit} noValidate>
      <div className={classes['head']}>
        <b>{samples.length === 1 ? samples[0]?.number : t('rounds:chosen', { count: samples.length })}</b>
        {steps.length > 0 && (
          <SegmentedControl
            size="xs"
            aria-label={t('rounds:step.what')}
            value={draft.kind}
            onChange={(kind) => {
              put({ kind: kind, reasons: [] });
              setTried(false);
            }}
            data={steps.map(({ kind, count }) => ({
              value: kind,
              label: samples.length === 1 ? t(`rounds:step.${kind}`) : `${t(`rounds:step.${kind}`)} (${count})`,
            }))}
          />
        )}
      </div>
      {steps.length === 0 ? (
        <p className="sj-dim">{t('rounds:step.none')}</p>
      ) : (
        <>
          <div className={classes['fields']}>
            <TextInput
              type="datetime-local"
              label={t('rounds:field.at')}
              description={`${draft.wall.replace('T', ' ')} ${timeZone}`}
              value={draft.wall}
              onChange={(event) => put({ wall: event.currentTarget.value })}
              error={fault('time-missing') ?? fault('time-future')}
            />
            {draft.kind === 'collect' && <CollectFields draft={draft} put={put} error={fault('measurement-unreadable')} />}
            {draft.kind === 'hand-over' && (
              <>
                <TextInput
                  label={t('rounds:field.from')}
                  value={draft.from}
                  onChange={(event) => put({ from: event.currentTarget.value })}
                />
                <TextInput label={t('rounds:field.to')} value={draft.to} onChange={(event) => put({ to: event.currentTarget.value })} />
                <TextInput
                  label={t('rounds:field.seal')}
                  value={draft.seal}
                  onChange={(event) => put({ seal: event.currentTarget.value })}
                />
              </>
            )}
            {draft.kind === 'receive' && (
              <TextInput
                inputMode="decimal"
                label={t('rounds:field.temperature')}
                description={limitC === null ? t('rounds:limitUnknown') : t('rounds:limit', { limit: limitC })}
                value={draft.temperature}
                onChange={(event) => put({ temperature: event.currentTarget.value })}
                error={fault('temperature-unreadable')}
              />
            )}
          </div>
          {warm && <p className={classes['warm']}>{t('rounds:tooWarm', { got: draft.temperature, limit: limitC })}</p>}
          {reasonsAsked && (
            <ReasonBoxes
              options={REASONS_OF[draft.kind] ?? []}
              required={REASONED_KINDS.includes(draft.kind)}
              chosen={warm ? [...new Set(['temperature', ...draft.reasons])] : draft.reasons}
              onChange={(reasons) => put({ reasons })}
              error={fault('reasons-needed')}
            />
          )}
          {(reasonsAsked || draft.kind === 'collect') && (
            <Textarea
              autosize
              minRows={1}
              label={t(draft.kind === 'receive' ? 'rounds:field.deviation' : 'rounds:field.remark')}
              description={t('rounds:field.noPersons')}
              value={draft.deviation}
              onChange={(event) => put({ deviation: event.currentTarget.value })}
              error={fault('deviation-needed')}
            />
          )}
          {unable.length > 0 && (
            <p className="sj-dim">
              {t('rounds:unable', {
                count: unable.length,
                numbers: unable
                  .slice(0, 5)
                  .map((sample) => sample.number)
                  .join(t('common:listSeparator')),
              })}
            </p>
          )}
          {custody.isError && <ProblemNote error={custody.error} compact />}
          {answer !== null && <Refused answer={answer} samples={samples} />}
        </>
      )}
      <div className={classes['foot']}>
        {steps.length > 0 && (
          <Button type="submit" loading={custody.isPending} disabled={able.length === 0}>
            {t(`rounds:do.${draft.kind}`, { count: able.length })}
          </Button>
        )}
        <Button variant="default" onClick={onCancel}>
          {t('common:close')}
        </Button>
      </div>
    </form>
  );
}
