/**
 * The archive of `npm run bundle`, unpacked into a folder with a space in its name and used with an empty environment, a PATH of
 * four tools and, where the system lets us, no network.
 */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect } from 'chai';
import { closure, directDependencies, importedPackages } from '../../server/build/bundle/packages.ts';
import { readVerbs } from '../../server/cli/registry.ts';
import { runNode } from '../support/run.ts';
import type { Met, Page, Said } from './walkBundle.ts';

const TOOLS = ['sh', 'readlink', 'dirname', 'uname'];
const NOBODY = 65_534;
/** A user and network namespace with nothing but the loopback. */
const ALONE = ['unshare', '-rn', 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];

const canBeAlone = (): boolean => spawnSync(ALONE[0] ?? '', [...ALONE.slice(1), 'true']).status === 0;

/** On a system for which the packages bring no Node there is nothing to put into a bundle, and that is said. */
const HAS_RUNTIME = existsSync('node_modules/.bin/node');

if (!HAS_RUNTIME) {
  describe('the bundle', () => {
    it('is refused in a sentence where the packages brought no Node', async () => {
      const made = await runNode([resolve('server/launch.cjs'), 'bundle']);
      expect(made.code).to.equal(1);
      expect(made.err).to.contain('the Node that comes with the packages is not installed for');
    }).timeout(60_000);
  });
}

