import { Type } from '@sinclair/typebox';
import { choice, id, integer, machineJson, nullable, real, ref, revision, synthetic, text } from './fields.ts';
import { thing, type Row } from './thing.ts';

export const AREA_LEVELS = ['country', 'province', 'prefecture', 'county', 'town', 'village', 'city', 'operational'] as const;
export const POPULATION_BASES = ['census', 'resident', 'registered', 'served', 'estimate', 'synthetic'] as const;
/** Official boundaries are imported by the user; schematic cells are computed by the product and labelled so. */
export const GEOMETRY_SOURCES = ['official', 'schematic'] as const;
export const COORDINATE_BASES = ['sourced', 'estimate'] as const;

/** A place of any depth. `operational` areas join places of several codes (县城及周边), see areaMember. */
export const area = thing(
  'area',
  'record',
  {
    id: id(),
    code: text(['代码', 'Code'], 40),
    codeSystem: text(['代码系统', 'Code system'], 40),
    level: choice(AREA_LEVELS, ['级别', 'Level']),
    parentId: nullable(ref('area', ['上级区域', 'Parent area'])),
    nameZh: text(['名称（中文）', 'Name (Chinese)']),
    nameEn: text(['名称（英文）', 'Name (English)']),
    population: nullable(integer(['人口', 'Population'], { minimum: 0 }, 'inhabitants')),
    populationYear: nullable(integer(['人口年份', 'Population year'], { minimum: 1900, maximum: 2200 })),
    populationBasis: nullable(choice(POPULATION_BASES, ['人口口径', 'Population basis'])),
    seatLongitude: nullable(real(['驻地经度', 'Seat longitude'], '°', { minimum: -180, maximum: 180 })),
    seatLatitude: nullable(real(['驻地纬度', 'Seat latitude'], '°', { minimum: -90, maximum: 90 })),
    seatBasis: nullable(choice(COORDINATE_BASES, ['驻地坐标来源', 'Seat coordinate basis'])),
    geometry: nullable(machineJson(Type.Unsafe<{ type: 'Polygon' | 'MultiPolygon'; coordinates: unknown[] }>({ type: 'object' }), ['几何', 'Geometry'])),
    geometrySource: nullable(choice(GEOMETRY_SOURCES, ['边界来源', 'Boundary source'])),
    geometryCredit: nullable(text(['边界出处', 'Boundary credit'], 300)),
    synthetic: synthetic(),
    revision: revision(),
  },
  { unique: [{ name: 'uq_area_code', fields: ['codeSystem', 'code'] }], indexes: [['parentId']] },
);
export type Area = Row<typeof area>;

/** Membership of a place in an operational area, beside its administrative parent. */
export const areaMember = thing(
  'areaMember',
  'evidence',
  {
    id: id(),
    operationalAreaId: ref('area', ['作战区域', 'Operational area']),
    memberAreaId: ref('area', ['所含区域', 'Member area']),
    reason: text(['依据', 'Basis'], 500),
  },
  { unique: [{ name: 'uq_area_member', fields: ['operationalAreaId', 'memberAreaId'] }] },
);
export type AreaMember = Row<typeof areaMember>;
