/** Opens a SQLite store: the folder's lock, the writer's connection, the readers' connection, the checks. */
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type Database from 'better-sqlite3';
import type { QueryRunner } from 'typeorm';
import { auditEntry } from '../../schemas/index.ts';
import { GENESIS, type ChainTip } from '../auditChain.ts';
import { Closers } from '../closers.ts';
import { connectSqlite } from '../dataSources.ts';
import { endProcess } from '../endProcess.ts';
import { copyBeforeUpgrade } from '../copyBeforeUpgrade.ts';
import { assertCurrent, assertSchema, migrate, schemaState, unprotected } from '../migrate.ts';
import { migrations as ownMigrations } from '../../migrations/index.ts';
import type { RunnerQuery } from '../readOnlyManager.ts';
import { StoreReader } from '../storeReader.ts';
import type { Store, StoreOptions } from '../types.ts';
import { verifySnapshot } from '../verify.ts';
import { assertDurable, prepareReader, prepareWriter } from './checks.ts';
import { DATABASE_FILE } from './databaseFile.ts';
import { lockFolder } from './folderLock.ts';
import { inspectFolder } from './inspectFolder.ts';
import { SqliteSession } from './sqliteSession.ts';
import { withSqliteSnapshot } from './sqliteSnapshot.ts';
import { DEFAULT_LIMITS, SqliteWriter, type WriterLimits } from './sqliteWriter.ts';

export interface SqliteOptions extends StoreOptions {
  limits?: Partial<WriterLimits>;
  /** In place of the program's own; tests bring one more. */
  migrations?: typeof ownMigrations;
  /** Sees the writer's connection before it is used; tests break it there. */
  tamper?: (connection: Database.Database) => void;
}

export async function openSqlite(options: SqliteOptions): Promise<Store> {
  const file = join(options.dataDir, DATABASE_FILE);
  if (options.readOnly === true && !existsSync(file)) throw new Error(`there is no store in ${options.dataDir}: ${DATABASE_FILE} is missing`);
  inspectFolder(options.dataDir, DATABASE_FILE, (options.migrations ?? ownMigrations).map(({ name }) => name));
  const closers = new Closers();
  try {
    const writer = options.readOnly === true ? undefined : await openWriter(file, options, closers);
    const reading = await connectSqlite(file, prepareReader, { readonly: true, ...migrationsOf(options) });
    closers.add(() => reading.dataSource.destroy());
    // whoever looks at a store that was tampered with must not be kept out by it
    if (writer === undefined) await assertSchema(reading.dataSource);
    const head = (): Promise<ChainTip> => Promise.resolve(writer?.tip ?? readTip(reading.connection));
    return {
      engine: 'sqlite',
      write: (job) => (writer === undefined ? Promise.reject(new Error('the store was opened to be read only')) : writer.write(job)),
      read: new StoreReader(new SqliteSession(reading.connection), () => reading.dataSource.manager),
      revision: async () => (await head()).sequence,
      head,
      verify: async (verifyOptions) => ({
        ...(await withSqliteSnapshot(file, (snapshot) => verifySnapshot(snapshot, verifyOptions))),
        unprotected: await unprotected(reading.dataSource),
      }),
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

const migrationsOf = ({ migrations }: SqliteOptions): Pick<SqliteOptions, 'migrations'> => (migrations === undefined ? {} : { migrations });

async function openWriter(file: string, options: SqliteOptions, closers: Closers): Promise<SqliteWriter> {
  // other accounts of the machine have no business in it
  mkdirSync(options.dataDir, { recursive: true, mode: 0o700 });
  const lock = lockFolder(options.dataDir);
  closers.add(() => lock.release());
  const { dataSource, connection } = await connectSqlite(file, prepareWriter, migrationsOf(options));
  closers.add(() => dataSource.destroy());
  assertDurable(connection);
  const { empty, pending } = await schemaState(dataSource);
  if (options.migrate === true && !empty && pending.length > 0) {
    const copy = await copyBeforeUpgrade(options.dataDir, DATABASE_FILE, (options.now ?? Date.now)());
    options.onCopy?.(copy);
  }
  if (options.migrate === true || empty) await migrate(dataSource);
  await assertCurrent(dataSource);
  // a migration may have turned them off and on
  assertDurable(connection);

  const runner = dataSource.createQueryRunner();
  const query = runner.query.bind(runner) as RunnerQuery;
  refuseEverybodyElse(runner);
  options.tamper?.(connection);
  const writer = new SqliteWriter({
    session: new SqliteSession(connection),
    dataSource,
    runner,
    query,
    isReadOnly: (sql) => isReadOnly(connection, sql),
    tip: readTip(connection),
    now: options.now ?? Date.now,
    limits: { ...DEFAULT_LIMITS, ...options.limits },
    onFatal: options.onFatal ?? endProcess,
  });
  closers.add(() => writer.close());
  return writer;
}

/** TypeORM hands the same runner to everybody who asks; whoever is not the writer learns so at once. */
function refuseEverybodyElse(runner: QueryRunner): void {
  Object.defineProperty(runner, 'query', {
    value: () => Promise.reject(new Error('this connection belongs to the writer: read through store.read, change through store.write')),
  });
}

/** SQLite counts COMMIT, ATTACH and most PRAGMAs as reading; they answer no rows, or do not begin like a question. */
function isReadOnly(connection: Database.Database, sql: string): boolean {
  if (!/^\s*(?:select|with|values|explain)\b/i.test(sql)) return false;
  const statement = connection.prepare(sql);
  return statement.readonly && statement.reader;
}

function readTip(connection: Database.Database): ChainTip {
  const row = connection.prepare(`SELECT "sequence", "hash" FROM "${auditEntry.table}" ORDER BY "sequence" DESC LIMIT 1`).get() as ChainTip | undefined;
  return row ?? GENESIS;
}
