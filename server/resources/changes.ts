/** Server-sent events: what others changed, as far as this person may see it. */
import type { ServerResponse } from 'node:http';
import { Fault } from '../../models/errors.ts';
import type { CurrentUser } from '../auth/permissions.ts';
import type { Announcement } from '../http/changes.ts';
import { Reply, route, streamAnswer, type RouteList } from '../http/route.ts';
import type { Services } from '../http/services.ts';

const HEARTBEAT_MS = 20_000;
/** Rights are read again before an event when they were read longer ago than this. */
const RIGHTS_MS = 2_000;
const MOST_LISTENERS = 500;
/** A listener that does not read is let go; it comes back with Last-Event-ID. */
const MOST_WAITING_BYTES = 4_000_000;

/** Sends events to one listener until the session, the connection or the server ends. */
async function listen(
  response: ServerResponse,
  services: Services,
  token: string,
  first: CurrentUser,
  lastEventId: string | undefined,
): Promise<void> {
  const { sessions, changes, closing } = services;
  let user: CurrentUser | undefined = first;
  let readAt = performance.now();
  let queue = Promise.resolve();

  const stillThere = async (): Promise<boolean> => {
    if (performance.now() - readAt > RIGHTS_MS) {
      user = (await sessions.find(token, false))?.user;
      readAt = performance.now();
    }
    return user !== undefined;
  };
  const tell = async ({ kind, sequence, payloadFor }: Announcement): Promise<void> => {
    if (response.writableEnded || response.destroyed) return;
    if (!(await stillThere()) || user === undefined || response.writableLength > MOST_WAITING_BYTES) {
      response.end();
      return;
    }
    const payload = payloadFor(user);
    if (payload !== undefined) response.write(`id: ${sequence}\nevent: ${kind}\ndata: ${JSON.stringify(payload)}\n\n`);
  };
  const inOrder = (work: () => Promise<void>) => {
    queue = queue.then(work).catch((error: unknown) => {
      services.log.warn({ err: error }, 'an event could not be sent');
      response.end();
    });
  };

  const end = () => response.end();
  const unsubscribe = changes.subscribe((announcement) => inOrder(() => tell(announcement)));
  closing.addEventListener('abort', end, { once: true });
  const heartbeat = setInterval(() => {
    inOrder(async () => {
      if (await stillThere()) response.write(': still here\n\n');
      else response.end();
    });
  }, HEARTBEAT_MS);
  response.once('close', () => {
    clearInterval(heartbeat);
    unsubscribe();
    closing.removeEventListener('abort', end);
  });

  response.write('retry: 2000\n\n');
  const sequence = lastEventId !== undefined && /^\d{1,15}$/.test(lastEventId) ? Number.parseInt(lastEventId, 10) : undefined;
  if (lastEventId === undefined) return;
  const missed = sequence === undefined ? undefined : changes.since(sequence);
  // what lies too far back is not known any more: the listener reads everything again
  if (missed === undefined) response.write('event: reset\ndata: {}\n\n');
  else for (const announcement of missed) inOrder(() => tell(announcement));
  await queue;
}

export const changeRoutes: RouteList = [
  route({
    method: 'get',
    path: '/api/changes',
    operation: 'session',
    summary: 'Events change, assessment, schedule, and reset (read everything again); id is the audit sequence number',
    response: streamAnswer('text/event-stream'),
    handler: ({ services, user, sessionToken, header }) => {
      if (services.changes.listeners >= MOST_LISTENERS)
        throw new Fault('too-busy', `${MOST_LISTENERS} listeners are there already`, { facts: { retryAfterSeconds: 30 } });
      return new Reply<never>({
        headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store', 'x-accel-buffering': 'no' },
        send: (_request, response) => listen(response, services, sessionToken ?? '', user, header('last-event-id')),
      });
    },
  }),
];
