/** The bottles of a round: filters in the address, a step for many at once, history and steps of each in its row. */
import { Button, Select, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { SAMPLE_STATES } from '../../../models/schemas/sample.ts';
import type { SampleItem } from '../../api/types.ts';
import { useReceiptLimit } from '../../api/usePlan.ts';
import { DataTable, type Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Icon } from '../../components/Icon.tsx';
import { StateMark } from '../../components/StateMark.tsx';
import { stepsFor } from '../../state/custody.ts';
import { filterSamples } from '../../state/filterSamples.ts';
import { localDateOf } from '../../state/format.ts';
import { useFilter } from '../../state/useFilter.ts';
import { useName } from '../../state/useLanguage.ts';
import { CustodyForm } from './CustodyForm.tsx';
import { SampleDetail } from './SampleDetail.tsx';
import classes from './SampleList.module.css';

interface SampleListProps {
  round: string;
  timeZone: string;
  planId: string | null;
  samples: SampleItem[];
}

function useColumns(): Column<SampleItem>[] {
  const { t } = useTranslation();
  const name = useName();
  return [
    { key: 'number', heading: t('rounds:column.number'), cell: (sample) => <b>{sample.number}</b>, sort: (sample) => sample.number },
    {
      key: 'site',
      heading: t('rounds:column.site'),
      sort: (sample) => sample.site.code,
      cell: (sample) => (
        <span className={classes['site']}>
          <span className="sj-dim">{sample.site.code}</span> {name(sample.site.name)}
          {sample.site.hazardNote !== null && (
            <span className={classes['hazard']} title={sample.site.hazardNote}>
              <Icon name="warn" size={14} /> {t('rounds:hazard')}
            </span>
          )}
        </span>
      ),
    },
    { key: 'area', heading: t('rounds:column.area'), cell: (sample) => name(sample.area.name), sort: (sample) => sample.area.code },
    {
      key: 'matrix',
      heading: t('rounds:column.matrix'),
      cell: (sample) =>
        sample.kind === 'routine'
          ? t(`words:matrix.${sample.matrix}`)
          : `${t(`words:matrix.${sample.matrix}`)} · ${t(`words:sampleKind.${sample.kind}`)}`,
      sort: (sample) => `${sample.matrix} ${sample.kind}`,
    },
    { key: 'due', heading: t('rounds:column.due'), cell: (sample) => <time>{sample.dueOn}</time>, sort: (sample) => sample.dueOn },
    {
      key: 'collected',
      heading: t('rounds:column.collected'),
      cell: (sample) => (sample.collectedOn === null ? null : <time>{sample.collectedOn}</time>),
      sort: (sample) => sample.collectedAt,
    },
    {
      key: 'temperature',
      heading: t('rounds:column.temperature'),
      unit: '°C',
      numeric: true,
      cell: (sample) => (sample.receiptTemperatureC === null ? null : String(sample.receiptTemperatureC)),
      sort: (sample) => sample.receiptTemperatureC,
    },
    {
      key: 'state',
      heading: t('rounds:column.state'),
      cell: (sample) => <StateMark state={sample.state} />,
      sort: (sample) => SAMPLE_STATES.indexOf(sample.state),
    },
  ];
}

function Filters({ samples }: { samples: readonly SampleItem[] }) {
  const { t } = useTranslation();
  const name = useName();
  const [state, setState] = useFilter('state');
  const [area, setArea] = useFilter('area');
  const [text, setText] = useFilter('q');
  const areas = [...new Map(samples.map((sample) => [sample.area.code, sample.area])).values()];
  const [due, setDue] = useFilter('due');
  const states = SAMPLE_STATES.filter((one) => samples.some((sample) => sample.state === one));
  return (
    <div className={classes['filters']}>
      {due === 'past' && (
        <Button size="xs" variant="light" rightSection={<Icon name="cross" size={12} />} onClick={() => setDue('')}>
          {t('rounds:late')}
        </Button>
      )}
      <TextInput
        size="xs"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={t('rounds:filter.text')}
        aria-label={t('rounds:filter.text')}
        leftSection={<Icon name="search" size={14} />}
      />
      <Select
        size="xs"
        clearable
        value={state === '' ? null : state}
        onChange={(value) => setState(value ?? '')}
        placeholder={t('rounds:filter.state')}
        aria-label={t('rounds:filter.state')}
        data={states.map((one) => ({
          value: one,
          label: `${t(`words:sampleState.${one}`)} (${samples.filter((sample) => sample.state === one).length})`,
        }))}
      />
      <Select
        size="xs"
        clearable
        searchable
        value={area === '' ? null : area}
        onChange={(value) => setArea(value ?? '')}
        placeholder={t('rounds:filter.area')}
        aria-label={t('rounds:filter.area')}
        data={areas.map((one) => ({ value: one.code, label: name(one.name) }))}
      />
    </div>
  );
}

export function SampleList({ round, timeZone, planId, samples }: SampleListProps) {
  const { t } = useTranslation();
  const columns = useColumns();
  const limitC = useReceiptLimit(planId);
  const [state] = useFilter('state');
  const [area] = useFilter('area');
  const [text] = useFilter('q');
  const [due] = useFilter('due');
  const [open, setOpen] = useFilter('sample');
  const today = localDateOf(new Date().toISOString(), timeZone);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const shown = filterSamples(samples, { state, area, text, dueBefore: due === 'past' ? today : '', number: open });
  const chosenSamples = samples.filter((sample) => chosen.has(sample.id));
  const actable = samples.some((sample) => stepsFor([sample]).length > 0);
  const openSample = samples.find((sample) => sample.number === open);
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
        <Filters samples={samples} />
      </div>
      {chosenSamples.length > 0 && (
        <CustodyForm
          round={round}
          timeZone={timeZone}
          limitC={limitC}
          samples={chosenSamples}
          onDone={(refused) => setChosen(new Set(refused))}
          onCancel={() => setChosen(new Set())}
        />
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
