/** The county in one minute: one sentence, the map, the legend that is also the filter, the quarters, and the evidence beside it. */
import { lazy, Suspense, useMemo, useState } from 'react';
import { Button, Slider, useComputedColorScheme } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { keys } from '../../../api/keys.ts';
import { request } from '../../../api/request.ts';
import { useCan } from '../../../api/useSession.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { GradeMark, GradeSwatch } from '../../../components/GradeMark.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatInstant, formatRound, formatSignificant } from '../../../state/format.ts';
import { GRADES_BY_RANK } from '../../../state/grades.ts';
import { useRound, useTo } from '../../../state/useRound.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { AssessButton } from './AssessButton.tsx';
import { EvidencePanel } from './EvidencePanel.tsx';
import { MAP_LAYERS, type MapLayer } from './mapStyle.ts';
import { SurfacePanel, type SurfaceChoice, type SurfaceView } from './SurfacePanel.tsx';
import { bandColors } from './surfaceLook.ts';
import { QuarterStrip } from './QuarterStrip.tsx';
import { ValidationPanel } from './ValidationPanel.tsx';
import type { Grade } from '../../../../models/schemas/vocabulary.ts';
import type { MapView } from '../../../../models/schemas/answers/map.ts';
import type { RoundProgress } from '../../../../models/schemas/answers/rounds.ts';
import classes from './MapRoom.module.css';

const MapCanvas = lazy(() => import('./MapCanvas.tsx'));
const FIRST_LAYERS: Record<MapLayer, number> = { cells: 0, stream: 1, towns: 1, sites: 1, labels: 1 };

function Layers({ layers, onChange }: { layers: Record<MapLayer, number>; onChange: (layers: Record<MapLayer, number>) => void }) {
  const { t } = useTranslation();
  return (
    <details className={classes['layers']}>
      <summary><Icon name="eye" size={16} /> {t('map:layers')}</summary>
      {MAP_LAYERS.map((layer) => (
        <div key={layer}>
          <label>
            <input type="checkbox" checked={layers[layer] > 0} onChange={(event) => onChange({ ...layers, [layer]: event.currentTarget.checked ? 1 : 0 })} /> {t(`map:layer.${layer}`)}
          </label>
          <Slider size="xs" min={0} max={1} step={0.05} label={null} value={layers[layer]} onChange={(value) => onChange({ ...layers, [layer]: value })} aria-label={t('map:opacityOf', { layer: t(`map:layer.${layer}`) })} thumbLabel={t(`map:layer.${layer}`)} />
        </div>
      ))}
      {layers.cells > 0 && <p className={classes['schematic']}>{t('map:schematic')}</p>}
    </details>
  );
}

