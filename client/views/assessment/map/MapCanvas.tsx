/**
 * The map itself. Loaded only when the room is opened. It draws what it is given and says what was
 * clicked; it fetches nothing. Everything on it is also in the list beside it, for keyboard and screen reader.
 */
import { useEffect, useRef, useState } from 'react';
import type { FeatureCollection } from 'geojson';
import { Map as MapLibre, NavigationControl, ScaleControl, setWorkerUrl, type GeoJSONSource } from 'maplibre-gl';
import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?worker&url';
import 'maplibre-gl/dist/maplibre-gl.css';
import { useTranslation } from 'react-i18next';
import { useLanguage } from '../../../state/useLanguage.ts';
import { addHatches, LAYER_PARTS, MAP_LAYERS, mapStyle, showGrades, showRoutes, showSurface, type MapLayer, type Palette } from './mapStyle.ts';
import type { Grade } from '../../../../models/schemas/vocabulary.ts';
import type { MapView } from '../../../../models/schemas/answers/map.ts';
import classes from './MapRoom.module.css';

setWorkerUrl(workerUrl);

const PALETTES: Record<'light' | 'dark', Palette> = {
  light: { ground: '#EEF2F1', line: '#8FA0A5', ink: '#16252A', halo: '#FFFFFF', stream: '#2E7FA6' },
  dark: { ground: '#141D21', line: '#5A6D74', ink: '#E8EEF0', halo: '#0D1417', stream: '#6FB7DA' },
};

export interface MapCanvasProps {
  view: MapView;
  layers: Readonly<Record<MapLayer, number>>;
  grades: ReadonlySet<Grade>;
  chosen: string | null;
  /** Bands under everything else, with a colour each. */
  surface: { bands: FeatureCollection; colors: readonly string[] } | null;
  scheme: 'light' | 'dark';
  /** Routes of units over everything else, and the unit that stands out. */
  routes?: { lines: FeatureCollection; points: FeatureCollection; chosen: string | null } | undefined;
  /** Ground to look at now; the whole of the view where it is left out. */
  focus?: readonly [west: number, south: number, east: number, north: number] | null | undefined;
  onChoose: (areaId: string | null) => void;
}

function fill(map: MapLibre, view: MapView): void {
  for (const source of ['areas', 'seats', 'sites', 'relations'] as const) void map.getSource<GeoJSONSource>(source)?.setData(view[source]);
}

function fade(map: MapLibre, layers: MapCanvasProps['layers']): void {
  for (const layer of MAP_LAYERS) {
    const opacity = layers[layer];
    for (const id of LAYER_PARTS[layer]) {
      map.setLayoutProperty(id, 'visibility', opacity > 0 ? 'visible' : 'none');
      const type = map.getLayer(id)?.type;
      if (type === 'fill') map.setPaintProperty(id, 'fill-opacity', opacity * 0.75);
      if (type === 'line') map.setPaintProperty(id, 'line-opacity', opacity);
      if (type === 'circle') {
        map.setPaintProperty(id, 'circle-opacity', opacity);
        map.setPaintProperty(id, 'circle-stroke-opacity', opacity);
      }
      if (type === 'symbol') {
        map.setPaintProperty(id, 'text-opacity', opacity);
        map.setPaintProperty(id, 'icon-opacity', opacity);
      }
    }
  }
}

export default function MapCanvas({ view, layers, grades, chosen, surface, scheme, routes, focus, onChoose }: MapCanvasProps) {
  const { t } = useTranslation();
  const language = useLanguage();
  const holder = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<MapLibre | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const choose = useRef(onChoose);
  useEffect(() => {
    choose.current = onChoose;
  }, [onChoose]);
  const [west, south, east, north] = view.bounds;

  useEffect(() => {
    if (holder.current === null) return undefined;
    let drawn: MapLibre;
    try {
      drawn = new MapLibre({
        container: holder.current,
        style: mapStyle(PALETTES[scheme], language),
        bounds: [west, south, east, north],
        fitBoundsOptions: { padding: 48 },
        attributionControl: false,
        // a printed page is drawn after the frame: without its buffer the map would print empty
        canvasContextAttributes: { preserveDrawingBuffer: true },
        dragRotate: false,
        pitchWithRotate: false,
        touchPitch: false,
        maxZoom: 16,
      });
    } catch (error) {
      setFailure(error instanceof Error ? error.message : String(error));
      return undefined;
    }
    drawn.touchZoomRotate.disableRotation();
    drawn.addControl(new NavigationControl({ showCompass: false }), 'top-right');
    drawn.addControl(new ScaleControl({ unit: 'metric' }), 'bottom-left');
    drawn.on('load', () => {
      addHatches(drawn, PALETTES[scheme].ink);
      setMap(drawn);
    });
    drawn.on('click', (event) => {
      const [hit] = drawn.queryRenderedFeatures(event.point, { layers: ['towns-point', 'cells-fill', 'cells-hatch'] });
      const areaId: unknown = hit?.properties['areaId'];
      choose.current(typeof areaId === 'string' ? areaId : null);
    });
    for (const layer of ['towns-point', 'cells-fill', 'cells-hatch']) {
      drawn.on('mouseenter', layer, () => { drawn.getCanvas().style.cursor = 'pointer'; });
      drawn.on('mouseleave', layer, () => { drawn.getCanvas().style.cursor = ''; });
    }
    return () => {
      setMap(null);
      drawn.remove();
    };
  }, [scheme, language, west, south, east, north]);

  useEffect(() => {
    if (map !== null) fill(map, view);
  }, [map, view]);
  useEffect(() => {
    if (map !== null) showSurface(map, surface?.bands ?? null, surface?.colors ?? []);
  }, [map, surface]);
  useEffect(() => {
    if (map !== null) showRoutes(map, routes ?? null, routes?.chosen ?? null);
  }, [map, routes]);
  const [fw, fs, fe, fn] = focus ?? view.bounds;
  useEffect(() => {
    if (map !== null) map.fitBounds([fw, fs, fe, fn], { padding: 48, duration: 0 });
  }, [map, fw, fs, fe, fn]);
  useEffect(() => {
    if (map !== null) fade(map, layers);
  }, [map, layers]);
  useEffect(() => {
    if (map !== null) showGrades(map, grades);
  }, [map, grades]);
  useEffect(() => {
    if (map === null) return;
    // Taken back here and not on the way out: by then the map itself may be gone.
    map.removeFeatureState({ source: 'seats' });
    if (chosen !== null) map.setFeatureState({ source: 'seats', id: chosen }, { chosen: true });
  }, [map, chosen]);

  if (failure !== null) return <div className={classes['noMap']} role="alert">{t('map:noWebGl', { why: failure })}</div>;
  return <div ref={holder} className={classes['canvas']} role="img" aria-label={t('map:canvasLabel')} data-ready={map !== null} data-testid="map-canvas" />;
}
