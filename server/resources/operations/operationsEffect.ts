/** What operations did to the water, and what nobody can tell of it. */
import { Type } from '@sinclair/typebox';
import { EFFECT_VERDICTS } from '../../../models/schemas/answers/effect.ts';
import { route, Words, type RouteList } from '../../http/route.ts';
import { effectView } from '../../usecases/counts/effectView.ts';
import { oneOf, orNull } from '../views.ts';

const n = Type.Number();
const whole = Type.Integer({ minimum: 0 });
const Group = Type.Object({ towns: whole, pairs: whole, ratio: orNull(n) });
const Ratio = Type.Object({ ratio: n, lower: orNull(n), upper: orNull(n) });
const View = Type.Object(
  {
    operationsRound: Type.String(), waterRound: orNull(Type.String()), synthetic: Type.Boolean(), analyte: Type.String(), analytes: Type.Array(Type.Object({ id: Type.String(), name: Words })),
    load: whole, concentration: whole, verdict: oneOf(EFFECT_VERDICTS), operated: Group, untouched: Group,
    effect: orNull(Type.Object({ ratio: n, lower: orNull(n), upper: orNull(n), p: n, attainableP: n, pMethod: oneOf(['exact', 'permutation'] as const), assignments: whole })),
    regression: orNull(Type.Object({ correlation: orNull(n), expected: Ratio, remainder: Ratio })),
    smallestVisible: orNull(Type.Object({ fall: n, rise: n })),
    sentences: Type.Array(Words),
    towns: Type.Array(Type.Object({ code: Type.String(), name: Words, operated: Type.Boolean(), pairs: whole, ratio: orNull(n) })),
  },
  { $id: 'operationsEffect' },
);
const code = Type.String({ minLength: 1, maxLength: 40 });

export const operationsEffectRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/operations-effect',
    operation: 'indicators.read',
    summary: 'Water before and after the operations of a quarter: towns with operations against towns without, with what regression to the mean alone would give; null where there is no quarter before',
    query: Type.Object({ operations: Type.Optional(code), water: Type.Optional(code), analyte: Type.Optional(code) }),
    response: Type.Object({ effect: orNull(View) }),
    handler: async ({ store, user, query }) => ({ effect: await effectView(store, { user, ...query }) }),
  }),
];
