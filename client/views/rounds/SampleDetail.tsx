/** One bottle: where it is from, what happened to it, and what can be done with it now. */
import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CustodyKind } from '../../../models/schemas/sample.ts';
import type { SampleItem } from '../../api/types.ts';
import { Notice } from '../../components/Notice.tsx';
import { stepsFor } from '../../state/custody.ts';
import { CustodyForm } from './CustodyForm.tsx';
import { CustodyHistory } from './CustodyHistory.tsx';
import classes from './SampleDetail.module.css';

interface SampleDetailProps {
  sample: SampleItem;
  round: string;
  timeZone: string;
  limitC: number | null;
}

export function SampleDetail({ sample, round, timeZone, limitC }: SampleDetailProps) {
  const { t } = useTranslation();
  const [kind, setKind] = useState<CustodyKind | null>(null);
  const steps = stepsFor([sample]);
  return (
    <div className={classes['detail']}>
      {sample.site.hazardNote !== null && (
        <Notice tone="warn">
          <b>{t('rounds:hazard')}</b> {sample.site.hazardNote}
        </Notice>
      )}
      <p className="sj-dim">
        {[t(`words:matrix.${sample.matrix}`), t(`words:mode.${sample.mode}`), t(`words:sampleKind.${sample.kind}`)].join(' · ')}
      </p>
      {sample.replaces !== null && <p>{t('rounds:replaces', { number: sample.replaces.number })}</p>}
      {sample.replacedBy !== null && <p>{t('rounds:replacedBy', { number: sample.replacedBy.number })}</p>}
      <CustodyHistory sample={sample} timeZone={timeZone} />
      {kind === null ? (
        <div className={classes['steps']}>
          {steps.map((step) => (
            <Button key={step.kind} size="xs" variant={step === steps[0] ? 'filled' : 'default'} onClick={() => setKind(step.kind)}>
              {t(`rounds:step.${step.kind}`)}
            </Button>
          ))}
        </div>
      ) : (
        <CustodyForm
          round={round}
          timeZone={timeZone}
          limitC={limitC}
          samples={[sample]}
          start={kind}
          onDone={(refused) => refused.length === 0 && setKind(null)}
          onCancel={() => setKind(null)}
        />
      )}
    </div>
  );
}
