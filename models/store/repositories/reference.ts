/** Analytes, methods, places, units and names of staff: what the rest refers to. */
import { absence, analyte, area, areaMember, method, site, siteRelation, unit, user, type Absence, type Analyte, type Area, type AreaMember, type Matrix, type Method, type Site, type SiteRelation, type Unit } from '../../schemas/index.ts';
import type { Reader } from '../types.ts';

/** In the order of grid columns and menus. */
export const listAnalytes = (reader: Reader): Promise<Analyte[]> => reader.find(analyte, { order: ['order'] });

export const listMethods = (reader: Reader): Promise<Method[]> => reader.find(method, { order: ['code', 'version', 'analyteId'] });

export const methodsById = (reader: Reader, ids: readonly string[]): Promise<Method[]> => reader.find(method, { where: { id: ids } });

export const methodKey = (analyteId: string, matrix: Matrix): string => `${analyteId} ${matrix}`;

/**
 * The method in force for each analyte × matrix: the newest version. Keys by `methodKey`.
 * @param analyteIds absent means all
 */
export async function methodsInForce(reader: Reader, matrices: readonly Matrix[], analyteIds?: readonly string[]): Promise<Map<string, Method>> {
  const rows = await reader.find(method, { where: { matrix: matrices, ...(analyteIds === undefined ? {} : { analyteId: analyteIds }) } });
  const newest = new Map<string, Method>();
  for (const row of rows) {
    const key = methodKey(row.analyteId, row.matrix);
    const known = newest.get(key);
    if (known === undefined || row.version > known.version || (row.version === known.version && row.code > known.code)) newest.set(key, row);
  }
  return newest;
}

export const listAreas = (reader: Reader, level?: Area['level']): Promise<Area[]> => reader.find(area, { ...(level === undefined ? {} : { where: { level } }), order: ['code'] });

export const areaById = (reader: Reader, id: string): Promise<Area | undefined> => reader.get(area, id);

export const areasById = (reader: Reader, ids: readonly string[]): Promise<Area[]> => reader.find(area, { where: { id: ids } });

export const areasByCode = (reader: Reader, codes: readonly string[]): Promise<Area[]> => reader.find(area, { where: { code: codes } });

export const listAreaMembers = (reader: Reader): Promise<AreaMember[]> => reader.find(areaMember);

export const listSites = (reader: Reader, areaIds?: readonly string[]): Promise<Site[]> => reader.find(site, { ...(areaIds === undefined ? {} : { where: { areaId: areaIds } }), order: ['code'] });

export const sitesById = (reader: Reader, ids: readonly string[]): Promise<Site[]> => reader.find(site, { where: { id: ids } });

export const sitesByCode = (reader: Reader, codes: readonly string[]): Promise<Site[]> => reader.find(site, { where: { code: codes } });

export const listRelations = (reader: Reader): Promise<SiteRelation[]> => reader.find(siteRelation);

export const listUnits = (reader: Reader): Promise<Unit[]> => reader.find(unit, { order: ['code'] });

export const listAbsences = (reader: Reader): Promise<Absence[]> => reader.find(absence, { order: ['startsOn'] });

/** Display names of staff, by id. */
export async function namesOf(reader: Reader, userIds: Iterable<string>): Promise<Map<string, string>> {
  const ids = [...new Set(userIds)];
  if (ids.length === 0) return new Map();
  const rows = await reader.find(user, { where: { id: ids } });
  return new Map(rows.map((row) => [row.id, row.displayName]));
}
