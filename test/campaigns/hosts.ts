/**
 * `npm run campaign:hosts`: the project as somebody meets it who has just cloned it, on hosts with Node 20.20, 22, 24 and 26 and
 * without a compiler on the PATH, each with the npm of its age: npm ci, npm run demo until every link answers, npm test. Then the same with the host's own Node,
 * as on a system for which the packages bring none (musl); a host that is too old must say so. Prints a table.
 *   npm run campaign:hosts -- [--hosts 20.20,22,24,26] [--no-tests] [--only packages|own]
 * What is committed is what is tried. Linux; needs git, npm and the registry.
 */
import { spawn, spawnSync } from 'node:child_process';
import { accessSync, chmodSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '../..');
const DEMO_WITHIN_MS = 600_000;
const TESTS_WITHIN_MS = 3_600_000;
/** Older ones are to be refused when they are all there is. */
const OLDEST_OWN = 22;

const COMPILERS = /^(.*-)?(cc|c\+\+|c89|c99|g\+\+|gcc|cpp|clang|clang\+\+|make|gmake|cmake|ninja|python|ld|as)([\d.-].*)?$|^python/;
const NODE_AND_NPM = /^(node|nodejs|npm|npx|corepack)$/;

const { values } = parseArgs({
  options: { hosts: { type: 'string', default: '20.20,22,24,26' }, 'no-tests': { type: 'boolean', default: false }, only: { type: 'string' } },
});
if (values.only !== undefined && !['packages', 'own'].includes(values.only)) throw new Error(`--only is "${values.only}"; expected packages or own`);

interface Row {
  host: string;
  /** Whose Node: that of the packages, or the host's own. */
  whose: string;
  served: string;
  ci: string;
  demo: string;
  tests: string;
  outcome: string;
}

const scratch = mkdtempSync(join(tmpdir(), 'shuijian-hosts-'));
// tests that run as an account that may write nothing have to reach what they run
chmodSync(scratch, 0o755);
const say = (text: string): void => void process.stderr.write(`${text}\n`);
const seconds = (since: number): string => `${((performance.now() - since) / 1000).toFixed(0)} s`;

/** As a person's shell has it: nothing of the npm that runs this campaign. */
function environment(path: string): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !/^(npm_(lifecycle|package)_.*|npm_(command|execpath|node_execpath)|npm_config_(local_prefix|prefix|global_prefix|loglevel)|INIT_CWD|NODE|NODE_OPTIONS|DATA_DIR|DATABASE_URL)$/.test(name));
  return { ...Object.fromEntries(own), PATH: path };
}

/** The npm that came with a Node of that age. */
const npmOf = (host: string): string => (Number.parseInt(host, 10) < 24 ? '10' : '11');

/** A folder of links to all that this machine has but compilers, with the Node and the npm of the host. */
function pathFolder(at: string, packages: string): string {
  mkdirSync(at);
  for (const folder of ['/usr/local/bin', '/usr/bin', '/bin', '/usr/sbin', '/sbin']) {
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder)) {
      if (COMPILERS.test(name) || NODE_AND_NPM.test(name) || existsSync(join(at, name))) continue;
      try {
        accessSync(join(folder, name), constants.X_OK);
        symlinkSync(join(folder, name), join(at, name));
      } catch {
        // a broken link of this machine, or one made twice
      }
    }
  }
  symlinkSync(join(packages, 'node', 'bin', 'node'), join(at, 'node'));
  for (const name of ['npm', 'npx']) {
    writeFileSync(join(at, name), `#!/bin/sh\nexec node "${join(packages, 'npm', 'bin', `${name}-cli.js`)}" "$@"\n`, { mode: 0o755 });
  }
  return at;
}

interface Ran {
  code: number | null;
  text: string;
}

function run(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, timeout = DEMO_WITHIN_MS): Ran {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, env, encoding: 'utf8', timeout, maxBuffer: 1 << 28 });
  return { code: status, text: `${stdout}${stderr}` };
}

function must(what: string, { code, text }: Ran): void {
  if (code !== 0) throw new Error(`${what} ended with ${String(code)}: ${text.trim().split('\n').slice(-3).join(' | ')}`);
}

