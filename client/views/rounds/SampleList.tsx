/** The bottles of a round: filters in the address, a step for many at once, history and steps of each in its row. */
import { Button, Drawer } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { SampleItem } from '../../api/types.ts';
import { useReceiptLimit } from '../../api/usePlan.ts';
import { DataTable } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { stepsFor } from '../../state/custody.ts';
import { filterSamples } from '../../state/filterSamples.ts';
import { localDateOf } from '../../state/format.ts';
import { useFilter } from '../../state/useFilter.ts';
import { CustodyForm } from './CustodyForm.tsx';
import { SampleDetail } from './SampleDetail.tsx';
import { SampleFilters } from './SampleFilters.tsx';
import { useSampleColumns } from './useSampleColumns.tsx';
import classes from './SampleList.module.css';

interface SampleListProps {
  round: string;
  timeZone: string;
  planId: string | null;
  samples: SampleItem[];
}

export function SampleList({ round, timeZone, planId, samples }: SampleListProps) {
  const { t } = useTranslation();
  const columns = useSampleColumns();
  const limitC = useReceiptLimit(planId);
  const [state] = useFilter('state');
  const [area] = useFilter('area');
  const [text] = useFilter('q');
  const [due] = useFilter('due');
  const [open, setOpen] = useFilter('sample');
  const today = localDateOf(new Date().toISOString(), timeZone);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const phone = useMediaQuery('(max-width: 48em)', false, { getInitialValueInEffect: false });
  const [stepping, setStepping] = useState(false);
  const shown = filterSamples(samples, { state, area, text, dueBefore: due === 'past' ? today : '', number: open });
  const chosenSamples = samples.filter((sample) => chosen.has(sample.id));
  const choose = (ids: ReadonlySet<string>): void => {
    setChosen(ids);
    if (ids.size === 0) setStepping(false);
  };
  const actable = samples.some((sample) => stepsFor([sample]).length > 0);
  const openSample = samples.find((sample) => sample.number === open);
  const form = (
    <CustodyForm
      round={round}
      timeZone={timeZone}
      limitC={limitC}
      samples={chosenSamples}
      onDone={(refused) => choose(new Set(refused))}
      onCancel={() => choose(new Set())}
    />
  );
  if (samples.length === 0)
    return (
      <EmptyState icon="bottle" title={t('rounds:noSamples.title')}>
        {t('rounds:noSamples.why')}
      </EmptyState>
    );
  return (
    <section className={classes['list']} aria-label={t('rounds:samples')}>
      <div className={classes['head']}>
        <h2>{t('rounds:shown', { shown: shown.length, count: samples.length })}</h2>
        <SampleFilters samples={samples} />
      </div>
      {chosenSamples.length > 0 && !phone && form}
      {chosenSamples.length > 0 && phone && (
        <>
          <div className={classes['thumb']}>
            <Button fullWidth size="md" onClick={() => setStepping(true)}>
              {t('rounds:phoneStep', { count: chosenSamples.length })}
            </Button>
          </div>
          <Drawer opened={stepping} onClose={() => setStepping(false)} position="bottom" size="85%" title={t('rounds:step.what')}>
            {form}
          </Drawer>
        </>
      )}
      {shown.length === 0 ? (
        <EmptyState icon="filter" title={t('rounds:nothingShown.title')}>
          {t('rounds:nothingShown.why')}
        </EmptyState>
      ) : (
        <DataTable
          caption={t('rounds:samples')}
          columns={columns}
          rows={shown}
          rowKey={(sample) => sample.id}
          rowTone={(sample) =>
            ['rejected', 'lost', 'missed'].includes(sample.state) ? 'bad' : sample.state === 'cancelled' ? 'quiet' : undefined
          }
          {...(actable
            ? { selection: { chosen, onChange: setChosen, label: (sample: SampleItem) => t('rounds:choose', { number: sample.number }) } }
            : {})}
          opened={{
            key: openSample?.id ?? null,
            onToggle: (id) => setOpen(samples.find((sample) => sample.id === id)?.number ?? ''),
            content: (sample) => <SampleDetail sample={sample} round={round} timeZone={timeZone} limitC={limitC} />,
            label: (sample) => t('rounds:open', { number: sample.number }),
          }}
        />
      )}
    </section>
  );
}
