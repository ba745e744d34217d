/**
 * Sampling sites. Coordinates are WGS-84; the ones given and their system stand beside them. Outside the
 * laboratory a point with too few people behind it keeps its name and loses its place and figures.
 */
import type { Feature, Point } from 'geojson';
import type { Area, Language, Site } from '../../models/schemas/index.ts';
import type { Column } from './csv.ts';
import { inLanguage, type ExportContext, type ExportKind } from './exportKind.ts';
import { geoJsonFormat } from './geoJson.ts';
import { nameOf, placesOf } from './names.ts';
import { WITHHELD, withheldPoints } from './published.ts';
import { tableExport } from './table.ts';

interface Row {
  site: Site;
  area: Area | undefined;
  /** Too few people behind the point to be shared alone. */
  withheld: boolean;
}

const shown = <T>(of: (row: Row) => T) => (row: Row): T | null => (row.withheld ? null : of(row));

const columns = (language: Language): Column<Row>[] => [
  { key: 'areaCode', heading: ['区域代码', 'Area code'], type: 'text', of: ({ area }) => area?.code ?? null },
  { key: 'area', heading: ['区域', 'Area'], type: 'text', of: ({ area }) => nameOf(area, language) },
  { key: 'siteCode', heading: ['点位编号', 'Point code'], type: 'text', of: ({ site }) => site.code },
  { key: 'site', heading: ['点位', 'Point'], type: 'text', of: ({ site }) => nameOf(site, language) },
  { key: 'asset', heading: ['设施类型', 'Asset'], type: 'text', of: ({ site }) => site.asset },
  { key: 'catchment', heading: ['汇水范围', 'Catchment'], type: 'text', of: ({ site }) => site.catchment },
  { key: 'role', heading: ['用途', 'Role'], type: 'text', of: ({ site }) => site.role },
  { key: 'longitude', heading: ['经度（WGS-84）', 'Longitude (WGS-84)'], type: 'number', of: shown(({ site }) => site.longitude) },
  { key: 'latitude', heading: ['纬度（WGS-84）', 'Latitude (WGS-84)'], type: 'number', of: shown(({ site }) => site.latitude) },
  { key: 'givenX', heading: ['原始经度', 'Longitude as given'], type: 'number', of: shown(({ site }) => site.givenX) },
  { key: 'givenY', heading: ['原始纬度', 'Latitude as given'], type: 'number', of: shown(({ site }) => site.givenY) },
  { key: 'givenSystem', heading: ['坐标系', 'Coordinate system'], type: 'text', of: shown(({ site }) => site.givenSystem) },
  { key: 'flowM3PerDay', heading: ['流量 m³/d', 'Flow m³/d'], type: 'number', of: shown(({ site }) => site.flowM3PerDay) },
  { key: 'populationServed', heading: ['服务人口', 'Population served'], type: 'number', of: shown(({ site }) => site.populationServed) },
  { key: 'premisesAround', heading: ['周边场所数', 'Premises around'], type: 'number', of: shown(({ site }) => site.premisesAround) },
  { key: 'active', heading: ['启用', 'Active'], type: 'flag', of: ({ site }) => site.active },
  { key: 'withheld', heading: ['未公布原因', 'Withheld'], type: 'text', of: ({ withheld }) => (withheld ? inLanguage(WITHHELD, language) : null) },
];

async function rowsOf(context: ExportContext): Promise<Row[]> {
  const { sites, areas } = await placesOf(context);
  const isWithheld = await withheldPoints(context);
  return [...sites.values()].map((site) => {
    const area = areas.get(site.areaId);
    return { site, area, withheld: isWithheld(site, areas) };
  });
}

const title = { zh: '采样点位', en: 'Sampling sites' };
const table = tableExport<Row>({
  id: 'sites',
  title,
  operation: 'reference.read',
  parameters: [],
  syntheticOf: ({ site }) => site.synthetic,
  columns: ({ language }) => columns(language),
  rows: async (context) => ({ rows: await rowsOf(context), of: 'all' }),
});

export const sitesExport: ExportKind = {
  ...table,
  formats: {
    ...table.formats,
    geojson: geoJsonFormat(title, async (context) => ({
      of: 'all',
      // a feature has a place or it is none: withheld points stay in the table, which says why
      features: (await rowsOf(context)).filter(({ withheld }) => !withheld).map(({ site, area }): Feature<Point, { synthetic: boolean }> => ({
        type: 'Feature',
        id: site.code,
        geometry: { type: 'Point', coordinates: [site.longitude, site.latitude] },
        properties: { synthetic: site.synthetic, ...{ code: site.code, nameZh: site.nameZh, nameEn: site.nameEn, areaCode: area?.code ?? null, asset: site.asset, catchment: site.catchment, role: site.role } },
      })),
    })),
  },
};
