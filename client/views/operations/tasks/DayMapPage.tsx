/**
 * One day of a plan on the map: the route of every unit with its letter and colour, the same as a list with
 * distances, and a step from day to day by button or arrow key. Draws on the county's own map; no tiles, no network.
 */
import { lazy, Suspense, useMemo, useState } from 'react';
import { Button, TextInput, useComputedColorScheme } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import type { DayRoutesView, UnitRoute } from '../../../../models/schemas/answers/dayRoutes.ts';
import type { MapView } from '../../../../models/schemas/answers/map.ts';
import { keys } from '../../../api/keys.ts';
import { request, withQuery } from '../../../api/request.ts';
import { EmptyState } from '../../../components/EmptyState.tsx';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { Notice } from '../../../components/Notice.tsx';
import { Page } from '../../../components/Page.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import { formatRound } from '../../../state/format.ts';
import { GRADES_BY_RANK } from '../../../state/grades.ts';
import { useLanguage, useName } from '../../../state/useLanguage.ts';
import { useShortcuts } from '../../../state/useShortcuts.ts';
import type { MapLayer } from '../../assessment/map/mapStyle.ts';
import { boundsOf, colorOf, drawRoutes, letterOf } from './drawRoutes.ts';
import { dateAfter } from '../plans/planDays.ts';
import classes from './DayMap.module.css';

const MapCanvas = lazy(() => import('../../assessment/map/MapCanvas.tsx'));
/** Names to find one's way by; no grade and no stream, whose colours would be read as units. */
const GROUND: Record<MapLayer, number> = { cells: 0, stream: 0, towns: 0, sites: 0, labels: 1 };
const ALL_GRADES = new Set(GRADES_BY_RANK);

