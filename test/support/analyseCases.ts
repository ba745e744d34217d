/**
 * Cases for `cli analyse`: a method with its options, the files it reads, and numbers of another program to hold its answer
 * against. Used with the golden files and with data sets drawn anew.
 */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { analyse } from '../../server/cli/analyse/index.ts';
import { tempFolder } from './tempFolder.ts';

export type Expected = number | string | null;

export interface AnalyseCase {
  /** Heading of the line this case counts into, and what is compared. */
  peer: string;
  quantity: string;
  /** What follows `analyse`; @name stands for a file. */
  args: readonly string[];
  /** Columns of a CSV, lists of neighbours, or the path of a file that is there. */
  files: Readonly<Record<string, Readonly<Record<string, readonly (number | boolean)[]>> | readonly (readonly number[])[] | string>>;
  /** Path within the answer (`lags.gamma`) -> the other program's numbers. */
  expect: Readonly<Record<string, readonly Expected[] | Expected>>;
  tolerance: number;
  /** scale: errors of smaller numbers are divided by it; atMost: ours may be lower. */
  near: { scale?: number; atMost?: boolean };
}

export interface AnalyseLine {
  peer: string;
  quantity: string;
  cases: number;
  numbers: number;
  largest: number;
  tolerance: number;
}

/** Values at a path such as `lags.gamma` or `ros.mean`; lists along the way are followed entry by entry. */
const at = (answer: unknown, path: string): unknown[] => {
  let level: unknown[] = [answer];
  for (const key of path.split('.')) level = level.flatMap((one) => (one as Record<string, unknown> | null)?.[key] as unknown[] | number);
  return (level as unknown[][]).flat(2);
};

const errorOf = (got: unknown, expected: Expected, scale: number, atMost: boolean): number => {
  if (expected === null || typeof expected === 'string') return got === expected ? 0 : Infinity;
  if (typeof got !== 'number') return Infinity;
  if (atMost) return Math.max(0, got / expected - 1);
  return Math.abs(got - expected) / Math.max(Math.abs(expected), scale);
};

const written = (folder: string, name: string, content: AnalyseCase['files'][string]): string => {
  if (typeof content === 'string') return content;
  const path = join(folder, name);
  if (Array.isArray(content)) writeFileSync(path, JSON.stringify(content));
  else {
    const columns = Object.entries(content as Readonly<Record<string, readonly (number | boolean)[]>>);
    const rows = columns[0]?.[1].map((_, row) => columns.map(([, values]) => String(values[row])).join(',')) ?? [];
    writeFileSync(path, `${columns.map(([column]) => column).join(',')}\n${rows.join('\n')}\n`);
  }
  return path;
};

const answerOf = async (args: readonly string[]): Promise<{ code: number; out: string; err: string }> => {
  let [out, err] = ['', ''];
  const keep = (more: string, isError: boolean): Promise<void> => {
    if (isError) err += more;
    else out += more;
    return Promise.resolve();
  };
  const code = await analyse([...args], { out: (more) => keep(more, false), say: (more) => keep(more, true) });
  return { code, out, err };
};

/** Runs every case through the command line, in this process. `beyond` names each number that lies beyond its tolerance. */
export async function runAnalyseCases(cases: readonly AnalyseCase[]): Promise<{ lines: AnalyseLine[]; beyond: string[] }> {
  const folder = join(tempFolder(), 'files');
  mkdirSync(folder);
  const lines = new Map<string, AnalyseLine>();
  const beyond: string[] = [];
  for (const { peer, quantity, args, files, expect, tolerance, near } of cases) {
    const line = lines.get(`${peer} ${quantity}`) ?? { peer, quantity, cases: 0, numbers: 0, largest: 0, tolerance };
    lines.set(`${peer} ${quantity}`, line);
    line.cases++;
    const fail = (text: string): void => {
      beyond.push(`${peer}, ${quantity}: ${args.join(' ')}: ${text}`);
    };
    const paths = new Map(Object.entries(files).map(([name, content]) => [`@${name}`, written(folder, name, content)]));
    const { code, out, err } = await answerOf(args.map((argument) => paths.get(argument) ?? argument));
    const answer: unknown = code === 0 ? JSON.parse(out) : {};
    if (code !== 0) fail(err.trim());
    for (const [path, theirs] of Object.entries(expect)) {
      const expected = typeof theirs === 'object' && theirs !== null ? theirs : [theirs];
      const got = code === 0 ? at(answer, path) : [];
      // numbers near 0 among larger ones (a variance at a site, a z of 1e-17) are held to the size of the others
      const size = Math.max(0, ...expected.map((value) => (typeof value === 'number' ? Math.abs(value) : 0)));
      const scale = near.scale ?? (size === 0 ? 1 : 1e-3 * size);
      const errors = expected.map((value, i) => errorOf(got[i], value, scale, near.atMost === true));
      const worst = got.length === expected.length ? errors.reduce((most, error) => (error <= most ? most : Number.isNaN(error) ? Infinity : error), 0) : Infinity;
      line.numbers += expected.length;
      line.largest = Math.max(line.largest, worst);
      const where = Math.max(0, errors.indexOf(worst));
      if (!(worst <= tolerance)) fail(`${path} has ${got.length} entries for ${expected.length}; [${where}] is ${String(got[where])}, expected ${String(expected[where])}`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return { lines: [...lines.values()], beyond };
}

/** The table of lines, then what lies beyond. */
export function printAnalyseLines({ lines, beyond }: { lines: readonly AnalyseLine[]; beyond: readonly string[] }, heading: string): void {
  const wide = Math.max(...lines.map(({ peer }) => peer.length), heading.length);
  const long = Math.max(...lines.map(({ quantity }) => quantity.length));
  const print = (text: string): void => {
    process.stdout.write(`${text}\n`);
  };
  print(`${heading.padEnd(wide)}  ${'quantity'.padEnd(long)}  cases numbers  largest error  tolerance`);
  for (const { peer, quantity, cases, numbers, largest, tolerance } of lines) {
    print(`${peer.padEnd(wide)}  ${quantity.padEnd(long)}  ${String(cases).padStart(5)} ${String(numbers).padStart(7)}  ${largest.toExponential(1).padStart(13)}  ${tolerance.toExponential(0)}${largest <= tolerance ? '' : '  <-- beyond'}`);
  }
  print(beyond.length === 0 ? 'all agree' : `${beyond.length} beyond their tolerance:\n${beyond.slice(0, 60).join('\n')}`);
}
