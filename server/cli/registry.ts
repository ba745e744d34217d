/** Every verb: the files of server/cli/verbs, read by name. */
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { RawVerb, Verb } from './verb.ts';

const folder = join(import.meta.dirname, 'verbs');

const isVerb = (value: unknown): value is Verb | RawVerb =>
  typeof value === 'object' && value !== null && 'name' in value && ('run' in value || 'raw' in value);

/** @throws Error naming a file that exports no verb, or two verbs of one name */
export async function readVerbs(): Promise<ReadonlyMap<string, Verb | RawVerb>> {
  const files = (await readdir(folder)).filter((name) => /\.(ts|js)$/.test(name) && !name.endsWith('.d.ts')).sort();
  const verbs = new Map<string, Verb | RawVerb>();
  for (const file of files) {
    const module = (await import(pathToFileURL(join(folder, file)).href)) as { verb?: unknown };
    if (!isVerb(module.verb)) throw new Error(`server/cli/verbs/${file} exports no "verb"`);
    if (verbs.has(module.verb.name)) throw new Error(`the verb "${module.verb.name}" is there twice`);
    verbs.set(module.verb.name, module.verb);
  }
  return verbs;
}
