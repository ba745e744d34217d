/**
 * Backup and restore of a SQLite store, while it is in use.
 * A backup is a folder with the database, the signed heads and a manifest; it appears under its name only
 * when it is whole. (PostgreSQL is backed up with its own tools: pg_basebackup, pg_dump.)
 */
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { auditEntry } from '../schemas/index.ts';
import { GENESIS } from './auditChain.ts';
import { HEADS_FILE, headsFilesIn } from './anchor.ts';
import type { BackupResult, BackupTask } from './backupWorker.ts';
import { canonicalJson } from './canonical.ts';
import { fileSha256, syncPath } from './durableFiles.ts';
import { nowInstant } from './identity.ts';
import { lockFolder } from './sqlite/folderLock.ts';
import { DATABASE_FILE } from './sqlite/databaseFile.ts';
import { startWorker } from './startWorker.ts';

const MANIFEST_FILE = 'manifest.json';
/** As of the data folder: other accounts of the machine have no business in it. */
const PRIVATE = 0o700;

export interface BackupManifest extends BackupResult {
  format: 1;
  at: string;
  file: string;
}

/**
 * @param from the data folder of the store, which may be in use
 * @param to the folder that holds the backups; a folder named after the time is made in it
 * @param now milliseconds since the epoch
 * @returns the new folder and its manifest
 */
export async function backup(from: string, to: string, now: number): Promise<{ folder: string; manifest: BackupManifest }> {
  const source = join(from, DATABASE_FILE);
  if (!existsSync(source)) throw new Error(`there is no store in ${from}: ${DATABASE_FILE} is missing`);
  const at = nowInstant(now);
  const name = `shuijian-${stampOf(at)}`;
  const partial = join(to, `.${name}.partial`);
  mkdirSync(to, { recursive: true, mode: PRIVATE });
  // fails where another backup of the same moment is under way
  mkdirSync(partial, { mode: PRIVATE });
  try {
    const result = await inWorker({ source, target: join(partial, DATABASE_FILE), auditTable: auditEntry.table, genesis: GENESIS });
    for (const heads of headsFilesIn(from)) copyFileSync(join(from, heads), join(partial, heads));
    const manifest: BackupManifest = { format: 1, at, file: DATABASE_FILE, ...result };
    writeFileSync(join(partial, MANIFEST_FILE), `${canonicalJson(manifest)}\n`, { flush: true });
    syncPath(partial);
    const folder = join(to, name);
    renameSync(partial, folder);
    syncPath(to);
    return { folder, manifest };
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Puts a backup into an empty data folder. Open the store and run verify afterwards.
 * @throws Error when the backup is not as its manifest says, or the folder already holds a store
 */
export async function restore(backupFolder: string, dataDir: string): Promise<BackupManifest> {
  const manifest = await checkBackup(backupFolder);
  mkdirSync(dataDir, { recursive: true, mode: PRIVATE });
  const lock = lockFolder(dataDir);
  try {
    const target = join(dataDir, DATABASE_FILE);
    if (existsSync(target)) throw new Error(`${dataDir} already holds a store: restore into an empty folder, and keep the old one until the new one is verified`);
    const partial = `${target}.partial`;
    copyFileSync(join(backupFolder, manifest.file), partial);
    syncPath(partial);
    // the key stayed behind: what is signed from now on goes into a file of its own
    for (const heads of headsFilesIn(backupFolder)) copyFileSync(join(backupFolder, heads), join(dataDir, heads === HEADS_FILE ? `audit-heads-${stampOf(manifest.at)}.jsonl` : heads));
    renameSync(partial, target);
    syncPath(dataDir);
  } finally {
    lock.release();
  }
  return manifest;
}

/** @throws Error when the file is not what the manifest says, or the manifest is none */
export async function checkBackup(backupFolder: string): Promise<BackupManifest> {
  const file = join(backupFolder, MANIFEST_FILE);
  if (!existsSync(file)) throw new Error(`${backupFolder} is not a backup: ${MANIFEST_FILE} is missing`);
  const manifest = JSON.parse(readFileSync(file, 'utf8')) as BackupManifest;
  if (manifest.format !== 1 || manifest.file !== basename(manifest.file)) throw new Error(`${file}: expected a manifest of format 1`);
  const sha256 = await fileSha256(join(backupFolder, manifest.file));
  if (sha256 !== manifest.sha256) throw new Error(`the backup ${backupFolder} is damaged: ${manifest.file} hashes to ${sha256}, its manifest says ${manifest.sha256}`);
  return manifest;
}

/** An instant as part of a file's name. */
const stampOf = (at: string): string => at.replaceAll(/[:.]/g, '-');

function inWorker(task: BackupTask): Promise<BackupResult> {
  return new Promise((resolve, reject) => {
    const worker = startWorker('./backupWorker', import.meta.url, task);
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the backup ended without a result (status ${code})`)));
  });
}
