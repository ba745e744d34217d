/** How one analyte moved at one site, with its limits, its table and a sentence of what can be said; and counts of other agencies beside the water. */
import { SegmentedControl, Select, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { SiteTrend } from '../../../../models/schemas/answers/trend.ts';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useAnalytes, useAreas, useSites } from '../../../api/useRecords.ts';
import { useCan, useRoomAccess } from '../../../api/useSession.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatReported, formatRound, formatSignificant, inLanguage } from '../../../state/format.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { useRound, useTo } from '../../../state/useRound.ts';
import { CountsView } from '../../counts/CountsView.tsx';
import { TrendChart } from './TrendChart.tsx';
import classes from './TrendsRoom.module.css';

const FIRST_ANALYTE = 'meth';

function Sentence({ trend }: { trend: SiteTrend }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const result = trend.trend;
  if (result === null) return <p>{t('trends:noTest')}</p>;
  const direction = result.p < 0.05 ? (result.S > 0 ? 'rising' : 'falling') : 'unclear';
  const slope = result.slope === null ? t('trends:sentence.hidden') : t('trends:sentence.slope', { slope: formatSignificant(result.slope), lower: formatSignificant(result.lower), upper: formatSignificant(result.upper), unit: trend.unit });
  return (
    <>
      <p>
        {t(`trends:sentence.${direction}`, { p: formatSignificant(result.p, 2), slope })}{' '}
        <span className="sj-dim">{t('trends:attainable', { p: formatSignificant(result.smallestP, 2) })}</span>
      </p>
      {result.remarks.length > 0 && <ul className={classes['remarks']}>{result.remarks.map((remark) => <li key={remark.en}>{inLanguage(remark, language)}</li>)}</ul>}
    </>
  );
}

function TrendTable({ trend }: { trend: SiteTrend }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const to = useTo();
  const bench = useRoomAccess('bench').allowed;
  return (
    <Table withTableBorder striped>
      <Table.Thead><Table.Tr><Table.Th>{t('trends:round')}</Table.Th><Table.Th>{t('trends:collected')}</Table.Th><Table.Th ta="right">{t('trends:reported')} ({trend.unit})</Table.Th><Table.Th ta="right">{t('trends:lod')}</Table.Th><Table.Th ta="right">{t('trends:loq')}</Table.Th></Table.Tr></Table.Thead>
      <Table.Tbody>
        {trend.points.map((point) => (
          <Table.Tr key={point.resultId}>
            <Table.Td>{bench ? <Link to={to('/bench', { round: point.round, result: point.resultId })}>{formatRound(point.round, language)}</Link> : formatRound(point.round, language)}</Table.Td>
            <Table.Td className={classes['date']}>{point.collectedOn ?? '–'}</Table.Td>
            <Table.Td className="sj-number">{formatReported(point.reportedText, language)}</Table.Td>
            <Table.Td className="sj-number">{point.lod ?? '–'}</Table.Td>
            <Table.Td className="sj-number">{point.loq ?? '–'}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}

function SiteTrends() {
  const { t } = useTranslation();
  const name = useName();
  const [search, setSearch] = useSearchParams();
  const areas = useAreas();
  const sites = useSites();
  const analytes = useAnalytes();
  const areaCode = search.get('area');
  const area = areas.data?.find((one) => one.code === areaCode || one.id === areaCode);
  const choices = (sites.data ?? []).filter((site) => area === undefined || site.areaId === area.id || site.villageId === area.id);
  const site = choices.find((one) => one.id === search.get('site') || one.code === search.get('site')) ?? choices[0];
  const analyte = search.get('analyte') ?? (analytes.data?.some((one) => one.id === FIRST_ANALYTE) === true ? FIRST_ANALYTE : analytes.data?.[0]?.id);
  const basis = search.get('basis') ?? '';
  const query = useQuery({
    queryKey: keys.trend(site?.id ?? '', analyte ?? '', basis),
    queryFn: ({ signal }) => request<SiteTrend>(`/sites/${encodeURIComponent(site?.id ?? '')}/trend`, { query: { analyte, basis }, signal }),
    enabled: site !== undefined && analyte !== undefined,
  });
  const set = (key: string, value: string | null): void => setSearch((previous) => {
    const next = new URLSearchParams(previous);
    if (value === null) next.delete(key);
    else next.set(key, value);
    if (key === 'area') next.delete('site');
    return next;
  });
  const withSites = new Set((sites.data ?? []).flatMap((one) => (one.villageId === null ? [one.areaId] : [one.areaId, one.villageId])));

  if (sites.isError || areas.isError || analytes.isError) return <ProblemNote error={sites.error ?? areas.error ?? analytes.error} />;
  if (sites.isPending || areas.isPending || analytes.isPending) return <Loading />;
  if (sites.data.length === 0) return <EmptyState icon="trend" title={t('trends:noSites')}>{t('trends:noSitesHint')}</EmptyState>;
  return (
    <>
      <div className={classes['choices']}>
        <Select label={t('trends:area')} searchable clearable placeholder={t('trends:allAreas')} value={area?.code ?? null} onChange={(value) => set('area', value)} data={areas.data.filter((one) => withSites.has(one.id)).map((one) => ({ value: one.code, label: name(one) }))} />
        <Select label={t('trends:site')} searchable value={site?.id ?? null} onChange={(value) => set('site', value)} data={choices.map((one) => ({ value: one.id, label: `${one.code} ${name(one)}` }))} allowDeselect={false} />
        <Select label={t('trends:analyte')} searchable value={analyte ?? null} onChange={(value) => set('analyte', value)} data={analytes.data.map((one) => ({ value: one.id, label: `${one.abbreviation} ${name(one)}` }))} allowDeselect={false} />
      </div>
      {query.isError && <ProblemNote error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Loading rows={6} />}
      {query.data !== undefined && query.data.points.length === 0 && <EmptyState icon="trend" title={t('trends:noPoints')}>{t('trends:noPointsHint')}</EmptyState>}
      {query.data !== undefined && query.data.points.length > 0 && (
        <>
          <figure className={classes['chart']}>
            <div><TrendChart trend={query.data} /></div>
            <figcaption><Sentence trend={query.data} />{query.data.reference !== null && <p className="sj-dim">{t('trends:referenceSource', { value: formatSignificant(query.data.reference.value), unit: query.data.unit, source: name(query.data.reference.source) })}</p>}</figcaption>
          </figure>
          <TrendTable trend={query.data} />
        </>
      )}
    </>
  );
}

export default function TrendsRoom() {
  const { t } = useTranslation();
  const [search, setSearch] = useSearchParams();
  const { code } = useRound();
  const mayRead = useCan('indicators.read');
  const counts = mayRead && search.get('view') === 'counts';
  return (
    <Page title={t('trends:title')} lead={t(counts ? 'trends:counts.lead' : 'trends:lead')}>
      {mayRead && (
        <SegmentedControl
          className={classes['views'] ?? ''}
          aria-label={t('trends:views')}
          value={counts ? 'counts' : 'sites'}
          onChange={(view) => setSearch((previous) => {
            const next = new URLSearchParams(previous);
            if (view === 'counts') next.set('view', 'counts');
            else next.delete('view');
            return next;
          })}
          data={[{ value: 'sites', label: t('trends:viewSites') }, { value: 'counts', label: t('trends:viewCounts') }]}
        />
      )}
      {counts && code !== null ? <CountsView round={code} /> : <SiteTrends />}
    </Page>
  );
}
