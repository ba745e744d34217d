/**
 * Every setting of the installation, said once: field, environment name, default, reading and a
 * sentence with the unit. `--help` prints this table. What the laboratory decides (levels of
 * review, its name) is no setting of the installation: see server/settings.
 */
import { isIP } from 'node:net';
import { resolve } from 'node:path';

/** Reads the text of a setting, or throws a sentence of what was expected. */
type Read<T> = (text: string) => T;

interface Setting<T> {
  env: string;
  /** As text, so that the table prints exactly what is read. */
  default: string | undefined;
  read: Read<T>;
  sentence: string;
}

class Expected extends Error {}

const wholeNumber =
  (minimum: number, maximum: number): Read<number> =>
  (text) => {
    const number = /^\d{1,15}$/.test(text) ? Number.parseInt(text, 10) : Number.NaN;
    if (!(number >= minimum && number <= maximum)) throw new Expected(`a whole number from ${minimum} to ${maximum}`);
    return number;
  };

const oneOf =
  <const T extends readonly string[]>(...words: T): Read<T[number]> =>
  (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new Expected(`one of ${words.join(', ')}`);
    return found;
  };

const folder: Read<string> = (text) => {
  if (text.includes('\0')) throw new Expected('the path of a folder');
  return resolve(text);
};

const host: Read<string> = (text) => {
  if (!/^[0-9A-Za-z.:_-]{1,253}$/.test(text)) throw new Expected('an address or host name such as 127.0.0.1 or 0.0.0.0');
  return text;
};

const postgresUrl: Read<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['postgres:', 'postgresql:'].includes(url.protocol))
    throw new Expected('postgres://user:password@host:5432/database');
  return text;
};

const publicUrl: Read<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    throw new Expected('an address without a path, such as https://lims.example.org');
  }
  return url.origin;
};

/** A server and, where it does not answer at its root, a path. */
const serverUrl: Read<string> = (text) => {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !['http:', 'https:'].includes(url.protocol) || url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new Expected('an address such as http://127.0.0.1:5000');
  }
  return url.href.replace(/\/+$/, '');
};

const addressList: Read<readonly string[]> = (text) => {
  const items = text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');
  const isRange = (item: string) => {
    const [address = '', bits, more] = item.split('/');
    const family = isIP(address);
    return (
      more === undefined &&
      family !== 0 &&
      (bits === undefined || (/^\d{1,3}$/.test(bits) && Number.parseInt(bits, 10) <= (family === 4 ? 32 : 128)))
    );
  };
  const wrong = items.find((item) => !isRange(item));
  if (wrong !== undefined) throw new Expected(`addresses or ranges separated by commas, such as 10.0.0.1,10.1.0.0/16 (not "${wrong}")`);
  return items;
};

const setting = <T>(env: string, fallback: string, read: Read<T>, sentence: string): Setting<T> => ({
  env,
  default: fallback,
  read,
  sentence,
});
const optional = <T>(env: string, read: Read<T>, sentence: string): Setting<T | undefined> => ({ env, default: undefined, read, sentence });

export const SETTINGS = {
  dataDir: setting('DATA_DIR', './data', folder, 'Folder of everything that is kept.'),
  port: setting('PORT', '8080', wholeNumber(0, 65535), 'Port to listen on; 0 takes a free one.'),
  host: setting('HOST', '127.0.0.1', host, 'Address to listen on; 0.0.0.0 for every interface.'),
  databaseUrl: optional('DATABASE_URL', postgresUrl, 'PostgreSQL instead of SQLite.'),
  publicUrl: optional('PUBLIC_URL', publicUrl, 'Address that browsers use; https turns on secure cookies and HSTS.'),
  trustedProxies: setting('TRUSTED_PROXIES', '', addressList, 'Proxies whose X-Forwarded-* headers are believed; none by default.'),
  logLevel: setting(
    'LOG_LEVEL',
    'info',
    oneOf('fatal', 'error', 'warn', 'info', 'debug', 'silent'),
    'How much is logged to standard output.',
  ),
  sessionIdleMinutes: setting('SESSION_IDLE_MINUTES', '60', wholeNumber(1, 1440), 'Minutes without a request after which a session ends.'),
  sessionHours: setting('SESSION_HOURS', '12', wholeNumber(1, 168), 'Hours after which a session ends in any case.'),
  signInAttempts: setting('SIGN_IN_ATTEMPTS', '10', wholeNumber(1, 10000), 'Sign-in and set-up attempts per address in five minutes.'),
  maxJsonMegabytes: setting('MAX_JSON_MB', '4', wholeNumber(1, 64), 'Largest JSON body in MB (10^6 bytes).'),
  maxFileMegabytes: setting('MAX_FILE_MB', '64', wholeNumber(1, 512), 'Largest uploaded file in MB (10^6 bytes).'),
  routingUrl: optional('ROUTING_URL', serverUrl, 'Road server for the routes of a day, told the places of a plan; without it nothing leaves this machine.'),
  routingEngine: setting('ROUTING_ENGINE', 'osrm', oneOf('osrm', 'valhalla'), 'What answers at ROUTING_URL.'),
  drainSeconds: setting('DRAIN_SECONDS', '10', wholeNumber(0, 60), 'Seconds that running requests get to finish at SIGTERM.'),
} as const;

type Settings = typeof SETTINGS;
export type Config = { readonly [K in keyof Settings]: Settings[K] extends Setting<infer T> ? T : never };

/** A setting that cannot be used: the message says which, what was got and what is expected. */
export class ConfigError extends Error {}

/**
 * @param environment e.g. process.env; an empty text counts as not given
 * @throws ConfigError naming every setting that is wrong, not only the first
 */
export function readConfig(environment: Readonly<Record<string, string | undefined>>): Config {
  const wrong: string[] = [];
  const read = ([field, { env, default: fallback, read: parse }]: [string, Setting<unknown>]): [string, unknown] => {
    const given = environment[env];
    const text = given === undefined || given === '' ? fallback : given;
    if (text === undefined) return [field, undefined];
    try {
      return [field, parse(text)];
    } catch (error) {
      if (!(error instanceof Expected)) throw error;
      // a database address carries a password: never printed
      wrong.push(`${env}${env === 'DATABASE_URL' ? '' : ` is "${text}"`}: expected ${error.message}.`);
      return [field, undefined];
    }
  };
  const config = Object.fromEntries(Object.entries(SETTINGS).map(read));
  if (wrong.length > 0) throw new ConfigError(wrong.join('\n'));
  return config as unknown as Config;
}

/** The table of settings as text, for `--help`. */
export function settingsTable(): string {
  const rows = Object.values(SETTINGS as Record<string, Setting<unknown>>).map(({ env, default: fallback, sentence }) => [
    env,
    fallback === undefined || fallback === '' ? '-' : fallback,
    sentence,
  ]);
  const widths = [0, 1].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => cell.padEnd(widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
