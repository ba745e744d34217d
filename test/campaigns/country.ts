/**
 * How long a country takes: 2,843 counties of 12 towns, 60 sites and 8 analytes each, 500 draws for every
 * town and 10,000 where no class has 95 %. Counties are independent: the pool grades one county in one part.
 *   node --import tsx test/campaigns/country.ts [COUNTIES] [THREADS]
 * THREADS 0 grades here, on one thread. Answers seconds of wall clock and of processor as measured, the load of the
 * machine before and after, and for 2,843 counties in proportion. Making the counties is not counted.
 */
import { availableParallelism, loadavg } from 'node:os';
import { fiveComponents } from '../../analysis/grading/rules/fiveComponents.ts';
import type { GradingInputs } from '../../analysis/grading/types.ts';
import { WorkerPool } from '../../server/workers/pool.ts';
import { simulateCounty } from './calibration/simulateCounty.ts';

const COUNTRY = 2843;
/** Counties made and graded at a time, so that memory stays small. */
const AT_ONCE = 50;
const DRAWING = { screen: 500, explain: false };

function whole(text: string, name: string, least: number): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < least) throw new Error(`${name} is "${text}"; a whole number from ${least} on is expected`);
  return value;
}

const counties = whole(process.argv[2] ?? '100', 'COUNTIES', 1);
const threads = whole(process.argv[3] ?? String(availableParallelism()), 'THREADS', 0);
const pool = new WorkerPool(threads);
const load = loadavg().map((value) => Math.round(value * 10) / 10);
let seconds = 0;
let processor = 0;
let full = 0;
let towns = 0;

const grade = async (inputs: GradingInputs, seed: number): Promise<void> => {
  const [part] = await pool.run('grade-areas', { inputs, rule: fiveComponents.id, seed, options: DRAWING }, { count: inputs.areas.length, part: inputs.areas.length });
  towns += part?.areas.length ?? 0;
  full += part?.areas.filter(({ draws }) => draws === 10_000).length ?? 0;
};
const made = (c: number): GradingInputs => {
  const inputs = simulateCounty(c, 1).rounds[0]?.inputs;
  if (inputs === undefined) throw new Error(`county ${c} has no round`);
  return inputs;
};

try {
  // threads start and compile once, not per country
  await Promise.all(Array.from({ length: Math.max(1, threads) }, (_, i) => grade(made(10_000_000 + i), i)));
  towns = 0;
  full = 0;
  for (let from = 1; from <= counties; from += AT_ONCE) {
    const batch = Array.from({ length: Math.min(AT_ONCE, counties - from + 1) }, (_, i) => made(from + i));
    const [begun, used] = [performance.now(), process.cpuUsage()];
    await Promise.all(batch.map((inputs, i) => grade(inputs, from + i)));
    const spent = process.cpuUsage(used);
    seconds += (performance.now() - begun) / 1000;
    processor += (spent.user + spent.system) / 1e6;
  }
} finally {
  await pool.close();
}
const country = (value: number): number => Math.round((value * COUNTRY) / counties);
process.stdout.write(`${JSON.stringify({ counties, threads, towns, withAllDraws: full, seconds: Math.round(seconds), processorSeconds: Math.round(processor), loadBefore: load, loadAfter: loadavg().map((value) => Math.round(value * 10) / 10), country: { counties: COUNTRY, seconds: country(seconds), processorSeconds: country(processor) } })}\n`);
