/** Accounts of the staff. */
import { Type } from '@sinclair/typebox';
import { secret } from '../../http/guardTexts.ts';
import { user } from '../../../models/schemas/index.ts';
import { LANGUAGES, ROLES } from '../../../models/schemas/vocabulary.ts';
import { Fault } from '../../../models/errors.ts';
import { listUsers, userById } from '../../../models/store/repositories/users.ts';
import { allowedActionsField, pageOf, route, type RouteList } from '../../http/route.ts';
import { omit } from '../../omit.ts';
import { unlock, waitingAccounts } from '../../usecases/administration/passwordGuard.ts';
import { accountFor, changeAccount, createAccount } from '../../usecases/administration/staff.ts';

/** An account without its hash. */
const AccountView = Type.Object(
  { ...omit(user.schema.properties, 'passwordHash'), waits: Type.Union([Type.Object({ failures: Type.Integer(), lockedUntil: Type.String() }), Type.Null()]), allowedActions: allowedActionsField },
  { $id: 'account' },
);

const roles = Type.Array(Type.Unsafe<(typeof ROLES)[number]>({ type: 'string', enum: [...ROLES] }), { uniqueItems: true });
const areaCodes = Type.Array(Type.String({ minLength: 1, maxLength: 40 }), { maxItems: 200, uniqueItems: true });
const language = Type.Unsafe<(typeof LANGUAGES)[number]>({ type: 'string', enum: [...LANGUAGES] });
const displayName = Type.String({ minLength: 1, maxLength: 80, pattern: '\\S' });
const password = Type.String({ maxLength: 1000, ...secret });
/** The first account of the same person; null: a person of its own. */
const samePersonAsId = Type.Union([Type.String({ minLength: 1, maxLength: 80 }), Type.Null()]);

export const userRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/users',
    operation: 'users.read',
    summary: 'Every account',
    response: pageOf(AccountView),
    handler: async ({ store, user: viewer, clock }) => {
      const [rows, waiting] = [await listUsers(store.read), await waitingAccounts(store.read, clock())];
      return { items: rows.map((row) => accountFor(viewer, row, waiting.get(row.id) ?? null)), next: null, total: rows.length };
    },
  }),
  route({
    method: 'post',
    path: '/api/users',
    operation: 'users.write',
    creates: true,
    summary: 'Make an account',
    body: Type.Object(
      {
        username: Type.String({ minLength: 1, maxLength: 40 }),
        displayName,
        roles,
        areaCodes: Type.Optional(areaCodes),
        password,
        language: Type.Optional(language),
        samePersonAsId: Type.Optional(samePersonAsId),
      },
      { additionalProperties: false },
    ),
    response: AccountView,
    handler: async ({ store, clock, user: actor, body }) => accountFor(actor, await createAccount(store, clock, actor, body)),
  }),
  route({
    method: 'patch',
    path: '/api/users/:id',
    operation: 'users.write',
    ifMatch: true,
    summary: 'Change an account; a new password or closing it ends its sessions',
    params: Type.Object({ id: Type.String({ maxLength: 80 }) }),
    body: Type.Object(
      {
        displayName: Type.Optional(displayName),
        roles: Type.Optional(roles),
        areaCodes: Type.Optional(areaCodes),
        active: Type.Optional(Type.Boolean()),
        password: Type.Optional(password),
        language: Type.Optional(language),
        samePersonAsId: Type.Optional(samePersonAsId),
      },
      { additionalProperties: false, minProperties: 1 },
    ),
    response: AccountView,
    handler: async ({ store, user: actor, params, ifMatch, body }) =>
      accountFor(actor, await changeAccount(store, actor, params.id, ifMatch, body)),
  }),
  route({
    method: 'post',
    path: '/api/users/:id/unlock',
    operation: 'users.write',
    summary: 'End the wait after too many wrong passwords',
    params: Type.Object({ id: Type.String({ maxLength: 80 }) }),
    response: AccountView,
    handler: async ({ store, user: actor, params }) => {
      const row = await userById(store.read, params.id);
      if (row === undefined) throw new Fault('not-found', `there is no account ${params.id}`);
      await store.write((tx) => unlock(tx, row.id, actor.id));
      return accountFor(actor, row);
    },
  }),
];
