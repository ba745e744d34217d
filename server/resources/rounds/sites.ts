/** Sampling sites and how water runs between them. */
import { Type } from '@sinclair/typebox';
import { site, siteRelation } from '../../../models/schemas/index.ts';
import { listAreas, listRelations, listSites } from '../../../models/store/repositories/reference.ts';
import { inScope } from '../../auth/permissions.ts';
import { pageOf, route, type RouteList } from '../../http/route.ts';

export const siteRoutes: RouteList = [
  route({
    method: 'get', path: '/api/sites', operation: 'reference.read', summary: 'Sites, by code', query: Type.Object({ area: Type.Optional(Type.String({ maxLength: 80 })) }), response: pageOf(site.schema),
    handler: async ({ store, user, query }) => {
      const areaIds = query.area === undefined ? undefined : (await listAreas(store.read)).filter((row) => row.code === query.area || row.id === query.area).map((row) => row.id);
      const items = (await listSites(store.read, areaIds)).filter((row) => inScope(user, row.areaId));
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'get', path: '/api/site-relations', operation: 'reference.read', summary: 'Which site lies upstream of which', response: pageOf(siteRelation.schema),
    handler: async ({ store, user }) => {
      const own = new Set((await listSites(store.read)).filter((row) => inScope(user, row.areaId)).map((row) => row.id));
      const items = (await listRelations(store.read)).filter((row) => own.has(row.upstreamSiteId) && own.has(row.downstreamSiteId));
      return { items, next: null, total: items.length };
    },
  }),
];
