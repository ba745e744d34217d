import { loadExample } from '../../example/loadExample.ts';
import { defineVerb, UsageError } from '../verb.ts';

const DEFAULT_SEED = '20180101';

export const verb = defineVerb({
  name: 'example huilai',
  summary: 'Fill an empty data folder with the synthetic example: eight quarters of Huilai',
  help: `The same seed gives the same county. Every row is marked synthetic. In a folder that holds the example already nothing is
written; in one that holds anything else it is refused.`,
  options: { seed: { type: 'string', sentence: `Whole number >= 0 (${DEFAULT_SEED})` } },
  run: async ({ options, store, clock }) => {
    const text = options.seed ?? DEFAULT_SEED;
    const seed = /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : undefined;
    if (seed === undefined) throw new UsageError(`--seed is "${text}": expected a whole number >= 0`);
    return loadExample(await store(), { seed, at: clock() });
  },
});
