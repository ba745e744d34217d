/**
 * Copies a SQLite database in a worker thread, so that the server goes on answering. Started by backup.ts.
 * Imports no schema and no TypeORM: it should be at work at once.
 */
import { statSync } from 'node:fs';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import type { ChainTip } from './auditChain.ts';
import { fileSha256, syncPath } from './durableFiles.ts';
import { prepareReader } from './sqlite/checks.ts';

export interface BackupTask {
  source: string;
  target: string;
  auditTable: string;
  /** The head of a chain without entries. */
  genesis: ChainTip;
}

export interface BackupResult {
  bytes: number;
  sha256: string;
  /** The newest audit entry in the backup. */
  head: { sequence: number; hash: string };
  migrations: string[];
  sqlite: string;
}

/** After the first step: the backup starts anew whenever another connection writes, so the rest is taken in one. */
const ALL_PAGES = 0x7fffffff;

async function copy({ source, target, auditTable, genesis }: BackupTask): Promise<BackupResult> {
  const from = new Database(source, { readonly: true });
  try {
    prepareReader(from);
    await from.backup(target, { progress: () => ALL_PAGES });
  } finally {
    from.close();
  }
  const made = new Database(target);
  let found: Pick<BackupResult, 'head' | 'migrations' | 'sqlite'>;
  try {
    // one file, without a write-ahead log beside it
    made.pragma('journal_mode = DELETE');
    const check: unknown = made.pragma('quick_check', { simple: true });
    if (check !== 'ok') throw new Error(`the copy is not whole: ${String(check)}`);
    const head = made.prepare(`SELECT "sequence", "hash" FROM "${auditTable}" ORDER BY "sequence" DESC LIMIT 1`).get() as ChainTip | undefined;
    found = {
      head: head ?? genesis,
      migrations: made.prepare('SELECT "name" FROM "migrations" ORDER BY "id"').pluck().all() as string[],
      sqlite: String(made.prepare('SELECT sqlite_version()').pluck().get()),
    };
  } finally {
    made.close();
  }
  syncPath(target);
  return { bytes: statSync(target).size, sha256: await fileSha256(target), ...found };
}

if (!isMainThread && parentPort !== null) {
  try {
    parentPort.postMessage(await copy(workerData as BackupTask));
  } catch (cause) {
    // better-sqlite3's errors lose their message between threads
    throw new Error(`the backup failed: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
