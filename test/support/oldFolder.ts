/** The data folders of earlier versions (test/fixtures), put where a test may open them. */
import { execFileSync } from 'node:child_process';
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { newPostgresDatabase, postgresBinaries } from './postgres.ts';
import { tempFolder } from './tempFolder.ts';
import type { Place } from './engines.ts';

/** What each holds: entries of the audit trail, and rows that it attests. */
export const OLD_FOLDERS = { 'data-0001': { entries: 665, rows: 1154 }, 'data-0002': { entries: 674, rows: 1167 } } as const;
export type OldFolder = keyof typeof OLD_FOLDERS;
/** Of the version that stands: what the next migration will meet. */
export const NEWEST_FOLDER = 'data-0002' satisfies OldFolder;

const HEADS = 'audit-heads.jsonl';

export async function oldFolder(name: OldFolder, engine: 'sqlite' | 'postgres'): Promise<Place> {
  const from = join('test/fixtures', name);
  const dataDir = tempFolder();
  const heads = join(from, engine === 'sqlite' ? HEADS : `postgres-${HEADS}`);
  if (existsSync(heads)) copyFileSync(heads, join(dataDir, HEADS));
  if (engine === 'sqlite') {
    writeFileSync(join(dataDir, 'shuijian.sqlite'), gunzipSync(readFileSync(join(from, 'shuijian.sqlite.gz'))));
    return { dataDir, databaseUrl: undefined };
  }
  const databaseUrl = await newPostgresDatabase();
  // commands of one version of psql that another does not know; they guard dumps of strangers
  const sql = gunzipSync(readFileSync(join(from, 'postgres.sql.gz'))).toString('utf8').replaceAll(/^\\(un)?restrict .*$/gm, '');
  execFileSync(join(postgresBinaries() ?? '', 'psql'), ['--quiet', '--no-psqlrc', '--set=ON_ERROR_STOP=1', databaseUrl], { input: sql, stdio: ['pipe', 'ignore', 'pipe'] });
  return { dataDir, databaseUrl };
}
