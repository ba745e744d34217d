/**
 * What a verb of the command line is. To add one, put one file into server/cli/verbs that exports
 * `verb`, named after it: "round create" is in roundCreate.ts. Nothing else has to be touched.
 *
 *   export const verb = defineVerb({
 *     name: 'round create', usage: 'ROUND', summary: 'Make the samples of a round from its plan',
 *     help: 'Again for the same round: created is 0.',
 *     options: { plan: { type: 'string', sentence: 'Code of the plan', required: true } },
 *     run: async ({ words, options, store, operator }) => createRound(await store(), { code: words[0], plan: options.plan, ... }),
 *   });
 *
 * What `run` answers is printed as JSON on stdout; messages go to stderr through `say`.
 * Exit 0: done. 1: refused, failed, or `failed(answer)` says that the answer is a bad one. 2: the command line is wrong
 * (`throw new UsageError(...)`). `--data`, `--json` and `--help` belong to every verb.
 */
import type { Store, StoreOptions } from '../../models/store/types.ts';
import type { CurrentUser } from '../auth/permissions.ts';
import type { Config } from '../config.ts';

/** The command line is wrong: exit 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** By name, not by class: a verb that is loaded at run time may hold a copy of this file. */
export const isUsageError = (error: unknown): error is UsageError => error instanceof Error && error.name === 'UsageError';

export interface VerbOption {
  type: 'string' | 'boolean';
  /** What it means, with the unit. */
  sentence: string;
  /** What stands for the value in the help, e.g. `DIR`; else the option's name. */
  label?: string;
  required?: boolean;
}

type Options = Readonly<Record<string, VerbOption>>;

export type OptionValues<O extends Options> = {
  readonly [K in keyof O]: O[K] extends { type: 'boolean' } ? boolean : O[K] extends { required: true } ? string : string | undefined;
};

export interface VerbContext<O extends Options = Options> {
  /** What stands after the verb, without the options. */
  words: readonly string[];
  options: OptionValues<O>;
  config: Config;
  /** Opens the store of --data; closed when the verb ends. @param how `readOnly` may run beside a server */
  store: (how?: Pick<StoreOptions, 'readOnly' | 'migrate' | 'backedUp' | 'onCopy'>) => Promise<Store>;
  /** The account in whose name the command line acts; made at the first use, nobody can sign in to it. */
  operator: (store: Store) => Promise<CurrentUser>;
  /** Milliseconds since the epoch. */
  clock: () => number;
  /** A message for the person at the terminal, on stderr. */
  say: (text: string) => void;
  environment: Readonly<Record<string, string | undefined>>;
}

export interface Verb<O extends Options = Options> {
  name: string;
  /** The words after the name, e.g. `FILE`. */
  usage?: string;
  summary: string;
  help?: string;
  options?: O;
  /** How many words follow the name: exactly, or at least and at most. */
  words?: readonly [minimum: number, maximum: number];
  /** An answer that ends in exit 1 though nothing was thrown, e.g. a broken chain. */
  failed?: (answer: unknown) => boolean;
  run: (context: VerbContext<O>) => Promise<unknown>;
}

/** A verb that reads its own command line, e.g. `analyse METHOD`. */
export interface RawVerb {
  name: string;
  summary: string;
  /** @returns the exit code */
  raw: (argv: string[], environment: { config: () => Config; say: (text: string) => void }) => Promise<number>;
}

export const defineVerb = <const O extends Options>(verb: Verb<O>): Verb => verb as unknown as Verb;
export const defineRawVerb = (verb: RawVerb): RawVerb => verb;