function AreaList({ view, grades, onChoose }: { view: MapView; grades: ReadonlySet<Grade>; onChoose: (areaId: string) => void }) {
  const { t } = useTranslation();
  const name = useName();
  const rank = (grade: Grade): number => GRADES_BY_RANK.indexOf(grade);
  const rows = view.seats.features.map((feature) => feature.properties).filter((one) => grades.has(one.grade)).sort((a, b) => rank(a.grade) - rank(b.grade) || (b.severity ?? -1) - (a.severity ?? -1));
  return (
    <section aria-label={t('map:areas')}>
      <h2>{t('map:areas')}</h2>
      <p className="sj-dim">{t('map:chooseArea')}</p>
      <ul className={classes['areas']}>
        {rows.map((one) => (
          <li key={one.areaId}>
            <button type="button" onClick={() => onChoose(one.areaId)}>
              <span>{name(one)}</span>
              <span className={classes['mark']}>
                <GradeMark grade={one.grade} />
                {one.firmness === 'borderline' && <small>{t('words:firmness.borderline')}</small>}
              </span>
              <span className="sj-number">{one.severity === null ? '–' : formatSignificant(one.severity)}</span>
            </button>
          </li>
        ))}
      </ul>
      {view.further.length > 0 && (
        <>
          <h2>{t('map:further')}</h2>
          <p className="sj-dim">{t('map:furtherLead')}</p>
          <ul className={classes['areas']}>
            {view.further.map((one) => (
              <li key={one.areaId}>
                <button type="button" onClick={() => onChoose(one.areaId)}>
                  <span>{name(one.name)} <small className="sj-dim">{t(`words:areaLevel.${one.kind}`)}</small></span>
                  <span className={classes['mark']}>
                    {one.grade === null ? <span className="sj-dim">{t('map:place.withheld')}</span> : <GradeMark grade={one.grade} />}
                    {one.firmness === 'borderline' && <small>{t('words:firmness.borderline')}</small>}
                  </span>
                  <span className="sj-number">{one.severity === null ? '–' : formatSignificant(one.severity)}</span>
                </button>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}

/** A newer round of the same plan that has no grades yet: said, and one step away. */
function WaitingRound({ current, rounds }: { current: RoundProgress | null; rounds: readonly RoundProgress[] }) {
  const { t } = useTranslation();
  const language = useLanguage();
  const to = useTo();
  const newer = current === null ? [] : rounds.filter(({ planId, startsOn }) => planId === current.planId && startsOn > current.startsOn);
  const [waiting] = newer;
  if (current?.assessed !== true || waiting === undefined || newer.some(({ assessed }) => assessed)) return null;
  const round = formatRound(waiting.code, language);
  return <Notice>{t('map:waiting', { round, released: waiting.results.released, expected: waiting.results.expected })} <Link to={to('/map', { round: waiting.code })}>{t('map:waitingOpen', { round })}</Link></Notice>;
}

/** What a new assessment changed against the one before it, and why it was made. */
function SinceNote({ since }: { since: NonNullable<NonNullable<MapView['assessment']>['since']> }) {
  const { t } = useTranslation();
  const name = useName();
  return (
    <Notice>
      {t('map:since', { sequence: since.sequence })} {since.reasons.map(name).join(' ')}{' '}
      {since.areas.length === 0 ? t('map:sinceNone') : since.areas.map((area) => t('map:sinceArea', { name: name(area.name), from: t(`words:grade.${area.from.grade}`), to: t(`words:grade.${area.to.grade}`) })).join(' ')}
    </Notice>
  );
}

export default function MapRoom() {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const scheme = useComputedColorScheme('light');
  const { code, round: current, rounds, choose: chooseRound, loading } = useRound();
  const [search, setSearch] = useSearchParams();
  const chosen = search.get('area');
  const [layers, setLayers] = useState(FIRST_LAYERS);
  const [hidden, setHidden] = useState<ReadonlySet<Grade>>(new Set());
  const grades = useMemo(() => new Set(GRADES_BY_RANK.filter((grade) => !hidden.has(grade))), [hidden]);
  const canAssess = useCan('assessments.create');
  const canValidate = useCan('assessments.read');
  const query = useQuery({ queryKey: keys.map(code ?? ''), queryFn: ({ signal }) => request<MapView>('/map', { query: { round: code }, signal }), enabled: code !== null });

  const validating = search.get('panel') === 'validation';
  const surfacing = search.get('panel') === 'surface';
  const [surface, setSurface] = useState<SurfaceChoice>({ analyte: null, matrix: null, show: 'value' });
  const { analyte, matrix, show } = surface;
  const drawn = useQuery({
    queryKey: ['map', 'surface', code, query.data?.assessment?.id, analyte, matrix, show],
    queryFn: ({ signal }) => request<SurfaceView>('/surfaces', { query: { round: code, show, ...(analyte === null ? {} : { analyte }), ...(matrix === null ? {} : { matrix }) }, signal }),
    enabled: surfacing && code !== null && query.data?.assessment !== undefined,
    retry: false,
    placeholderData: (previous) => previous,
  });
  const bands = useMemo(() => (surfacing && drawn.data !== undefined ? { bands: drawn.data.bands, colors: bandColors(drawn.data.breaks.length + 1, drawn.data.show) } : null), [surfacing, drawn.data]);
  const showPanel = (panel: 'validation' | 'surface', shown: boolean): void =>
    setSearch((previous) => {
      const next = new URLSearchParams(previous);
      if (shown) next.set('panel', panel);
      else next.delete('panel');
      return next;
    });
  const choose = (areaId: string | null): void =>
    setSearch((previous) => {
      const next = new URLSearchParams(previous);
      next.delete('panel');
      if (areaId === null) next.delete('area');
      else next.set('area', areaId);
      return next;
    });

  if (code === null && !loading) return <Page title={t('map:title')}><EmptyState icon="map" title={t('map:noRound')}>{t('map:noRoundHint')}</EmptyState></Page>;
  if (query.isPending || code === null) return <Page title={t('map:title')}><Loading rows={10} /></Page>;
  if (query.isError) return <Page title={t('map:title')}><ProblemNote error={query.error} onRetry={() => void query.refetch()} /></Page>;
  const view = query.data;
  const head = view.assessment;
  const toggle = (grade: Grade): void => setHidden((now) => {
    const next = new Set(now);
    if (!next.delete(grade)) next.add(grade);
    return next;
  });

  return (
    <Page
      fill
      title={`${name(view.county.name)} · ${formatRound(view.round, language)}`}
      lead={<span className={classes['sentence']}>{name(view.sentence)}</span>}
      tools={<>
        {canAssess && <AssessButton round={code} primary={head === null || head.stale} />}
        {canValidate && head !== null && <Button variant="default" aria-pressed={validating} onClick={() => showPanel('validation', !validating)} leftSection={<Icon name="eye" />}>{t('map:validation.open')}</Button>}
        {head !== null && <Button variant="default" aria-pressed={surfacing} onClick={() => showPanel('surface', !surfacing)} leftSection={<Icon name="map" />}>{t('map:surface.open')}</Button>}
        <Button variant="default" leftSection={<Icon name="print" />} onClick={() => window.print()}>{t('map:print')}</Button>
      </>}
    >
      {head !== null && head.stale && <Notice tone="warn">{head.newer > 0 ? t('map:stale', { count: head.newer }) : t('map:staleOther')} {head.staleReasons.map(name).join(' ')}</Notice>}
      <WaitingRound current={current} rounds={rounds} />
      {head !== null && head.since !== null && <SinceNote since={head.since} />}
      <div className={classes['body']}>
        <div className={classes['left']}>
          <div className={classes['legend']} role="group" aria-label={t('map:legend')}>
            {view.legend.map(({ grade, label, count }) => (
              <button key={grade} type="button" aria-pressed={!hidden.has(grade)} onClick={() => toggle(grade)} title={t('map:legendHint')}>
                <GradeSwatch grade={grade} /> {name(label)} <b className="sj-figures">{count}</b>
              </button>
            ))}
            <span className={classes['key']}>{t('map:borderlineKey')}</span>
          </div>
          <div className={classes['mapFrame']}>
            <Suspense fallback={<Loading rows={6} />}>
              <MapCanvas view={view} layers={layers} grades={grades} chosen={chosen} surface={bands} scheme={scheme} onChoose={choose} />
            </Suspense>
            <Layers layers={layers} onChange={setLayers} />
          </div>
          <QuarterStrip rounds={view.rounds} current={code} onChoose={chooseRound} />
          <footer className={classes['notices']}>
            {head !== null && <span>{t('map:basis', { sequence: head.sequence, rule: name(head.ruleTitle), version: head.ruleVersion, at: formatInstant(head.createdAt) })}</span>}
            {view.notices.map((notice) => <span key={notice.code}>{name(notice)}</span>)}
          </footer>
        </div>
        <aside className={classes['panel']}>
          {validating ? <ValidationPanel round={code} onClose={() => showPanel('validation', false)} /> : surfacing ? <SurfacePanel round={code} choice={surface} query={drawn} onChoose={setSurface} onClose={() => showPanel('surface', false)} /> : chosen === null ? <AreaList view={view} grades={grades} onChoose={choose} /> : <EvidencePanel areaId={chosen} round={code} onClose={() => choose(null)} />}
        </aside>
      </div>
    </Page>
  );
}
