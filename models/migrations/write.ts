/**
 * Writes the next migration: what brings a database of the newest migration to the schemas of today,
 * on both engines. See README.md beside this file.
 *   DATABASE_URL=postgres://…/empty node --import tsx models/migrations/write.ts NAME|--again
 * The database named must be empty and is only used to compare; the first migration is made from nothing.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Table, TableForeignKey, type DataSource } from 'typeorm';
import { connectPostgres, connectSqlite } from '../store/dataSources.ts';
import { migrate } from '../store/migrate.ts';
import { prepareWriter } from '../store/sqlite/checks.ts';
import { migrations } from './index.ts';
import type { FrozenStatements } from './frozen.ts';

/** @returns the statements, empty where the schemas say what the migrations already made */
export async function pendingStatements(dataSource: DataSource): Promise<string[]> {
  if (dataSource.migrations.length > 0) {
    await migrate(dataSource);
    const { upQueries } = await dataSource.driver.createSchemaBuilder().log();
    return upQueries.map((query) => query.query);
  }
  // the schema builder would make each table twice on SQLite, to add the foreign keys
  const runner = dataSource.createQueryRunner();
  runner.enableSqlMemory();
  for (const metadata of dataSource.entityMetadatas) {
    const table = Table.create(metadata, dataSource.driver);
    for (const key of metadata.foreignKeys) table.addForeignKey(TableForeignKey.create(key, dataSource.driver));
    await runner.createTable(table, false, true, true);
  }
  const statements = runner.getMemorySql().upQueries.map((query) => query.query);
  runner.disableSqlMemory();
  await runner.release();
  return statements;
}

/** @param number of the migration, from 1 @param at milliseconds since the epoch: the order TypeORM runs them in */
export function migrationSource(number: number, name: string, at: number, statements: FrozenStatements): string {
  const className = `${name.replace(/(^|-)([a-z])/g, (_, __, letter: string) => letter.toUpperCase())}${at}`;
  const list = (engine: keyof FrozenStatements): string => `  ${engine}: [\n${statements[engine].map((statement) => `    ${JSON.stringify(statement)},\n`).join('')}  ],\n`;
  return `/**
 * Migration ${number}: ${name}. Written by write.ts; frozen: once released, a change is a new migration.
 * Long because every statement of both engines stands here as it is run.
 */
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { runFrozen, type FrozenStatements } from './frozen.ts';

const STATEMENTS: FrozenStatements = {
${list('sqlite')}${list('postgres')}};

export class ${className} implements MigrationInterface {
  readonly name = '${className}';

  async up(runner: QueryRunner): Promise<void> {
    await runFrozen(runner, STATEMENTS);
  }

  /** Evidence is not taken back. A backup is. */
  down(): Promise<void> {
    return Promise.reject(new Error('a migration is not undone: restore the backup made before it'));
  }
}
`;
}

/** The newest migration's number, name and time, to write it anew before it is released. */
function newest(): { number: number; name: string; at: number } {
  const className = migrations.at(-1)?.name ?? '';
  const parts = /^(\w+?)(\d{13})$/.exec(className);
  if (parts === null) throw new Error(`there is no migration to write anew${className === '' ? '' : `: ${className} does not end in its time`}`);
  const [, words = '', at = ''] = parts;
  return { number: migrations.length, name: words.replace(/(?<!^)([A-Z])/g, '-$1').toLowerCase(), at: Number(at) };
}

async function main(argument: string | undefined, databaseUrl: string | undefined): Promise<void> {
  const again = argument === '--again';
  if (argument === undefined || !(again || /^[a-z][a-z0-9-]*$/.test(argument))) throw new Error('give the migration a name in lower case with hyphens, e.g. add-site-depth, or --again to write the newest anew');
  if (databaseUrl === undefined) throw new Error('DATABASE_URL must name an empty PostgreSQL database: both engines are written together');
  const { number, name, at } = again ? newest() : { number: migrations.length + 1, name: argument, at: Date.now() };
  const before = migrations.slice(0, number - 1);
  const folder = mkdtempSync(join(tmpdir(), 'shuijian-migration-'));
  const sqlite = await connectSqlite(join(folder, 'scratch.sqlite'), prepareWriter, { migrations: before });
  const postgres = await connectPostgres(databaseUrl, { poolSize: 2, sessionOptions: '', migrations: before });
  try {
    const statements = { sqlite: await pendingStatements(sqlite.dataSource), postgres: await pendingStatements(postgres) };
    if (statements.sqlite.length === 0 && statements.postgres.length === 0) throw new Error('the schemas say what the migrations already made: nothing to write');
    const file = join(import.meta.dirname, `${String(number).padStart(4, '0')}-${name}.ts`);
    writeFileSync(file, migrationSource(number, name, at, statements), { flag: again ? 'w' : 'wx' });
    process.stdout.write(`${file}\n${again ? '' : 'add its class to models/migrations/index.ts; '}read it, and run the migration tests\n`);
  } finally {
    await sqlite.dataSource.destroy();
    await postgres.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

if (process.argv[1] === import.meta.filename) await main(process.argv[2], process.env['DATABASE_URL']);
