/**
 * What a command costs from the shell's side: whole processes, medians of several, of the built server and of the same
 * sources run by tsx, beside a Node that does nothing. `npm run bench -- cli [runs]`.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const LAUNCHER = join(ROOT, 'server/launch.cjs');

/** @returns wall time in milliseconds */
function once(args: readonly string[], allowed: readonly number[]): number {
  const began = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: ROOT, encoding: 'utf8' });
  const took = performance.now() - began;
  if (status === null || !allowed.includes(status)) throw new Error(`node ${args.join(' ')} ended with ${String(status)}: ${stderr}`);
  return took;
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export interface CommandTime {
  command: string;
  builtMs: number;
  sourcesMs: number;
}

export function run(): CommandTime[] {
  const runs = Number(process.argv.slice(3).find((word) => /^\d+$/.test(word)) ?? 7);
  once([LAUNCHER, 'build', 'server'], [0]);
  const folder = mkdtempSync(join(tmpdir(), 'shuijian-bench-cli-'));
  try {
    const values = join(folder, 'values.csv');
    writeFileSync(values, `value\n${Array.from({ length: 65 }, (_, i) => 10 + ((i * 37) % 65)).join('\n')}\n`);
    const points = join(folder, 'points.csv');
    writeFileSync(points, `x,y,value\n${Array.from({ length: 65 }, (_, i) => `${(i * 7919) % 100},${(i * 104_729) % 97},${10 + ((i * 37) % 65)}`).join('\n')}\n`);
    const data = join(folder, 'data');
    once([LAUNCHER, 'cli', 'round', 'create', '2018-Q1', '--plan', 'huilai', '--data', data], [0]);
    const commands: readonly (readonly string[])[] = [
      ['--help'],
      ['frobnicate'],
      ['assess', '--help'],
      ['analyse', 'robust', '--values', values],
      ['analyse', 'moran', '--points', points, '--column', 'value', '--knn', '4', '--seed', '7'],
      ['verify', '--data', data],
      ['round', 'create', '2018-Q1', '--plan', 'huilai', '--data', data],
    ];
    // the ways take turns, so that a busy moment of the machine meets each of them
    const measured = new Map<string, number[]>();
    const note = (name: string, ms: number): void => void measured.set(name, [...(measured.get(name) ?? []), ms]);
    for (let turn = 0; turn <= runs; turn += 1) {
      // the first turn fills the caches of the disk and of compiled code
      const keep = turn === 0 ? (): void => undefined : note;
      keep('node', once(['-e', '0'], [0]));
      for (const [index, command] of commands.entries()) {
        keep(`built ${String(index)}`, once([LAUNCHER, 'cli', ...command], [0, 2]));
        keep(`sources ${String(index)}`, once(['--import', 'tsx', join(ROOT, 'server/cli.ts'), ...command], [0, 2]));
      }
    }
    const of = (name: string): number => median(measured.get(name) ?? []);
    const rows = commands.map((command, index) => ({
      command: command.map((word) => word.replace(`${folder}/`, '')).join(' '),
      builtMs: of(`built ${String(index)}`),
      sourcesMs: of(`sources ${String(index)}`),
    }));
    process.stdout.write(`medians of ${String(runs)} processes, ms; node -e 0 alone: ${of('node').toFixed(0)}\n  built  sources  ratio  command\n`);
    for (const { command, builtMs, sourcesMs } of rows) {
      process.stdout.write(`  ${builtMs.toFixed(0).padStart(5)}  ${sourcesMs.toFixed(0).padStart(7)}  ${(sourcesMs / builtMs).toFixed(1).padStart(5)}  ${command}\n`);
    }
    return rows;
  } finally {
    rmSync(folder, { recursive: true });
  }
}
