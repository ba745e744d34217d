/** Opens a SQLite store: the folder's lock, the writer's connection, the readers' connection, the checks. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { DataSource, type DataSourceOptions } from 'typeorm';
import { entitiesOf } from '../../entities/index.ts';
import { auditEntry, type Thing } from '../../schemas/index.ts';
import { GENESIS, type ChainTip } from '../auditChain.ts';
import type { RunnerQuery } from '../readOnlyManager.ts';
import { StoreReader } from '../storeReader.ts';
import type { Reader, Store, StoreOptions } from '../types.ts';
import { assertDurable, prepareReader, prepareWriter } from './checks.ts';
import { lockFolder } from './folderLock.ts';
import { SqliteSession } from './sqliteSession.ts';
import { DEFAULT_LIMITS, SqliteWriter } from './sqliteWriter.ts';

export const DATABASE_FILE = 'shuijian.sqlite';

export async function openSqlite(options: StoreOptions): Promise<Store> {
  mkdirSync(options.dataDir, { recursive: true });
  const file = join(options.dataDir, DATABASE_FILE);
  const lock = lockFolder(options.dataDir);
  const closers: (() => void | Promise<void>)[] = [() => lock.release()];
  try {
    const writing = await connect(file, {}, prepareWriter);
    closers.unshift(() => writing.dataSource.destroy());
    assertDurable(writing.connection);
    if (await isEmpty(writing.dataSource)) await writing.dataSource.synchronize();
    const runner = writing.dataSource.createQueryRunner();
    const query = runner.query.bind(runner) as RunnerQuery;
    refuseEverybodyElse(runner);

    const reading = await connect(file, { readonly: true }, prepareReader);
    closers.unshift(() => reading.dataSource.destroy());
    const session = new SqliteSession(writing.connection);
    const writer = new SqliteWriter({
      session,
      dataSource: writing.dataSource,
      runner,
      query,
      isReadOnly: (sql) => writing.connection.prepare(sql).readonly,
      tip: readTip(writing.connection),
      now: options.now ?? Date.now,
      limits: DEFAULT_LIMITS,
      onFatal: options.onFatal ?? endProcess,
    });
    closers.unshift(() => writer.close());
    const read: Reader = new StoreReader(new SqliteSession(reading.connection), () => reading.dataSource.manager);
    return {
      engine: 'sqlite',
      write: (job) => writer.write(job),
      read,
      revision: () => Promise.resolve(writer.tip.sequence),
      head: () => Promise.resolve(writer.tip),
      verify: () => Promise.reject(new Error('verify is not there yet')),
      close: () => closeAll(closers),
    };
  } catch (error) {
    await closeAll(closers);
    throw error;
  }
}

async function connect(file: string, more: { readonly?: boolean }, prepare: (connection: Database.Database) => void): Promise<{ dataSource: DataSource; connection: Database.Database }> {
  let connection: Database.Database | undefined;
  const settings: DataSourceOptions = {
    type: 'better-sqlite3',
    database: file,
    entities: entitiesOf('sqlite'),
    driver: Database,
    prepareDatabase: (database) => {
      connection = database as Database.Database;
      prepare(connection);
    },
    ...more,
  };
  const dataSource = await new DataSource(settings).initialize();
  if (connection === undefined) throw new Error('TypeORM opened no SQLite connection');
  return { dataSource, connection };
}

async function isEmpty(dataSource: DataSource): Promise<boolean> {
  const tables: unknown[] = await dataSource.query(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'`);
  return tables.length === 0;
}

/** TypeORM hands the same runner to everybody who asks; whoever is not the writer learns so at once. */
function refuseEverybodyElse(runner: { query: unknown }): void {
  Object.defineProperty(runner, 'query', {
    value: () => Promise.reject(new Error('this connection belongs to the writer: read through store.read, change through store.write')),
  });
}

function readTip(connection: Database.Database): ChainTip {
  const table = (auditEntry as unknown as Thing).table;
  const row = connection.prepare(`SELECT "sequence", "hash" FROM "${table}" ORDER BY "sequence" DESC LIMIT 1`).get() as ChainTip | undefined;
  return row ?? GENESIS;
}

async function closeAll(closers: (() => void | Promise<void>)[]): Promise<void> {
  for (const close of closers.splice(0)) await close();
}

/** After a disk error SQLite would carry on as if nothing had happened. A restart recovers from the journal. */
function endProcess(error: Error): void {
  process.stderr.write(`Shuijian stops: the disk answered an error while a change was committed (${error.message}). No change was acknowledged after it. Check the disk, then start again.\n`);
  process.exit(70);
}
