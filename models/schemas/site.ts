import { choice, flag, freeText, id, integer, nullable, real, ref, revision, synthetic, text } from './fields.ts';
import { thing, type Row } from './thing.ts';

/** A site has three independent axes: what it is, what drains to it, what it is sampled for. */
export const SITE_ASSETS = ['plant-influent', 'plant-effluent', 'pump-station', 'trunk-sewer', 'manhole', 'outfall', 'open-channel', 'river', 'pond', 'coast', 'soil-plot'] as const;
export const SITE_CATCHMENTS = ['city', 'town', 'village', 'community', 'venue', 'industrial', 'institution'] as const;
export const SITE_ROLES = ['routine', 'tracing', 'background', 'upstream', 'downstream'] as const;
/** CGCS2000 equals WGS-84 at this scale; GCJ-02 and BD-09 are shifted (551 m and 1,192 m at Huilai). */
export const COORDINATE_SYSTEMS = ['WGS-84', 'CGCS2000', 'GCJ-02', 'BD-09'] as const;

export const site = thing(
  'site',
  'record',
  {
    id: id(),
    code: text(['点位编号', 'Point code'], 40),
    areaId: ref('area', ['所属区域', 'Area']),
    /** The village that it stands in. Its bottles count to the area all the same; the village is graded beside it. */
    villageId: nullable(ref('area', ['所在村', 'Village'])),
    nameZh: text(['点位名称（中文）', 'Point name (Chinese)']),
    nameEn: text(['点位名称（英文）', 'Point name (English)']),
    asset: choice(SITE_ASSETS, ['设施类型', 'Asset']),
    catchment: choice(SITE_CATCHMENTS, ['汇水范围', 'Catchment']),
    role: choice(SITE_ROLES, ['用途', 'Role']),
    givenX: real(['原始经度', 'Longitude as given'], '°', { minimum: -180, maximum: 180 }),
    givenY: real(['原始纬度', 'Latitude as given'], '°', { minimum: -90, maximum: 90 }),
    givenSystem: choice(COORDINATE_SYSTEMS, ['坐标系', 'Coordinate system']),
    longitude: real(['经度', 'Longitude'], '°', { minimum: -180, maximum: 180 }),
    latitude: real(['纬度', 'Latitude'], '°', { minimum: -90, maximum: 90 }),
    flowM3PerDay: nullable(real(['流量', 'Flow'], 'm³/d', { exclusiveMinimum: 0 })),
    populationServed: nullable(integer(['服务人口', 'Population served'], { minimum: 1 }, 'inhabitants')),
    premisesAround: nullable(integer(['周边场所数', 'Premises around'], { minimum: 0 })),
    hazardNote: nullable(freeText(['安全提示', 'Hazard note'], 500)),
    active: flag(['启用', 'Active']),
    synthetic: synthetic(),
    revision: revision(),
  },
  { unique: [{ name: 'uq_site_code', fields: ['code'] }], indexes: [['areaId']] },
);
export type Site = Row<typeof site>;

/** Water flows from one site to another. A county without entered relations names no reach. */
export const siteRelation = thing(
  'siteRelation',
  'evidence',
  {
    id: id(),
    upstreamSiteId: ref('site', ['上游点位', 'Upstream site']),
    downstreamSiteId: ref('site', ['下游点位', 'Downstream site']),
    distanceM: nullable(real(['河道距离', 'Distance along the stream'], 'm', { exclusiveMinimum: 0 })),
    source: text(['依据', 'Source'], 300),
  },
  { unique: [{ name: 'uq_site_relation', fields: ['upstreamSiteId', 'downstreamSiteId'] }] },
);
export type SiteRelation = Row<typeof siteRelation>;
