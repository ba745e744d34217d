/** The browser's half, built once per run from the sources as they are, so that no stale build is tested. */
import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const VITE = resolve('node_modules/vite/bin/vite.js');

let built: Promise<string> | undefined;

/** @returns the folder with index.html; it goes away with the process */
export function clientBuild(): Promise<string> {
  built ??= (async () => {
    const folder = mkdtempSync(join(tmpdir(), 'shuijian-client-'));
    process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
    // A process of its own: the test runner's NODE_ENV would give React's development build.
    await run(process.execPath, [VITE, 'build', '--logLevel', 'error', '--outDir', folder, '--emptyOutDir'], {
      env: { ...process.env, NODE_ENV: 'production' },
    });
    return folder;
  })();
  return built;
}
