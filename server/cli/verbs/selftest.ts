import { selftest } from '../selftest.ts';
import { defineRawVerb } from '../verb.ts';

export const verb = defineRawVerb({
  name: 'selftest',
  summary: 'Published figures of the analysis computed again: expected, got, source',
  raw: (argv) => selftest(argv),
});
