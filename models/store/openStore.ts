import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgres } from './postgres/openPostgres.ts';
import { DATABASE_FILE } from './sqlite/databaseFile.ts';
import { openSqlite } from './sqlite/openSqlite.ts';
import type { Store, StoreOptions } from './types.ts';

/**
 * Opens the store in its data folder, or on PostgreSQL where a URL is given. An empty one is made.
 * @throws Error with a sentence for the person at the terminal when the store cannot keep its promises:
 *   folder in use, engine too old or not durable, schema older or newer than the program
 */
export async function openStore(options: StoreOptions): Promise<Store> {
  const { databaseUrl, dataDir } = options;
  if (databaseUrl === undefined) return openSqlite(options);
  if (existsSync(join(dataDir, DATABASE_FILE)))
    throw new Error(`the data folder ${dataDir} holds a SQLite store (${DATABASE_FILE}) while DATABASE_URL names PostgreSQL: unset DATABASE_URL to go on with the folder, or choose another folder (DATA_DIR) for the store on PostgreSQL. Nothing was changed`);
  return openPostgres({ ...options, databaseUrl });
}
