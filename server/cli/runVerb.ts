/** One verb with its own command line: reads the options, opens what it needs, prints, closes. */
import { parseArgs } from 'node:util';
import { Fault } from '../../models/errors.ts';
import type { Store } from '../../models/store/types.ts';
import { ConfigError, readConfig, type Config } from '../config.ts';
import { detailSentence } from '../messages/index.ts';
import { startFailure } from '../startFailure.ts';
import { commandName } from './commandName.ts';
import { isUsageError, UsageError, type Verb, type VerbContext, type VerbOption } from './verb.ts';

export interface Streams {
  out: (text: string) => Promise<void>;
  say: (text: string) => void;
}

const COMMON: Readonly<Record<string, VerbOption>> = {
  data: { type: 'string', label: 'DIR', sentence: 'Data folder (DATA_DIR, else ./data)' },
  json: { type: 'boolean', sentence: 'Compact JSON on one line' },
  help: { type: 'boolean', sentence: 'This text' },
};

export function helpOf(verb: Verb): string {
  const options = Object.entries({ ...verb.options, ...COMMON });
  const shown = options.map(([name, { type, sentence, required, label }]): [string, string] => [
    `--${name}${type === 'string' ? ` ${label ?? name.toUpperCase()}` : ''}`,
    `${required === true ? '(required) ' : ''}${sentence}`,
  ]);
  const width = Math.max(...shown.map(([name]) => name.length));
  const head = [commandName, verb.name, verb.usage, '[options]'].filter((part) => part !== undefined).join(' ');
  const body = verb.help === undefined ? '' : `\n${verb.help.trim()}\n`;
  return `${head}\n\n${verb.summary}.\n${body}\n${shown.map(([name, sentence]) => `  ${name.padEnd(width)}  ${sentence}`).join('\n')}\n\nJSON on stdout, messages on stderr. Exit 0 done, 1 refused or failed, 2 command line wrong.\n`;
}

function readCommandLine(verb: Verb, args: readonly string[]) {
  const declared = { ...verb.options, ...COMMON };
  const options = Object.fromEntries(Object.entries(declared).map(([name, { type }]) => [name, { type }]));
  try {
    const { values, positionals } = parseArgs({ args: [...args], options, strict: true, allowPositionals: true });
    return { values: values as Record<string, string | boolean | undefined>, words: positionals };
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function demandComplete(verb: Verb, values: Readonly<Record<string, unknown>>, words: readonly string[]): void {
  for (const [name, { required, sentence }] of Object.entries(verb.options ?? {})) {
    if (required === true && (values[name] === undefined || values[name] === '')) throw new UsageError(`--${name} is missing: ${sentence}`);
  }
  const [minimum, maximum] = verb.words ?? [0, 0];
  if (words.length < minimum || words.length > maximum) {
    throw new UsageError(`expected ${verb.usage ?? 'no further words'}, got ${words.length === 0 ? 'nothing' : `"${words.join(' ')}"`}`);
  }
}

/** A refusal as lines for a terminal: the message, then each detail with its place. */
export function faultText(fault: Fault): string {
  const places = fault.details.map((detail) => {
    const place =
      detail.row === undefined
        ? (detail.pointer ?? '')
        : `row ${detail.row}${detail.column === undefined ? '' : `, column ${detail.column}`}`;
    return `  ${place === '' ? '' : `${place}: `}${detailSentence(detail, 'en', fault.message)}`;
  });
  return [`${fault.code}: ${fault.message}`, ...places].join('\n');
}

/** @returns the exit code */
export async function runVerb(
  verb: Verb,
  args: readonly string[],
  streams: Streams,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<number> {
  const opened: Store[] = [];
  let config: Config | undefined;
  try {
    const { values, words } = readCommandLine(verb, args);
    if (values['help'] === true) {
      await streams.out(helpOf(verb));
      return 0;
    }
    demandComplete(verb, values, words);
    const data = values['data'];
    const read = readConfig({ ...environment, ...(typeof data === 'string' ? { DATA_DIR: data } : {}) });
    config = read;
    const booleans = Object.entries(verb.options ?? {}).flatMap(([name, { type }]) =>
      type === 'boolean' ? [[name, values[name] === true]] : [],
    );
    const context: VerbContext = {
      words,
      options: { ...values, ...Object.fromEntries(booleans) } as VerbContext['options'],
      config: read,
      environment,
      clock: Date.now,
      say: streams.say,
      store: async (how = {}) => {
        const { openStore } = await import('../../models/store/index.ts');
        const store = await openStore({ dataDir: read.dataDir, databaseUrl: read.databaseUrl, ...how });
        opened.push(store);
        return store;
      },
      operator: async (store) => (await import('./operator.ts')).operator(store, Date.now()),
    };
    const answer = await verb.run(context);
    if (answer !== undefined) await streams.out(`${values['json'] === true ? JSON.stringify(answer) : JSON.stringify(answer, null, 2)}\n`);
    return verb.failed?.(answer) === true ? 1 : 0;
  } catch (error) {
    if (isUsageError(error) || error instanceof ConfigError) {
      streams.say(`${error.message}\nSee: ${commandName} ${verb.name} --help`);
      return 2;
    }
    const plain = (): string => (error instanceof Error ? error.message : String(error));
    streams.say(error instanceof Fault ? faultText(error) : config === undefined ? plain() : startFailure(error, config));
    return 1;
  } finally {
    for (const store of opened) await store.close();
  }
}
