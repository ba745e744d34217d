/** Counts of other agencies per town beside the water: better or less efficient, agreement, the figures, and importing them. */
import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EFFORT_KINDS, INDICATOR_KINDS, type IndicatorKind } from '../../../models/schemas/operations.ts';
import type { IndicatorView, ShownTrend, TownCounts } from '../../../models/schemas/answers/indicators.ts';
import { keys } from '../../api/keys.ts';
import { request } from '../../api/request.ts';
import { useCan } from '../../api/useSession.ts';
import { DataTable, type Column } from '../../components/DataTable.tsx';
import { EmptyState } from '../../components/EmptyState.tsx';
import { Loading } from '../../components/Loading.tsx';
import { ProblemNote } from '../../components/ProblemNote.tsx';
import { formatSignificant } from '../../state/format.ts';
import { useName } from '../../state/useLanguage.ts';
import { BeforeAfter } from '../operations/units/BeforeAfter.tsx';
import { CountsImport } from './CountsImport.tsx';
import classes from '../assessment/trends/TrendsRoom.module.css';

const FINDINGS = INDICATOR_KINDS.filter((kind) => !EFFORT_KINDS.some((effort) => effort === kind));
const percent = (share: number): string => `${share > 0 ? '+' : ''}${Math.round(100 * share)} %`;

export function CountsView({ round }: { round: string }) {
  const { t } = useTranslation();
  const name = useName();
  const mayImport = useCan('indicators.write');
  const [finding, setFinding] = useState<IndicatorKind>('users-found');
  const [effort, setEffort] = useState<IndicatorKind>('unit-shifts');
  const [open, setOpen] = useState<string | null>(null);
  const query = useQuery({ queryKey: keys.indicators(round, finding, effort), queryFn: ({ signal }) => request<IndicatorView>('/indicators', { query: { round, finding, effort }, signal }) });
  if (query.isPending) return <Loading rows={8} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const { towns, agreement } = query.data;
  const trend = (shown: ShownTrend | null): string =>
    shown === null || shown.change === null || shown.lower === null || shown.upper === null ? '–' : `${percent(shown.change)} [${percent(shown.lower)}, ${percent(shown.upper)}]`;
  const visible = (shown: ShownTrend | null): string => (shown === null ? '–' : shown.smallestVisible === null ? t('trends:counts.nothingVisible') : `± ${Math.round(100 * shown.smallestVisible)} %`);
  const matrix: Column<TownCounts>[] = [
    { key: 'town', phone: 'title', heading: t('trends:counts.town'), cell: (town) => <b>{name(town.name)}</b>, sort: (town) => town.code },
    { key: 'situation', heading: t('trends:counts.situation'), cell: (town) => (town.situation === null ? t('trends:counts.noFigures') : t(`trends:counts.situations.${town.situation}`)), sort: (town) => town.situation ?? '' },
    { key: 'water', heading: t('trends:counts.water'), numeric: true, cell: (town) => trend(town.water) },
    { key: 'findings', heading: t('trends:counts.findings'), numeric: true, cell: (town) => trend(town.findings) },
    { key: 'visible', heading: t('trends:counts.visible'), cell: (town) => `${visible(town.water)} / ${visible(town.findings)}` },
  ];
  const kinds = INDICATOR_KINDS.filter((kind) => towns.some(({ counts }) => counts.some((each) => each.kind === kind && (each.count !== null || each.suppressed))));
  const figures: Column<TownCounts>[] = [
    { key: 'town', phone: 'title', heading: t('trends:counts.town'), cell: (town) => name(town.name), sort: (town) => town.code },
    ...kinds.map((kind): Column<TownCounts> => ({
      key: kind, heading: t(`trends:counts.kind.${kind}`), numeric: true,
      cell: (town) => {
        const found = town.counts.find((each) => each.kind === kind);
        if (found?.suppressed === true) return <span title={t('trends:counts.suppressed')}>&lt; 3</span>;
        return found?.count === null || found === undefined ? '–' : `${found.count}${found.corrections > 0 ? ' *' : ''}`;
      },
      sort: (town) => town.counts.find((each) => each.kind === kind)?.count ?? null,
    })),
  ];
  const corrected = towns.some(({ counts }) => counts.some(({ corrections }) => corrections > 0));
  return (
    <div className={classes['counts']}>
      {mayImport && <CountsImport />}
      {kinds.length === 0 ? (
        <EmptyState icon="trend" title={t('trends:counts.empty')}>{t('trends:counts.emptyHint')}</EmptyState>
      ) : (
        <>
          <h2>{t('trends:counts.matrix')}</h2>
          <p>{t('trends:counts.matrixLead')}</p>
          <div className={classes['choices']}>
            <Select label={t('trends:counts.finding')} allowDeselect={false} value={finding} onChange={(value) => setFinding(FINDINGS.find((kind) => kind === value) ?? finding)} data={FINDINGS.map((kind) => ({ value: kind, label: t(`trends:counts.kind.${kind}`) }))} />
            <Select label={t('trends:counts.effort')} allowDeselect={false} value={effort} onChange={(value) => setEffort(EFFORT_KINDS.find((kind) => kind === value) ?? effort)} data={EFFORT_KINDS.map((kind) => ({ value: kind, label: t(`trends:counts.kind.${kind}`) }))} />
          </div>
          <DataTable caption={t('trends:counts.matrix')} columns={matrix} rows={towns} rowKey={(town) => town.code} opened={{ key: open, onToggle: setOpen, label: (town) => name(town.name), content: (town) => <ul>{town.sentences.map((sentence) => <li key={sentence.en}>{name(sentence)}</li>)}</ul> }} />
          <BeforeAfter water={round} />
          <h2>{t('trends:counts.agreement')}</h2>
          {agreement.length === 0 ? <p>{t('trends:counts.noAgreementTest')}</p> : (
            <ul>
              {agreement.map((one) => (
                <li key={`${one.kind} ${String(one.perEffort)}`}>
                  {t(`trends:counts.kind.${one.kind}`)}{one.perEffort ? t('trends:counts.perEffort') : ''}: <b>{t(`trends:counts.verdicts.${one.verdict}`)}</b>{' '}
                  <span className="sj-dim">ρ = {formatSignificant(one.rho, 2)} [{formatSignificant(one.lower, 2)}, {formatSignificant(one.upper, 2)}], p = {formatSignificant(one.p, 2)}, q = {formatSignificant(one.q, 2)}, n = {one.n}</span>
                </li>
              ))}
            </ul>
          )}
          {agreement.length > 0 && <p className="sj-dim">{t('trends:counts.agreementNote')}</p>}
          <h2>{t('trends:counts.figures', { round })}</h2>
          <DataTable caption={t('trends:counts.figures', { round })} columns={figures} rows={towns} rowKey={(town) => town.code} />
          <p className="sj-dim">{t('trends:counts.note')}{corrected ? ` ${t('trends:counts.corrected')}` : ''}</p>
        </>
      )}
    </div>
  );
}
