/** One analyte at one site through the rounds. */
import { Type } from '@sinclair/typebox';
import { BASES, MATRICES } from '../../../models/schemas/index.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { siteTrend } from '../../usecases/assessment/trend.ts';
import { oneOf, orNull } from '../views.ts';

const id = Type.String({ minLength: 1, maxLength: 80 });
const NumberOrNull = orNull(Type.Number());

const TrendView = Type.Object(
  {
    site: Type.Object({ id: Type.String(), code: Type.String(), name: Words }),
    analyte: Type.Object({ id: Type.String(), name: Words }),
    matrix: orNull(oneOf(MATRICES)),
    basis: oneOf(BASES),
    unit: Type.String(),
    limits: Type.Object({ lod: NumberOrNull, loq: NumberOrNull, upper: NumberOrNull }),
    reference: orNull(Type.Object({ value: Type.Number(), source: Words })),
    points: Type.Array(
      Type.Object({
        round: Type.String(), collectedOn: orNull(Type.String()), value: NumberOrNull, qualifier: oneOf(['=', '<', '>'] as const), limit: NumberOrNull, reportedText: Type.String(), resultId: Type.String(), lod: NumberOrNull, loq: NumberOrNull,
      }),
    ),
    trend: orNull(Type.Object({ S: Type.Number(), p: Type.Number(), slope: NumberOrNull, lower: NumberOrNull, upper: NumberOrNull, smallestP: NumberOrNull, remarks: Type.Array(Words) })),
  },
  { $id: 'siteTrend' },
);

export const trendRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/sites/:id/trend',
    operation: 'results.read-released',
    summary: 'Released values of one analyte at one site, with limits, reference and the trend they can carry',
    params: Type.Object({ id }),
    query: Type.Object({ analyte: id, basis: Type.Optional(oneOf(BASES)) }),
    response: TrendView,
    handler: ({ store, user, params, query }) => siteTrend(store, user, params.id, query.analyte, query.basis),
  }),
];
