/** Places, and their official boundaries. */
import { Type } from '@sinclair/typebox';
import { area, AREA_LEVELS } from '../../../models/schemas/index.ts';
import { listAreas } from '../../../models/store/repositories/reference.ts';
import { inScope } from '../../auth/permissions.ts';
import { pageOf, route, type RouteList } from '../../http/route.ts';
import { importAreaGeometries } from '../../usecases/rounds/areaGeometries.ts';
import { oneOf } from '../views.ts';

export const areaRoutes: RouteList = [
  route({
    method: 'get', path: '/api/areas', operation: 'reference.read', summary: 'Places, by code', query: Type.Object({ level: Type.Optional(oneOf(AREA_LEVELS)) }), response: pageOf(area.schema),
    handler: async ({ store, user, query }) => {
      const items = (await listAreas(store.read, query.level)).filter((row) => inScope(user, row.id));
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post', path: '/api/area-geometries', operation: 'areas.write',
    summary: 'Import official boundaries: a GeoJSON FeatureCollection whose features name their area in properties.code',
    query: Type.Object({ dryRun: Type.Optional(Type.Boolean()), credit: Type.String({ minLength: 1, maxLength: 300 }) }),
    body: Type.Object({ type: Type.String(), features: Type.Array(Type.Unknown(), { maxItems: 20_000 }) }),
    response: Type.Object({
      read: Type.Integer(), written: Type.Integer(), unchanged: Type.Integer(),
      errors: Type.Array(Type.Object({ row: Type.Integer(), column: Type.String(), value: Type.String(), message: Type.String() })),
    }),
    handler: ({ store, user, query, body }) => importAreaGeometries(store, { user, document: body, credit: query.credit, dryRun: query.dryRun ?? false }),
  }),
];
