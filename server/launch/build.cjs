/**
 * Builds one part of the program into dist. The server's TypeScript is turned into JavaScript file by file (a few seconds; types are
 * `npm run typecheck`'s business), in a folder of its own that takes the old one's place when it is whole, so that nothing
 * of a deleted source lives on. The pages are Vite's.
 */
'use strict';
const { spawnSync } = require('node:child_process');
const { cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } = require('node:fs');
const { dirname, extname, join, relative } = require('node:path');
const { filesOf, sourcesNow, stampFile } = require('./freshness.cjs');

const ROOMS = ['server', 'models', 'analysis', 'sampling-plans'];
/** What the program reads beside itself, and its plain JavaScript. */
const DATA = new Set(['.json', '.csv', '.txt', '.md', '.ttf', '.xlsx', '.cjs']);

/** Runs a program of ours or of a package; what it says goes to stderr, because stdout belongs to the command. */
function runNode(root, args) {
  const { status, error } = spawnSync(process.execPath, args, { cwd: root, stdio: ['ignore', 2, 2] });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`the build stopped: node ${args.map((arg) => relative(root, arg) || arg).join(' ')} ended with ${status}`);
}

function transpile(root, out) {
  const ts = require('typescript');
  const { config } = ts.readConfigFile(join(root, 'tsconfig.json'), ts.sys.readFile);
  const { options } = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, noEmit: false, module: 'esnext', moduleResolution: 'bundler' }, root);
  const sources = filesOf(root, 'server').filter((file) => file.endsWith('.ts') && !file.endsWith('.d.ts') && !relative(root, file).startsWith(join('analysis', 'kernels', 'assembly')));
  for (const file of sources) {
    const { outputText, diagnostics } = ts.transpileModule(readFileSync(file, 'utf8'), { fileName: file, compilerOptions: options, reportDiagnostics: true });
    const [first] = diagnostics;
    if (first !== undefined) throw new Error(`${relative(root, file)} cannot be read: ${ts.flattenDiagnosticMessageText(first.messageText, ' ')}`);
    const target = join(out, relative(root, file)).replace(/\.ts$/, '.js');
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, outputText);
  }
}

function buildServer(root) {
  const partial = join(root, 'dist', `.building-${process.pid}`);
  try {
    transpile(root, partial);
    for (const room of ROOMS) {
      cpSync(join(root, room), join(partial, room), { recursive: true, filter: (source) => statSync(source).isDirectory() || DATA.has(extname(source)) });
    }
    for (const room of ROOMS) {
      rmSync(join(root, 'dist', room), { recursive: true, force: true });
      renameSync(join(partial, room), join(root, 'dist', room));
    }
  } finally {
    rmSync(partial, { recursive: true, force: true });
  }
  runNode(root, [join(root, 'dist', 'server', 'cli', 'writeSummaries.js')]);
}

const BUILDERS = {
  server: buildServer,
  client: (root) => runNode(root, [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn']),
};

/**
 * @param {string} root folder of the project
 * @param {'server' | 'client'} part
 * @throws Error with a sentence; the part then counts as not built
 */
function build(root, part) {
  const sources = sourcesNow(root, part);
  const stamp = stampFile(root, part);
  mkdirSync(dirname(stamp), { recursive: true });
  if (existsSync(stamp)) rmSync(stamp);
  BUILDERS[part](root);
  writeFileSync(stamp, `${sources}\n`);
}

module.exports = { build };
