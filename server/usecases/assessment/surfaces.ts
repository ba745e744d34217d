/**
 * Surfaces of an assessment: per analyte and for the index, with standard deviation and the probability of
 * exceeding the cuts. Made from the sites of the immutable assessment, so that what was made once is kept in
 * memory and is the same whenever it is made again. Matrices and bases are never pooled.
 */
import type { FeatureCollection, MultiPolygon } from 'geojson';
import { toGeoTiff } from '../../../analysis/spatial/toGeoTiff.ts';
import { ratioBreaks, siteSurface, surfaceBands, type SiteSurface, type SurfaceSite } from '../../../analysis/spatial/siteSurface.ts';
import type { Decision } from '../../../analysis/step.ts';
import { Fault } from '../../../models/errors.ts';
import { MATRICES, type Assessment, type Basis, type Matrix, type SiteStanding, type Words } from '../../../models/schemas/index.ts';
import { listAnalytes, sitesById } from '../../../models/store/repositories/reference.ts';
import type { Store } from '../../../models/store/types.ts';
import { demand, inScope, type CurrentUser } from '../../auth/permissions.ts';
import { findRule } from './gradeRules/ruleBook.ts';
import { assessmentOf } from './mapView.ts';
import { requireRound } from '../rounds/rounds.ts';

export const SURFACE_SHOWS = ['value', 'deviation', 'moderately-severe', 'severe'] as const;
export type SurfaceShow = (typeof SURFACE_SHOWS)[number];

export interface SurfaceQuery {
  user: CurrentUser;
  round: string;
  assessment?: string | undefined;
  /** Left out: the index. */
  analyte?: string | undefined;
  matrix?: Matrix | undefined;
  show: SurfaceShow;
}

export interface SurfaceBandProperties {
  lower: number | null;
  upper: number | null;
  band: number;
}

export interface SurfaceView {
  round: string;
  sequence: number;
  synthetic: boolean;
  analyte: string | null;
  show: SurfaceShow;
  matrix: Matrix | null;
  basis: Basis | null;
  unit: string;
  /** What else could be asked for. */
  media: Matrix[];
  analytes: { id: string; name: Words }[];
  method: 'kriging' | 'idw' | null;
  /** In multiples of the references: what the probabilities are of. */
  cuts: { moderatelySevere: number; severe: number };
  breaks: number[];
  bands: FeatureCollection<MultiPolygon, SurfaceBandProperties>;
  sites: number;
  shown: number;
  masked: number;
  decisions: Decision[];
}

interface Made {
  surface: SiteSurface;
  sites: number;
  shown: number;
  masked: number;
  decisions: Decision[];
}

const NOTE: Decision = { code: 'not-for-grades', zh: '插值面仅供查看：任何等级与任务均不由其格网得出。', en: 'The surface is for looking only: no grade and no task derives from its cells.' };
const PROBABILITY_BREAKS = [0.05, 0.2, 0.5, 0.8, 0.95];
const INDEX_BREAKS = [0.5, 1, 2, 3, 5, 10];
const VALUE_BANDS = 6;
const MOST_KEPT = 60;
const kept = new Map<string, Made | Decision>();

/** A site's number, and how it is known; undefined where the assessment has none for it. */
function valueOf(site: SiteStanding, analyte: string | undefined): { value: number; qualifier: '=' | '<=' | '>=' } | undefined {
  if (analyte === undefined) return site.index === null ? undefined : { value: site.index, qualifier: site.indexQualifier };
  const factors = site.factors.filter((each) => each.analyte === analyte && each.factor !== null).sort((a, b) => (a.factor ?? 0) - (b.factor ?? 0));
  const middle = factors[factors.length >> 1];
  const factor = middle?.factor ?? null;
  return middle === undefined || factor === null ? undefined : { value: factor, qualifier: middle.qualifier === '=' ? '=' : middle.qualifier === '<' ? '<=' : '>=' };
}

