/**
 * The command line, for cron and for checks: `npm run -s cli -- VERB --data DIR [--json]`.
 * JSON on stdout, messages on stderr; exit 0 done, 1 refused or failed, 2 command line wrong.
 * The verbs are the files of server/cli/verbs.
 */
import { readConfig, settingsTable } from './config.ts';
import { readVerbs } from './cli/registry.ts';
import { runVerb, type Streams } from './cli/runVerb.ts';
import type { RawVerb, Verb } from './cli/verb.ts';

const streams: Streams = {
  out: (text) =>
    new Promise((resolve, reject) =>
      process.stdout.write(text, (error) => (error === null || error === undefined ? resolve() : reject(error))),
    ),
  say: (text) => {
    process.stderr.write(`${text}\n`);
  },
};

function overview(verbs: ReadonlyMap<string, Verb | RawVerb>): string {
  const all = [...verbs.values()];
  const width = Math.max(...all.map(({ name }) => name.length));
  const lines = all.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`);
  return `npm run -s cli -- VERB --data DIR [--json]\n\n${lines.join('\n')}\n\nVERB --help says more. Settings of the environment:\n\n${settingsTable().replace(/^/gm, '  ')}\n`;
}

/** A verb of two words is tried before one of one word. */
function find(verbs: ReadonlyMap<string, Verb | RawVerb>, argv: readonly string[]): { verb: Verb | RawVerb; rest: string[] } | undefined {
  for (const words of [2, 1]) {
    const verb = verbs.get(argv.slice(0, words).join(' '));
    if (verb !== undefined) return { verb, rest: argv.slice(words) };
  }
  return undefined;
}

export async function cli(argv: readonly string[]): Promise<number> {
  const verbs = await readVerbs();
  const [first] = argv;
  if (first === undefined || first === '--help' || first === 'help') {
    if (first === undefined) streams.say(overview(verbs));
    else await streams.out(overview(verbs));
    return first === undefined ? 2 : 0;
  }
  const found = find(verbs, argv);
  if (found === undefined) {
    streams.say(`there is no verb "${argv.slice(0, 2).join(' ')}"; expected one of ${[...verbs.keys()].join(', ')}`);
    return 2;
  }
  const { verb, rest } = found;
  if ('raw' in verb) return verb.raw(rest, { config: () => readConfig(process.env), say: streams.say });
  return runVerb(verb, rest, streams, process.env);
}

process.exitCode = await cli(process.argv.slice(2));
