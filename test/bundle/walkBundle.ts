/**
 * Walks an unpacked bundle as somebody does who has nothing else: an empty environment, a PATH of four tools. Run as a process of
 * its own, because it is meant to be started where there is no network but the loopback; prints what it met as one line of JSON.
 *   walkBundle.ts LAUNCHER PATH_FOLDER SCRATCH
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { Agent } from '../support/agent.ts';

export interface Said {
  code: number | null;
  out: string;
  err: string;
}

export interface Page {
  status: number;
  /** The scripts and styles that the page names, each with what asking for it answered. */
  files: { path: string; status: number; mediaType: string; bytes: number }[];
}

export interface Met {
  /** What asking another machine ended in. */
  network: string;
  version: Said;
  help: Said;
  verbs: Said;
  made: Said;
  verified: Said;
  backedUp: Said;
  restored: Said;
  setupPage: Page;
  setupStatus: number;
  apiPage: number[];
  served: Said;
  demoPage: Page;
  session: { status: number; roles: unknown };
  rounds: number;
  exported: Said[];
  demo: Said;
}

const [launcher = '', path = '', scratch = ''] = process.argv.slice(2);

interface Running {
  child: ChildProcess;
  said: Said;
  ended: Promise<Said>;
  until: (pattern: RegExp) => Promise<string>;
}

function begin(args: readonly string[], environment: Record<string, string> = {}): Running {
  const child = spawn(launcher, args, { cwd: '/', env: { PATH: path, ...environment }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: Said = { code: null, out: '', err: '' };
  const heard = new Set<() => void>();
  for (const [stream, name] of [[child.stdout, 'out'], [child.stderr, 'err']] as const) {
    stream.on('data', (chunk: Buffer) => {
      said[name] += chunk.toString();
      for (const look of heard) look();
    });
  }
  const ended = once(child, 'close').then(([code]) => ({ ...said, code: code as number | null }));
  const until = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const found = pattern.exec(said.out) ?? pattern.exec(said.err);
        if (found !== null) resolve(found[1] ?? found[0]);
      };
      heard.add(look);
      look();
      void ended.then(({ code, err }) => reject(new Error(`${args.join(' ')} ended with ${String(code)} and never said ${String(pattern)}: ${err}`)));
    });
  return { child, said, ended, until };
}

const run = (...args: string[]): Promise<Said> => begin(args).ended;

async function end({ child, ended }: Running): Promise<Said> {
  child.kill('SIGTERM');
  return ended;
}

async function pageOf(agent: Agent, address: string): Promise<Page> {
  const page = await agent.request('GET', address, undefined, { headers: { accept: 'text/html' } });
  const named = [...page.text.matchAll(/(?:src|href)="(\/[^"]+\.(?:js|css))"/g)].map(([, file = '']) => file);
  const files = await Promise.all(
    named.map(async (file) => {
      const { status, headers, text } = await agent.request('GET', file);
      return { path: file, status, mediaType: headers.get('content-type') ?? '', bytes: text.length };
    }),
  );
  return { status: page.status, files };
}

async function network(): Promise<string> {
  try {
    // an address that is kept for documentation and belongs to nobody
    await fetch('http://192.0.2.1/', { signal: AbortSignal.timeout(3000) });
    return 'answered';
  } catch (error) {
    const cause = error instanceof Error ? error.cause : undefined;
    return cause instanceof Error && 'code' in cause ? String(cause.code) : String(error);
  }
}

async function walkServe(): Promise<Pick<Met, 'setupPage' | 'setupStatus' | 'apiPage' | 'served'>> {
  const server = begin(['serve', '--port', '0', '--data', join(scratch, 'empty')]);
  const url = await server.until(/listens on (http:\/\/127\.0\.0\.1:\d+)/);
  const token = await server.until(/\/setup#([\w-]{43})/);
  const agent = new Agent(url, 'shuijian');
  const setupPage = await pageOf(agent, '/setup');
  const made = await agent.request('POST', '/api/setup', { token, username: 'head', displayName: 'Head', password: 'reeds by the river' });
  const apiPage = await Promise.all(['/api/docs', '/api/openapi.json', '/api/docs/swagger-ui-bundle.js', '/api/docs/swagger-ui.css'].map(async (file) => (await agent.request('GET', file)).status));
  return { setupPage, setupStatus: made.status, apiPage, served: await end(server) };
}

async function walkDemo(): Promise<Pick<Met, 'demoPage' | 'session' | 'rounds' | 'exported' | 'demo'>> {
  const DATA_DIR = join(scratch, 'demo');
  const server = begin(['demo', '--json'], { DATA_DIR, PORT: '0' });
  const line = await server.until(/(\{.*\})\n/);
  const { url, links } = JSON.parse(line) as { url: string; links: { role: string; url: string }[] };
  const link = links.find(({ role }) => role === 'planner');
  if (link === undefined) throw new Error(`no link for a planner: ${line}`);
  const signedIn = await fetch(link.url, { redirect: 'manual' });
  const [, cookie = '', token = ''] = /^([^=]+)=([^;]+)/.exec(signedIn.headers.get('set-cookie') ?? '') ?? [];
  const agent = new Agent(url, cookie, token);
  const demoPage = await pageOf(agent, '/');
  const session = await agent.request('GET', '/api/session');
  const rounds = await agent.request('GET', '/api/rounds');
  const demo = await end(server);
  // fonts, workbook and archive writers are read only when something is exported
  const data = ['--data', DATA_DIR];
  const exported = [
    await run('cli', 'export', 'orders', '--format', 'pdf', '--out', join(scratch, 'orders.pdf'), ...data),
    await run('cli', 'export', 'results', '--format', 'xlsx', '--out', join(scratch, 'results.xlsx'), ...data),
  ];
  const { user } = session.body as { user?: { roles?: unknown } };
  return { demoPage, session: { status: session.status, roles: user?.roles }, rounds: (rounds.body as { items?: unknown[] }).items?.length ?? 0, exported, demo };
}

async function walkVerbs(): Promise<Pick<Met, 'made' | 'verified' | 'backedUp' | 'restored'>> {
  const data = ['--data', join(scratch, 'a round')];
  const made = await run('cli', 'round', 'create', '2018-Q1', '--plan', 'huilai', ...data);
  const verified = await run('cli', 'verify', ...data);
  const backedUp = await run('cli', 'backup', '--to', join(scratch, 'backups'), ...data);
  const { folder } = JSON.parse(backedUp.out) as { folder: string };
  const restored = await run('cli', 'restore', folder, '--data', join(scratch, 'restored'));
  return { made, verified, backedUp, restored };
}

const [version, help, verbs] = [await run('--version'), await run('--help'), await run('cli', '--help')];
const [demo, verbsMet] = await Promise.all([walkDemo(), walkVerbs().then(async (met) => ({ ...met, ...(await walkServe()) }))]);
const met: Met = { network: await network(), version, help, verbs, ...verbsMet, ...demo };
process.stdout.write(`${JSON.stringify(met)}\n`);