/** Where a site is known by a limit alone the limit enters, and that is said. */
function limitDecisions(known: readonly { qualifier: '=' | '<=' | '>=' }[], zeros: number, index: boolean): Decision[] {
  const below = known.filter(({ qualifier }) => qualifier === '<=').length;
  const above = known.filter(({ qualifier }) => qualifier === '>=').length;
  return [
    ...(below > 0 && index ? [{ code: 'limits-below', zh: `${below} 个点位有分析物低于限值，指数只知道一个范围，以其上端参与：该处的插值面是上界。`, en: `At ${below} sites some analytes are below a limit and the index is known as a range; its upper end enters: there the surface is an upper bound.` }] : []),
    ...(below > 0 && !index ? [{ code: 'limits-below', zh: `${below} 个点位低于限值，以限值参与：该处的插值面偏高，是上界。`, en: `${below} sites are below a limit and enter at it: there the surface is an upper bound.` }] : []),
    ...(above > 0 ? [{ code: 'limits-above', zh: `${above} 个点位高于量程，以量程参与：该处的插值面是下界。`, en: `${above} sites are above the range and enter at it: there the surface is a lower bound.` }] : []),
    ...(zeros > 0 ? [{ code: 'zeros', zh: `${zeros} 个点位的指数为 0，没有对数，未参与。`, en: `${zeros} sites have an index of 0, which has no logarithm, and do not enter.` }] : []),
  ];
}

async function make(store: Store, { body }: Assessment, user: CurrentUser, medium: { matrix: Matrix; basis: Basis }, analyte: string | undefined, scale: number, limits: readonly [number, number]): Promise<Made | Decision> {
  const standings = body.areas.filter(({ areaId }) => inScope(user, areaId)).flatMap(({ sites }) => sites).filter(({ matrix, basis }) => matrix === medium.matrix && basis === medium.basis);
  const places = new Map((await sitesById(store.read, standings.map(({ siteId }) => siteId))).map((site) => [site.id, site]));
  const found = standings.flatMap((standing): (SurfaceSite & { qualifier: '=' | '<=' | '>=' })[] => {
    const [value, place] = [valueOf(standing, analyte), places.get(standing.siteId)];
    return value === undefined || place === undefined ? [] : [{ longitude: place.longitude, latitude: place.latitude, value: scale * value.value, qualifier: value.qualifier }];
  });
  const known = found.filter(({ value }) => value > 0);
  if (new Set(known.map(({ longitude, latitude }) => `${longitude} ${latitude}`)).size < 2) return { code: 'too-few-sites', zh: `只有 ${known.length} 个点位有数值，画不出插值面。`, en: `${known.length} site${known.length === 1 ? ' has' : 's have'} a value: no surface can be drawn.` };
  const { result, diagnostics, decisions } = siteSurface(known, limits);
  return { surface: result, sites: known.length, shown: diagnostics.surface.shown, masked: diagnostics.surface.masked, decisions: [...limitDecisions(known, found.length - known.length, analyte === undefined), ...decisions] };
}

/** The medium asked for, else the one with most sites; concentrations where there are some. */
function mediumOf({ body }: Assessment, wanted: Matrix | undefined): { media: Matrix[]; medium: { matrix: Matrix; basis: Basis } | undefined } {
  const counts = new Map<string, { matrix: Matrix; basis: Basis; sites: number }>();
  for (const { matrix, basis } of body.areas.flatMap(({ sites }) => sites)) {
    const found = counts.get(`${matrix} ${basis}`) ?? { matrix, basis, sites: 0 };
    found.sites++;
    counts.set(`${matrix} ${basis}`, found);
  }
  const all = [...counts.values()].sort((a, b) => (a.basis === 'concentration' ? 0 : 1) - (b.basis === 'concentration' ? 0 : 1) || b.sites - a.sites);
  return { media: MATRICES.filter((matrix) => all.some((each) => each.matrix === matrix)), medium: all.find(({ matrix }) => wanted === undefined || matrix === wanted) };
}

interface Found {
  view: SurfaceView;
  made: Made | undefined;
}

