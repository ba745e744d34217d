/**
 * The map of a round: graded points, cells, sites, streams, and the sentence over them. Official
 * boundaries are drawn where they were imported, schematic cells (labelled) where seats allow it,
 * points everywhere. Works for the towns of a county as for the cities of a continent.
 */
import type { Feature, FeatureCollection, LineString, MultiPolygon, Point, Polygon } from 'geojson';
import { SCHEMATIC_LABEL, schematicCells, type SchematicCell } from '../../../analysis/cells/schematicCells.ts';
import { GRADE_WORDS } from '../../../analysis/grading/words.ts';
import { Fault } from '../../../models/errors.ts';
import type { Area, Assessment, FurtherArea, Grade, Round, Site, SiteStanding } from '../../../models/schemas/index.ts';
import type { AreaProperties, AssessmentSummary, MapView, SiteProperties } from '../../../models/schemas/answers/map.ts';
import { assessmentById, newestAssessment } from '../../../models/store/repositories/assessments.ts';
import { listAreas, listRelations, sitesById } from '../../../models/store/repositories/reference.ts';
import { planById } from '../../../models/store/repositories/rounds.ts';
import type { Store } from '../../../models/store/types.ts';
import { inScope, type CurrentUser } from '../../auth/permissions.ts';
import { countGrades, gradesByRound, siblingRounds } from './assessGrades.ts';
import { gradedAreaOf } from './assessInputs.ts';
import { stalenessOf } from './assessStaleness.ts';
import { mapSentence } from './mapSentence.ts';
import { findRule } from './gradeRules/ruleBook.ts';
import { requireRound, samplesInScope } from '../rounds/rounds.ts';
import { readSettings } from '../administration/settings.ts';

/** Never green: what is merely unknown has no colour of its own. */
const COLORS: Readonly<Record<Grade, string>> = { severe: '#9E2A2B', 'moderately-severe': '#E0792F', general: '#F2C879', insufficient: '#B8BEC2', 'not-graded': '#FFFFFF' };
const LEGEND: readonly Grade[] = ['severe', 'moderately-severe', 'general', 'insufficient', 'not-graded'];
const CLASS_RANK: readonly Grade[] = ['not-graded', 'insufficient', 'general', 'moderately-severe', 'severe'];
/** Share of the extent that is left free around the outermost point, and its least size in degrees. */
const PADDING = 0.06;
const LEAST_PADDING = 0.01;

const collect = <G extends Point | LineString | Polygon | MultiPolygon, P>(features: Feature<G, P>[]): FeatureCollection<G, P> => ({ type: 'FeatureCollection', features });
const byText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

export async function summaryOf(store: Store, round: Round, assessment: Assessment): Promise<AssessmentSummary> {
  const { stale, newer, staleReasons } = await stalenessOf(store, round, assessment, assessment.body);
  const { id, sequence, rule, ruleVersion, createdAt } = assessment;
  return { id, sequence, rule, ruleVersion, ruleTitle: (await findRule(store.read, rule, ruleVersion))?.title ?? { zh: rule, en: rule }, createdAt, stale, newer, staleReasons, since: assessment.body.since ?? null };
}

/** The assessment asked for, else the newest of the round. @throws Fault `not-found` for an id of another round */
export async function assessmentOf(store: Store, round: Round, id: string | undefined): Promise<Assessment | undefined> {
  if (id === undefined) return newestAssessment(store.read, round.id);
  const found = await assessmentById(store.read, id);
  if (found?.roundId !== round.id) throw new Fault('not-found', `round ${round.code} has no assessment ${id}`, { details: [{ got: id, message: 'assessment.unknown' }] });
  return found;
}

/** What spreads over several towns is for those who may see all of them. */
export const furtherInScope = (further: readonly FurtherArea[], user: CurrentUser): FurtherArea[] => further.filter(({ kind, areaId }) => (kind === 'operational' ? user.scope === null : inScope(user, areaId)));

/** Where an area is: its seat, else the middle of its sites. */
function seatOf(area: Area, sites: readonly Site[]): [number, number] | undefined {
  if (area.seatLongitude !== null && area.seatLatitude !== null) return [area.seatLongitude, area.seatLatitude];
  if (sites.length === 0) return undefined;
  const mean = (of: (site: Site) => number): number => sites.reduce((sum, site) => sum + of(site), 0) / sites.length;
  return [mean(({ longitude }) => longitude), mean(({ latitude }) => latitude)];
}

/** The nearest area that all of them lie in; undefined where they share none. */
function commonParent(areas: readonly Area[], all: ReadonlyMap<string, Area>): Area | undefined {
  const chain = (area: Area): Area[] => {
    const parent = area.parentId === null ? undefined : all.get(area.parentId);
    return parent === undefined ? [] : [parent, ...chain(parent)];
  };
  const [first, ...rest] = areas.map(chain);
  return first?.find((candidate) => rest.every((parents) => parents.some(({ id }) => id === candidate.id)));
}