/** Starts the demo, follows each link as a browser would, and ends it. */
async function demo(clone: string, env: NodeJS.ProcessEnv): Promise<void> {
  // a group of its own: npm, its shell and the program end together
  const child = spawn('npm', ['run', '-s', 'demo', '--', '--json'], { cwd: clone, env: { ...env, PORT: '0' }, detached: true, stdio: ['ignore', 'pipe', 'pipe'] });
  let [out, err] = ['', ''];
  child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => resolve(code)));
  try {
    const line = await new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`the demo printed no links within ${String(DEMO_WITHIN_MS / 1000)} s: ${err}`)), DEMO_WITHIN_MS);
      child.stdout.on('data', (chunk: Buffer) => {
        out += chunk.toString();
        const [, found] = /(\{.*\})\n/.exec(out) ?? [];
        if (found !== undefined) resolve(found);
        if (found !== undefined) clearTimeout(late);
      });
      void ended.then((code) => {
        clearTimeout(late);
        reject(new Error(`the demo ended with ${String(code)}: ${err.trim()}`));
      });
    });
    const { url, links } = JSON.parse(line) as { url: string; links: { role: string; url: string }[] };
    if (links.length < 10) throw new Error(`the demo printed ${String(links.length)} links`);
    for (const link of links) {
      const answer = await fetch(link.url, { redirect: 'manual' });
      if (answer.status !== 303) throw new Error(`the link of ${link.role} answered ${String(answer.status)}`);
    }
    const page = await fetch(url, { headers: { accept: 'text/html' } });
    if (page.status !== 200) throw new Error(`the first page answered ${String(page.status)}`);
  } finally {
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGTERM');
    await ended;
  }
}

/** What a system has for which the packages bring no Node. */
function takeAwayPackagedNode(clone: string): void {
  const modules = join(clone, 'node_modules');
  rmSync(join(modules, '.bin', 'node'), { force: true });
  for (const name of readdirSync(modules)) if (/^node-(linux|win|bin-darwin)-/.test(name)) rmSync(join(modules, name), { recursive: true });
}

async function tryHost(host: string, path: string, own: boolean): Promise<Row> {
  const row: Row = { host, whose: own ? 'own' : 'packages', served: '', ci: '', demo: '', tests: '', outcome: 'well' };
  const clone = join(scratch, `clone-${host}-${row.whose}`);
  const env = environment(path);
  try {
    must('git clone', run('git', ['clone', '-q', ROOT, clone], scratch, env));
    let began = performance.now();
    must('npm ci', run('npm', ['ci', '--no-audit', '--no-fund'], clone, env));
    row.ci = seconds(began);
    if (own) takeAwayPackagedNode(clone);
    row.served = run('npm', ['exec', '-c', 'node -p process.version'], clone, env).text.trim().split('\n')[0] ?? '';
    if (own && Number.parseInt(host, 10) < OLDEST_OWN) {
      const { code, text } = run('npm', ['run', '-s', 'demo'], clone, env);
      if (code === 0 || !text.includes(`This is Node ${row.served.slice(1)}; Shuijian needs Node`)) throw new Error(`expected a refusal in words, got ${String(code)}: ${text}`);
      row.outcome = 'refused in one sentence, as it should be';
      return row;
    }
    began = performance.now();
    await demo(clone, env);
    row.demo = seconds(began);
    if (!values['no-tests']) {
      began = performance.now();
      const { code, text } = run('npm', ['test'], clone, env, TESTS_WITHIN_MS);
      row.tests = `${seconds(began)}: ${text.trim().split('\n').at(-1) ?? ''}`;
      if (code !== 0) {
        writeFileSync(join(tmpdir(), `shuijian-hosts-${host}-${row.whose}.log`), text);
        throw new Error(`npm test ended with ${String(code)}; what it printed is in ${join(tmpdir(), `shuijian-hosts-${host}-${row.whose}.log`)}`);
      }
    }
  } catch (error) {
    row.outcome = error instanceof Error ? error.message : String(error);
    process.exitCode = 1;
  } finally {
    rmSync(clone, { recursive: true, force: true });
  }
  return row;
}

function table(rows: readonly Row[]): string {
  const head: Row = { host: 'host', whose: 'Node of', served: 'served', ci: 'npm ci', demo: 'demo', tests: 'npm test', outcome: 'outcome' };
  const keys = Object.keys(head) as (keyof Row)[];
  const width = (key: keyof Row): number => Math.max(...[head, ...rows].map((row) => row[key].length));
  return [head, ...rows].map((row) => keys.map((key) => row[key].padEnd(width(key))).join('  ').trimEnd()).join('\n');
}

try {
  const rows: Row[] = [];
  for (const host of values.hosts.split(',')) {
    const prefix = join(scratch, `node-${host}`);
    mkdirSync(prefix);
    must(`npm install node@${host}`, run('npm', ['install', '--prefix', prefix, '--no-audit', '--no-fund', `node@${host}`, `npm@${npmOf(host)}`], prefix, environment(process.env['PATH'] ?? '')));
    const path = pathFolder(join(scratch, `path-${host}`), join(prefix, 'node_modules'));
    for (const own of [false, true]) {
      if (values.only !== undefined && values.only !== (own ? 'own' : 'packages')) continue;
      say(`Node ${host}, ${own ? "the host's own" : 'that of the packages'} …`);
      const row = await tryHost(host, path, own);
      rows.push(row);
      say(table([row]));
    }
  }
  process.stdout.write(`${table(rows)}\n`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}
