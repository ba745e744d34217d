/** What happened to bottles. */
import { Type } from '@sinclair/typebox';
import { judged } from '../../http/guardTexts.ts';
import { COORDINATE_SYSTEMS, CUSTODY_KINDS, CUSTODY_REASONS, custodyEvent, SAMPLE_STATES } from '../../../models/schemas/index.ts';
import { route, type RouteList } from '../../http/route.ts';
import { recordCustody } from '../../usecases/rounds/custody.ts';
import { oneOf } from '../views.ts';

const number = Type.Optional(Type.Number());

const CustodyInput = Type.Object(
  {
    sampleId: Type.String({ maxLength: 80 }),
    revision: Type.Integer({ minimum: 1 }),
    kind: oneOf(CUSTODY_KINDS),
    /** With Z or an offset; the offset says where the date is that of. */
    at: Type.String({ maxLength: 40 }),
    localDate: Type.Optional(Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' })),
    from: Type.Optional(Type.String({ maxLength: 100 })),
    to: Type.Optional(Type.String({ maxLength: 100 })),
    seal: Type.Optional(Type.String({ maxLength: 60 })),
    temperatureC: Type.Optional(Type.Number({ minimum: -90, maximum: 70 })),
    reasons: Type.Optional(Type.Array(oneOf(CUSTODY_REASONS), { uniqueItems: true })),
    deviation: Type.Optional(Type.String({ maxLength: 500 })),
    givenX: Type.Optional(Type.Number({ minimum: -180, maximum: 180 })),
    givenY: Type.Optional(Type.Number({ minimum: -90, maximum: 90 })),
    givenSystem: Type.Optional(oneOf(COORDINATE_SYSTEMS)),
    accuracyM: number,
    photoSha256: Type.Optional(Type.String({ pattern: '^[0-9a-f]{64}$' })),
    measurements: Type.Optional(custodyEvent.schema.properties.measurements),
  },
  { additionalProperties: false },
);

export const custodyRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/custody-events',
    operation: 'custody.write',
    summary: 'Record what happened to bottles; each event is decided for itself (bulk, partial success)',
    body: Type.Object({ events: Type.Array(CustodyInput, { minItems: 1, maxItems: 2000, ...judged }) }, { additionalProperties: false }),
    response: Type.Object({
      done: Type.Array(Type.Object({ sampleId: Type.String(), revision: Type.Integer(), state: oneOf(SAMPLE_STATES) })),
      refused: Type.Array(Type.Object({ sampleId: Type.String(), code: Type.String(), sentence: Type.String() })),
    }),
    handler: ({ store, user, body, clock, language, publish }) => recordCustody(store, { user, at: clock(), language, publish, events: body.events }),
  }),
];
