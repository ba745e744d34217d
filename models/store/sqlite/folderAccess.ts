/**
 * Whether this account may keep a store in a folder, asked before anything in it is touched: SQLite would say of a folder
 * that it may not write in what it says of a damaged file.
 */
import { accessSync, constants, existsSync, mkdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const PRIVATE = 0o700;

/**
 * @param files of a store that must be writable where they are there
 * @throws Error with a sentence for the person at the terminal; nothing was changed
 */
export function assertWritable(dataDir: string, files: readonly string[]): void {
  const folder = nearest(resolve(dataDir));
  if (!statSync(folder).isDirectory()) throw refusal('ENOTDIR', folder, `the data folder ${dataDir} cannot be: ${folder} is a file and no folder. Choose another folder (DATA_DIR); nothing was changed`);
  for (const path of [folder, ...files.map((file) => join(dataDir, file)).filter((file) => existsSync(file))]) {
    try {
      accessSync(path, path === folder ? constants.R_OK | constants.W_OK | constants.X_OK : constants.R_OK | constants.W_OK);
    } catch (cause) {
      throw unwritable(dataDir, path, cause);
    }
  }
}

/** Makes the folder for this account alone: others of the machine have no business in it. @throws Error as assertWritable does */
export function makeFolder(dataDir: string): void {
  const missing: string[] = [];
  for (let path = resolve(dataDir); !existsSync(path); path = dirname(path)) missing.unshift(path);
  // one by one: mkdir with `recursive` goes round for ever where a file system makes no folders (/proc)
  for (const path of missing) {
    try {
      mkdirSync(path, PRIVATE);
    } catch (cause) {
      if (!existsSync(path)) throw unwritable(dataDir, path, cause);
    }
  }
}

function nearest(path: string): string {
  return existsSync(path) ? path : nearest(dirname(path));
}

function unwritable(dataDir: string, path: string, cause: unknown): Error {
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown';
  const why = code === 'EROFS' ? `${path} lies on a file system that is read only` : code === 'EACCES' || code === 'EPERM' ? `this account may not write ${path}` : `${path} cannot be written (${code})`;
  return refusal(code, path, `the data folder ${dataDir} cannot be used: ${why}. Give the account that runs Shuijian the right to read and write it, or choose another folder (DATA_DIR); nothing was changed`);
}

/** Carries what the system says, so that the programs can say it in both languages (server/startFailure.ts). */
function refusal(code: string, path: string, sentence: string): Error {
  return Object.assign(new Error(sentence), { code, path });
}
