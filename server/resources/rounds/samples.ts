/** Samples: of a round with their chain of custody, and of every round a page at a time. */
import { Type } from '@sinclair/typebox';
import { custodyEvent, MATRICES, sample, SAMPLE_STATES } from '../../../models/schemas/index.ts';
import { allowedActionsField, extend, pageOf, pageQuery, route, Words, type RouteList } from '../../http/route.ts';
import { listSamples } from '../../usecases/rounds/custodyList.ts';
import { readSamplePage } from '../../usecases/rounds/sampleList.ts';
import { oneOf, orNull } from '../views.ts';

export const SampleView = extend(
  sample,
  {
    site: Type.Object({ id: Type.String(), code: Type.String(), name: Words, hazardNote: orNull(Type.String()) }),
    area: Type.Object({ id: Type.String(), code: Type.String(), name: Words }),
    custody: Type.Array(extend(custodyEvent, { actorName: orNull(Type.String()) }, 'custodyView')),
    /** The bottle that this one was taken instead of, and the one taken instead of this. */
    replaces: orNull(Type.Object({ id: Type.String(), number: Type.String() })),
    replacedBy: orNull(Type.Object({ id: Type.String(), number: Type.String() })),
    allowedActions: allowedActionsField,
  },
  'sampleView',
);

const text = Type.String();
const Place = Type.Object({ id: text, code: text, name: Words });

const SampleListRow = Type.Object(
  {
    id: text, number: text, round: text, site: Place, area: Place, matrix: oneOf(MATRICES), state: oneOf(SAMPLE_STATES),
    dueOn: text, collectedOn: orNull(text), receivedAt: orNull(text), synthetic: Type.Boolean(), revision: Type.Integer(),
  },
  { $id: 'sampleListRow' },
);

export const sampleRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/samples',
    operation: 'rounds.read',
    summary: 'Samples of every round by number, a page at a time',
    query: Type.Object({
      ...pageQuery,
      round: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      state: Type.Optional(oneOf(SAMPLE_STATES)),
      matrix: Type.Optional(oneOf(MATRICES)),
      /** Id of an area. */
      area: Type.Optional(Type.String({ minLength: 1, maxLength: 80 })),
      /** Beginning of a sample number. */
      number: Type.Optional(Type.String({ minLength: 1, maxLength: 40 })),
      /** Local date: due before it. */
      dueBefore: Type.Optional(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' })),
    }),
    response: pageOf(SampleListRow),
    handler: ({ store, user, query }) =>
      readSamplePage(store, user, { round: query.round, states: query.state === undefined ? undefined : [query.state], matrix: query.matrix, areaIds: query.area === undefined ? undefined : [query.area], number: query.number, dueBefore: query.dueBefore }, query.limit ?? 100, query.after),
  }),
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
