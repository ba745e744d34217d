/** Opens the store, starts the server, and ends both at SIGTERM or SIGINT. For main, the command line and the demo. */
import { openStore } from '../models/store/index.ts';
import type { Store } from '../models/store/types.ts';
import { startServer, type RunningServer, type ServerOptions } from './app.ts';
import type { Config } from './config.ts';
import { startDailyAnchor } from './jobs/dailyAnchor.ts';
import { loadReference } from './usecases/rounds/loadReference.ts';

export interface Serving {
  server: RunningServer;
  /** Resolves when a signal came and everything was closed. */
  ended: Promise<void>;
}

/** The first pages go before the warming of threads. */
const WARM_AFTER_MS = 2000;

const SIGNALS = ['SIGTERM', 'SIGINT'] as const;

/** @param say messages for the person at the terminal */
export async function serve(
  config: Config,
  say: (text: string) => void,
  more: { store?: Store } & Pick<ServerOptions, 'demoLinks'> = {},
): Promise<Serving> {
  const store = more.store ?? (await openStore({ dataDir: config.dataDir, databaseUrl: config.databaseUrl }));
  let server: RunningServer;
  try {
    // analytes and methods that ship with the program; what is there already stays as it is
    await loadReference(store, { actorId: null });
    server = await startServer({ store, config, ...(more.demoLinks === undefined ? {} : { demoLinks: more.demoLinks }) });
  } catch (error) {
    await store.close();
    throw error;
  }
  const anchor = await startDailyAnchor(server.services);
  say(
    `Shuijian 水鉴 listens on ${config.publicUrl ?? server.url} (data: ${config.databaseUrl === undefined ? config.dataDir : 'PostgreSQL'})`,
  );
  if (server.setupLink !== undefined) {
    say(
      `No administrator exists yet. Open this link once to make the first account: 尚无管理员，请用此链接建立首个账户：\n  ${server.setupLink}`,
    );
  }
  const warming = setTimeout(() => {
    server.services.assessJobs.warm().catch((error: unknown) => say(`The threads for assessments were not warmed; the first assessment takes longer: ${String(error)}`));
  }, WARM_AFTER_MS).unref();
  const ended = new Promise<void>((resolve, reject) => {
    let closing = false;
    const close = (signal: string) => {
      if (closing) return;
      closing = true;
      clearTimeout(warming);
      say(`${signal}: finishing requests that are running (at most ${config.drainSeconds} s)`);
      server
        .close()
        .then(() => anchor.end())
        .then(() => store.close())
        .then(() => {
          for (const name of SIGNALS) process.off(name, close);
          resolve();
        }, reject);
    };
    for (const signal of SIGNALS) process.on(signal, close);
  });
  return { server, ended };
}
