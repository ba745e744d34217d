/** Rounds, their samples, and the round grid. */
import { Type } from '@sinclair/typebox';
import { MATRICES, round } from '../../../models/schemas/index.ts';
import { extend, pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { readGrid } from '../../usecases/results/grid.ts';
import { createRound, listRoundProgress, requireRound, roundsProgress } from '../../usecases/rounds/rounds.ts';
import { GridView } from '../views.ts';

const n = Type.Integer({ minimum: 0 });

const RoundView = extend(
  round,
  {
    planName: Words,
    /** There is an assessment of it. */
    assessed: Type.Boolean(),
    /** Samples by their present state. */
    counts: Type.Object({ planned: n, collected: n, inTransit: n, received: n, disposed: n, missed: n, cancelled: n, lost: n, rejected: n }),
    results: Type.Object({ expected: n, entered: n, submitted: n, verified: n, released: n, notAnalysed: n, voided: n, missing: n }),
    /** Samples at least so far (planned, collected, received); results at least so far (entered, verified, released) of `total`. */
    areas: Type.Array(Type.Object({ areaId: Type.String(), code: Type.String(), name: Words, planned: n, collected: n, received: n, entered: n, verified: n, released: n, total: n })),
  },
  'roundView',
);

const code = Type.String({ minLength: 1, maxLength: 40 });

export const roundRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/rounds',
    operation: 'rounds.read',
    summary: 'Every round with how far it is, newest first',
    response: pageOf(RoundView),
    handler: async ({ store, user }) => {
      const items = await listRoundProgress(store.read, user);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/rounds',
    operation: 'rounds.create',
    summary: 'Make the samples of a round that are due from its plan; again, it makes none',
    body: Type.Object(
      { code, plan: Type.String({ minLength: 1, maxLength: 40 }), soil: Type.Optional(Type.Boolean()), replace: Type.Optional(Type.Array(Type.String({ maxLength: 40 }), { maxItems: 500 })) },
      { additionalProperties: false },
    ),
    response: Type.Object({ created: n, round: RoundView }),
    handler: async ({ store, user, body, clock }) => {
      const { created, round: made } = await createRound(store, { user, at: clock(), ...body });
      const [view] = await roundsProgress(store.read, [made], user);
      if (view === undefined) throw new Error(`round ${made.code} was not found again`);
      return { created, round: view };
    },
  }),
  route({
    method: 'get',
    path: '/api/rounds/:code',
    operation: 'rounds.read',
    summary: 'One round with how far it is',
    params: Type.Object({ code }),
    response: RoundView,
    handler: async ({ store, user, params }) => {
      const found = await requireRound(store.read, params.code);
      const [view] = await roundsProgress(store.read, [found], user);
      if (view === undefined) throw new Error(`round ${found.code} was not found again`);
      return view;
    },
  }),
  route({
    method: 'get',
    path: '/api/rounds/:code/grid',
    operation: ['results.read', 'results.read-released'],
    summary: 'Every sample × analyte of a round with its present value',
    params: Type.Object({ code }),
    query: Type.Object({ matrix: Type.Optional(Type.Unsafe<(typeof MATRICES)[number]>({ type: 'string', enum: [...MATRICES] })), area: Type.Optional(Type.String({ maxLength: 80 })) }),
    response: GridView,
    follows: 'store',
    handler: ({ store, user, params, query }) => readGrid(store, user, params.code, query),
  }),
];
