/** The verbs: the files of server/cli/verbs. "round create" is in roundCreate.ts; a name leads to its file, so one verb does not load the others. */
import { existsSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RawVerb, Verb } from './verb.ts';

const folder = join(import.meta.dirname, 'verbs');
/** `.ts` from the sources, `.js` when compiled. */
const extension = extname(import.meta.filename);

/** What the build writes, so that the list of verbs does not load all of them; the sources have none. */
export const SUMMARIES = join(import.meta.dirname, 'summaries.json');

export type VerbSummary = Pick<Verb, 'name' | 'summary'>;

const fileOf = (name: string): string =>
  join(folder, `${name.replace(/[ -](\w)/g, (_whole, letter: string) => letter.toUpperCase())}${extension}`);

const isVerb = (value: unknown): value is Verb | RawVerb =>
  typeof value === 'object' && value !== null && 'name' in value && ('run' in value || 'raw' in value);

async function load(path: string): Promise<Verb | RawVerb> {
  const { verb } = (await import(pathToFileURL(path).href)) as { verb?: unknown };
  if (!isVerb(verb)) throw new Error(`${path} exports no "verb"`);
  if (fileOf(verb.name) !== path) throw new Error(`the verb "${verb.name}" belongs into ${fileOf(verb.name)}, not ${path}`);
  return verb;
}

/** The verb that a command line begins with; one of two words is looked for before one of one word. */
export async function findVerb(argv: readonly string[]): Promise<{ verb: Verb | RawVerb; rest: string[] } | undefined> {
  for (const count of [2, 1]) {
    const words = argv.slice(0, count);
    if (words.length < count || !words.every((word) => /^[a-z][a-z-]*$/.test(word))) continue;
    const path = fileOf(words.join(' '));
    if (existsSync(path)) return { verb: await load(path), rest: argv.slice(count) };
  }
  return undefined;
}

/** @throws Error naming a file that exports no verb, or one of another name */
export async function readVerbs(): Promise<ReadonlyMap<string, Verb | RawVerb>> {
  const files = (await readdir(folder)).filter((name) => extname(name) === extension).sort();
  const verbs = new Map<string, Verb | RawVerb>();
  for (const file of files) {
    const verb = await load(join(folder, file));
    verbs.set(verb.name, verb);
  }
  return verbs;
}

/** Every verb with its sentence, for the overview. */
export async function verbSummaries(): Promise<readonly VerbSummary[]> {
  if (existsSync(SUMMARIES)) return JSON.parse(await readFile(SUMMARIES, 'utf8')) as VerbSummary[];
  return [...(await readVerbs()).values()].map(({ name, summary }) => ({ name, summary }));
}
