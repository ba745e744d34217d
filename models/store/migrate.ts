/**
 * Brings a database to the schema of this program, or says that it is not there.
 * All pending migrations and the triggers are one transaction: a crash leaves the old schema, whole.
 */
import { MigrationExecutor, type DataSource, type QueryRunner } from 'typeorm';
import type { Engine } from '../entities/index.ts';
import { auditEntry } from '../schemas/index.ts';
import { assertTriggers, installTriggers, missingTriggers } from './triggers.ts';

/** Two processes of one PostgreSQL deployment may start together; one migrates, the other waits. */
const MIGRATION_LOCK = 7_204_110;

const engineOf = (dataSource: DataSource): Engine => (dataSource.options.type === 'postgres' ? 'postgres' : 'sqlite');

/** @returns the names of the migrations that were run */
export async function migrate(dataSource: DataSource): Promise<string[]> {
  const engine = engineOf(dataSource);
  const runner = dataSource.createQueryRunner();
  try {
    // SQLite rebuilds tables; with foreign keys on, dropping the old one would delete from it row by row
    await runner.beforeMigration();
    await runner.startTransaction();
    if (engine === 'postgres') {
      // a large table takes as long as it takes
      await runner.query('SET LOCAL statement_timeout = 0');
      await runner.query('SET LOCAL lock_timeout = 0');
      await runner.query(`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`);
    }
    const run = await new MigrationExecutor(dataSource, runner).executePendingMigrations();
    await installTriggers(runner, engine);
    if (engine === 'sqlite') await assertForeignKeys(runner);
    await runner.commitTransaction();
    return run.map((migration) => migration.name);
  } catch (error) {
    if (runner.isTransactionActive) await runner.rollbackTransaction();
    throw error;
  } finally {
    await runner.afterMigration();
    await runner.release();
  }
}

export interface SchemaState {
  /** There is nothing in the database yet. */
  empty: boolean;
  /** Tables that are none of ours, in a database that no migration of ours has seen. */
  foreign: string[];
  /** Migrations of this program that the database has not seen. */
  pending: string[];
  /** Migrations the database has seen and this program does not know. */
  unknown: string[];
}

export async function schemaState(dataSource: DataSource): Promise<SchemaState> {
  const executor = new MigrationExecutor(dataSource);
  const executed = new Set((await executor.getExecutedMigrations()).map((migration) => migration.name));
  const known = dataSource.migrations.map((migration) => migration.name ?? migration.constructor.name);
  const ours = new Set(dataSource.entityMetadatas.map(({ tableName }) => tableName));
  const tables = executed.size > 0 ? [] : await tablesOf(dataSource);
  return {
    foreign: tables.filter((name) => name !== 'migrations' && !ours.has(name)),
    empty: executed.size === 0 && !(await withRunner(dataSource, (runner) => runner.hasTable(auditEntry.table))),
    pending: known.filter((name) => !executed.has(name)),
    unknown: [...executed].filter((name) => !known.includes(name)),
  };
}

export const newerSentence = (unknown: readonly string[]): string => `the store does not start: its database was written by a newer version of Shuijian (${unknown.join(', ')}): start that version`;

/** @throws Error with a sentence when the schema is older or newer than this program */
export async function assertSchema(dataSource: DataSource): Promise<void> {
  const { pending, unknown } = await schemaState(dataSource);
  if (unknown.length > 0) throw new Error(newerSentence(unknown));
  if (pending.length > 0) throw new Error(`the store does not start: its database is of an older version and lacks ${pending.join(', ')}: bring it to this one with the command migrate, which keeps a copy first`);
}

async function tablesOf(dataSource: DataSource): Promise<string[]> {
  const sql = engineOf(dataSource) === 'postgres' ? 'SELECT tablename AS name FROM pg_tables WHERE schemaname = current_schema()' : `SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'`;
  return withRunner(dataSource, async (runner) => ((await runner.query(sql)) as { name: string }[]).map(({ name }) => name));
}

/** @throws Error with a sentence when the schema is older or newer than this program, or is not protected */
export async function assertCurrent(dataSource: DataSource): Promise<void> {
  await assertSchema(dataSource);
  await withRunner(dataSource, (runner) => assertTriggers(runner, engineOf(dataSource)));
}

/** Whether evidence is protected, for `verify`: somebody who edits it must first take the triggers away. */
export function unprotected(dataSource: DataSource): Promise<string[]> {
  return withRunner(dataSource, (runner) => missingTriggers(runner, engineOf(dataSource)));
}

async function withRunner<T>(dataSource: DataSource, work: (runner: QueryRunner) => Promise<T>): Promise<T> {
  const runner = dataSource.createQueryRunner();
  try {
    return await work(runner);
  } finally {
    await runner.release();
  }
}

async function assertForeignKeys(runner: QueryRunner): Promise<void> {
  const broken = (await runner.query('PRAGMA foreign_key_check')) as { table: string; parent: string }[];
  const [first] = broken;
  if (first !== undefined) throw new Error(`the migration would leave ${broken.length} rows that point at nothing, the first in ${first.table} at ${first.parent}: nothing was changed`);
}