const keptCells = new Map<string, SchematicCell[]>();

/** Cells depend on nothing but the places, so the last few sets are kept. */
function cellsOf(towns: readonly { area: Area; seat: [number, number] }[], sites: readonly Site[]): SchematicCell[] {
  const seats = towns.map(({ area, seat }) => ({ id: area.id, longitude: seat[0], latitude: seat[1] }));
  const inside = sites.map(({ longitude, latitude }) => ({ longitude, latitude }));
  const key = JSON.stringify([seats, inside]);
  const known = keptCells.get(key);
  if (known !== undefined) return known;
  const distinct = new Set(seats.map(({ longitude, latitude }) => `${longitude} ${latitude}`)).size === seats.length;
  const cells = distinct ? schematicCells(seats, inside) : [];
  const [oldest] = keptCells.keys();
  if (keptCells.size >= 8 && oldest !== undefined) keptCells.delete(oldest);
  keptCells.set(key, cells);
  return cells;
}

function boundsOf(points: readonly (readonly [number, number])[]): MapView['bounds'] {
  if (points.length === 0) return [-180, -85, 180, 85];
  const xs = points.map(([x]) => x);
  const ys = points.map(([, y]) => y);
  const [west, east, south, north] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)];
  const dx = Math.max(LEAST_PADDING, (east - west) * PADDING);
  const dy = Math.max(LEAST_PADDING, (north - south) * PADDING);
  return [Math.max(-180, west - dx), Math.max(-85, south - dy), Math.min(180, east + dx), Math.min(85, north + dy)];
}

const positionsOf = (geometry: Polygon | MultiPolygon): [number, number][] =>
  (geometry.type === 'Polygon' ? geometry.coordinates : geometry.coordinates.flat()).flat().flatMap(([x, y]) => (x === undefined || y === undefined ? [] : [[x, y] as [number, number]]));

function siteGrade(standings: readonly SiteStanding[]): { grade: Grade; index: number | null } {
  const best = [...standings].sort((a, b) => CLASS_RANK.indexOf(b.grade) - CLASS_RANK.indexOf(a.grade) || (b.index ?? -1) - (a.index ?? -1))[0];
  return { grade: best?.grade ?? 'not-graded', index: best?.index ?? null };
}

