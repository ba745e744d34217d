/**
 * A PostgreSQL of the test run's own: started once per process from the installed binaries, as a
 * non-root user, on a free loopback port with a password, in a folder that is removed afterwards.
 * fsync stays on: the store refuses to start without it.
 */
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';
import { tempFolder } from './tempFolder.ts';

const INSTALLED = '/usr/lib/postgresql';
const READY_WITHIN_MS = 30_000;
const NOBODY = 65_534;

interface Server {
  child: ChildProcess;
  port: number;
  password: string;
  databases: number;
}

let starting: Promise<Server> | undefined;

/** @returns the folder of the newest installed binaries, or undefined */
export function postgresBinaries(): string | undefined {
  if (!existsSync(INSTALLED)) return undefined;
  const newest = readdirSync(INSTALLED)
    .sort((a, b) => Number(b) - Number(a))
    .find((version) => existsSync(join(INSTALLED, version, 'bin', 'initdb')));
  return newest === undefined ? undefined : join(INSTALLED, newest, 'bin');
}

/**
 * For a `before` hook. Skips the suite, saying so, where PostgreSQL is not installed.
 * @throws Error instead of skipping when CI is set: there that half must run
 */
export function requirePostgres(context: Mocha.Context): void {
  if (postgresBinaries() !== undefined) return;
  const sentence = `PostgreSQL is not installed under ${INSTALLED}: the tests of that engine did not run (apt-get install postgresql)`;
  if (process.env['CI'] !== undefined) throw new Error(sentence);
  process.stderr.write(`\n*** SKIPPED: ${sentence} ***\n`);
  context.skip();
}

/** @param template a database nobody is connected to, to start from; left out: empty @returns the URL of the new database */
export async function newPostgresDatabase(template?: string): Promise<string> {
  starting ??= start();
  const server = await starting;
  server.databases += 1;
  const name = `shuijian_${server.databases}`;
  const client = new pg.Client({ connectionString: urlOf(server, 'postgres') });
  await client.connect();
  try {
    await client.query(`CREATE DATABASE ${name}${template === undefined ? '' : ` TEMPLATE ${template}`}`);
  } finally {
    await client.end();
  }
  return urlOf(server, name);
}

/** Stops the server, if one was started. */
export async function stopPostgres(): Promise<void> {
  if (starting === undefined) return;
  const { child } = await starting;
  starting = undefined;
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  // nothing in it is wanted any more: no last checkpoint
  child.kill('SIGQUIT');
  await ended;
}

const urlOf = (server: Server, database: string): string => `postgres://shuijian:${server.password}@127.0.0.1:${server.port}/${database}`;

async function start(): Promise<Server> {
  const binaries = postgresBinaries();
  if (binaries === undefined) throw new Error(`PostgreSQL is not installed under ${INSTALLED}`);
  const folder = tempFolder('shuijian-postgres');
  const owner = ownerOfServer();
  const password = randomBytes(16).toString('hex');
  const passwordFile = join(folder, 'password');
  const data = join(folder, 'data');
  writeFileSync(passwordFile, password, { mode: 0o600 });
  mkdirSync(data, { mode: 0o700 });
  if (owner !== undefined) for (const path of [folder, passwordFile, data]) chownSync(path, owner.uid, owner.gid);

  execFileSync(
    join(binaries, 'initdb'),
    ['-D', data, '-U', 'shuijian', '--pwfile', passwordFile, '-A', 'scram-sha-256', '-E', 'UTF8', '--locale', 'C.UTF-8', '--no-sync'],
    { ...owner, cwd: folder, stdio: 'pipe' },
  );
  const port = await freePort();
  const child = spawn(
    join(binaries, 'postgres'),
    [
      '-D',
      data,
      '-k',
      folder,
      '-p',
      String(port),
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'max_connections=80',
      '-c',
      'shared_buffers=64MB',
    ],
    { ...owner, cwd: folder, stdio: 'ignore' },
  );
  process.once('exit', () => child.kill('SIGKILL'));
  const server: Server = { child, port, password, databases: 0 };
  await untilReady(server);
  return server;
}

/** The server refuses to run as root. */
function ownerOfServer(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  try {
    const number = (flag: string): number =>
      Number(execFileSync('id', [flag, 'postgres'], { stdio: ['ignore', 'pipe', 'ignore'] }).toString());
    return { uid: number('-u'), gid: number('-g') };
  } catch {
    return { uid: NOBODY, gid: NOBODY };
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => (address === null || typeof address === 'string' ? reject(new Error('no free port')) : resolve(address.port)));
    });
  });
}

async function untilReady(server: Server): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  for (;;) {
    const client = new pg.Client({ connectionString: urlOf(server, 'postgres') });
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      if (server.child.exitCode !== null || Date.now() > deadline)
        throw new Error(`PostgreSQL did not start within ${READY_WITHIN_MS} ms`, { cause: error });
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

// a test run stops the server itself; a script calls stopPostgres()
if (typeof after === 'function') after(stopPostgres);
