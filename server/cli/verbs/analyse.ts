import { analyse } from '../analyse/index.ts';
import { defineRawVerb } from '../verb.ts';

export const verb = defineRawVerb({
  name: 'analyse',
  summary: 'One statistical method on files, without a data folder',
  raw: (argv) => analyse(argv),
});
