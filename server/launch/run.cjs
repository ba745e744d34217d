/**
 * Chooses what runs: the built program where it is what the sources say, else the sources. `cli` never builds (a rebuild
 * would change the files of a server that is running); `start` and `demo` first build what is missing or stale. In the
 * bundle there are no sources and everything is built.
 */
'use strict';
const { existsSync, readdirSync } = require('node:fs');
const nodeModule = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');

const here = join(__dirname, '..');
/** `server/` beside package.json, or `dist/server/` one folder further down. */
const root = existsSync(join(here, '..', 'package.json')) ? join(here, '..') : join(here, '..', '..');
const isBundle = !existsSync(join(root, 'server'));

const PROGRAMS = { start: 'server/main', demo: 'server/demo', cli: 'server/cli', bundle: 'server/build/bundle/bundle' };
const PART_NAMES = { server: ['program', '程序'], client: ['pages', '页面'] };

const say = (text) => process.stderr.write(`${text}\n`);

function usage() {
  const program = isBundle ? './shuijian' : 'node server/launch.cjs';
  return `Shuijian 水鉴

  ${program} demo            the example, with a sign-in link per role  示例（合成数据）
  ${program} serve           the server; "serve --help" lists the settings  启动服务
  ${program} cli VERB        one task; "cli --help" lists the verbs  命令行
  ${program} --version
`;
}

/** npm installs the natives of this system as optional packages. @returns a sentence where they are not there */
function missingPackages() {
  const system = `${process.platform}-${process.arch}`;
  const natives = join(root, 'node_modules', '@node-rs');
  if (existsSync(natives) && readdirSync(natives).some((name) => name.startsWith(`argon2-${system}`))) return undefined;
  return `The packages for this system (${system}) are not installed: npm ci was not run here, left out optional packages, or ran on another kind of machine. Run "npm ci" here, without --omit=optional.
本系统（${system}）所需的软件包未安装：请在此处运行 npm ci（不要加 --omit=optional）。`;
}

const unwritable = (error) => ['EACCES', 'EROFS', 'EPERM'].includes(error.code);

/** Builds parts, only those that are missing or stale where so told. @returns {boolean} false when it could not, which was said */
function makeReady(parts, onlyStale) {
  const { stateOf } = require('./freshness.cjs');
  for (const part of parts) {
    if (onlyStale && stateOf(root, part) === 'fresh') continue;
    const [en, zh] = PART_NAMES[part];
    say(`Building the ${en} … 正在构建${zh} …`);
    try {
      require('./build.cjs').build(root, part);
    } catch (error) {
      say(
        unwritable(error)
          ? `The ${en} must be built first, and ${join(root, 'dist')} cannot be written (${error.code}): run "npm run build" with an account that may write there, then start again.
需先构建${zh}，但 ${join(root, 'dist')} 不可写（${error.code}）：请用可写该目录的账户运行 npm run build，然后重新启动。`
          : error.message,
      );
      return false;
    }
  }
  return true;
}

/** @returns {boolean} whether the built program is what runs */
function runsBuilt(command) {
  if (isBundle || command !== 'cli') return true;
  const { stateOf } = require('./freshness.cjs');
  const state = stateOf(root, 'server');
  if (state === 'fresh') return true;
  say(`The built program is ${state === 'stale' ? 'older than the sources' : 'not there'}: running the sources, which is slower. "npm run build" makes it quick.`);
  return false;
}

async function run(command, args) {
  const built = runsBuilt(command);
  const file = join(root, ...(built ? ['dist', `${PROGRAMS[command]}.js`] : [`${PROGRAMS[command]}.ts`]));
  process.argv = [process.argv[0], file, ...args];
  // from Node 22.8 on; where the folder cannot be written nothing is kept and nothing is said
  if (built) nodeModule.enableCompileCache?.(join(root, 'dist', '.compile-cache'));
  else require('tsx/esm/api').register();
  await import(pathToFileURL(file).href);
}

function main([command, ...args]) {
  if (command === '--version') {
    process.stdout.write(`Shuijian ${require(join(root, 'package.json')).version} (Node ${process.versions.node}, ${process.platform}-${process.arch})\n`);
    return;
  }
  if (command === '--help') {
    process.stdout.write(usage());
    return;
  }
  const missing = missingPackages();
  if (missing !== undefined) {
    say(missing);
    process.exitCode = 1;
    return;
  }
  if (command === 'build' && !isBundle && ['server', 'client'].includes(args[0])) {
    if (!makeReady([args[0]], false)) process.exitCode = 1;
    return;
  }
  if (command === 'serve') return run('cli', ['serve', ...args]);
  if (!Object.hasOwn(PROGRAMS, command ?? '')) {
    say(`${command === undefined ? 'Nothing was asked for' : `There is no command "${command}"`}; what there is:\n\n${usage()}`);
    process.exitCode = 2;
    return;
  }
  if (!isBundle && command !== 'cli' && !makeReady(['server', 'client'], true)) {
    process.exitCode = 1;
    return;
  }
  return run(command, args);
}

Promise.resolve(main(process.argv.slice(2))).catch((error) => {
  say(error instanceof Error ? (error.stack ?? error.message) : String(error));
  process.exitCode = 1;
});
