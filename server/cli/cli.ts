/** Finds the verb of a command line and runs it. */
import { readConfig, settingsTable } from '../config.ts';
import { findVerb, readVerbs } from './registry.ts';
import { runVerb, type Streams } from './runVerb.ts';
import type { RawVerb, Verb } from './verb.ts';

function overview(verbs: ReadonlyMap<string, Verb | RawVerb>): string {
  const all = [...verbs.values()];
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `npm run -s cli -- VERB --data DIR [--json]\n\n${lines.join('\n')}\n\nVERB --help says more. Settings of the environment:\n\n${settingsTable().replace(/^/gm, '  ')}\n`;
}

/** @returns the exit code: 0 done, 1 refused or failed, 2 command line wrong */
export async function cli(
  argv: readonly string[],
  streams: Streams,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const [first] = argv;
  if (first === undefined || first === '--help' || first === 'help') {
    const text = overview(await readVerbs());
    if (first === undefined) streams.say(text);
    else await streams.out(text);
    return first === undefined ? 2 : 0;
  }
  const found = await findVerb(argv);
  if (found === undefined) {
    streams.say(`there is no verb "${argv.slice(0, 2).join(' ')}"; expected one of ${[...(await readVerbs()).keys()].join(', ')}`);
    return 2;
  }
  const { verb, rest } = found;
  if ('raw' in verb) return verb.raw(rest, { config: () => readConfig(environment), say: streams.say });
  return runVerb(verb, rest, streams, environment);
}
