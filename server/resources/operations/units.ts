/** Units that can be sent out, and the days on which they cannot. */
import { Type } from '@sinclair/typebox';
import { absence, ABSENCE_REASONS, unit, UNIT_LEVELS } from '../../../models/schemas/index.ts';
import { listAbsences, listUnits } from '../../../models/store/repositories/reference.ts';
import { pageOf, route, type RouteList } from '../../http/route.ts';
import { cancelAbsence, changeUnit, createAbsence, createUnit } from '../../usecases/operations/units/units.ts';
import { oneOf, orNull } from '../views.ts';

const name = Type.String({ minLength: 1, maxLength: 200, pattern: '\\S' });
const place = Type.String({ minLength: 1, maxLength: 80 });
const shifts = Type.Integer({ minimum: 0, maximum: 21 });
const params = Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) });
const date = Type.String({ pattern: '^\\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])$' });

export const unitRoutes: RouteList = [
  route({
    method: 'get', path: '/api/units', operation: 'reference.read', summary: 'Every unit, by code', response: pageOf(unit.schema),
    handler: async ({ store }) => {
      const items = await listUnits(store.read);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post', path: '/api/units', operation: 'units.write', creates: true, summary: 'Make a unit; `area` is the code or id of its home area', response: unit.schema,
    body: Type.Object({ code: Type.String({ minLength: 1, maxLength: 40, pattern: '\\S' }), nameZh: name, nameEn: name, level: oneOf(UNIT_LEVELS), area: place, shiftsPerWeek: shifts }, { additionalProperties: false }),
    handler: ({ store, user, body }) => createUnit(store, user, body),
  }),
  route({
    method: 'patch', path: '/api/units/:id', operation: 'units.write', ifMatch: true, summary: 'Change a unit', params, response: unit.schema,
    body: Type.Object(
      { nameZh: Type.Optional(name), nameEn: Type.Optional(name), level: Type.Optional(oneOf(UNIT_LEVELS)), area: Type.Optional(place), shiftsPerWeek: Type.Optional(shifts), active: Type.Optional(Type.Boolean()) },
      { additionalProperties: false, minProperties: 1 },
    ),
    handler: ({ store, user, params: { id }, ifMatch, body }) => changeUnit(store, user, id, ifMatch, body),
  }),
  route({
    method: 'get', path: '/api/absences', operation: 'reference.read', summary: 'Days on which a unit, or everybody, does no operation', response: pageOf(absence.schema),
    handler: async ({ store }) => {
      const items = await listAbsences(store.read);
      return { items, next: null, total: items.length };
    },
  }),
  route({
    method: 'post', path: '/api/absences', operation: 'units.write', creates: true, summary: 'Record days off; `unitId` null means everybody', response: absence.schema,
    body: Type.Object({ unitId: orNull(place), startsOn: date, endsOn: date, reasonCode: oneOf(ABSENCE_REASONS) }, { additionalProperties: false }),
    handler: ({ store, user, body }) => createAbsence(store, user, body),
  }),
  route({
    method: 'patch', path: '/api/absences/:id', operation: 'units.write', ifMatch: true, summary: 'Take days off back', params, response: absence.schema,
    body: Type.Object({ cancelled: Type.Literal(true) }, { additionalProperties: false }),
    handler: ({ store, user, params: { id }, ifMatch }) => cancelAbsence(store, user, id, ifMatch),
  }),
];
