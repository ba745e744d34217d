/** Finds the verb of a command line and runs it. */
import { readConfig, settingsTable } from '../config.ts';
import { commandName } from './commandName.ts';
import { findVerb, verbSummaries, type VerbSummary } from './registry.ts';
import type { Streams } from './runVerb.ts';

function overview(verbs: readonly VerbSummary[]): string {
  const width = Math.max(...verbs.map(({ name }) => name.length));
  const lines = verbs.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `${commandName} VERB --data DIR [--json]\n\n${lines.join('\n')}\n\nVERB --help says more. Settings of the environment:\n\n${settingsTable().replace(/^/gm, '  ')}\n`;
}

/** @returns the exit code: 0 done, 1 refused or failed, 2 command line wrong */
export async function cli(
  argv: readonly string[],
  streams: Streams,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const [first] = argv;
  if (first === undefined || first === '--help' || first === 'help') {
    const text = overview(await verbSummaries());
    if (first === undefined) streams.say(text);
    else await streams.out(text);
    return first === undefined ? 2 : 0;
  }
  const found = await findVerb(argv);
  if (found === undefined) {
    streams.say(`there is no verb "${argv.slice(0, 2).join(' ')}"; expected one of ${(await verbSummaries()).map(({ name }) => name).join(', ')}`);
    return 2;
  }
  const { verb, rest } = found;
  if ('raw' in verb) return verb.raw(rest, { config: () => readConfig(environment), say: streams.say });
  // a raw verb reads files and numbers; only this one knows the store
  const { runVerb } = await import('./runVerb.ts');
  return runVerb(verb, rest, streams, environment);
}
