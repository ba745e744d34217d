import { openPostgres } from './postgres/openPostgres.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import type { Store, StoreOptions } from './types.ts';

/**
 * Opens the store in its data folder, or on PostgreSQL where a URL is given. An empty one is made.
 * @throws Error with a sentence for the person at the terminal when the store cannot keep its promises:
 *   folder in use, engine too old or not durable, schema older or newer than the program
 */
export function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl } = options;
  return databaseUrl === undefined ? openSqlite(options) : openPostgres({ ...options, databaseUrl });
}
