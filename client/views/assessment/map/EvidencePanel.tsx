/**
 * Why an area has its colour: grade, sentence, parts, sites, and each site's results down to the
 * bottle, its quality control and the rule. Never a popup that hides the map.
 */
import { ActionIcon, Table } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { AreaEvidence } from '../../../../models/schemas/answers/map.ts';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useRoomAccess } from '../../../api/useSession.ts';
import { GradeMark } from '../../../components/GradeMark.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatReported, formatRound, formatSignificant } from '../../../state/format.ts';
import { useTo } from '../../../state/useRound.ts';
import { useAnalyteName } from '../../../state/useAnalyteName.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { DrivingSites } from './DrivingSites.tsx';
import { GradeComponents } from './GradeComponents.tsx';
import { RuleNote } from './RuleNote.tsx';
import { Sparkline } from './Sparkline.tsx';
import classes from './MapRoom.module.css';

const SHOWN_FACTORS = 4;

/** Whole percent; draws never show that something cannot be or must be. */
const formatShare = (share: number): string => (share < 0.005 ? '< 1 %' : share > 0.995 ? '> 99 %' : `${Math.round(share * 100)} %`);

function SiteEvidence({ site, unfolded }: { site: AreaEvidence['sites'][number]; unfolded: boolean }) {
  const { t } = useTranslation();
  const name = useName();
  const language = useLanguage();
  const analyteName = useAnalyteName();
  const to = useTo();
  const bench = useRoomAccess('bench').allowed;
  return (
    <details className={classes['site']} open={unfolded}>
      <summary>
        <span>{site.siteCode} {name(site.siteName)}</span>
        <span className="sj-dim">{t(`words:matrix.${site.matrix}`)}</span>
        <span className="sj-number">{site.index === null ? '–' : `${site.indexQualifier === '=' ? '' : site.indexQualifier === '>=' ? '≥ ' : '≤ '}${formatSignificant(site.index)}`}</span>
      </summary>
      <Table withRowBorders={false} verticalSpacing={2} horizontalSpacing={6} className={classes['factors']}>
        <Table.Thead>
          <Table.Tr><Table.Th>{t('map:analyte')}</Table.Th><Table.Th ta="right">{t('map:reported')}</Table.Th><Table.Th ta="right">{t('map:factor')}</Table.Th><Table.Th>{t('map:qc')}</Table.Th></Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {[...site.results].sort((a, b) => (b.factor ?? -1) - (a.factor ?? -1)).map((result) => (
            <Table.Tr key={result.resultId}>
              <Table.Td>{bench ? <Link to={to('/bench', { result: result.resultId })} title={result.sampleNumber}>{analyteName(result.analyte)}</Link> : analyteName(result.analyte)}</Table.Td>
              <Table.Td ta="right" className="sj-number">{formatReported(result.reportedText, language)}</Table.Td>
              <Table.Td ta="right" className="sj-number" title={result.referenceSource === null ? undefined : name(result.referenceSource)}>{result.factor === null ? '–' : `${result.qualifier === '=' ? '' : result.qualifier} ${formatSignificant(result.factor)}`}</Table.Td>
              <Table.Td>{result.qc === null ? '–' : <span title={result.qc.runNumber}>{t(`words:qcStatus.${result.qc.status}`)}</span>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </details>
  );
}

function Probabilities({ standing }: { standing: NonNullable<AreaEvidence['standing']> }) {
  const { t } = useTranslation();
  if (standing.probability === null) return null;
  const bars = [['severe', standing.probability.severe], ['moderately-severe', standing.probability.moderatelySevere], ['general', standing.probability.general]] as const;
  return (
    <dl className={classes['bars']}>
      {bars.map(([grade, share]) => (
        <div key={grade}>
          <dt>{t(`words:grade.${grade}`)}</dt>
          <dd><svg className={classes['track']} viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden focusable="false"><rect width={share * 100} height={8} /></svg><span className="sj-number">{formatShare(share)}</span></dd>
        </div>
      ))}
    </dl>
  );
}

/** Villages in the town and operational areas across towns: graded by evidence of their own, or the sites that stand for them in the town's grade. */
function PlacesWithin({ within }: { within: AreaEvidence['within'] }) {
  const { t } = useTranslation();
  const name = useName();
  const to = useTo();
  if (within.length === 0) return null;
  return (
    <>
      <h3>{t('map:within.title')}</h3>
      <ul className={classes['parts']}>
        {within.map((place) => (
          <li key={place.areaId}>
            <Link to={to('/map', { area: place.areaId })}><b>{name(place.name)}</b></Link> <span className="sj-dim">{t(`words:areaLevel.${place.kind}`)}</span>{' '}
            {place.grade !== null && <GradeMark grade={place.grade} />} {place.firmness === 'borderline' && <span className="sj-dim">{t('words:firmness.borderline')}</span>}
            {place.withheld !== null && <span>{name(place.withheld)}</span>} {(place.withheld !== null || place.grade === 'insufficient') && <span className="sj-dim">{t('map:within.sites', { sites: place.sites.join(' · ') })}</span>}
          </li>
        ))}
      </ul>
    </>
  );
}

export function EvidencePanel({ areaId, round, onClose }: { areaId: string; round: string; onClose: () => void }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const analyteName = useAnalyteName();
  const to = useTo();
  const query = useQuery({ queryKey: keys.evidence(areaId, round), queryFn: ({ signal }) => request<AreaEvidence>(`/areas/${encodeURIComponent(areaId)}/evidence`, { query: { round }, signal }) });
  if (query.isPending) return <Loading rows={6} />;
  if (query.isError) return <ProblemNote error={query.error} onRetry={() => void query.refetch()} />;
  const { area, assessment, standing, within, place, sites, history, rule } = query.data;
  const bySeverity = rule?.cuts.quantity === 'severity';
  const top = [...sites].sort((a, b) => (b.index ?? -1) - (a.index ?? -1));
  return (
    <section className={classes['evidence']} aria-label={t('map:evidenceOf', { area: name(area.name) })}>
      <header>
        <h2>{name(area.name)} <small className="sj-dim">{area.code}</small></h2>
        <ActionIcon variant="subtle" onClick={onClose} aria-label={t('map:close')}><Icon name="cross" /></ActionIcon>
      </header>
      {place !== null && <p>{t('map:place.counts')} {place.towns.map((town, i) => <span key={town.areaId}>{i > 0 && ' · '}<Link to={to('/map', { area: town.areaId })}>{name(town.name)}</Link></span>)}</p>}
      {place !== null && area.population !== null && <p className="sj-dim">{t('map:place.population', { count: area.population, basis: t(`words:populationBasis.${area.populationBasis ?? 'estimate'}`) })}</p>}
      {standing === null ? (place === null ? <p>{t('map:notAssessed')}</p> : <p className={classes['verdict']}>{t('map:place.withheld')}</p>) : (
        <>
          <p className={classes['verdict']}>
            <GradeMark grade={standing.grade} />
            {standing.firmness !== 'none' && <span>{t(`words:firmness.${standing.firmness}`)}</span>}
            {standing.severity !== null && <span className="sj-dim">{t('map:severity', { value: formatSignificant(standing.severity) })}</span>}
          </p>
          <Probabilities standing={standing} />
          <ul className={classes['reasons']}>{standing.reasons.map((reason) => <li key={`${reason.code}-${reason.en}`}>{name(reason)}</li>)}</ul>
          <GradeComponents standing={standing} alone={place !== null} />
          <h3>{t('map:parts')}</h3>
          <ul className={classes['parts']}>
            {standing.subIndices.map((part) => (
              <li key={`${part.matrix}-${part.basis}`}>
                <b>{t(`words:matrix.${part.matrix}`)} · {t(`words:basis.${part.basis}`)}</b> {part.index === null ? t('map:notEstimable') : formatSignificant(part.index)} <span className="sj-dim">{t('map:validSites', { count: part.validSites })}</span>
                <span className={classes['analytes']}>
                  {[...part.analytes].filter((one) => one.factor !== null).sort((a, b) => (b.factor ?? 0) - (a.factor ?? 0)).slice(0, SHOWN_FACTORS).map((one) => `${analyteName(one.analyte)} ${formatSignificant(one.factor)}`).join(' · ')}
                </span>
              </li>
            ))}
          </ul>
        </>
      )}
      {place !== null && (place.withheld !== null || standing?.grade === 'insufficient') && <DrivingSites place={place} />}
      <PlacesWithin within={within} />
      {top.length > 0 && <h3>{t('map:sitesAndResults')}</h3>}
      {top.map((site, index) => <SiteEvidence key={`${site.siteId}-${site.matrix}-${site.basis}`} site={site} unfolded={index === 0} />)}
      {history.length > 1 && (
        <>
          <h3>{t(bySeverity ? 'map:historySeverity' : 'map:history')}</h3>
          <Sparkline points={history.map((one) => ({ label: formatRound(one.round, language), value: bySeverity ? one.severity : one.index, grade: one.grade }))} cuts={rule?.cuts ?? null} />
        </>
      )}
      {rule !== null && <RuleNote rule={rule} assessmentId={assessment?.id ?? null} />}
      <p className={classes['caution']}>{t('map:caution')}</p>
      {place?.kind !== 'operational' && <p><Link to={to('/trends', { area: area.code })}>{t('map:toTrends')}</Link></p>}
    </section>
  );
}