function RouteList({ units, chosen, onChoose }: { units: readonly UnitRoute[]; chosen: string | null; onChoose: (unit: string | null) => void }) {
  const { t } = useTranslation();
  const name = useName();
  const km = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} km`);
  return (
    <ul className={classes['units']} data-testid="day-units">
      {units.map(({ unit, tasks, home, stops, kilometres, returnKm, exact }, i) => (
        <li key={unit.code} data-chosen={chosen === unit.code}>
          <button type="button" aria-pressed={chosen === unit.code} onClick={() => onChoose(chosen === unit.code ? null : unit.code)}>
            <span className={classes['letter']} style={{ borderColor: colorOf(i) }}>{letterOf(i)}</span>
            <b>{name(unit.name)}</b> <span className="sj-dim">{unit.code}</span>
            <span className={classes['km']}>{km(kilometres)}</span>
          </button>
          {tasks.map((task) => (
            <p key={task.id}>
              {t(`words:taskKind.${task.kind}`)} · {t(`words:shift.${task.shift}`)} · {task.area === null ? t('operations:noPlace') : name(task.area.name)}{task.place === null ? '' : ` · ${task.place}`}{task.site === null ? '' : ` · ${task.site.code}`}{task.premisesPlanned === null ? '' : ` · ${t('operations:day.premises', { count: task.premisesPlanned })}`} <span className="sj-dim">{task.number}</span>
            </p>
          ))}
          {stops.length === 0 ? <p className="sj-dim">{t('operations:day.noStop')}</p> : (
            <ol className={classes['stops']}>
              <li><span>{home === null ? t('operations:day.noHome') : t('operations:day.home', { place: name(home.label) })}</span></li>
              {stops.map((stop, n) => <li key={`${stop.taskId} ${n}`}><span><b>{letterOf(i)}{n + 1}</b> {name(stop.label)}</span><span className="sj-number">{km(stop.legKm)}</span></li>)}
              {returnKm !== null && <li><span>{t('operations:day.back')}</span><span className="sj-number">{km(returnKm)}</span></li>}
            </ol>
          )}
          {kilometres !== null && !exact && <p className="sj-dim">{t('operations:day.heuristic')}</p>}
        </li>
      ))}
    </ul>
  );
}

export function DayMapPage() {
  const { t } = useTranslation();
  const language = useLanguage();
  const name = useName();
  const scheme = useComputedColorScheme('light');
  const [search, setSearch] = useSearchParams();
  const [chosen, setChosen] = useState<string | null>(null);
  const id = search.get('schedule') ?? '';
  const date = search.get('date');
  const query = useQuery({ queryKey: ['schedule', id, 'day', date], queryFn: ({ signal }) => request<DayRoutesView>(withQuery(`/schedules/${encodeURIComponent(id)}/day-routes`, { date }), { signal }), enabled: id !== '', placeholderData: keepPreviousData });
  const day = query.data;
  const round = day?.round ?? '';
  const ground = useQuery({ queryKey: keys.map(round), queryFn: ({ signal }) => request<MapView>('/map', { query: { round }, signal }), enabled: round !== '' });
  const drawn = useMemo(() => (day === undefined ? undefined : { ...drawRoutes(day.units), chosen }), [day, chosen]);
  const open = (next: string): void => {
    setChosen(null);
    setSearch((previous) => {
      const params = new URLSearchParams(previous);
      params.set('date', next);
      return params;
    }, { replace: true });
  };
  const step = (days: number): void => {
    if (day === undefined) return;
    const next = dateAfter(day.date, days);
    if (next >= day.first && next <= day.last) open(next);
  };
  useShortcuts(t('operations:day.title'), [
    { keys: 'ArrowLeft', label: t('operations:day.before'), run: () => step(-1) },
    { keys: 'ArrowRight', label: t('operations:day.after'), run: () => step(1) },
  ]);
  const weekday = (local: string): string => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(new Date(`${local}T00:00:00Z`));
  const title = `${t('operations:day.title')}${day === undefined ? '' : ` · ${day.date} ${weekday(day.date)}`}`;
  if (id === '') return <Page title={title}><p>{t('operations:scenario.noPlan')}</p></Page>;
  if (query.isError && day === undefined) return <Page title={title}><ProblemNote error={query.error} onRetry={() => void query.refetch()} /></Page>;
  if (day === undefined) return <Page title={title}><Loading rows={8} /></Page>;
  const looked = day.units.find(({ unit }) => unit.code === chosen);
  const focus = (looked === undefined ? null : boundsOf(looked)) ?? day.bounds;
  return (
    <Page
      fill
      title={title}
      lead={`${formatRound(day.round, language)} · ${t(`words:scheduleState.${day.state}`)}${day.version > 1 ? ` · ${t('operations:version', { version: day.version })}` : ''} · ${t('operations:day.count', { count: day.units.length })}`}
      tools={<>
        <Button variant="default" component={Link} to={withQuery('/operations', { round: day.round, schedule: id })} leftSection={<Icon name="left" />}>{t('operations:compare.back')}</Button>
        <Button variant="default" onClick={() => window.print()} leftSection={<Icon name="print" />}>{t('operations:print')}</Button>
      </>}
    >
      {query.isError && <ProblemNote error={query.error} compact />}
      {day.state !== 'released' && <Notice>{t('operations:secret')}</Notice>}
      <div className={classes['steps']}>
        <Button size="xs" variant="default" disabled={day.date <= day.first} onClick={() => step(-1)} aria-label={t('operations:day.before')} title={`${t('operations:day.before')} (←)`}><Icon name="left" size={14} /></Button>
        <TextInput size="xs" type="date" aria-label={t('operations:date')} min={day.first} max={day.last} value={day.date} onChange={(event) => { const { value } = event.currentTarget; if (value >= day.first && value <= day.last) open(value); }} />
        <Button size="xs" variant="default" disabled={day.date >= day.last} onClick={() => step(1)} aria-label={t('operations:day.after')} title={`${t('operations:day.after')} (→)`}><Icon name="right" size={14} /></Button>
        <span className="sj-dim">{t('operations:day.keys')}</span>
      </div>
      <div className={classes['body']}>
        <div className={classes['map']}>
          {ground.isError && <ProblemNote error={ground.error} compact />}
          {ground.data === undefined ? !ground.isError && <Loading rows={6} /> : (
            <Suspense fallback={<Loading rows={6} />}>
              <MapCanvas view={ground.data} layers={GROUND} grades={ALL_GRADES} chosen={null} surface={null} scheme={scheme} routes={drawn} focus={focus} onChoose={() => undefined} />
            </Suspense>
          )}
        </div>
        <aside className={classes['list']} aria-label={t('operations:day.routes')}>
          {day.units.length === 0 ? (
            <EmptyState icon="calendar" title={t('operations:day.none')}>
              {day.before !== null && <Button size="xs" variant="default" onClick={() => { if (day.before !== null) open(day.before); }}>{t('operations:day.previous', { date: day.before })}</Button>}{' '}
              {day.after !== null && <Button size="xs" variant="default" onClick={() => { if (day.after !== null) open(day.after); }}>{t('operations:day.next', { date: day.after })}</Button>}
            </EmptyState>
          ) : <RouteList units={day.units} chosen={chosen} onChoose={setChosen} />}
          {day.notes.map((note) => <p key={note.code} className="sj-dim">{name(note)}</p>)}
        </aside>
      </div>
    </Page>
  );
}
