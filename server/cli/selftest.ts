/**
 * `selftest analysis`: computes published figures again, on the machine it runs on, and prints expected, got
 * and source of each. Figures whose data file is not there are listed as absent, never as passed.
 * Exit 0: all that could be computed agree. 1: one does not. 2: the command line is wrong.
 */
import { parseArgs } from 'node:util';
import { toJson } from './analyse/toJson.ts';
import { publishedFigures, type Figure } from './selftest/publishedFigures.ts';

export interface Tested extends Omit<Figure, 'compute'> {
  got: number | null;
  outcome: 'agrees' | 'differs' | 'absent';
  note: string;
}

/** Computes every figure; one that throws differs, with its message as the note. */
export async function testFigures(figures: readonly Figure[]): Promise<Tested[]> {
  const tested: Tested[] = [];
  for (const { compute, ...figure } of figures) {
    try {
      const got = await compute();
      if (typeof got === 'number') {
        const near = Number.isFinite(got) && Math.abs(got - figure.expected) <= figure.tolerance;
        tested.push({ ...figure, got, outcome: near ? 'agrees' : 'differs', note: '' });
      } else tested.push({ ...figure, got: null, outcome: 'absent', note: `data not here: ${got.absent}` });
    } catch (error) {
      tested.push({ ...figure, got: null, outcome: 'differs', note: error instanceof Error ? error.message : String(error) });
    }
  }
  return tested;
}

function table(tested: readonly Tested[]): string {
  const rows = tested.map((one) => [
    one.outcome,
    one.what,
    String(one.expected),
    one.got === null ? '–' : String(Number(one.got.toPrecision(10))),
    `± ${one.tolerance}`,
    one.note === '' ? one.source : `${one.source} (${one.note})`,
  ]);
  const head = ['', 'figure', 'expected', 'got', 'tolerance', 'source'];
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => (row[column] ?? '').length)));
  const line = (cells: readonly string[]): string =>
    cells
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd();
  const count = (outcome: Tested['outcome']): number => tested.filter((one) => one.outcome === outcome).length;
  return `${[line(head), ...rows.map(line)].join('\n')}\n\n${count('agrees')} agree, ${count('differs')} differ, ${count('absent')} absent\n`;
}

const USAGE =
  'selftest analysis [--json]\n\nPublished figures computed again: expected, got, source. Exit 0 all agree, 1 one differs, 2 command line wrong.\n';

/**
 * @param argv what follows `selftest`
 * @returns the exit code
 */
export async function selftest(argv: string[]): Promise<number> {
  let values: { json?: boolean; help?: boolean; data?: string };
  let words: string[];
  try {
    const parsed = parseArgs({
      args: argv,
      options: { json: { type: 'boolean' }, help: { type: 'boolean' }, data: { type: 'string' } },
      allowPositionals: true,
    });
    ({ values, positionals: words } = parsed);
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n${USAGE}`);
    return 2;
  }
  if (values.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (words.length !== 1 || words[0] !== 'analysis') {
    process.stderr.write(`selftest ${words.join(' ')}: expected one word, analysis\n${USAGE}`);
    return 2;
  }
  const tested = await testFigures(publishedFigures());
  const text = values.json === true ? `${toJson(tested)}\n` : table(tested);
  await new Promise<void>((resolve, reject) => {
    process.stdout.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error)));
  });
  return tested.some((one) => one.outcome === 'differs') ? 1 : 0;
}