(HAS_RUNTIME ? describe : () => undefined)('the bundle', function () {
  // half a minute on a machine of its own, several on a busy one
  this.timeout(600_000);
  let folder: string;
  let archive: string;
  let unpacked: string;
  let tools: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'shuijian-bundle-'));
    await chmod(folder, 0o755);
    const made = await runNode([resolve('server/launch.cjs'), 'bundle']);
    expect(made.code, made.err).to.equal(0);
    archive = made.out.trim();
    const place = join(folder, 'a folder');
    await mkdir(place);
    execFileSync('tar', ['-xzf', archive, '-C', place]);
    const [name = ''] = await readdir(place);
    unpacked = join(place, name);
    tools = join(folder, 'tools');
    await mkdir(tools);
    for (const tool of TOOLS) await symlink(execFileSync('sh', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim(), join(tools, tool));
  });
  after(() => rm(folder, { recursive: true }));

  const launch = async (args: readonly string[], how: { path?: string; uid?: number; launcher?: string } = {}): Promise<Said> => {
    const { path = tools, uid, launcher = join(unpacked, 'shuijian') } = how;
    try {
      const { stdout, stderr } = await promisify(execFile)(launcher, args, { cwd: '/', env: { PATH: path }, ...(uid === undefined ? {} : { uid, gid: uid }) });
      return { code: 0, out: stdout, err: stderr };
    } catch (error) {
      const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string };
      return { code, out: stdout, err: stderr };
    }
  };

  it('is named after version, system and processor, and small enough to be carried', async () => {
    expect(archive).to.match(new RegExp(`shuijian-\\d+\\.\\d+\\.\\d+-${process.platform}-${process.arch}\\.tar\\.gz$`));
    expect((await stat(archive)).size / 1e6).to.be.within(30, 90);
  });

  it('holds what the built server imports, and nothing of what only pages or builders need', async () => {
    const rooms = ['server', 'models', 'analysis', 'sampling-plans'].map((room) => join(unpacked, 'dist', room));
    const direct = directDependencies('.');
    const imported = await importedPackages(rooms, () => false);
    const notFound = [...imported].filter((name) => direct.includes(name) && !existsSync(join(unpacked, 'node_modules', name, 'package.json')));
    expect(notFound).to.deep.equal([]);
    // what a checkout needs to run its sources is named in them and never reached in a bundle
    expect([...imported].filter((name) => !direct.includes(name))).to.deep.equal(['tsx']);
    expect(imported).to.include('typeorm').and.include('express');
    for (const absent of ['react', '@mantine/core', 'maplibre-gl', 'vite', 'typescript', 'tsx', 'mocha', 'esbuild']) {
      expect(existsSync(join(unpacked, 'node_modules', absent)), absent).to.equal(false);
    }
    expect(existsSync(join(unpacked, 'dist/server/build'))).to.equal(false);
  });

  it('names the licence of every package in it, in the pages too', async () => {
    const notices = await readFile(join(unpacked, 'NOTICES.txt'), 'utf8');
    const all = closure(resolve('.'), directDependencies('.'));
    expect(all.filter(({ name, version, license }) => !notices.includes(`\n${name} ${version} (${license})\n`)).map(({ name }) => name)).to.deep.equal([]);
    expect(notices).to.match(/^react \d/m).and.match(/^maplibre-gl \d/m).and.contain('SIL OPEN FONT LICENSE');
    expect(await readFile(join(unpacked, 'runtime/LICENSE'), 'utf8')).to.contain('Node.js');
    expect(await readFile(join(unpacked, 'LICENSE'), 'utf8')).to.contain('Apache License');
  });

  it('says on another processor, in one sentence, that it is for this one', async () => {
    const path = join(folder, 'elsewhere');
    await mkdir(path);
    for (const tool of TOOLS.filter((name) => name !== 'uname')) await symlink(join(tools, tool), join(path, tool));
    await writeFile(join(path, 'uname'), '#!/bin/sh\n[ "$1" = -m ] && echo riscv64 || echo Linux\n', { mode: 0o755 });
    const { code, out, err } = await launch(['--version'], { path });
    expect([code, out]).to.deep.equal([1, '']);
    expect(err.trim().split('\n')).to.have.length(2);
    expect(err).to.match(/^This bundle is for \S+ \(.*\); this machine is Linux riscv64: take the bundle for this machine/).and.match(/本机为 Linux riscv64/);
  });

  it('says where the C library is another', async () => {
    const launcher = join(folder, 'musl', 'shuijian');
    await mkdir(join(folder, 'musl'));
    const text = await readFile(join(unpacked, 'shuijian'), 'utf8');
    await writeFile(launcher, text.replace(/\[ ! -e "[^"]+" \]/, '[ ! -e /lib/none ]'), { mode: 0o755 });
    const { code, err } = await launch(['--version'], { launcher });
    expect(code).to.equal(1);
    expect(err).to.match(/needs the GNU C library.*use Debian/).and.match(/glibc/);
  });

  it('works for an account that may not write where it lies', async function () {
    if (process.getuid?.() !== 0) return this.skip();
    const data = join(folder, 'of nobody');
    await mkdir(data);
    await chown(data, NOBODY, NOBODY);
    const made = await launch(['cli', 'round', 'create', '2018-Q1', '--plan', 'huilai', '--data', join(data, 'data')], { uid: NOBODY });
    expect(made.code, made.err).to.equal(0);
    const refused = await launch(['serve', '--port', '0', '--data', join(unpacked, 'data')], { uid: NOBODY });
    expect(refused.code).to.equal(1);
    expect(refused.err).to.match(/^The data folder .* cannot be written by this account \(EACCES\)/);
    expect(existsSync(join(unpacked, 'data'))).to.equal(false);
  });

  it('carries what its Dockerfile copies and its unit starts', async () => {
    const dockerfile = await readFile(join(unpacked, 'deploy/Dockerfile'), 'utf8');
    const copied = [...dockerfile.matchAll(/^COPY (.+) \S+$/gm)].flatMap(([, sources = '']) => sources.split(' '));
    expect(copied).to.include.members(['dist', 'node_modules', 'runtime', 'shuijian', 'package.json']);
    expect(copied.filter((source) => !existsSync(join(unpacked, source)))).to.deep.equal([]);
    const compose = await readFile(join(unpacked, 'deploy/compose.yaml'), 'utf8');
    const [, context = '', file = ''] = /build: \{ context: (\S+), dockerfile: (\S+) \}/.exec(compose) ?? [];
    expect(existsSync(join(unpacked, 'deploy', context, file))).to.equal(true);
    const unit = await readFile(join(unpacked, 'deploy/shuijian.service'), 'utf8');
    expect(unit).to.match(/^ExecStart=\/opt\/shuijian\/shuijian serve$/m).and.match(/^ProtectSystem=strict$/m);
    if (spawnSync('systemd-analyze', ['--version']).status !== 0) return;
    const here = join(folder, 'installed');
    await symlink(unpacked, here);
    const checked = join(folder, 'shuijian.service');
    await writeFile(checked, unit.replaceAll('/opt/shuijian', here));
    const { status, stderr } = spawnSync('systemd-analyze', ['verify', checked], { encoding: 'utf8' });
    expect([status, stderr.split('\n').filter((line) => line.includes('shuijian.service'))]).to.deep.equal([0, []]);
  });

  it('carries the page that says how to install it, and every verb on it is there', async () => {
    const verbs = new Set((await readVerbs()).keys());
    for (const page of ['install.md', 'install.zh-CN.md']) {
      const named = [...(await readFile(join(unpacked, 'docs', page), 'utf8')).matchAll(/cli ([a-z][a-z-]*)/g)].map(([, verb = '']) => verb);
      expect(named).to.include.members(['backup', 'check-backup', 'restore', 'verify', 'migrate']);
      expect(named.filter((verb) => !verbs.has(verb)), page).to.deep.equal([]);
    }
  });

  it('is walked from the version to the demo, alone and from another folder', async () => {
    const scratch = join(folder, 'scratch');
    await mkdir(scratch);
    const launcher = join(folder, 'link');
    await symlink(join(unpacked, 'shuijian'), launcher);
    const alone = canBeAlone();
    const walk = [...(alone ? ALONE : []), process.execPath, '--import', 'tsx', 'test/bundle/walkBundle.ts', launcher, tools, scratch];
    const [program = '', ...args] = walk;
    const { stdout } = await promisify(execFile)(program, args, { maxBuffer: 64 * 1024 * 1024 });
    const met = JSON.parse(stdout) as Met;
    if (alone) expect(met.network).to.match(/ENETUNREACH|EHOSTUNREACH/);

    for (const [name, said] of Object.entries(met).filter((entry): entry is [string, Said] => typeof entry[1] === 'object' && 'code' in (entry[1] as object))) {
      expect(said.code, `${name}: ${said.err}`).to.equal(0);
    }
    expect(met.version.out).to.match(/^Shuijian \d+\.\d+\.\d+ \(Node \d+\./);
    expect(met.help.out).to.match(/\.\/shuijian demo/).and.match(/\.\/shuijian cli VERB/);
    // the build's list of verbs is that of the sources
    for (const { name, summary } of (await readVerbs()).values()) expect(met.verbs.out).to.contain(`  ${name} `).and.contain(summary);
    expect(JSON.parse(met.made.out)).to.have.property('created', 65);
    expect(JSON.parse(met.verified.out)).to.have.property('ok', true);
    expect(met.restored.err).to.contain('./shuijian cli verify --data');

    const expectPage = ({ status, files }: Page): void => {
      expect(status).to.equal(200);
      expect(files.length).to.be.greaterThan(2);
      for (const file of files) {
        expect([file.path, file.status]).to.deep.equal([file.path, 200]);
        expect(file.mediaType).to.match(file.path.endsWith('.css') ? /^text\/css/ : /^text\/javascript/);
        expect(file.bytes, file.path).to.be.greaterThan(100);
      }
    };
    expectPage(met.setupPage);
    expectPage(met.demoPage);
    expect([met.setupStatus, met.apiPage]).to.deep.equal([201, [200, 200, 200, 200]]);
    expect(met.session).to.deep.equal({ status: 200, roles: ['planner'] });
    expect(met.rounds).to.equal(8);
    expect(met.exported.map(({ code, err }) => [code, err])).to.deep.equal([[0, ''], [0, '']]);
    expect((await readFile(join(scratch, 'orders.pdf'))).subarray(0, 5).toString()).to.equal('%PDF-');
    expect((await stat(join(scratch, 'results.xlsx'))).size).to.be.greaterThan(10_000);
  });
});
