/** Run by the build, once compiled: keeps the verbs' names and sentences, which `--help` then reads without loading a verb. */
import { writeFile } from 'node:fs/promises';
import { readVerbs, SUMMARIES } from './registry.ts';

const summaries = [...(await readVerbs()).values()].map(({ name, summary }) => ({ name, summary }));
await writeFile(SUMMARIES, `${JSON.stringify(summaries, null, 2)}\n`);
