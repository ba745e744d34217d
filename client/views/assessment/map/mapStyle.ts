/**
 * The style of the map: no tiles, no glyph server, no network. Labels come from the reader's own fonts.
 * What is merely unknown is hatched or outlined, never coloured.
 */
import type { FeatureCollection } from 'geojson';
import type { ExpressionSpecification, FilterSpecification, GeoJSONSource, Map as MapLibre, StyleSpecification } from 'maplibre-gl';
import { GRADE_LOOKS, GRADES_BY_RANK } from '../../../state/grades.ts';
import type { Grade } from '../../../../models/schemas/vocabulary.ts';

/** Layers a reader may show, hide and fade, bottom first. */
export const MAP_LAYERS = ['cells', 'stream', 'towns', 'sites', 'labels'] as const;
export type MapLayer = (typeof MAP_LAYERS)[number];

const HATCH = 'hatch';
const EMPTY: FeatureCollection = { type: 'FeatureCollection', features: [] };

export interface Palette {
  ground: string;
  line: string;
  ink: string;
  halo: string;
  stream: string;
}

const colorOfGrade = (unknown: string): ExpressionSpecification => [
  'match',
  ['get', 'grade'],
  ...GRADES_BY_RANK.flatMap((grade) => (GRADE_LOOKS[grade].fill === null ? [] : [grade, GRADE_LOOKS[grade].fill])),
  unknown,
] as unknown as ExpressionSpecification;

const graded: FilterSpecification = ['in', ['get', 'grade'], ['literal', GRADES_BY_RANK.filter((grade) => GRADE_LOOKS[grade].fill !== null)]];

/** @param language decides which name is drawn */
export function mapStyle(palette: Palette, language: 'zh-CN' | 'en'): StyleSpecification {
  const name: ExpressionSpecification = ['get', language === 'en' ? 'nameEn' : 'nameZh'];
  return {
    version: 8,
    sources: {
      areas: { type: 'geojson', data: EMPTY, promoteId: 'areaId' },
      seats: { type: 'geojson', data: EMPTY, promoteId: 'areaId' },
      sites: { type: 'geojson', data: EMPTY, promoteId: 'siteId' },
      relations: { type: 'geojson', data: EMPTY },
      surface: { type: 'geojson', data: EMPTY },
      routes: { type: 'geojson', data: EMPTY },
      stops: { type: 'geojson', data: EMPTY },
    },
    layers: [
      { id: 'ground', type: 'background', paint: { 'background-color': palette.ground } },
      { id: 'surface-fill', type: 'fill', source: 'surface', paint: { 'fill-color': palette.ground, 'fill-opacity': 0.8, 'fill-antialias': false } },
      { id: 'cells-fill', type: 'fill', source: 'areas', filter: graded, paint: { 'fill-color': colorOfGrade(palette.ground), 'fill-opacity': 0.55 } },
      { id: 'cells-hatch', type: 'fill', source: 'areas', filter: ['==', ['get', 'grade'], 'insufficient'], paint: { 'fill-pattern': HATCH, 'fill-opacity': 0.7 } },
      { id: 'cells-line', type: 'line', source: 'areas', paint: { 'line-color': palette.line, 'line-width': 1 } },
      { id: 'stream-line', type: 'line', source: 'relations', layout: { 'line-cap': 'round' }, paint: { 'line-color': palette.stream, 'line-width': 2, 'line-opacity': 0.8 } },
      {
        id: 'towns-halo', type: 'circle', source: 'seats',
        paint: { 'circle-radius': ['case', ['boolean', ['feature-state', 'chosen'], false], 24, 0], 'circle-color': palette.halo, 'circle-stroke-width': ['case', ['boolean', ['feature-state', 'chosen'], false], 3, 0], 'circle-stroke-color': palette.ink },
      },
      {
        id: 'towns-point', type: 'circle', source: 'seats',
        paint: {
          'circle-radius': ['interpolate', ['linear'], ['zoom'], 3, 5, 8, 11, 12, 18],
          'circle-color': colorOfGrade(palette.ground),
          'circle-stroke-width': ['case', ['==', ['get', 'firmness'], 'borderline'], 3, 1.2],
          'circle-stroke-color': palette.ink,
        },
      },
      { id: 'towns-unknown', type: 'symbol', source: 'seats', filter: ['==', ['get', 'grade'], 'insufficient'], layout: { 'icon-image': 'hatch-dot', 'icon-allow-overlap': true } },
      {
        id: 'sites-point', type: 'circle', source: 'sites', minzoom: 4,
        paint: { 'circle-radius': ['interpolate', ['linear'], ['zoom'], 4, 2, 9, 4.5, 13, 7], 'circle-color': colorOfGrade('#ffffff'), 'circle-stroke-width': 1, 'circle-stroke-color': palette.ink },
      },
      {
        id: 'labels-town', type: 'symbol', source: 'seats',
        layout: { 'text-field': name, 'text-size': 13, 'text-offset': [0, 1.6], 'text-anchor': 'top', 'text-font': ['sans-serif'], 'text-optional': true, 'symbol-sort-key': ['match', ['get', 'grade'], 'severe', 0, 'moderately-severe', 1, 2] },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.6 },
      },
      {
        id: 'labels-site', type: 'symbol', source: 'sites', minzoom: 11.5,
        layout: { 'text-field': ['get', 'code'], 'text-size': 11, 'text-offset': [0, 0.9], 'text-anchor': 'top', 'text-font': ['sans-serif'], 'text-optional': true },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 1.4 },
      },
      // a route has its letter along the line and at every stop: colour alone tells nobody who it is
      { id: 'routes-casing', type: 'line', source: 'routes', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': palette.halo, 'line-width': 6 } },
      { id: 'routes-line', type: 'line', source: 'routes', layout: { 'line-cap': 'round', 'line-join': 'round' }, paint: { 'line-color': ['get', 'color'], 'line-width': 3 } },
      { id: 'routes-home', type: 'circle', source: 'stops', filter: ['==', ['get', 'home'], true], paint: { 'circle-radius': 7, 'circle-color': ['get', 'color'], 'circle-stroke-width': 2, 'circle-stroke-color': palette.halo } },
      { id: 'routes-stop', type: 'circle', source: 'stops', filter: ['==', ['get', 'home'], false], paint: { 'circle-radius': 5, 'circle-color': palette.halo, 'circle-stroke-width': 2.5, 'circle-stroke-color': ['get', 'color'] } },
      {
        id: 'routes-label', type: 'symbol', source: 'stops',
        layout: { 'text-field': ['get', 'label'], 'text-size': 13, 'text-font': ['sans-serif'], 'text-variable-anchor': ['left', 'right', 'top', 'bottom'], 'text-radial-offset': 0.8, 'text-justify': 'auto', 'symbol-sort-key': ['case', ['get', 'home'], 0, 1] },
        paint: { 'text-color': palette.ink, 'text-halo-color': palette.halo, 'text-halo-width': 2 },
      },
    ],
  };
}

