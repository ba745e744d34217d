/** Who is asking, what they may do and where they may go; signing in and out. */
import { Type, type Static } from '@sinclair/typebox';
import { secret } from '../../http/guardTexts.ts';
import { LANGUAGES, ROLES } from '../../../models/schemas/vocabulary.ts';
import { hasSyntheticData } from '../../../models/store/repositories/settings.ts';
import { operationsOf, type CurrentUser } from '../../auth/permissions.ts';
import { currentUser } from '../../auth/sessions.ts';
import { ROOM_NAMES, roomsFor } from '../../auth/rooms.ts';
import { sha256 } from '../../auth/tokens.ts';
import { Fault } from '../../../models/errors.ts';
import { Reply, reply, route, Words, type RouteList } from '../../http/route.ts';
import type { Services } from '../../http/services.ts';
import { changeOwnPassword, chooseLanguage, setupNeeded, signIn } from '../../usecases/administration/sessions.ts';
import { wrongPasswordsOf } from '../../usecases/administration/passwordGuard.ts';
import { readSettings } from '../../usecases/administration/settings.ts';

const word = <const T extends readonly string[]>(values: T) => Type.Unsafe<T[number]>({ type: 'string', enum: [...values] });

export const SessionView = Type.Object(
  {
    user: Type.Union([
      Type.Object({
        id: Type.String(),
        username: Type.String(),
        displayName: Type.String(),
        roles: Type.Array(word(ROLES)),
        areaCodes: Type.Array(Type.String()),
        language: Type.Union([word(LANGUAGES), Type.Null()]),
      }),
      Type.Null(),
    ]),
    setupNeeded: Type.Boolean(),
    /** Sign-in links without a password are being offered. */
    demo: Type.Boolean(),
    syntheticData: Type.Boolean(),
    /** Wrong passwords given for this account in the last 30 days, by whomever; null where there were none. */
    wrongPasswords: Type.Union([Type.Object({ count: Type.Integer(), lastAt: Type.String() }), Type.Null()]),
    permissions: Type.Array(Type.String()),
    rooms: Type.Array(Type.Object({ room: word(ROOM_NAMES), allowed: Type.Boolean(), roles: Type.Array(word(ROLES)) })),
    settings: Type.Object({
      reviewLevels: Type.Integer(),
      laboratoryName: Words,
      mapApproval: Type.Optional(Type.String()),
      confidentialityDecision: Type.String(),
      minimumPublishedPopulation: Type.Integer(),
      requireStepUp: Type.Boolean(),
    }),
  },
  { $id: 'sessionView' },
);
export type SessionView = Static<typeof SessionView>;

export async function describeSession({ store, demoLinks, clock }: Services, user: CurrentUser | null): Promise<SessionView> {
  const { mapApproval, ...settings } = await readSettings(store.read);
  const seen =
    user === null
      ? null
      : {
          id: user.id,
          username: user.username,
          displayName: user.displayName,
          roles: [...user.roles],
          areaCodes: [...user.areaCodes],
          language: user.language,
        };
  const who = user ?? { roles: [] };
  return {
    user: seen,
    setupNeeded: user === null && demoLinks.size === 0 && (await setupNeeded(store.read)),
    demo: demoLinks.size > 0,
    syntheticData: await hasSyntheticData(store.read),
    wrongPasswords: user === null ? null : await wrongPasswordsOf(store.read, user.id, clock()),
    permissions: operationsOf(who),
    rooms: roomsFor(who),
    settings: { ...settings, ...(mapApproval === '' ? {} : { mapApproval }) },
  };
}

export const sessionRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/session',
    operation: 'public',
    summary: 'Who is signed in, what they may do, which rooms they may enter',
    response: SessionView,
    handler: ({ services, user }) => describeSession(services, user),
  }),
  route({
    method: 'post',
    path: '/api/session',
    operation: 'public',
    limit: 'sign-in',
    summary: 'Sign in; the session comes as a cookie',
    body: Type.Object(
      { username: Type.String({ maxLength: 200, ...secret }), password: Type.String({ maxLength: 1000, ...secret }) },
      { additionalProperties: false },
    ),
    response: SessionView,
    handler: async ({ store, services, body, sessionToken, clock }) => {
      const { user, session } = await signIn(store, services.sessions, body.username, body.password, clock());
      if (sessionToken !== undefined) await services.sessions.end(sessionToken);
      return reply(await describeSession(services, await currentUser(store, user)), { headers: { 'set-cookie': session.cookie } });
    },
  }),
  route({
    method: 'patch',
    path: '/api/session',
    operation: 'session',
    summary: 'Choose the language of the account',
    body: Type.Object({ language: word(LANGUAGES) }, { additionalProperties: false }),
    response: SessionView,
    handler: async ({ store, services, user, body }) => {
      await chooseLanguage(store, user.id, body.language);
      return describeSession(services, { ...user, language: body.language });
    },
  }),
  route({
    method: 'post',
    path: '/api/session/password',
    operation: 'session',
    summary: 'Change the own password; the old one is wanted, and every other session of the account ends',
    body: Type.Object({ password: Type.String({ maxLength: 1000, ...secret }), newPassword: Type.String({ maxLength: 1000, ...secret }) }, { additionalProperties: false }),
    response: SessionView,
    handler: async ({ store, services, user, body, clock }) => {
      const session = await changeOwnPassword(store, services.sessions, user, body, clock());
      return reply(await describeSession(services, user), { headers: { 'set-cookie': session.cookie } });
    },
  }),
  route({
    method: 'delete',
    path: '/api/session',
    operation: 'public',
    summary: 'Sign out; the session ends on the server too',
    handler: async ({ services, sessionToken }) => {
      if (sessionToken !== undefined) await services.sessions.end(sessionToken);
      return new Reply<never>({ headers: { 'set-cookie': services.sessions.clearingCookie } });
    },
  }),
  route({
    method: 'get',
    path: '/demo/sign-in/:token',
    operation: 'public',
    limit: 'sign-in',
    summary: 'Sign in by a link of the demo; there is none in production',
    status: 303,
    handler: async ({ services, params }) => {
      const userId = services.demoLinks.get(sha256(params['token'] ?? ''));
      if (userId === undefined) throw new Fault('not-found', 'there is no such demo link');
      const { cookie } = await services.sessions.open(userId);
      return new Reply<never>({ headers: { 'set-cookie': cookie, location: '/' } });
    },
  }),
];
