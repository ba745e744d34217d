/**
 * Opens a SQLite store with the sample migration, as `migrate` does, and is killed at a file operation of it:
 * `copyChild.js DATA_DIR AT`. AT 0 lets it end. Prints how many there were.
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { migrations } from '../../models/migrations/index.ts';
import { openSqlite } from '../../models/store/sqlite/openSqlite.ts';
import { AddDepth9999999999998 } from './sampleMigration.ts';

const [dataDir = '', at = '0'] = process.argv.slice(2);
let operations = 0;
const watched = fs as unknown as Record<string, (...of: unknown[]) => unknown>;
for (const name of ['mkdirSync', 'copyFileSync', 'writeFileSync', 'fsyncSync', 'renameSync']) {
  const operation = watched[name];
  if (operation === undefined) throw new Error(`node:fs has no ${name}`);
  watched[name] = (...of) => {
    operations += 1;
    if (operations === Number(at)) process.kill(process.pid, 'SIGKILL');
    return operation(...of);
  };
}
syncBuiltinESMExports();
await (await openSqlite({ dataDir, migrations: [...migrations, AddDepth9999999999998], migrate: true })).close();
process.stdout.write(`${String(operations)}\n`);
