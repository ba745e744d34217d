/**
 * What the first visit of each room weighs on the wire, file by file: the example as `npm run demo` shows it, a browser
 * with an empty cache, each room as the person who works in it. Beside it what the same files and answers would weigh
 * uncompressed, and what the next visit weighs. Prints and never judges; test/e2e/pageWeights.test.ts holds the largest sums.
 *   npm run bench -- pages [--brief]
 */
import { PAGES, weighPages } from '../../e2e/support/pageWeights.ts';

const KIB = 1024;
const kib = (bytes: number): string => `${(bytes / KIB).toFixed(1).padStart(8)} KiB`;

export async function run(print: (line: string) => void = (line) => process.stdout.write(`${line}\n`)): Promise<void> {
  const brief = process.argv.includes('--brief');
  for (const { page, target, files, again } of await weighPages(PAGES)) {
    const sum = files.reduce((total, { wire }) => total + wire, 0);
    const plain = files.reduce((total, { decoded }) => total + decoded, 0);
    print(`\n${page.padEnd(12)} ${kib(sum)} on the wire in ${String(files.length)} files (target ${String(target)} KiB), ${kib(plain)} uncompressed, ratio ${(sum / plain).toFixed(2)}; again ${kib(again.reduce((total, { wire }) => total + wire, 0)).trim()}`);
    if (brief) continue;
    for (const { url, wire, decoded } of [...files].sort((a, b) => b.wire - a.wire)) print(`  ${kib(wire)} of ${kib(decoded)}  ${url}`);
  }
}

if (process.argv[1] === import.meta.filename) await run();
