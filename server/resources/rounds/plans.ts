/** Sampling plans: those that ship with the project, and a laboratory's own as a document. */
import { Type } from '@sinclair/typebox';
import { plan } from '../../../models/schemas/index.ts';
import { AreaFile } from '../../../models/reference/areas.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { takeOwnPlan, takeShippedPlan, shippedPlans } from '../../usecases/rounds/shippedPlans.ts';
import { demand } from '../../auth/permissions.ts';

const n = Type.Integer({ minimum: 0 });
const Taken = Type.Object({ plan: plan.schema, sites: Type.Object({ written: n, changed: n, unchanged: n }) });

export const planRoutes: RouteList = [
  route({
    method: 'get', path: '/api/shipped-plans', operation: 'reference.read', summary: 'Sampling plans that ship with the project, and whether each was taken',
    response: Type.Object({ items: Type.Array(Type.Object({ code: Type.String(), version: n, name: Words, areas: n, sites: n, synthetic: Type.Boolean(), taken: Type.Boolean() })), next: Type.Null() }),
    handler: async ({ store }) => ({ items: await shippedPlans(store.read), next: null }),
  }),
  route({
    method: 'post', path: '/api/shipped-plans/:code', operation: 'plans.take', summary: 'Take a shipped plan with its analytes, methods and places; again, it writes nothing',
    params: Type.Object({ code: Type.String({ maxLength: 40 }) }),
    response: Taken,
    handler: async ({ store, user, params, clock }) => {
      demand(user, 'plans.take');
      return takeShippedPlan(store, params.code, { actorId: user.id, at: clock() });
    },
  }),
  route({
    method: 'post', path: '/api/plans', operation: 'plans.take', summary: 'Take a sampling plan of the laboratory’s own, with the areas that are not there yet; every error at once, nothing half-written',
    body: Type.Object({ plan: Type.Unknown(), areas: Type.Optional(AreaFile) }, { additionalProperties: false }),
    response: Taken,
    handler: async ({ store, user, body, clock }) => {
      demand(user, 'plans.take');
      return takeOwnPlan(store, body, { actorId: user.id, at: clock() });
    },
  }),
];
