/**
 * Upgrades a store with the sample migration and is killed at a statement of the upgrade: `upgradeChild.js PLACE AT`.
 * PLACE is a data folder or a postgres:// address; AT 0 lets it end. Prints how many statements the upgrade ran.
 */
import { join } from 'node:path';
import type { DataSource } from 'typeorm';
import { migrations } from '../../models/migrations/index.ts';
import { connectPostgres, connectSqlite } from '../../models/store/dataSources.ts';
import { migrate } from '../../models/store/migrate.ts';
import { prepareWriter } from '../../models/store/sqlite/checks.ts';
import { AddDepth9999999999998 } from './sampleMigration.ts';

const [place = '', at = '0'] = process.argv.slice(2);
const known = { migrations: [...migrations, AddDepth9999999999998] };
const source: DataSource = place.startsWith('postgres:') ? await connectPostgres(place, { poolSize: 2, sessionOptions: '', ...known }) : (await connectSqlite(join(place, 'shuijian.sqlite'), prepareWriter, known)).dataSource;
let statements = 0;
const make = source.createQueryRunner.bind(source);
const wrapped = new WeakSet<object>();
source.createQueryRunner = (mode) => {
  const runner = make(mode);
  if (wrapped.has(runner)) return runner;
  wrapped.add(runner);
  const query = runner.query.bind(runner);
  runner.query = (async (...of: Parameters<typeof query>): Promise<unknown> => {
    statements += 1;
    if (statements === Number(at)) process.kill(process.pid, 'SIGKILL');
    return (await query(...of)) as unknown;
  }) as typeof runner.query;
  return runner;
};
await migrate(source);
await source.destroy();
process.stdout.write(`${String(statements)}\n`);