const ROUTE_PARTS = { 'routes-casing': 'line-opacity', 'routes-line': 'line-opacity', 'routes-home': 'circle-opacity', 'routes-stop': 'circle-stroke-opacity', 'routes-label': 'text-opacity' } as const;
/** Routes that are not looked at stay to be seen. */
const ASIDE = 0.2;

/** Routes of units and their stops; null takes them away. @param chosen code of the unit that stands out, among `units` of a feature, each between bars; null for all alike */
export function showRoutes(map: MapLibre, routes: { lines: FeatureCollection; points: FeatureCollection } | null, chosen: string | null): void {
  void map.getSource<GeoJSONSource>('routes')?.setData(routes?.lines ?? EMPTY);
  void map.getSource<GeoJSONSource>('stops')?.setData(routes?.points ?? EMPTY);
  const opacity: ExpressionSpecification | number = chosen === null ? 1 : ['case', ['in', `|${chosen}|`, ['get', 'units']], 1, ASIDE];
  for (const [layer, property] of Object.entries(ROUTE_PARTS)) map.setPaintProperty(layer, property, opacity);
}

/** Which style layers one entry of the layer list stands for. */
export const LAYER_PARTS: Record<MapLayer, readonly string[]> = {
  cells: ['cells-fill', 'cells-hatch', 'cells-line'],
  stream: ['stream-line'],
  towns: ['towns-halo', 'towns-point', 'towns-unknown'],
  sites: ['sites-point', 'labels-site'],
  labels: ['labels-town'],
};

const BASE_FILTERS: Readonly<Record<string, FilterSpecification>> = {
  'cells-fill': graded,
  'cells-hatch': ['==', ['get', 'grade'], 'insufficient'],
  'towns-unknown': ['==', ['get', 'grade'], 'insufficient'],
};

/** The legend is the filter: only the grades left on are drawn, cells, points and labels alike. */
export function showGrades(map: MapLibre, shown: ReadonlySet<Grade>): void {
  const wanted: FilterSpecification = ['in', ['get', 'grade'], ['literal', [...shown]]];
  for (const id of [...LAYER_PARTS.cells, ...LAYER_PARTS.towns, 'labels-town', 'sites-point']) {
    const base = BASE_FILTERS[id];
    map.setFilter(id, base === undefined ? wanted : (['all', base, wanted] as unknown as FilterSpecification));
  }
}

/** Diagonal hatch for areas and a hatched dot for points, drawn once on a canvas. */
export function addHatches(map: MapLibre, ink: string): void {
  const draw = (size: number, round: boolean): ImageData => {
    const canvas = document.createElement('canvas');
    canvas.width = size;
    canvas.height = size;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('the browser gives no 2-D canvas, which the hatch of the map needs');
    context.strokeStyle = ink;
    context.lineWidth = 1.5;
    if (round) {
      context.beginPath();
      context.arc(size / 2, size / 2, size / 2 - 1, 0, 2 * Math.PI);
      context.clip();
    }
    for (let offset = -size; offset <= size; offset += 8) {
      context.beginPath();
      context.moveTo(offset, size);
      context.lineTo(offset + size, 0);
      context.stroke();
    }
    return context.getImageData(0, 0, size, size);
  };
  if (!map.hasImage(HATCH)) map.addImage(HATCH, draw(16, false));
  if (!map.hasImage('hatch-dot')) map.addImage('hatch-dot', draw(22, true));
}

/** Filled bands of a surface, one colour each; null takes them away. */
export function showSurface(map: MapLibre, bands: FeatureCollection | null, colors: readonly string[]): void {
  void map.getSource<GeoJSONSource>('surface')?.setData(bands ?? EMPTY);
  const [first] = colors;
  if (bands === null || first === undefined) return;
  const color = colors.length < 2 ? first : (['match', ['get', 'band'], ...colors.flatMap((each, band) => [band, each]), first] as unknown as ExpressionSpecification);
  map.setPaintProperty('surface-fill', 'fill-color', color);
}
