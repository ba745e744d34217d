/** The first account, made once with the link that the server printed. */
import { Type } from '@sinclair/typebox';
import { secret } from '../../http/guardTexts.ts';
import { currentUser } from '../../auth/sessions.ts';
import { reply, route, type RouteList } from '../../http/route.ts';
import { setUp } from '../../usecases/administration/sessions.ts';
import { describeSession, SessionView } from './session.ts';

export const setupRoutes: RouteList = [
  route({
    method: 'post',
    path: '/api/setup',
    operation: 'public',
    limit: 'sign-in',
    creates: true,
    summary: 'Make the first administrator; works once, with the token of the printed link',
    body: Type.Object(
      {
        token: Type.String({ maxLength: 200, ...secret }),
        username: Type.String({ minLength: 1, maxLength: 40 }),
        displayName: Type.String({ minLength: 1, maxLength: 80 }),
        password: Type.String({ maxLength: 1000, ...secret }),
      },
      { additionalProperties: false },
    ),
    response: SessionView,
    handler: async ({ store, services, clock, body, language }) => {
      const { user, session } = await setUp(store, services.sessions, clock, { ...body, language });
      return reply(await describeSession(services, await currentUser(store, user)), { headers: { 'set-cookie': session.cookie } });
    },
  }),
];
