/** What a PostgreSQL server must be before the store may promise anything. */
import type { Queryable } from './postgresSession.ts';

const EXPECTED: readonly { setting: string; allowed: readonly string[] }[] = [
  { setting: 'fsync', allowed: ['on'] },
  { setting: 'full_page_writes', allowed: ['on'] },
  // stronger than `on` where there are standbys; weaker ones acknowledge what a crash can lose
  { setting: 'synchronous_commit', allowed: ['on', 'remote_apply'] },
  { setting: 'server_encoding', allowed: ['UTF8'] },
  { setting: 'standard_conforming_strings', allowed: ['on'] },
];

/** @throws Error naming each setting that is not as it must be, what was found and what was expected */
export async function assertDurableServer(connection: Queryable): Promise<void> {
  const { rows } = await connection.query({ text: 'SELECT name, setting FROM pg_settings WHERE name = ANY($1)', values: [EXPECTED.map(({ setting }) => setting)] });
  const found = new Map(rows.map((row) => [row['name'], row['setting']]));
  const wrong = EXPECTED.filter(({ setting, allowed }) => !allowed.includes(String(found.get(setting))));
  if (wrong.length > 0) {
    throw new Error(`the store does not start: ${wrong.map(({ setting, allowed }) => `PostgreSQL has ${setting} = ${String(found.get(setting))}, expected ${allowed.join(' or ')}`).join('; ')}`);
  }
}
