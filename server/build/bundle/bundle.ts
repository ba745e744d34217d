/**
 * `npm run bundle`: one archive that unpacks and starts on a machine without internet, npm or Node. It holds the built server
 * and pages, the packages that the built server imports, the runtime, licences and what an operator needs (deploy, docs).
 * Made from what npm ci installed here, so it needs no network; it is for the system it was made on.
 */
import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, readFileSync, realpathSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, sep } from 'node:path';
import { codeVersion } from '../../version.ts';
import { leftOut } from './leftOut.ts';
import { notices } from './notices.ts';
import { closure, directDependencies, importedPackages, type Package } from './packages.ts';

/** dist/server/build/bundle → the project. */
const root = join(import.meta.dirname, '..', '..', '..', '..');

interface Target {
  /** As `uname -s` and `uname -m` say it. */
  uname: string;
  /** Whose absence means another C library; empty where there is only one. */
  loader: string;
}

const TARGETS: Readonly<Record<string, Target>> = {
  'linux-x64': { uname: 'Linux x86_64', loader: '/lib64/ld-linux-x86-64.so.2' },
  'linux-arm64': { uname: 'Linux aarch64', loader: '/lib/ld-linux-aarch64.so.1' },
  'darwin-arm64': { uname: 'Darwin arm64', loader: '/' },
};

const system = `${process.platform}-${process.arch}`;
const BUILT = ['server', 'models', 'analysis', 'sampling-plans'];
const isBuildTool = (path: string): boolean => relative(join(root, 'dist'), path).startsWith(join('server', 'build'));

/** The Node that npm ci brought; one of the system may need libraries that another machine lacks. */
function runtime(): { node: string; folder: string } {
  const link = join(root, 'node_modules', '.bin', 'node');
  if (!existsSync(link)) throw new Error(`the Node that comes with the packages is not installed for ${system}: run npm ci without --omit=optional`);
  const node = realpathSync(link);
  return { node, folder: dirname(dirname(node)) };
}

function copyPackages(to: string, packages: readonly Package[]): void {
  const stays = leftOut(system);
  for (const { name, folder } of packages) {
    const from = join(root, folder);
    cpSync(from, join(to, folder), {
      recursive: true,
      filter: (source) => {
        const path = relative(from, source).split(sep).join('/');
        // a package of its own comes by its own entry
        if (path === 'node_modules' || path.includes('/node_modules')) return false;
        return path === '' || statSync(source).isDirectory() || !stays(name, path);
      },
    });
  }
}

async function stage(to: string, target: Target): Promise<Package[]> {
  const inside = (...path: string[]): string => join(to, ...path);
  for (const room of BUILT) cpSync(join(root, 'dist', room), inside('dist', room), { recursive: true, filter: (source) => !isBuildTool(source) });
  cpSync(join(root, 'dist', 'client'), inside('dist', 'client'), { recursive: true });
  const direct = directDependencies(root);
  const imported = await importedPackages(BUILT.map((room) => join(root, 'dist', room)), isBuildTool);
  const packages = closure(root, direct.filter((name) => imported.has(name)));
  copyPackages(to, packages);

  const { node, folder } = runtime();
  mkdirSync(inside('runtime'));
  cpSync(node, inside('runtime', 'node'));
  cpSync(join(folder, 'LICENSE'), inside('runtime', 'LICENSE'));
  for (const name of ['LICENSE', 'deploy', 'docs/install.md', 'docs/install.zh-CN.md']) cpSync(join(root, name), inside(name), { recursive: true });
  writeFileSync(inside('NOTICES.txt'), `${notices(root, closure(root, direct))}\nNode.js: see runtime/LICENSE\n`);
  const { name, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { name: string; license: string };
  writeFileSync(inside('package.json'), `${JSON.stringify({ name, version: codeVersion, license, private: true, type: 'module' }, null, 2)}\n`);
  const launcher = readFileSync(join(root, 'server', 'build', 'bundle', 'shuijian.sh'), 'utf8');
  writeFileSync(inside('shuijian'), launcher.replaceAll('@UNAME@', target.uname).replaceAll('@SYSTEM@', system).replaceAll('@LOADER@', target.loader));
  chmodSync(inside('shuijian'), 0o755);
  return packages;
}

/** Nobody's account and no odd permissions go along. */
function pack(folder: string, archive: string): void {
  const anonymous = process.platform === 'linux' ? ['--sort=name', '--owner=0', '--group=0', '--numeric-owner', '--mode=u+rwX,go+rX,go-w'] : ['--uid=0', '--gid=0'];
  const { status, error, stderr } = spawnSync('tar', [...anonymous, '-C', dirname(folder), '-czf', archive, basename(folder)], { encoding: 'utf8' });
  if (error !== undefined) throw new Error(`tar is needed to make the archive and could not be started (${error.message}): install it`);
  if (status !== 0) throw new Error(`tar ended with ${String(status)}: ${stderr}`);
}

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

async function main(): Promise<void> {
  const target = TARGETS[system];
  if (target === undefined) throw new Error(`there is no bundle for ${system}; there are ${Object.keys(TARGETS).join(', ')}`);
  const name = `shuijian-${codeVersion}-${system}`;
  const work = join(root, 'dist', `.bundle-${process.pid}`);
  const archive = join(root, 'dist', `${name}.tar.gz`);
  try {
    mkdirSync(join(work, name), { recursive: true });
    const packages = await stage(join(work, name), target);
    pack(join(work, name), join(work, 'archive'));
    renameSync(join(work, 'archive'), archive);
    process.stderr.write(`${packages.length} packages, ${megabytes(statSync(archive).size)}\n`);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  process.stdout.write(`${archive}\n`);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
