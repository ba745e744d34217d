/** What is looked for and how: analytes, methods, plans, coded reasons. */
import { Type } from '@sinclair/typebox';
import { analyte, LIMIT_RULES, method, plan, ROUNDING_RULES } from '../../../models/schemas/index.ts';
import { REASON_CODES, REASONED_ACTIONS } from '../../../models/schemas/reasons.ts';
import { Fault } from '../../../models/errors.ts';
import { sourceWords } from '../../../models/reference/sources.ts';
import { listAnalytes, listMethods } from '../../../models/store/repositories/reference.ts';
import { listPlans, planById } from '../../../models/store/repositories/rounds.ts';
import { extend, pageOf, route, Words, type RouteList } from '../../http/route.ts';
import { reviseMethod } from '../../usecases/quality/reviseMethod.ts';
import { oneOf, orNull } from '../views.ts';

const page = <T>(items: T[]): { items: T[]; next: null; total: number } => ({ items, next: null, total: items.length });
/** Where a record rests on, in both languages where it is shipped. */
const withWords = <T extends { source: string }>(row: T): T & { sourceWords: { zh: string; en: string } } => ({ ...row, sourceWords: sourceWords(row.source) });

export const referenceRoutes: RouteList = [
  route({
    method: 'get', path: '/api/analytes', operation: 'reference.read', summary: 'Every analyte, in the order of columns and menus', response: pageOf(extend(analyte, { sourceWords: Words }, 'analyteView')),
    handler: async ({ store }) => page((await listAnalytes(store.read)).map(withWords)),
  }),
  route({
    method: 'get', path: '/api/methods', operation: 'reference.read', summary: 'Every version of every method', response: pageOf(extend(method, { sourceWords: Words }, 'methodView')),
    handler: async ({ store }) => page((await listMethods(store.read)).map(withWords)),
  }),
  route({
    method: 'post', path: '/api/methods', operation: 'methods.write', summary: "A new version of a method with the laboratory's own limits and digits; limits may follow a rule from the detection limit", creates: true,
    body: Type.Object({
      from: Type.String({ minLength: 1, maxLength: 120 }),
      source: Type.String({ maxLength: 300 }),
      figures: Type.Object({
        lod: Type.String({ maxLength: 60 }), loq: Type.Optional(Type.String({ maxLength: 60 })), upper: Type.String({ maxLength: 60 }), significantDigits: Type.Integer({ minimum: 1, maximum: 8 }), maximumDecimals: orNull(Type.Integer({ minimum: 0, maximum: 12 })),
        rounding: oneOf(ROUNDING_RULES), limitRule: oneOf(LIMIT_RULES), manualLimits: Type.Boolean(), verificationsRequired: Type.Integer({ minimum: 1, maximum: 2 }), duplicateRule: oneOf(['rpd', 'relative-deviation'] as const),
        /** Absent: as before; null: the usual factor, and no holding time. */
        holdFactor: Type.Optional(orNull(Type.Number({ exclusiveMinimum: 1, maximum: 1e6 }))), holdingTimeHours: Type.Optional(orNull(Type.Number({ exclusiveMinimum: 0, maximum: 1e6 }))),
      }, { additionalProperties: false }),
    }, { additionalProperties: false }),
    response: method.schema,
    handler: ({ store, user, body }) => reviseMethod(store, { user, ...body }),
  }),
  route({
    method: 'get', path: '/api/plans', operation: 'reference.read', summary: 'Every version of every sampling plan', response: pageOf(plan.schema),
    handler: async ({ store }) => page(await listPlans(store.read)),
  }),
  route({
    method: 'get', path: '/api/plans/:id', operation: 'reference.read', summary: 'One version of a sampling plan', params: Type.Object({ id: Type.String({ maxLength: 80 }) }), response: plan.schema,
    handler: async ({ store, params }) => {
      const found = await planById(store.read, params.id);
      if (found === undefined) throw new Fault('not-found', `there is no plan ${params.id}`, { details: [{ got: params.id, message: 'plan.unknown' }] });
      return found;
    },
  }),
  route({
    method: 'get', path: '/api/result-reasons', operation: 'reference.read', summary: 'Coded reasons of what is done to a result',
    response: pageOf(Type.Object({ action: oneOf(REASONED_ACTIONS), codes: Type.Array(Type.Object({ code: Type.String(), zh: Type.String(), en: Type.String() })) })),
    handler: () => page(REASONED_ACTIONS.map((action) => ({ action, codes: REASON_CODES[action].map((each) => ({ ...each })) }))),
  }),
];
