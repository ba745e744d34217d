/** Nominated places of encirclements: proposed by one planner, decided on by another. For planners only. */
import { Type, type TProperties } from '@sinclair/typebox';
import { CORROBORATIONS, nomination } from '../../../models/schemas/index.ts';
import { Denial } from '../../../models/schemas/answers/allowedAction.ts';
import type { NominationView as NominationViewRow } from '../../../models/schemas/answers/nominations.ts';
import { allowedActionsField, extend, route, Words, type RouteList } from '../../http/route.ts';
import { decideNomination, listNominations, NOMINATION_ACTIONS, proposeNomination } from '../../usecases/operations/tasks/nominations.ts';
import { oneOf, orNull } from '../views.ts';

const Place = Type.Object({ id: Type.String(), code: Type.String(), name: Words });
const NominationView = Type.Unsafe<NominationViewRow>(extend<TProperties, TProperties>(nomination, { area: Place, nominatedByName: Type.String(), decidedByName: orNull(Type.String()), allowedActions: allowedActionsField }, 'nominationView'));
const text = (maxLength: number) => Type.String({ minLength: 1, maxLength, pattern: '\\S' });
const code = Type.String({ minLength: 1, maxLength: 40 });

export const nominationRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/nominations',
    operation: 'schedules.create',
    summary: 'Nominated places of a round, where places may be nominated, and why not where they may not',
    query: Type.Object({ round: code }),
    response: Type.Object({ items: Type.Array(NominationView), eligible: Type.Array(Place), closed: orNull(Denial) }),
    handler: ({ store, user, query }) => listNominations(store, user, query.round),
  }),
  route({
    method: 'post',
    path: '/api/nominations',
    operation: 'schedules.create',
    creates: true,
    summary: 'Nominate a place of a severe, firm area for an encirclement, with a reason and independent corroboration',
    body: Type.Object({ round: code, area: Type.String({ minLength: 1, maxLength: 80 }), place: text(60), reason: text(1000), corroboration: oneOf(CORROBORATIONS), corroborationText: text(1000) }, { additionalProperties: false }),
    response: NominationView,
    handler: ({ store, user, body, clock }) => proposeNomination(store, { user, at: clock(), ...body }),
  }),
  route({
    method: 'post',
    path: '/api/nominations/:id/transitions',
    operation: 'schedules.create',
    summary: 'Approve or refuse (another planner than the one who nominated), or withdraw',
    params: Type.Object({ id: Type.String({ minLength: 1, maxLength: 80 }) }),
    body: Type.Object({ action: oneOf(NOMINATION_ACTIONS), revision: Type.Integer({ minimum: 1 }), reason: Type.Optional(Type.String({ maxLength: 500 })) }, { additionalProperties: false }),
    response: NominationView,
    handler: ({ store, user, params: { id }, body, clock }) => decideNomination(store, { user, at: clock(), id, ...body }),
  }),
];
