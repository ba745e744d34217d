/**
 * Looks at a data folder before anything in it is touched: a database of a newer program, of somebody else, or none where
 * there was one, is refused in a sentence, and the folder is as it was.
 */
import { closeSync, existsSync, openSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { headsFilesIn } from '../anchor.ts';
import { newerSentence } from '../migrate.ts';
import { auditEntry } from '../../schemas/index.ts';

const SQLITE_HEADER = 'SQLite format 3\0';

/**
 * @param known names of the migrations of this program
 * @throws Error with a sentence for the person at the terminal
 */
export function inspectFolder(dataDir: string, file: string, known: readonly string[]): void {
  const path = join(dataDir, file);
  if (!existsSync(path) || statSync(path).size === 0) {
    // a store that was ever signed had a database: starting an empty one beside its heads would lose it from sight
    if (existsSync(dataDir) && statSync(dataDir).isDirectory() && headsFilesIn(dataDir).length > 0)
      throw new Error(`the data folder ${dataDir} holds the signed heads of a store and no database: if the store is on PostgreSQL, set DATABASE_URL; if ${file} was moved, put it back; to begin anew, choose an empty folder (DATA_DIR)`);
    return;
  }
  if (!hasHeader(path)) throw new Error(`${path} is no SQLite database, or is damaged: nothing was changed. Put back a backup, or choose another folder (DATA_DIR)`);
  const connection = new Database(path, { readonly: true });
  try {
    const tables = connection.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`).pluck().all() as string[];
    if (tables.length > 0 && !(tables.includes('migrations') && tables.includes(auditEntry.table)) )
      throw new Error(`${path} is a database of another program (its tables are ${tables.slice(0, 3).join(', ')} …): nothing was changed. Choose another folder (DATA_DIR)`);
    if (tables.length === 0) return;
    const seen = connection.prepare('SELECT "name" FROM "migrations"').pluck().all() as string[];
    const unknown = seen.filter((name) => !known.includes(name));
    if (unknown.length > 0) throw new Error(newerSentence(unknown));
  } catch (error) {
    if (error instanceof Database.SqliteError) throw new Error(`${path} cannot be read (${error.message}): nothing was changed. Keep a copy of the folder as it is, and put back the newest backup`, { cause: error });
    throw error;
  } finally {
    connection.close();
  }
}

function hasHeader(path: string): boolean {
  const descriptor = openSync(path, 'r');
  try {
    const head = Buffer.alloc(SQLITE_HEADER.length);
    readSync(descriptor, head, 0, head.length, 0);
    return head.toString('latin1') === SQLITE_HEADER;
  } finally {
    closeSync(descriptor);
  }
}
