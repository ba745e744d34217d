/**
 * Schedules of a quarter for 13, 65 and 260 towns: CPU, wall time, gap and memory, each size in a
 * process of its own (HiGHS memory never shrinks). `npm run bench -- operations [sizes...]`.
 */
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { optimise } from '../../../analysis/operations/optimise/optimise.ts';
import { planSchedule } from '../../../analysis/operations/planSchedule.ts';
import { highsSolver } from '../../../server/workers/highsSolver.ts';
import { counties } from '../../analysis/operations/counties.ts';

export interface Measured {
  towns: number;
  cold: boolean;
  cpuSeconds: number;
  wallSeconds: number;
  required: number;
  served: number;
  objective: number;
  bound: number | null;
  gap: number | null;
  rssMiB: number;
}

/** One schedule in this process. */
export async function measure(countyCount: number, seed: number, cold: boolean): Promise<Measured> {
  const before = process.cpuUsage();
  const start = performance.now();
  const solve = await highsSolver();
  const problem = counties(countyCount);
  const plan = planSchedule(problem, seed, optimise({ solve, seconds: 600, elapsed: () => (performance.now() - start) / 1000 }));
  const used = process.cpuUsage(before);
  return {
    towns: 13 * countyCount,
    cold,
    cpuSeconds: (used.user + used.system) / 1e6,
    wallSeconds: (performance.now() - start) / 1000,
    required: plan.required,
    served: plan.served,
    objective: plan.objective,
    bound: plan.bound,
    gap: plan.gap,
    rssMiB: process.resourceUsage().maxRSS / 1024,
  };
}

const SIZES = [1, 5, 20];

/** @returns one line per size and temperature */
export async function run(): Promise<Measured[]> {
  const wanted = process.argv.slice(3).map(Number).filter((size) => SIZES.includes(size));
  const rows: Measured[] = [];
  process.stdout.write('towns  state  CPU s  wall s  served/required  objective  bound  gap %  RSS MiB\n');
  for (const size of wanted.length > 0 ? wanted : SIZES) {
    const child = fork(fileURLToPath(import.meta.url), [String(size)], { execArgv: ['--import', 'tsx'], stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    const ended = once(child, 'exit');
    child.on('message', (row: Measured) => {
      rows.push(row);
      const { towns, cold, cpuSeconds, wallSeconds, served, required, objective, bound, gap, rssMiB } = row;
      process.stdout.write(`${towns}  ${cold ? 'cold' : 'warm'}  ${cpuSeconds.toFixed(1)}  ${wallSeconds.toFixed(1)}  ${served}/${required}  ${objective.toFixed(1)}  ${bound?.toFixed(1) ?? '-'}  ${gap === null ? '-' : (100 * gap).toFixed(2)}  ${rssMiB.toFixed(0)}\n`);
    });
    await ended;
  }
  return rows;
}

if (process.send !== undefined) {
  const size = Number(process.argv[2]);
  for (const cold of size > 5 ? [true] : [true, false]) process.send(await measure(size, 7, cold));
  process.disconnect();
}
