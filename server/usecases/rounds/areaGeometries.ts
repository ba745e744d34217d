/**
 * Official boundaries, imported as GeoJSON by area code. Every error at once, and nothing is written
 * where there is one; the same file again changes nothing. The product ships no boundary of others.
 */
import { booleanValid } from '@turf/turf';
import type { Geometry } from 'geojson';
import { Fault } from '../../../models/errors.ts';
import { area as areaThing, type Area } from '../../../models/schemas/index.ts';
import { canonicalJson } from '../../../models/store/index.ts';
import { areasByCode } from '../../../models/store/repositories/reference.ts';
import type { Store } from '../../../models/store/types.ts';
import { demand, inScope, type CurrentUser } from '../../auth/permissions.ts';

export interface GeometryImport {
  user: CurrentUser;
  document: unknown;
  /** Who drew the boundaries, and under what licence. */
  credit: string;
  dryRun: boolean;
}

export interface GeometryAnswer {
  read: number;
  written: number;
  unchanged: number;
  errors: { row: number; column: string; value: string; message: string }[];
}

interface Feature {
  properties?: { code?: unknown } | null;
  geometry?: unknown;
}

interface Shape {
  type: 'Polygon' | 'MultiPolygon';
  coordinates: unknown[];
}

const isShape = (geometry: unknown): geometry is Shape =>
  typeof geometry === 'object' && geometry !== null && 'type' in geometry && (geometry.type === 'Polygon' || geometry.type === 'MultiPolygon') && 'coordinates' in geometry && Array.isArray(geometry.coordinates);

/** What is wrong with the positions, or undefined. Latitudes beyond 90 betray swapped or projected coordinates. */
function positionsWrong(coordinates: unknown): string | undefined {
  let wrong: string | undefined;
  const walk = (part: unknown): void => {
    if (wrong !== undefined || !Array.isArray(part)) return;
    if (typeof part[0] === 'number') {
      const [x, y] = part as unknown[];
      const finite = typeof x === 'number' && typeof y === 'number' && Number.isFinite(x) && Number.isFinite(y);
      if (!finite) wrong = `position ${JSON.stringify(part)} is not two numbers`;
      else if (Math.abs(x) <= 90 && Math.abs(y) > 90 && Math.abs(y) <= 180) wrong = `position ${JSON.stringify(part)} has latitude and longitude swapped; GeoJSON is [longitude, latitude]`;
      else if (Math.abs(x) > 180 || Math.abs(y) > 90) wrong = `position ${JSON.stringify(part)} is no longitude and latitude in degrees (WGS-84)`;
      return;
    }
    part.forEach(walk);
  };
  walk(coordinates);
  return wrong;
}

/** @throws Fault `unsupported-format` for something that is no FeatureCollection, `invalid` for a credit of blanks */
export async function importAreaGeometries(store: Store, request: GeometryImport): Promise<GeometryAnswer> {
  demand(request.user, 'areas.write');
  const document = request.document as { type?: unknown; features?: unknown } | null;
  if (document?.type !== 'FeatureCollection' || !Array.isArray(document.features)) throw new Fault('unsupported-format', 'expected a GeoJSON FeatureCollection', { details: [{ message: 'geometry.not-a-collection' }] });
  if (request.credit.trim() === '') throw new Fault('invalid', 'say who drew the boundaries', { details: [{ pointer: '/credit', message: 'geometry.credit' }] });
  const features = document.features as (Feature | null)[];
  return store.write(async (tx) => {
    const answer: GeometryAnswer = { read: features.length, written: 0, unchanged: 0, errors: [] };
    const codes = features.flatMap((feature) => (typeof feature?.properties?.code === 'string' ? [feature.properties.code] : []));
    const areas = new Map((await areasByCode(tx, [...new Set(codes)])).map((row) => [row.code, row]));
    const seen = new Set<string>();
    const changes: { row: Area; geometry: Shape }[] = [];
    features.forEach((feature, index) => {
      const complain = (column: string, value: unknown, message: string): void => void answer.errors.push({ row: index + 1, column, value: typeof value === 'string' ? value : (JSON.stringify(value) ?? '').slice(0, 80), message });
      const code: unknown = feature?.properties?.code;
      if (typeof code !== 'string') return complain('properties.code', code, '缺少区域代码（文本） / the area code is missing, or is no text');
      const row = areas.get(code);
      if (row === undefined || !inScope(request.user, row.id)) return complain('properties.code', code, '没有此代码的区域，请先建立区域 / there is no area with this code; make the area first');
      if (seen.has(code)) return complain('properties.code', code, '代码在文件中重复 / the code stands twice in the file');
      seen.add(code);
      const geometry: unknown = feature?.geometry;
      if (!isShape(geometry)) return complain('geometry', (geometry as { type?: unknown } | null)?.type, '应为 Polygon 或 MultiPolygon / expected a Polygon or MultiPolygon');
      const wrong = positionsWrong(geometry.coordinates);
      if (wrong !== undefined) return complain('geometry.coordinates', wrong, `坐标无效 / ${wrong}`);
      if (!booleanValid(geometry as Geometry)) return complain('geometry', geometry.type, '多边形无效（未闭合或自相交） / the polygon is not valid (not closed, or crosses itself)');
      const same = row.geometrySource === 'official' && row.geometryCredit === request.credit && canonicalJson(row.geometry) === canonicalJson({ type: geometry.type, coordinates: geometry.coordinates });
      if (same) answer.unchanged += 1;
      else changes.push({ row, geometry: { type: geometry.type, coordinates: geometry.coordinates } });
    });
    if (answer.errors.length > 0 || request.dryRun) return { ...answer, written: answer.errors.length > 0 ? 0 : changes.length };
    for (const { row, geometry } of changes) {
      await tx.update(areaThing, row.id, row.revision, { geometry, geometrySource: 'official', geometryCredit: request.credit });
      tx.audit({ actorId: request.user.id, action: 'area.boundary', subject: 'area', subjectId: row.id, detail: { code: row.code, credit: request.credit } });
    }
    return { ...answer, written: changes.length };
  });
}
