/** For whoever watches the process: is it there, and can it do its work. */
import { Type } from '@sinclair/typebox';
import { reply, route, type RouteList } from '../http/route.ts';
import type { Services } from '../http/services.ts';

const READY_WITHIN_MS = 2000;

const Ready = Type.Object(
  { ready: Type.Boolean(), engine: Type.String(), revision: Type.Union([Type.Integer(), Type.Null()]), why: Type.Optional(Type.String()) },
  { $id: 'readiness' },
);

/** Reads, and goes once through the writer: both must answer in time. */
async function probe({ store }: Services): Promise<number> {
  const work = async () => {
    const revision = await store.revision();
    await store.write(() => Promise.resolve());
    return revision;
  };
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Error(`the store did not answer within ${READY_WITHIN_MS} ms`)), READY_WITHIN_MS);
  });
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}

export const healthRoutes: RouteList = [
  route({
    method: 'get',
    path: '/healthz',
    operation: 'public',
    summary: 'The process is there',
    response: Type.Object({ ok: Type.Boolean() }),
    handler: () => ({ ok: true }),
  }),
  route({
    method: 'get',
    path: '/readyz',
    operation: 'public',
    summary: 'The store reads and writes; 503 while it does not, or while the server is closing',
    response: Ready,
    handler: async ({ services, store }) => {
      const not = (why: string) => reply({ ready: false, engine: store.engine, revision: null, why }, { status: 503 });
      if (services.closing.aborted) return not('closing');
      try {
        return { ready: true, engine: store.engine, revision: await probe(services) };
      } catch (error) {
        services.log.error({ err: error }, 'not ready');
        return not('store');
      }
    },
  }),
];
