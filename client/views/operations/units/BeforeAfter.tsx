/** Did the water fall after operations? The verdict first, then what it rests on, each on one scale of change. */
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { EffectView, RatioInterval } from '../../../../models/schemas/answers/effect.ts';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useCan } from '../../../api/useSession.ts';
import { DataTable, type Column } from '../../../components/DataTable.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatRound } from '../../../state/format.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import classes from './BeforeAfter.module.css';

interface Line {
  key: string;
  label: string;
  value: RatioInterval | null;
  note?: string;
}

/** A fall to a quarter and a rise to four times are the ends of the scale. */
const REACH = Math.log(4);
const WIDTH = 160;
const at = (ratio: number): number => (WIDTH / 2) * (1 + Math.max(-1, Math.min(1, Math.log(ratio) / REACH)));
const percent = (ratio: number): string => `${ratio > 1 ? '+' : ratio < 1 ? '−' : ''}${Math.round(Math.abs(100 * (ratio - 1)))} %`;

function Bar({ value }: { value: RatioInterval }) {
  return (
    <svg className={classes['bar']} viewBox={`0 0 ${WIDTH} 16`} aria-hidden="true">
      <line x1={WIDTH / 2} x2={WIDTH / 2} y1={0} y2={16} className={classes['zero']} />
      {value.lower !== null && value.upper !== null && <line x1={at(value.lower)} x2={at(value.upper)} y1={8} y2={8} className={classes['range']} />}
      <circle cx={at(value.ratio)} cy={8} r={4} className={classes['dot']} />
    </svg>
  );
}

/** @param operations quarter whose schedules are judged; or `water`, the quarter whose water judges those before it */
export function BeforeAfter({ operations, water, level = 2 }: { operations?: string; water?: string; level?: 2 | 3 }) {
  const { t } = useTranslation();
  const name = useName();
  const language = useLanguage();
  const may = useCan('indicators.read');
  const [analyte, setAnalyte] = useState<string | null>(null);
  const query = useQuery({
    queryKey: keys.effect(operations ?? '', water ?? '', analyte ?? ''),
    queryFn: ({ signal }) => request<{ effect: EffectView | null }>('/operations-effect', { query: { ...(operations === undefined ? {} : { operations }), ...(water === undefined ? {} : { water }), ...(analyte === null ? {} : { analyte }) }, signal }),
    enabled: may,
  });
  if (query.isError) return <ProblemNote error={query.error} compact />;
  const effect = query.data?.effect;
  // before the first quarter there is nothing to say; and where nothing was carried out neither
  if (effect === undefined || effect === null || (effect.waterRound === null && water !== undefined)) return null;
  const Heading = level === 2 ? 'h2' : 'h3';
  const only = (ratio: number | null): RatioInterval | null => (ratio === null ? null : { ratio, lower: null, upper: null });
  const lines: Line[] = [
    { key: 'operated', label: t('operations:effect.operated', { count: effect.operated.towns }), value: only(effect.operated.ratio) },
    { key: 'untouched', label: t('operations:effect.untouched', { count: effect.untouched.towns }), value: only(effect.untouched.ratio) },
    { key: 'difference', label: t('operations:effect.difference'), value: effect.effect, ...(effect.effect === null ? {} : { note: `p = ${effect.effect.p.toPrecision(2)} ${t(`operations:effect.method.${effect.effect.pMethod}`, { ways: effect.effect.assignments })}` }) },
    { key: 'expected', label: t('operations:effect.expected'), value: effect.regression?.expected ?? null },
    { key: 'remainder', label: t('operations:effect.remainder'), value: effect.regression?.remainder ?? null },
  ];
  const columns: Column<Line>[] = [
    { key: 'what', phone: 'title', heading: t('operations:effect.what'), cell: (line) => line.label },
    { key: 'bar', heading: t('operations:effect.scale'), phone: 'hidden', cell: (line) => (line.value === null ? '' : <Bar value={line.value} />) },
    { key: 'change', heading: t('operations:effect.change'), numeric: true, cell: (line) => (line.value === null ? t('operations:effect.unknown') : <b>{percent(line.value.ratio)}</b>) },
    { key: 'range', heading: t('operations:effect.range'), numeric: true, cell: (line) => (line.value === null || line.value.lower === null || line.value.upper === null ? '–' : `${percent(line.value.lower)} … ${percent(line.value.upper)}`) },
    { key: 'note', heading: t('operations:effect.note'), cell: (line) => line.note ?? '' },
  ];
  const towns: Column<EffectView['towns'][number]>[] = [
    { key: 'town', phone: 'title', heading: t('operations:area'), cell: (town) => name(town.name), sort: (town) => town.code },
    { key: 'operated', heading: t('operations:effect.hadOperations'), cell: (town) => t(town.operated ? 'operations:effect.yes' : 'operations:effect.no'), sort: (town) => (town.operated ? 0 : 1) },
    { key: 'pairs', heading: t('operations:effect.pairs'), numeric: true, cell: (town) => town.pairs, sort: (town) => town.pairs },
    { key: 'change', heading: t('operations:effect.change'), numeric: true, cell: (town) => (town.ratio === null ? '–' : percent(town.ratio)), sort: (town) => town.ratio },
  ];
  const [verdict, ...rest] = effect.sentences;
  return (
    <section className={classes['effect']} data-testid="before-after" aria-label={t('operations:effect.title')}>
      <Heading>{effect.waterRound === null ? t('operations:effect.title') : t('operations:effect.titleOf', { operations: formatRound(effect.operationsRound, language), water: formatRound(effect.waterRound, language) })}</Heading>
      <p className="sj-dim">{t('operations:effect.hint')}</p>
      {verdict !== undefined && <p className={classes['verdict']} data-verdict={effect.verdict}>{name(verdict)}</p>}
      {effect.waterRound !== null && (
        <>
          {effect.analytes.length > 1 && <Select label={t('operations:effect.analyte')} className={classes['choice'] ?? ''} allowDeselect={false} value={effect.analyte} onChange={setAnalyte} data={effect.analytes.map((one) => ({ value: one.id, label: name(one.name) }))} />}
          {lines.some(({ value }) => value !== null) && <DataTable caption={t('operations:effect.title')} columns={columns} rows={lines} rowKey={(line) => line.key} />}
          <ul className={classes['sentences']}>{rest.map((sentence) => <li key={sentence.en}>{name(sentence)}</li>)}</ul>
          {effect.towns.length > 0 && (
            <details>
              <summary>{t('operations:effect.byTown')}</summary>
              <DataTable caption={t('operations:effect.byTown')} columns={towns} rows={effect.towns} rowKey={(town) => town.code} />
            </details>
          )}
        </>
      )}
    </section>
  );
}
