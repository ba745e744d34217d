/**
 * What one `analyse METHOD` of the command line is: its options, its help, and the function
 * that reads the files and calls analysis/. One file per method under methods/.
 */

export interface AnalyseOption {
  type: 'string' | 'boolean';
  required?: boolean;
  description: string;
}

export type AnalyseOptions = Readonly<Record<string, string | boolean | undefined>>;

export interface AnalyseMethod {
  /** As typed: `krige-cv`. */
  name: string;
  /** One line for the list of methods. */
  summary: string;
  /** Columns expected, conventions followed and the reference software that gives the same numbers. */
  help: string;
  options: Record<string, AnalyseOption>;
  /**
   * @returns what is printed as JSON: typed arrays become arrays, NaN becomes null, infinities are refused
   * @throws UsageError when the options contradict each other (exit 2); anything else thrown exits 1
   */
  run(options: AnalyseOptions): Promise<unknown>;
}

/** The command line itself is wrong: unknown method, unknown or missing option, a number that is none. Exit 2. */
export class UsageError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UsageError';
  }
}

/**
 * Text of an option.
 * @throws UsageError when it is missing and has no fallback
 */
export function textOption(options: AnalyseOptions, name: string, fallback?: string): string {
  const given = options[name];
  if (typeof given === 'string' && given !== '') return given;
  if (fallback !== undefined) return fallback;
  throw new UsageError(`--${name} is missing; give --${name} VALUE`);
}

/**
 * Number of an option.
 * @returns undefined when the option was not given
 * @throws UsageError naming what was got and the range expected
 */
export function numberOption(
  options: AnalyseOptions,
  name: string,
  range: { minimum?: number; maximum?: number; integer?: boolean } = {},
): number | undefined {
  const given = options[name];
  if (given === undefined) return undefined;
  const text = String(given).trim();
  const value = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text) ? Number(text) : Number.NaN;
  const wrong = (expected: string): UsageError => new UsageError(`--${name} is "${String(given)}"; expected ${expected}`);
  if (!Number.isFinite(value)) throw wrong('a finite number with a point as decimal sign');
  if (range.integer === true && !Number.isSafeInteger(value)) throw wrong('a whole number');
  if (range.minimum !== undefined && value < range.minimum) throw wrong(`a number of at least ${range.minimum}`);
  if (range.maximum !== undefined && value > range.maximum) throw wrong(`a number of at most ${range.maximum}`);
  return value;
}

/**
 * One of a closed list of words.
 * @throws UsageError listing the words
 */
export function choiceOption<const T extends readonly string[]>(options: AnalyseOptions, name: string, words: T, fallback: T[number]): T[number] {
  const given = textOption(options, name, fallback);
  const found = words.find((word) => word === given);
  if (found === undefined) throw new UsageError(`--${name} is "${given}"; expected one of ${words.join(', ')}`);
  return found;
}
