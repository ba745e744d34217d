/** The home page: what waits for the person, and what was done lately. */
import { Type } from '@sinclair/typebox';
import { route, Words, type RouteList } from '../../http/route.ts';
import { readWorklist, WORK_KEYS } from '../../usecases/rounds/worklist.ts';
import { oneOf } from '../views.ts';

const WorklistView = Type.Object(
  {
    counts: Type.Array(Type.Object({ key: oneOf(WORK_KEYS), count: Type.Integer(), room: Type.String(), query: Type.String() })),
    recent: Type.Array(Type.Object({ at: Type.String(), action: Type.String(), sentence: Words })),
  },
  { $id: 'worklist' },
);

export const worklistRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/worklist',
    operation: 'session',
    summary: 'What waits for the person, counted, and what was done lately',
    response: WorklistView,
    handler: ({ store, user, clock }) => readWorklist(store, user, clock()),
  }),
];
