/** How long a round takes and what is due; which bottles are still missing. */
import { Type } from '@sinclair/typebox';
import { SAMPLE_STATES } from '../../../models/schemas/index.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { readReceipt, readTurnaround, SEGMENTS } from '../../usecases/rounds/turnaround.ts';
import { oneOf, orNull } from '../views.ts';

const text = Type.String();
const n = Type.Integer({ minimum: 0 });
const code = Type.String({ minLength: 1, maxLength: 40 });

const TurnaroundView = Type.Object(
  {
    round: text,
    today: text,
    segments: Type.Array(
      Type.Object({ segment: oneOf(SEGMENTS), targetDays: n, done: n, withinTarget: n, medianDays: orNull(n), p90Days: orNull(n), longestDays: orNull(n), open: n, late: n, nextDueOn: orNull(text) }),
    ),
    open: Type.Array(Type.Object({ segment: oneOf(SEGMENTS), sampleId: text, sampleNumber: text, siteCode: text, count: n, startedOn: text, dueOn: text, days: n, late: Type.Boolean() })),
  },
  { $id: 'turnaround' },
);

const ReceiptView = Type.Object(
  {
    round: text,
    expected: n,
    received: n,
    missing: Type.Array(Type.Object({ sampleId: text, number: text, siteCode: text, siteName: Words, areaName: Words, state: oneOf(SAMPLE_STATES), dueOn: text, late: Type.Boolean(), revision: n })),
    rejected: Type.Array(Type.Object({ sampleId: text, number: text, siteCode: text, state: oneOf(SAMPLE_STATES) })),
  },
  { $id: 'receipt' },
);

export const turnaroundRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/rounds/:code/turnaround',
    operation: 'results.read',
    summary: 'Working days by segment (collected, received, entered, verified, released), due dates, and what is late',
    params: Type.Object({ code }),
    response: TurnaroundView,
    handler: ({ store, user, params, clock }) => readTurnaround(store, user, params.code, clock()),
  }),
  route({
    method: 'get',
    path: '/api/rounds/:code/receipt',
    operation: 'rounds.read',
    summary: 'How many bottles of a round are received, and which are missing',
    params: Type.Object({ code }),
    response: ReceiptView,
    handler: ({ store, user, params, clock }) => readReceipt(store, user, params.code, clock()),
  }),
];