/** @throws Fault `not-found` for the round or the assessment */
export async function mapView(store: Store, user: CurrentUser, code: string, assessmentId: string | undefined): Promise<MapView> {
  const reader = store.read;
  const round = await requireRound(reader, code);
  const assessment = await assessmentOf(store, round, assessmentId);
  const all = new Map((await listAreas(reader)).map((area) => [area.id, area]));
  const samples = await samplesInScope(reader, round, user);
  const sites = (await sitesById(reader, [...new Set(samples.map(({ siteId }) => siteId))])).sort((a, b) => byText(a.code, b.code));
  const areaOfSite = (site: Site): Area | undefined => gradedAreaOf(all.get(site.areaId), all);
  const standings = new Map((assessment?.body.areas ?? []).map((area) => [area.areaId, area]));

  const sampled = new Set(sites.flatMap((site) => areaOfSite(site)?.id ?? []));
  const shown = [...all.values()].filter((area) => (standings.has(area.id) || sampled.has(area.id)) && inScope(user, area.id)).sort((a, b) => byText(a.code, b.code));
  const placed = shown.flatMap((area) => {
    const seat = seatOf(area, sites.filter((site) => areaOfSite(site)?.id === area.id));
    return seat === undefined ? [] : [{ area, seat }];
  });
  const towns = placed.filter(({ area }) => area.level === 'town');
  const cells = new Map(towns.length < 3 ? [] : cellsOf(towns, sites.filter((site) => areaOfSite(site)?.level === 'town')).map((cell) => [cell.id, cell.geometry]));
  const official = (area: Area): Polygon | MultiPolygon | undefined => (area.geometry !== null && area.geometrySource === 'official' ? (area.geometry as Polygon | MultiPolygon) : undefined);
  const propertiesOf = (area: Area): AreaProperties => {
    const standing = standings.get(area.id);
    return {
      areaId: area.id, code: area.code, nameZh: area.nameZh, nameEn: area.nameEn, grade: standing?.grade ?? 'not-graded', firmness: standing?.firmness ?? 'none', severity: standing?.severity ?? null,
      cellSource: official(area) !== undefined ? 'official' : cells.has(area.id) ? 'schematic' : null,
    };
  };
  const areaFeatures = shown.flatMap((area): Feature<Polygon | MultiPolygon, AreaProperties>[] => {
    const geometry = official(area) ?? cells.get(area.id);
    return geometry === undefined ? [] : [{ type: 'Feature', geometry, properties: propertiesOf(area) }];
  });
  const siteStandings = new Map<string, SiteStanding[]>();
  for (const standing of (assessment?.body.areas ?? []).flatMap((area) => area.sites)) siteStandings.set(standing.siteId, [...(siteStandings.get(standing.siteId) ?? []), standing]);
  const siteFeatures = sites.map((site): Feature<Point, SiteProperties> => ({
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [site.longitude, site.latitude] },
    properties: {
      siteId: site.id, code: site.code, nameZh: site.nameZh, nameEn: site.nameEn, areaCode: areaOfSite(site)?.code ?? '', asset: site.asset,
      matrix: samples.find(({ siteId, matrix }) => siteId === site.id && matrix !== 'soil')?.matrix ?? samples.find(({ siteId }) => siteId === site.id)?.matrix ?? null,
      ...siteGrade(siteStandings.get(site.id) ?? []),
    },
  }));
  const at = new Map(sites.map((site) => [site.id, [site.longitude, site.latitude]]));
  const relations = (await listRelations(reader)).flatMap(({ upstreamSiteId, downstreamSiteId }): Feature<LineString>[] => {
    const from = at.get(upstreamSiteId);
    const to = at.get(downstreamSiteId);
    return from === undefined || to === undefined ? [] : [{ type: 'Feature', geometry: { type: 'LineString', coordinates: [from, to] }, properties: { upstreamSiteId, downstreamSiteId } }];
  });

  const properties = shown.map(propertiesOf);
  const counts = countGrades(properties);
  const settings = await readSettings(reader);
  const county = commonParent(shown, all);
  const plan = await planById(reader, round.planId);
  const notices: MapView['notices'] = [];
  if (areaFeatures.some((feature) => feature.properties.cellSource === 'schematic')) notices.push({ ...SCHEMATIC_LABEL });
  if (round.synthetic) notices.push({ code: 'synthetic', zh: '示例数据（合成）', en: 'Example data (synthetic)' });
  // whoever publishes data wants to be named where they are shown
  else if (plan !== undefined && typeof plan.document.source === 'string') notices.push({ code: 'source', zh: `数据来源：${plan.document.source}`, en: `Source of the data: ${plan.document.source}` });
  if (shown.some(({ seatBasis }) => seatBasis === 'estimate')) notices.push({ code: 'estimated-seats', zh: '部分驻地坐标为估计值（误差 1.5–3 km）', en: 'Some seats stand on estimated coordinates (1.5-3 km)' });
  notices.push(settings.mapApproval === '' ? { code: 'map-approval', zh: '未经审图，仅供内部使用，不得公开', en: 'Not approved for publication: internal use only' } : { code: 'map-approval', zh: `审图号：${settings.mapApproval}`, en: `Map approval number: ${settings.mapApproval}` });
  return {
    round: round.code,
    assessment: assessment === undefined ? null : await summaryOf(store, round, assessment),
    sentence: mapSentence(assessment === undefined ? [] : properties.map(({ nameZh, nameEn, grade, firmness, severity }) => ({ name: { zh: nameZh, en: nameEn }, grade, firmness, severity }))),
    county: county === undefined ? { code: plan?.code ?? round.code, name: { zh: plan?.nameZh ?? round.code, en: plan?.nameEn ?? round.code } } : { code: county.code, name: { zh: county.nameZh, en: county.nameEn } },
    bounds: boundsOf([...placed.map(({ seat }) => seat), ...siteFeatures.map(({ geometry }): [number, number] => [geometry.coordinates[0] ?? 0, geometry.coordinates[1] ?? 0]), ...areaFeatures.flatMap(({ geometry }) => positionsOf(geometry))]),
    legend: LEGEND.map((grade) => ({ grade, label: GRADE_WORDS[grade], color: COLORS[grade], count: counts[grade] ?? 0 })),
    areas: collect(areaFeatures),
    seats: collect(placed.map(({ area, seat }): Feature<Point, AreaProperties> => ({ type: 'Feature', geometry: { type: 'Point', coordinates: seat }, properties: propertiesOf(area) }))),
    sites: collect(siteFeatures),
    relations: collect(relations),
    further: furtherInScope(assessment?.body.further ?? [], user).map(({ areaId, code: each, name, kind, withheld, standing }) => ({ areaId, code: each, name, kind, withheld: withheld !== null, grade: standing?.grade ?? null, firmness: standing?.firmness ?? null, severity: standing?.severity ?? null })),
    notices,
    rounds: (await gradesByRound(store, await siblingRounds(reader, round))).map(({ round: { code: each }, areas }) => ({ code: each, counts: countGrades(areas.filter(({ areaId }) => inScope(user, areaId))) })),
  };
}
