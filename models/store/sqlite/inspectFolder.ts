/**
 * Looks at a data folder before anything in it is touched: a database of a newer program, of somebody else, or none where
 * there was one, is refused in a sentence, and the folder is as it was.
 */
import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { headsFilesIn } from '../anchor.ts';
import { newerSentence } from '../migrate.ts';
import { auditEntry } from '../../schemas/index.ts';

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
  let connection: Database.Database | undefined;
  try {
    // through SQLite alone: closing a descriptor of the file would drop the locks of a store that this process has open
    connection = new Database(path, { readonly: true });
    inspectDatabase(connection, path, known);
  } catch (error) {
    throw error instanceof Database.SqliteError ? unreadable(path, error) : error;
  } finally {
    connection?.close();
  }
}

function inspectDatabase(connection: Database.Database, path: string, known: readonly string[]): void {
  const tables = connection.prepare(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`).pluck().all() as string[];
  if (tables.length === 0) return;
  if (!(tables.includes('migrations') && tables.includes(auditEntry.table)))
    throw new Error(`${path} is a database of another program (its tables are ${tables.slice(0, 3).join(', ')} …): nothing was changed. Choose another folder (DATA_DIR)`);
  const seen = connection.prepare('SELECT "name" FROM "migrations"').pluck().all() as string[];
  const unknown = seen.filter((name) => !known.includes(name));
  if (unknown.length > 0) throw new Error(newerSentence(unknown));
}

function unreadable(path: string, cause: InstanceType<typeof Database.SqliteError>): Error {
  if (cause.code === 'SQLITE_NOTADB') return new Error(`${path} is no SQLite database, or is damaged: nothing was changed. Put back a backup, or choose another folder (DATA_DIR)`, { cause });
  if (/^SQLITE_(CANTOPEN|READONLY|PERM)/.test(cause.code))
    return Object.assign(new Error(`${path} cannot be opened, even to be read (${cause.message}): SQLite keeps its log beside it, and this account may not write there. Give it that right, or look at a copy of the folder; nothing was changed`, { cause }), { code: cause.code });
  return new Error(`${path} cannot be read (${cause.message}): nothing was changed. Keep a copy of the folder as it is, and put back the newest backup`, { cause });
}
