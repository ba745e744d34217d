/**
 * `npm run bench -- SUITE`: runs test/bench/SUITE/index.ts, which exports run(). Prints the machine first, because a
 * figure without it says nothing.
 */
import { readdirSync, existsSync } from 'node:fs';
import { availableParallelism, cpus, loadavg } from 'node:os';

const here = new URL('./', import.meta.url);
const suites = readdirSync(here, { withFileTypes: true }).filter((entry) => entry.isDirectory() && existsSync(new URL(`${entry.name}/index.ts`, here))).map(({ name }) => name);

const [suite = ''] = process.argv.slice(2).filter((argument) => !argument.startsWith('-'));
if (!suites.includes(suite)) {
  process.stderr.write(`${suite === '' ? 'no suite was named' : `there is no suite "${suite}"`}; expected one of ${suites.join(', ')}\n`);
  process.exitCode = 2;
} else {
  const load = loadavg().map((value) => value.toFixed(2)).join(' ');
  process.stdout.write(`${suite}: node ${process.version}, ${cpus()[0]?.model ?? 'unknown processor'}, ${availableParallelism()} at once, load ${load}\n`);
  const bench = (await import(new URL(`${suite}/index.ts`, here).href)) as { run(): unknown };
  await bench.run();
}
