import { openSqlite } from './sqlite/openSqlite.ts';
import type { Store, StoreOptions } from './types.ts';

/**
 * Opens the store in its data folder, or on PostgreSQL where a URL is given.
 * @throws Error with a sentence for the person at the terminal when the store cannot keep its promises
 */
export function openStore(options: StoreOptions): Promise<Store> {
  return openSqlite(options);
}
