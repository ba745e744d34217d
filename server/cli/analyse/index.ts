/**
 * `analyse METHOD`: one statistical method on files, without the server.
 * JSON with full precision on stdout, messages on stderr.
 * Exit 0: done. 1: the data were refused or the method failed. 2: the command line is wrong.
 */
import { parseArgs } from 'node:util';
import { type AnalyseMethod, type AnalyseOption, UsageError } from './method.ts';
import { breaksMethod } from './methods/breaks.ts';
import { censoredMethod } from './methods/censored.ts';
import { gearyMethod } from './methods/geary.ts';
import { giMethod } from './methods/gi.ts';
import { globalGMethod } from './methods/globalG.ts';
import { idwMethod } from './methods/idw.ts';
import { idwCvMethod } from './methods/idwCv.ts';
import { indicesMethod } from './methods/indices.ts';
import { krigeMethod } from './methods/krige.ts';
import { krigeCvMethod } from './methods/krigeCv.ts';
import { lisaMethod } from './methods/lisa.ts';
import { moranMethod } from './methods/moran.ts';
import { petoPetoMethod } from './methods/petoPeto.ts';
import { rankMethod } from './methods/rank.ts';
import { robustMethod } from './methods/robust.ts';
import { trendMethod } from './methods/trend.ts';
import { variogramMethod } from './methods/variogram.ts';
import { toJson } from './toJson.ts';

/** Every method, in the order the help lists them. */
export const ANALYSE_METHODS: readonly AnalyseMethod[] = [
  krigeMethod,
  krigeCvMethod,
  idwMethod,
  idwCvMethod,
  variogramMethod,
  moranMethod,
  gearyMethod,
  globalGMethod,
  lisaMethod,
  giMethod,
  trendMethod,
  censoredMethod,
  petoPetoMethod,
  breaksMethod,
  rankMethod,
  robustMethod,
  indicesMethod,
];

/** Accepted with every method, as with every verb; a method reads no data folder and always prints JSON. */
const COMMON: Readonly<Record<string, AnalyseOption>> = {
  json: { type: 'boolean', description: 'JSON is what is printed anyway' },
  data: { type: 'string', description: 'not read: a method works on the files given' },
};

export interface AnalyseStreams {
  out: (text: string) => Promise<void>;
  say: (text: string) => Promise<void>;
}

const writer =
  (stream: NodeJS.WriteStream) =>
  (text: string): Promise<void> =>
    new Promise((resolve, reject) => {
      stream.write(text, (error) => {
        if (error === null || error === undefined) resolve();
        else reject(error);
      });
    });

function overview(): string {
  const width = Math.max(0, ...ANALYSE_METHODS.map((method) => method.name.length));
  const lines = ANALYSE_METHODS.map((method) => `  ${method.name.padEnd(width)}  ${method.summary}`);
  return `analyse METHOD [options]\n\n${lines.join('\n')}\n\nJSON on stdout, messages on stderr. Exit 0 done, 1 data refused, 2 command line wrong.\nanalyse METHOD --help names columns, conventions and reference software.\n`;
}

function helpOf(method: AnalyseMethod): string {
  const width = Math.max(...Object.keys(method.options).map((name) => name.length), 4);
  const lines = Object.entries(method.options).map(
    ([name, option]) => `  --${name.padEnd(width)}  ${option.required === true ? '(required) ' : ''}${option.description}`,
  );
  return `analyse ${method.name}: ${method.summary}\n\n${lines.join('\n')}\n  --${'help'.padEnd(width)}  this text\n\n${method.help.trim()}\n`;
}

function readOptions(method: AnalyseMethod, argv: readonly string[]): Record<string, string | boolean | undefined> {
  const options = Object.fromEntries(Object.entries({ ...COMMON, ...method.options }).map(([name, option]) => [name, { type: option.type }]));
  let values: Record<string, string | boolean | undefined>;
  try {
    values = parseArgs({ args: [...argv], options, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}. See analyse ${method.name} --help`);
  }
  for (const [name, option] of Object.entries(method.options)) {
    if (option.required === true && (values[name] === undefined || values[name] === '')) {
      throw new UsageError(`--${name} is missing: ${option.description}. See analyse ${method.name} --help`);
    }
  }
  return values;
}

/**
 * @param argv what follows `analyse`: the method's name and its options
 * @param streams stdout and stderr of the process where not given
 * @returns the exit code
 */
export async function analyse(argv: string[], streams: AnalyseStreams = { out: writer(process.stdout), say: writer(process.stderr) }): Promise<number> {
  const [name, ...rest] = argv;
  try {
    if (name === undefined || name === '--help' || name === '-h') {
      await (name === undefined ? streams.say : streams.out)(overview());
      return name === undefined ? 2 : 0;
    }
    const method = ANALYSE_METHODS.find((one) => one.name === name);
    if (method === undefined) {
      throw new UsageError(`analyse has no method "${name}"; expected one of ${ANALYSE_METHODS.map((one) => one.name).join(', ')}`);
    }
    if (rest.includes('--help') || rest.includes('-h')) {
      await streams.out(helpOf(method));
      return 0;
    }
    const answer = await method.run(readOptions(method, rest));
    await streams.out(`${toJson(answer)}\n`);
    return 0;
  } catch (error) {
    await streams.say(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}
