/** A surface of the round: what is shown, its legend with the unit, what the model decided, and taking it away. No grade rests on it. */
import { ActionIcon, Button, Select } from '@mantine/core';
import type { UseQueryResult } from '@tanstack/react-query';
import type { FeatureCollection } from 'geojson';
import { useTranslation } from 'react-i18next';
import { download } from '../../../api/download.ts';
import { Icon } from '../../../components/Icon.tsx';
import { Loading } from '../../../components/Loading.tsx';
import { ProblemNote } from '../../../components/ProblemNote.tsx';
import type { Words } from '../../../api/types.ts';
import { formatSignificant } from '../../../state/format.ts';
import { useName } from '../../../state/useLanguage.ts';
import { bandColors } from './surfaceLook.ts';
import classes from './MapRoom.module.css';

const SHOWS = ['value', 'deviation', 'moderately-severe', 'severe'] as const;
export interface SurfaceChoice {
  analyte: string | null;
  matrix: string | null;
  show: (typeof SHOWS)[number];
}
export interface SurfaceView {
  round: string;
  synthetic: boolean;
  analyte: string | null;
  show: string;
  matrix: string | null;
  unit: string;
  media: string[];
  analytes: { id: string; name: Words }[];
  method: 'kriging' | 'idw' | null;
  cuts: { moderatelySevere: number; severe: number };
  breaks: number[];
  bands: FeatureCollection;
  sites: number;
  shown: number;
  masked: number;
  decisions: (Words & { code: string })[];
}

export function SurfacePanel({ round, choice, query, onChoose, onClose }: { round: string; choice: SurfaceChoice; query: UseQueryResult<SurfaceView>; onChoose: (choice: SurfaceChoice) => void; onClose: () => void }) {
  const { t } = useTranslation();
  const name = useName();
  const view = query.data;
  const save = (format: string): void => void download('/surfaces/file', { round, show: choice.show, format, analyte: choice.analyte ?? undefined, matrix: choice.matrix ?? undefined }, `surface-${round}`);
  // the standard deviation of a logarithm is read as a factor: 0.69 is twice or half
  const bound = (value: number | undefined): string => (value === undefined ? '' : choice.show === 'value' ? formatSignificant(value) : choice.show === 'deviation' ? `× ${formatSignificant(Math.exp(value))}` : `${Math.round(100 * value)} %`);
  const colors = view === undefined ? [] : bandColors(view.breaks.length + 1, view.show);
  const label = (i: number): string => {
    const [low, high] = [view?.breaks[i - 1], view?.breaks[i]];
    return low === undefined ? `< ${bound(high)}` : high === undefined ? `≥ ${bound(low)}` : `${bound(low)} – ${bound(high)}`;
  };
  return (
    <section className={classes['evidence']} aria-label={t('map:surface.title')}>
      <header>
        <h2>{t('map:surface.title')}</h2>
        <ActionIcon variant="subtle" onClick={onClose} aria-label={t('map:close')}><Icon name="cross" /></ActionIcon>
      </header>
      <p className={classes['caution']}>{t('map:surface.caution')}</p>
      <div className={classes['choices']}>
        <Select label={t('map:surface.of')} searchable allowDeselect={false} value={choice.analyte ?? ''} onChange={(value) => onChoose({ ...choice, analyte: value === '' ? null : value })} data={[{ value: '', label: t('map:surface.index') }, ...(view?.analytes ?? []).map((one) => ({ value: one.id, label: name(one.name) }))]} />
        <Select label={t('map:surface.show')} allowDeselect={false} value={choice.show} onChange={(value) => onChoose({ ...choice, show: SHOWS.find((one) => one === value) ?? 'value' })} data={SHOWS.map((one) => ({ value: one, label: t(`map:surface.shows.${one}`) }))} />
        {(view?.media.length ?? 0) > 1 && <Select label={t('map:surface.medium')} allowDeselect={false} value={choice.matrix ?? view?.matrix ?? null} onChange={(value) => onChoose({ ...choice, matrix: value })} data={(view?.media ?? []).map((one) => ({ value: one, label: t(`words:matrix.${one}`) }))} />}
      </div>
      {query.isFetching && view === undefined && <Loading rows={4} />}
      {query.isError && <ProblemNote error={query.error} compact />}
      {view !== undefined && (
        <>
          {view.bands.features.length > 0 && (
            <ul className={classes['bands']} aria-label={t('map:legend')}>
              {colors.map((color, i) => <li key={color}><i style={{ background: color }} /> {label(i)}{i === 0 && choice.show === 'value' ? ` ${view.unit}` : ''}</li>)}
            </ul>
          )}
          {choice.show !== 'value' && <p className="sj-dim">{t(`map:surface.read.${choice.show === 'deviation' ? 'deviation' : 'probability'}`)}</p>}
          <p>{view.method === null ? t('map:surface.none') : t('map:surface.method', { method: t(`map:surface.methods.${view.method}`), sites: view.sites, shown: view.shown, masked: view.masked })}</p>
          {(choice.show === 'severe' || choice.show === 'moderately-severe') && <p className="sj-dim">{t('map:surface.limit', { cut: formatSignificant(choice.show === 'severe' ? view.cuts.severe : view.cuts.moderatelySevere) })}</p>}
          <h3>{t('map:surface.decisions')}</h3>
          <ul>{view.decisions.map((decision) => <li key={`${decision.code} ${decision.en}`}>{name(decision)}</li>)}</ul>
          {view.method !== null && (
            <div className={classes['takeAway']}>
              <Button size="xs" variant="default" onClick={() => save('geojson')}>GeoJSON</Button>
              <Button size="xs" variant="default" onClick={() => save('geotiff')}>GeoTIFF</Button>
            </div>
          )}
        </>
      )}
    </section>
  );
}
