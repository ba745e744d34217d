/** Samples of a round with their chain of custody. */
import { Type } from '@sinclair/typebox';
import { custodyEvent, sample } from '../../models/schemas/index.ts';
import { allowedActionsField, extend, pageOf, route, Words, type RouteList } from '../http/route.ts';
import { listSamples } from '../usecases/custodyList.ts';
import { orNull } from './views.ts';

export const SampleView = extend(
  sample,
  {
    site: Type.Object({ id: Type.String(), code: Type.String(), name: Words, hazardNote: orNull(Type.String()) }),
    area: Type.Object({ id: Type.String(), code: Type.String(), name: Words }),
    custody: Type.Array(extend(custodyEvent, { actorName: orNull(Type.String()) }, 'custodyView')),
    allowedActions: allowedActionsField,
  },
  'sampleView',
);

export const sampleRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/rounds/:code/samples',
    operation: 'rounds.read',
    summary: 'The samples of a round with their chain of custody, by number',
    params: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40 }) }),
    response: pageOf(SampleView),
    handler: async ({ store, user, params }) => {
      const items = await listSamples(store.read, user, params.code);
      return { items, next: null, total: items.length };
    },
  }),
];
