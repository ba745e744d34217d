/**
 * A real server on a free port of 127.0.0.1 with a store in a temporary folder, and a signed-in
 * person per role who speaks to it over fetch.
 *
 *   const app = await startApp();                       // after(() => app.close())
 *   const technician = await app.as('technician');
 *   const answer = await technician.post('/api/results', { round: '2018-Q1', cells: [] });
 *   expect(answer.status).to.equal(200); answer.body ...
 *   app.store.write(...) prepares what a test needs; app.user(agent) is the CurrentUser for use cases.
 *
 * `app.clock.advance(ms)` moves the server's clock (which otherwise follows the real one).
 * Every account's password is PASSWORD. Answers are checked against the declared response schema:
 * a handler that answers something else gives 500 and the log says where.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Role } from '../../models/schemas/vocabulary.ts';
import type { Store } from '../../models/store/types.ts';
import { openStore } from '../../models/store/index.ts';
import type { CurrentUser } from '../../server/auth/permissions.ts';
import { hashPassword } from '../../server/auth/passwords.ts';
import { readConfig, type Config } from '../../server/config.ts';
import { startServer, type RunningServer } from '../../server/app.ts';
import { insertUser } from '../../models/store/repositories/users.ts';
import { Agent } from './agent.ts';

export { Agent, type Answer } from './agent.ts';

export const PASSWORD = 'river stones and reeds';
let passwordHash: Promise<string> | undefined;

export interface TestClock {
  (): number;
  advance: (milliseconds: number) => void;
}

export interface TestApp {
  url: string;
  store: Store;
  dataDir: string;
  clock: TestClock;
  server: RunningServer;
  anonymous: Agent;
  /** One person per role, made at the first call. */
  as: (role: Role) => Promise<Agent>;
  /** A further person, e.g. a second verifier or one limited to some areas. */
  person: (options: { roles: readonly Role[]; areaCodes?: readonly string[]; username?: string }) => Promise<Agent>;
  /** The person behind an agent, as use cases want it. */
  user: (agent: Agent) => CurrentUser;
  /** What the server logged, one JSON line each. */
  logs: string[];
  close: () => Promise<void>;
}

export interface TestAppOptions {
  environment?: Record<string, string>;
  clientDir?: string;
  demoLinks?: ReadonlyMap<string, string>;
  config?: Partial<Config>;
}

/** A server for one test, closed also when the test fails: an open one would keep the run from ending. */
export async function withApp(options: TestAppOptions, work: (app: TestApp) => Promise<void>): Promise<void> {
  const app = await startApp(options);
  try {
    await work(app);
  } finally {
    await app.close();
  }
}

export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const dataDir = await mkdtemp(join(tmpdir(), 'shuijian-test-'));
  let moved = 0;
  const clock = Object.assign(() => Date.now() + moved, { advance: (milliseconds: number) => void (moved += milliseconds) });
  const config = { ...readConfig({ DATA_DIR: dataDir, PORT: '0', LOG_LEVEL: 'info', ...options.environment }), ...options.config };
  const store = await openStore({ dataDir, databaseUrl: config.databaseUrl, now: clock });
  const logs: string[] = [];
  const server = await startServer({
    store,
    config,
    clock,
    checkAnswers: true,
    logTo: { write: (line: string) => void logs.push(line) },
    ...(options.clientDir === undefined ? {} : { clientDir: options.clientDir }),
    ...(options.demoLinks === undefined ? {} : { demoLinks: options.demoLinks }),
  });
  const people = new Map<Agent, CurrentUser>();
  const byRole = new Map<Role, Promise<Agent>>();
  let count = 0;
  let closed = false;

  const person: TestApp['person'] = async ({ roles, areaCodes = [], username }) => {
    passwordHash ??= hashPassword(PASSWORD);
    const hash = await passwordHash;
    count += 1;
    const name = username ?? `${roles[0] ?? 'nobody'}-${count}`;
    const account = await store.write((tx) =>
      insertUser(tx, {
        username: name,
        displayName: name,
        passwordHash: hash,
        roles: [...roles],
        areaCodes: [...areaCodes],
        language: null,
        at: clock(),
      }),
    );
    const { token } = await server.services.sessions.open(account.id);
    const agent = new Agent(server.url, server.services.sessions.cookieName, token);
    const current = await server.services.sessions.find(token);
    if (current === undefined) throw new Error(`the session of ${name} was not found again`);
    people.set(agent, current.user);
    return agent;
  };

  return {
    url: server.url,
    store,
    dataDir,
    clock,
    server,
    logs,
    anonymous: new Agent(server.url, server.services.sessions.cookieName),
    person,
    as: (role) => {
      const known = byRole.get(role) ?? person({ roles: [role], username: role });
      byRole.set(role, known);
      return known;
    },
    user: (agent) => {
      const user = people.get(agent);
      if (user === undefined) throw new Error('this agent is nobody');
      return user;
    },
    close: async () => {
      if (closed) return;
      closed = true;
      await server.close();
      await store.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