async function find(store: Store, query: SurfaceQuery): Promise<Found> {
  const { user, show } = query;
  demand(user, 'map.read');
  const round = await requireRound(store.read, query.round);
  const assessment = await assessmentOf(store, round, query.assessment);
  if (assessment === undefined) throw new Fault('nothing-to-assess', `round ${query.round} has no assessment yet, so there is no surface`, { details: [{ got: query.round, message: 'assessment.none' }] });
  const { media, medium } = mediumOf(assessment, query.matrix);
  const all = await listAnalytes(store.read);
  const standings = assessment.body.areas.flatMap(({ subIndices }) => subIndices).filter((each) => each.matrix === medium?.matrix && each.basis === medium.basis).flatMap(({ analytes }) => analytes);
  const analytes = all.filter(({ id }) => standings.some((each) => each.analyte === id)).map(({ id, nameZh, nameEn }) => ({ id, name: { zh: nameZh, en: nameEn } }));
  const reference = query.analyte === undefined ? undefined : standings.find(({ analyte }) => analyte === query.analyte);
  if (query.analyte !== undefined && reference === undefined) throw new Fault('not-found', `${query.analyte} has no reference in this medium, so it has no surface`, { details: [{ got: query.analyte, message: 'analyte.unknown-id' }] });
  const rule = await findRule(store.read, assessment.rule, assessment.ruleVersion);
  const { moderatelySevere, severe } = rule?.severity?.indexCuts ?? assessment.body.cuts;
  const scale = reference?.reference ?? 1;
  const base: SurfaceView = {
    round: round.code, sequence: assessment.sequence, synthetic: assessment.synthetic, analyte: query.analyte ?? null, show, matrix: medium?.matrix ?? null, basis: medium?.basis ?? null, media, analytes,
    unit: show === 'value' ? (reference?.unit ?? '× S') : show === 'deviation' ? 'ln' : 'P', method: null, cuts: { moderatelySevere, severe }, breaks: [], bands: { type: 'FeatureCollection', features: [] }, sites: 0, shown: 0, masked: 0, decisions: [NOTE],
  };
  if (medium === undefined) return { view: base, made: undefined };
  const key = [assessment.id, medium.matrix, medium.basis, query.analyte ?? '', user.scope === null ? '' : [...user.scope].sort().join(' ')].join('|');
  const made = kept.get(key) ?? (await make(store, assessment, user, medium, query.analyte, scale, [scale * moderatelySevere, scale * severe]));
  if (!kept.has(key)) {
    const [oldest] = kept.keys();
    if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
    kept.set(key, made);
  }
  if (!('surface' in made)) return { view: { ...base, decisions: [NOTE, made] }, made: undefined };
  const { surface, method, raster } = made.surface;
  const values = show === 'value' ? surface.prediction : show === 'deviation' ? surface.deviation : show === 'moderately-severe' ? surface.probability1 : surface.probability2;
  const none = method === 'idw' && show !== 'value';
  const breaks = none ? [] : show === 'value' ? (query.analyte === undefined ? INDEX_BREAKS : ratioBreaks(values, VALUE_BANDS)) : show === 'deviation' ? ratioBreaks(values, VALUE_BANDS) : PROBABILITY_BREAKS;
  const without: Decision = { code: 'no-uncertainty', zh: '反距离加权不给出标准差与超过概率。', en: 'Inverse distance weighting gives no standard deviation and no probability.' };
  return { view: { ...base, method, breaks, bands: none ? base.bands : surfaceBands(raster, values, breaks), sites: made.sites, shown: made.shown, masked: made.masked, decisions: [NOTE, ...(none ? [without] : []), ...made.decisions] }, made };
}

/** @throws Fault `not-found` for round, assessment or analyte, `nothing-to-assess` where the round was never assessed */
export const surfaceView = async (store: Store, query: SurfaceQuery): Promise<SurfaceView> => (await find(store, query)).view;

/** Prediction, standard deviation and both probabilities as bands of a GeoTIFF; the bands of one as GeoJSON. */
export async function surfaceFile(store: Store, query: SurfaceQuery, format: 'geojson' | 'geotiff'): Promise<{ bytes: Buffer; mediaType: string; name: string }> {
  const { view, made } = await find(store, query);
  const name = ['surface', view.round, view.sequence, view.analyte ?? 'index', view.matrix ?? '', ...(view.synthetic ? ['synthetic'] : [])].join('-');
  if (format === 'geojson') {
    const { bands, ...about } = view;
    return { bytes: Buffer.from(JSON.stringify({ ...bands, ...about, features: bands.features.map((feature) => ({ ...feature, properties: { ...feature.properties, unit: view.unit, synthetic: view.synthetic } })) })), mediaType: 'application/geo+json', name: `${name}-${view.show}.geojson` };
  }
  if (made === undefined) throw new Fault('conflict', 'no surface can be drawn, so there is no raster', { details: [{ message: 'surface.none' }] });
  const { raster, surface } = made.surface;
  return { bytes: Buffer.from(toGeoTiff(raster, [surface.prediction, surface.deviation, surface.probability1, surface.probability2], { epsg: 4326 })), mediaType: 'image/tiff', name: `${name}.tif` };
}
