/** Town-level counts of other agencies: importing them, and reading them beside the water. */
import { Type } from '@sinclair/typebox';
import { EFFORT_KINDS, INDICATOR_KINDS } from '../../../models/schemas/operations.ts';
import { DIRECTIONS, SITUATIONS } from '../../../models/schemas/answers/indicators.ts';
import { allowedActionsField, pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { sampleOf } from '../../imports/sampleFile.ts';
import { importIndicators } from '../../usecases/counts/importIndicators.ts';
import { listCountsImports, undoIndicators } from '../../usecases/counts/undoIndicators.ts';
import { indicatorView } from '../../usecases/counts/indicatorView.ts';
import { oneOf, orNull } from '../views.ts';

const n = Type.Number();
const kind = oneOf(INDICATOR_KINDS);
const Trend = Type.Object({ direction: oneOf(DIRECTIONS), n: Type.Integer(), change: orNull(n), lower: orNull(n), upper: orNull(n), smallestVisible: orNull(n) });
const View = Type.Object(
  {
    round: Type.String(), finding: kind, effort: kind, synthetic: Type.Boolean(),
    towns: Type.Array(Type.Object({
      code: Type.String(), name: Words, counts: Type.Array(Type.Object({ kind, count: orNull(Type.Integer()), suppressed: Type.Boolean(), corrections: Type.Integer() })),
      situation: orNull(oneOf(SITUATIONS)), water: orNull(Trend), findings: orNull(Trend), sentences: Type.Array(Words),
    })),
    agreement: Type.Array(Type.Object({ kind, perEffort: Type.Boolean(), n: Type.Integer(), rho: n, lower: n, upper: n, p: n, q: n, verdict: oneOf(['agreement', 'disagreement', 'none-shown'] as const) })),
  },
  { $id: 'indicatorView' },
);
const Report = Type.Object(
  {
    read: Type.Integer(), written: Type.Integer(), unchanged: Type.Integer(), reasonWanted: Type.Boolean(), dryRun: Type.Boolean(), importId: orNull(Type.String()),
    errors: Type.Array(Type.Object({ row: Type.Integer(), column: Type.String(), value: Type.String(), message: Type.String() })),
    revisions: Type.Array(Type.Object({ row: Type.Integer(), area: Type.String(), period: Type.String(), kind, from: Type.Integer(), to: Type.Integer() })),
  },
  { $id: 'indicatorReport' },
);

const Undone = Type.Object({ at: Type.String(), actorName: orNull(Type.String()), reason: Type.String(), cleared: Type.Integer(), restored: Type.Integer() });
const CountsImport = Type.Object(
  {
    id: Type.String(), fileName: Type.String(), source: Type.String(), at: Type.String(), actorName: orNull(Type.String()), written: Type.Integer(), corrections: Type.Integer(), periods: Type.Array(Type.String()),
    undone: orNull(Undone), allowedActions: allowedActionsField,
  },
  { $id: 'countsImport' },
);

export const indicatorRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/indicators',
    operation: 'indicators.read',
    summary: 'Counts of other agencies per town beside the water: figures, agreement, and better or less efficient; counts of 1 and 2 are held back',
    query: Type.Object({ round: Type.String({ minLength: 1, maxLength: 40 }), finding: Type.Optional(kind), effort: Type.Optional(oneOf(EFFORT_KINDS)) }),
    response: View,
    handler: ({ store, user, query }) => indicatorView(store, { user, ...query }),
  }),
  route({
    method: 'get',
    path: '/api/indicators/sample',
    operation: 'indicators.read',
    summary: 'A small file of counts as the import reads it',
    response: Type.Object({ text: Type.String() }),
    handler: async () => ({ text: await sampleOf('indicators/indicators.csv') }),
  }),
  route({
    method: 'post',
    path: '/api/indicators/imports',
    operation: 'indicators.write',
    status: 200,
    summary: 'Import counts from a CSV or XLSX file as Base64; every error at once, nothing written where there is one; a figure that differs is a revision and wants a reason',
    body: Type.Object(
      { file: Type.String({ minLength: 1, contentEncoding: 'base64', pattern: '^[A-Za-z0-9+/]+={0,2}$' }), fileName: Type.String({ minLength: 1, maxLength: 200 }), source: Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' }), dryRun: Type.Boolean(), reason: Type.Optional(Type.String({ maxLength: 300 })) },
      { additionalProperties: false },
    ),
    response: Report,
    handler: ({ store, user, body, clock, language }) => {
      const { file, ...rest } = body;
      return importIndicators(store, { ...rest, user, at: clock(), language, bytes: Buffer.from(file, 'base64') });
    },
  }),
  route({
    method: 'get',
    path: '/api/indicators/imports',
    operation: 'indicators.write',
    summary: 'The imports of counts, newest first, and whether each can be taken back',
    response: pageOf(CountsImport),
    handler: async ({ store, user }) => {
      const items = await listCountsImports(store.read, user);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/indicators/imports/:id/undo',
    operation: 'indicators.write',
    status: 200,
    summary: 'Take an import of counts back as a whole: each figure is again what it was before; nothing is deleted',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    body: Type.Object({ reason: Type.String({ maxLength: 500 }) }, { additionalProperties: false }),
    response: Undone,
    handler: async ({ store, user, params, body, clock }) => {
      const { at, reason, summary } = await undoIndicators(store, { user, at: clock(), id: params.id, reason: body.reason });
      return { at, reason, actorName: user.displayName, cleared: summary.cleared, restored: summary.restored };
    },
  }),
];
