import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { importEuda, ZERO_CHOICES } from '../../usecases/exchange/importEuda.ts';
import { defineVerb, UsageError } from '../verb.ts';

async function readNamed(path: string): Promise<{ name: string; bytes: Uint8Array }> {
  try {
    return { name: basename(path), bytes: await readFile(path) };
  } catch (error) {
    throw new UsageError(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
}

export const verb = defineVerb({
  name: 'import euda',
  usage: 'DATA.csv SITES.csv',
  words: [2, 2],
  summary: 'Import the published loads of European cities (EUDA/SCORE), as the files are',
  help: `Years become rounds, cities areas, weekdays samples; loads in mg/1000 inhabitants/day. All or nothing, and the same files again
change nothing. Published zeros are values below a limit that is not published: --zeros says how they are kept.
Answers { read, written, unchanged, conflicts, errors: [{ row, column, value, message }], values, rounds, means }.
Exit 1 when there are errors or conflicts; nothing is written then.`,
  options: { zeros: { type: 'string', label: 'CHOICE', sentence: `What a published 0 is: ${ZERO_CHOICES.join(', ')} (refuse)` } },
  failed: (answer) => {
    const { errors, conflicts } = answer as { errors: readonly unknown[]; conflicts: readonly unknown[] };
    return errors.length > 0 || conflicts.length > 0;
  },
  run: async ({ words: [data = '', sites = ''], options, store, operator, clock, say }) => {
    const zeros = ZERO_CHOICES.find((choice) => choice === (options.zeros ?? 'refuse'));
    if (zeros === undefined) throw new UsageError(`--zeros is "${options.zeros ?? ''}": expected one of ${ZERO_CHOICES.join(', ')}`);
    const files = { data: await readNamed(data), sites: await readNamed(sites) };
    const opened = await store();
    const { id: actorId } = await operator(opened);
    const answer = await importEuda(opened, { ...files, zeros, actorId, at: clock() });
    if (answer.errors.length + answer.conflicts.length > 0) say(`${answer.errors.length} errors, ${answer.conflicts.length} conflicts; nothing was written`);
    return answer;
  },
});
