/**
 * Keeps a second process out of the data folder. The lock is an exclusive SQLite transaction on a side
 * file, held open for as long as the process lives: the system drops it however the process dies, and no
 * native package beside better-sqlite3 is needed. Nobody may open `lock.sqlite` through node:fs meanwhile:
 * closing any descriptor of a file drops the POSIX locks a process holds on it.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';

const WAIT_MS = 1000;
const LOCK_FILE = 'lock.sqlite';
const HOLDER_FILE = 'lock.json';
export const LOCK_FILES = [LOCK_FILE, HOLDER_FILE] as const;

export interface FolderLock {
  release(): void;
}

/** @throws Error with a sentence for the person at the terminal when another process holds the folder */
export function lockFolder(dataDir: string): FolderLock {
  const holder = join(dataDir, HOLDER_FILE);
  const connection = new Database(join(dataDir, LOCK_FILE), { timeout: WAIT_MS });
  try {
    connection.pragma('locking_mode = EXCLUSIVE');
    connection.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    connection.close();
    if (!(cause instanceof Database.SqliteError) || !cause.code.startsWith('SQLITE_BUSY')) throw cause;
    throw new Error(`the data folder ${dataDir} is in use by another Shuijian process${describeHolder(holder)}: stop that one first, or give this one a folder of its own (DATA_DIR)`, { cause });
  }
  writeFileSync(holder, `${JSON.stringify({ pid: process.pid })}\n`);
  return { release: () => connection.close() };
}

/** Only to make the sentence more helpful: the lock itself is not in this file. */
function describeHolder(file: string): string {
  try {
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid?: unknown };
    return typeof pid === 'number' ? ` (process ${pid})` : '';
  } catch {
    return '';
  }
}
