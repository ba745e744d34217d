/**
 * Every method of the command line against its peer on seeded data sets it was not tuned to: cases.R draws them and
 * answers with gstat, spdep, survival, robustbase, classInt and base R; here `cli analyse` answers from the same files.
 * Prints one line per peer and quantity: cases, numbers, largest error, tolerance; then each case beyond its tolerance.
 *   node --import tsx test/campaigns/peers/cases.ts [SEED] [cases.json of an earlier run]
 * Exit 1 when a number lies beyond its tolerance, or R or one of its packages is not installed.
 */
import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '../../../server/cli/analyse/index.ts';
import { tempFolder } from '../../support/tempFolder.ts';

type Expected = number | string | null;
interface Case {
  peer: string;
  quantity: string;
  args: string[];
  /** Columns of a CSV, or lists of neighbours. */
  files: Record<string, Record<string, number[]> | number[][]>;
  expect: Record<string, Expected[] | Expected>;
  tolerance: number;
  /** scale: errors below it are divided by it; atMost: ours may be lower, and parameters are compared where it is not. */
  near: { scale?: number; atMost?: boolean; nugget?: number; psill?: number; range?: number };
}
interface Line {
  cases: number;
  numbers: number;
  largest: number;
  tolerance: number;
}

const [seed = '1', earlier] = process.argv.slice(2);
const folder = tempFolder();
if (earlier === undefined) execFileSync('Rscript', ['--vanilla', 'cases.R', seed, folder], { cwd: import.meta.dirname, stdio: ['ignore', 'ignore', 'inherit'] });
else copyFileSync(earlier, join(folder, 'cases.json'));
const { versions, cases } = JSON.parse(readFileSync(join(folder, 'cases.json'), 'utf8')) as { versions: string; cases: Case[] };

const written = (name: string, content: Case['files'][string]): string => {
  const path = join(folder, 'files', name);
  if (Array.isArray(content)) writeFileSync(path, JSON.stringify(content));
  else {
    const columns = Object.entries(content);
    const rows = columns[0]?.[1].map((_, row) => columns.map(([, values]) => values[row]).join(',')) ?? [];
    writeFileSync(path, `${columns.map(([column]) => column).join(',')}\n${rows.join('\n')}\n`);
  }
  return path;
};

/** Values at a path such as `lags.gamma` or `ros.mean`; lists along the way are followed entry by entry. */
const at = (answer: unknown, path: string): unknown[] => {
  let level: unknown[] = [answer];
  for (const key of path.split('.')) level = level.flatMap((one) => (one as Record<string, unknown> | null)?.[key] as unknown[] | number);
  return (level as unknown[][]).flat(2);
};

const errorOf = (got: unknown, expected: Expected, scale: number): number => {
  if (expected === null || typeof expected === 'string') return got === expected ? 0 : Infinity;
  if (typeof got !== 'number') return Infinity;
  return Math.abs(got - expected) / Math.max(Math.abs(expected), scale);
};

const lines = new Map<string, Line>();
const beyond: string[] = [];
mkdirSync(join(folder, 'files'));
for (const one of cases) {
  const paths = Object.fromEntries(Object.entries(one.files).map(([name, content]) => [`@${name}`, written(name, content)]));
  let [out, err] = ['', ''];
  const code = await analyse(one.args.map((argument) => paths[argument] ?? argument), {
    out: (more) => {
      out += more;
      return Promise.resolve();
    },
    say: (more) => {
      err += more;
      return Promise.resolve();
    },
  });
  const key = `${one.peer.padEnd(32)} ${one.quantity.trim().padEnd(26)}`;
  const line = lines.get(key) ?? { cases: 0, numbers: 0, largest: 0, tolerance: one.tolerance };
  lines.set(key, line);
  line.cases++;
  const fail = (text: string): void => {
    beyond.push(`${one.quantity}: ${one.args.join(' ')}: ${text}`);
  };
  if (code !== 0) {
    line.largest = Infinity;
    fail(err.trim());
    continue;
  }
  const answer: unknown = JSON.parse(out);
  for (const [path, theirs] of Object.entries(one.expect)) {
    const expected = [theirs].flat();
    const got = at(answer, path);
    if (got.length !== expected.length) {
      line.largest = Infinity;
      fail(`${path} has ${got.length} entries, the peer ${expected.length}`);
      continue;
    }
    // numbers near 0 among larger ones (a variance at a site, a z of 1e-17) are held to the size of the others
    const size = Math.max(0, ...expected.map((value) => (typeof value === 'number' ? Math.abs(value) : 0)));
    const scale = one.near.scale ?? (size === 0 ? 1 : 1e-3 * size);
    let worst = 0;
    let where = 0;
    expected.forEach((value, i) => {
      const error = one.near.atMost === true ? Math.max(0, (at(answer, path)[i] as number) / (value as number) - 1) : errorOf(got[i], value, scale);
      if (error > worst) [worst, where] = [error, i];
    });
    line.numbers += expected.length;
    line.largest = Math.max(line.largest, worst);
    if (!(worst <= one.tolerance)) fail(`${path}[${where}] is ${String(got[where])}, the peer has ${String(expected[where])}`);
  }
}
rmSync(folder, { recursive: true, force: true });
process.stdout.write(`seed ${seed}; ${versions}\n${'peer'.padEnd(32)} ${'quantity'.padEnd(26)} cases numbers  largest error  tolerance\n`);
for (const [key, { cases: count, numbers, largest, tolerance }] of lines) {
  process.stdout.write(`${key} ${String(count).padStart(5)} ${String(numbers).padStart(7)}  ${largest.toExponential(1).padStart(13)}  ${tolerance.toExponential(0)}${largest <= tolerance ? '' : '  <-- beyond'}\n`);
}
process.stdout.write(beyond.length === 0 ? `all ${cases.length} cases agree\n` : `${beyond.length} beyond their tolerance:\n${beyond.slice(0, 600).join('\n')}\n`);
process.exitCode = beyond.length === 0 ? 0 : 1;
