/**
 * The server put together: store, sessions, changes and resources behind one HTTP server.
 * main, the command line, the demo and the tests all start it through here.
 */
import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import express, { type Express, type NextFunction, type Request, type Response } from 'express';
import type { DestinationStream } from 'pino';
import type { Store } from '../models/store/types.ts';
import { Fault } from '../models/errors.ts';
import type { Config } from './config.ts';
import { warmUp } from './auth/passwords.ts';
import { createSessions } from './auth/sessions.ts';
import { createChanges } from './http/changes.ts';
import { compressAnswers } from './http/compress.ts';
import { createLog, logRequests } from './http/log.ts';
import { failed, mount } from './http/mount.ts';
import { openapiDocument } from './http/openapi.ts';
import { defaultClientDir, servePage } from './http/page.ts';
import { attemptLimiter, ownOriginOnly, securityHeaders } from './http/security.ts';
import type { Services } from './http/services.ts';
import { truncatedRequest } from './http/truncated.ts';
import { startHousekeeping } from './jobs/housekeeping.ts';
import { resources } from './resources/index.ts';
import { roadDistances } from './routing/roadDistances.ts';
import { AssessJobs } from './usecases/assessment/assessJobs.ts';
import { offerSetup } from './usecases/administration/sessions.ts';

export interface ServerOptions {
  store: Store;
  config: Config;
  /** Milliseconds since the epoch. */
  clock?: () => number;
  /** Where log lines go instead of standard output. */
  logTo?: DestinationStream;
  /** Folder of the built pages. */
  clientDir?: string;
  /** Sign-in links of the demo: SHA-256 of the token → user id. */
  demoLinks?: ReadonlyMap<string, string>;
  /** Holds every answer against the schema of its route; for tests. */
  checkAnswers?: boolean;
}

export interface RunningServer {
  url: string;
  services: Services;
  /** One-time link of the first run; undefined once somebody administrates. */
  setupLink: string | undefined;
  /** Stops taking requests, lets running ones finish for as long as the setting says, then ends. The store stays open. */
  close: () => Promise<void>;
}

const ROUTES = resources.flat();
/** Of every server of this process: the routes are the same. */
let described: object | undefined;

function createApp(
  services: Services,
  limiter: ReturnType<typeof attemptLimiter>['limiter'],
  clientDir: string,
  checkAnswers: boolean,
): Express {
  const app = express();
  app.disable('x-powered-by');
  // Express shows stack traces in any other
  app.set('env', 'production');
  app.set('etag', 'strong');
  app.set('query parser', 'simple');
  app.set('trust proxy', [...services.config.trustedProxies]);
  app.use(logRequests(services.log), securityHeaders(services.config), ownOriginOnly(services.config), compressAnswers());
  mount(app, ROUTES, services, { checkAnswers, limiter });
  servePage(app, clientDir);
  app.use((request, response) => {
    failed(
      request,
      response,
      new Fault('not-found', `there is nothing at ${request.path}`, {
        details: [{ message: 'http.no-such-path', got: request.path.slice(0, 200) }],
      }),
      services,
    );
  });
  // four parameters are how Express knows a handler of errors
  app.use((error: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) return next(error);
    const wrongAddress = error instanceof URIError || (error instanceof Error && 'status' in error && error.status === 400);
    failed(
      request,
      response,
      wrongAddress
        ? new Fault('not-found', 'the address cannot be read', { details: [{ message: 'http.no-such-path', got: '?' }] })
        : error,
      services,
    );
  });
  return app;
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** @throws Error of the system when the port is taken */
export async function startServer({
  store,
  config,
  clock = Date.now,
  logTo,
  clientDir,
  demoLinks,
  checkAnswers,
}: ServerOptions): Promise<RunningServer> {
  const log = createLog(config, logTo);
  const closing = new AbortController();
  const secure = config.publicUrl?.startsWith('https:') ?? false;
  const services: Services = {
    store,
    config,
    clock,
    log,
    changes: createChanges(await store.revision()),
    sessions: createSessions(store, clock, { idleMinutes: config.sessionIdleMinutes, hours: config.sessionHours, secure }),
    apiDocument: () => (described ??= openapiDocument(ROUTES)),
    demoLinks: demoLinks ?? new Map(),
    assessJobs: new AssessJobs(),
    roads: roadDistances(config, (sentence) => log.warn(sentence)),
    closing: closing.signal,
  };
  await warmUp();
  const attempts = attemptLimiter(config);
  const app = createApp(services, attempts.limiter, clientDir ?? defaultClientDir(), checkAnswers ?? false);
  const server = createServer({ requestTimeout: 120_000, headersTimeout: 20_000 }, app);
  // who asks before sending a large body is answered before sending it: readBody says "go on"
  server.on('checkContinue', (request, response) => {
    app(request, response);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => truncatedRequest(error, socket as Socket));
  await listen(server, config.port, config.host);
  const stopHousekeeping = startHousekeeping(services);

  const { address, port, family } = server.address() as AddressInfo;
  const shownHost = ['0.0.0.0', '::'].includes(address) ? '127.0.0.1' : family === 'IPv6' ? `[${address}]` : address;
  const url = `http://${shownHost}:${port}`;
  const token = services.demoLinks.size > 0 ? undefined : await offerSetup(store, clock);

  return {
    url,
    services,
    setupLink: token === undefined ? undefined : `${config.publicUrl ?? url}/setup#${token}`,
    async close() {
      stopHousekeeping();
      attempts.close();
      closing.abort();
      const ended = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), config.drainSeconds * 1000);
      // keep-alive connections fall idle one by one while requests finish
      const sweep = setInterval(() => server.closeIdleConnections(), 50);
      await ended;
      await services.assessJobs.close();
      clearTimeout(cut);
      clearInterval(sweep);
    },
  };
}
