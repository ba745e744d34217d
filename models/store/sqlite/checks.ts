/** What a SQLite connection must be before the store may promise anything. */
import type Database from 'better-sqlite3';

/** 3.7.0 to 3.51.2 can corrupt a database at a WAL reset with several connections. */
const OLDEST = [3, 51, 3] as const;
const SYNCHRONOUS_FULL = 2;

/** Settings are made here and asserted afterwards: a PRAGMA that is not understood is silently ignored. */
export function prepareWriter(connection: Database.Database): void {
  connection.pragma('journal_mode = WAL');
  connection.pragma('synchronous = FULL');
  connection.pragma('foreign_keys = ON');
  connection.pragma('busy_timeout = 5000');
  connection.pragma('trusted_schema = OFF');
}

export function prepareReader(connection: Database.Database): void {
  connection.pragma('query_only = ON');
  connection.pragma('busy_timeout = 5000');
  connection.pragma('trusted_schema = OFF');
}

/** @throws Error naming each condition that is not met, what was found and what was expected */
export function assertDurable(connection: Database.Database): void {
  const wrong = [
    ...versionTooOld(String(connection.prepare('SELECT sqlite_version() AS v').pluck().get())),
    ...unlike(connection, 'journal_mode', 'wal'),
    ...unlike(connection, 'synchronous', SYNCHRONOUS_FULL),
    ...unlike(connection, 'foreign_keys', 1),
  ];
  if (wrong.length > 0) throw new Error(`the store does not start: ${wrong.join('; ')}`);
}

/** @returns a sentence, or nothing when the version is new enough */
export function versionTooOld(version: string): string[] {
  const parts = version.split('.').map(Number);
  for (const [index, least] of OLDEST.entries()) {
    const part = parts[index] ?? 0;
    if (part > least) return [];
    if (part < least || !Number.isFinite(part)) return [`SQLite is ${version}, expected ${OLDEST.join('.')} or newer (older ones can corrupt a database): update better-sqlite3`];
  }
  return [];
}

function unlike(connection: Database.Database, pragma: string, expected: string | number): string[] {
  const found: unknown = connection.pragma(pragma, { simple: true });
  return found === expected ? [] : [`${pragma} is ${String(found)}, expected ${expected}`];
}
