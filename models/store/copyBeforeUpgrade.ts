/**
 * A copy of the store before its schema is changed. The upgrade itself is one transaction and leaves the old schema whole
 * if it is cut off; the copy is for what no transaction helps against: a migration that was wrong.
 */
import { existsSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { backup } from './backup.ts';

/** Folder of the copies, in the data folder. */
const UPGRADE_COPIES = 'before-upgrade';
/** The copy, and the tables that SQLite builds anew beside the old ones. */
const TIMES_THE_DATABASE = 2.2;

const megabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`;

/**
 * @param now milliseconds since the epoch
 * @returns the folder of the copy; it is kept until somebody removes it
 * @throws Error with a sentence when the disk has no room; nothing was changed
 */
export async function copyBeforeUpgrade(dataDir: string, file: string, now: number): Promise<string> {
  const size = [file, `${file}-wal`].map((name) => join(dataDir, name)).reduce((sum, path) => sum + (existsSync(path) ? statSync(path).size : 0), 0);
  const { bavail, bsize } = statfsSync(dataDir);
  const needed = size * TIMES_THE_DATABASE;
  if (bavail * bsize < needed) throw new Error(`the upgrade keeps a copy first and wants ${megabytes(needed)} free in ${dataDir}; there are ${megabytes(bavail * bsize)}. Make room, and start it again: nothing was changed`);
  return (await backup(dataDir, join(dataDir, UPGRADE_COPIES), now)).folder;
}
