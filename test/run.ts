/**
 * `npm test`: every test file, folder by folder, two at a time, each of the long ones in a mocha of its own and the
 * others in one together. What a mocha printed is shown when it is done.
 * The last line is `N passed, N failed` (`, N skipped`); exit 1 when a test failed or a mocha ended without its closing line.
 *   npm test [-- FOLDER ...] [-- --grep TEXT]
 */
import { spawn } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';

/** The longest first, so that the end does not wait for one of them alone; all others together take the place of `others`. */
const OTHERS = 'others';
const ORDER = ['e2e', 'usecases', 'server', OTHERS, 'models', 'analysis'];
const CLOSING_LINE = /^(\d+) passed, (\d+) failed(?:, (\d+) skipped)?$/gm;
const AT_ONCE = availableParallelism() < 2 ? 1 : 2;

interface Outcome {
  folder: string;
  output: string;
  seconds: number;
  passed: number;
  failed: number;
  skipped: number;
}

const here = import.meta.dirname;
const hasTests = (folder: string): boolean => readdirSync(join(here, folder), { recursive: true }).some((name) => String(name).endsWith('.test.ts'));
const all = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory() && hasTests(entry.name)).map(({ name }) => name).sort();

const words = process.argv.slice(2);
const named = words.filter((word) => all.includes(word));
const options = words.filter((word) => !all.includes(word));
const chosen = named.length > 0 ? named : all;
const waiting = ORDER.map((place) => chosen.filter((folder) => (place === OTHERS ? !ORDER.includes(folder) : folder === place))).filter((folders) => folders.length > 0);

function runFolders(folders: readonly string[]): Promise<Outcome> {
  const started = Date.now();
  const folder = folders.join(', ');
  return new Promise((resolve, reject) => {
    const child = spawn('npx', ['--no-install', 'mocha', ...folders.map((name) => `test/${name}/**/*.test.ts`), ...options], { cwd: join(here, '..'), stdio: ['ignore', 'pipe', 'pipe'], env: process.env });
    let output = '';
    const keep = (chunk: Buffer): void => {
      output += chunk.toString();
    };
    child.stdout.on('data', keep);
    child.stderr.on('data', keep);
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const closing = [...output.matchAll(CLOSING_LINE)].at(-1);
      const [passed, failed, skipped] = [closing?.[1], closing?.[2], closing?.[3]].map((text) => Number(text ?? 0)) as [number, number, number];
      // a mocha that was killed, or could not load a file, closes without its line: that is a failure and not silence
      const broke = closing === undefined || (code !== 0 && failed === 0);
      if (broke) output += `\n${folder} ended without a result: exit ${String(code)}, signal ${String(signal)}\n`;
      resolve({ folder, output, seconds: Math.round((Date.now() - started) / 1000), passed, failed: failed + (broke ? 1 : 0), skipped });
    });
  });
}

const outcomes: Outcome[] = [];

async function lane(): Promise<void> {
  for (let folders = waiting.shift(); folders !== undefined; folders = waiting.shift()) {
    const outcome = await runFolders(folders);
    outcomes.push(outcome);
    process.stdout.write(`\n=== ${outcome.folder}, ${String(outcome.seconds)} s\n${outcome.output.trimEnd()}\n`);
  }
}

await Promise.all(Array.from({ length: AT_ONCE }, lane));

const sum = (of: (outcome: Outcome) => number): number => outcomes.reduce((total, outcome) => total + of(outcome), 0);
const [passed, failed, skipped] = [sum((one) => one.passed), sum((one) => one.failed), sum((one) => one.skipped)];
process.stdout.write(`\n${outcomes.map((one) => `${one.folder} ${String(one.seconds)} s${one.failed > 0 ? ` (${String(one.failed)} failed)` : ''}`).join(', ')}\n`);
process.stdout.write(`${String(passed)} passed, ${String(failed)} failed${skipped > 0 ? `, ${String(skipped)} skipped` : ''}\n`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
