/** Opens a PostgreSQL store: the writers' pool, the readers' pool, the appender of the audit chain, the checks. */
import type { Pool } from 'pg';
import type { DataSource } from 'typeorm';
import { AUDIT_PENDING_TABLE } from '../../entities/index.ts';
import { Closers } from '../closers.ts';
import { connectPostgres } from '../dataSources.ts';
import type { migrations as ownMigrations } from '../../migrations/index.ts';
import { assertCurrent, assertSchema, migrate, newerSentence, schemaState, unprotected } from '../migrate.ts';
import { StoreReader } from '../storeReader.ts';
import type { Store, StoreOptions } from '../types.ts';
import { verifySnapshot } from '../verify.ts';
import { Appender, readTip } from './appender.ts';
import { assertDurableServer } from './checks.ts';
import { PostgresSession } from './postgresSession.ts';
import { withPostgresSnapshot } from './postgresSnapshot.ts';
import { PostgresWriter, type PostgresWriterParts } from './postgresWriter.ts';

export interface PostgresOptions extends StoreOptions {
  databaseUrl: string;
  /** In place of the program's own; tests bring one more. */
  migrations?: typeof ownMigrations;
  limits?: Partial<Pick<PostgresWriterParts, 'connections' | 'queue' | 'jobMs'>>;
}

const READ_CONNECTIONS = 8;
const DEFAULT_LIMITS = { connections: 12, queue: 256, jobMs: 60_000 };
/** Longest wait for the entries committed so far to be chained, in milliseconds. */
const CHAINED_WITHIN_MS = 30_000;

/** A job that hangs must not hold its locks for ever; the limit of the job itself comes first. */
const WRITER_SESSION = '-c lock_timeout=10000 -c idle_in_transaction_session_timeout=70000 -c statement_timeout=65000';
const READER_SESSION = '-c default_transaction_read_only=on';

export async function openPostgres(options: PostgresOptions): Promise<Store> {
  const url = options.databaseUrl;
  const closers = new Closers();
  try {
    const reading = await connectPostgres(url, { poolSize: READ_CONNECTIONS, sessionOptions: READER_SESSION, ...migrationsOf(options) });
    closers.add(() => reading.destroy());
    const pool = poolOf(reading);
    await assertDurableServer(pool);
    const appender = new Appender(url);
    const head = async (): ReturnType<Store['head']> => {
      await chained(pool, appender);
      return readTip(pool);
    };
    const revision = async (): Promise<number> => (await head()).sequence;
    const writer = options.readOnly === true ? undefined : await openWriter(options, appender, revision, closers);
    if (writer === undefined) await assertSchema(reading);
    return {
      engine: 'postgres',
      write: (job) => (writer === undefined ? Promise.reject(new Error('the store was opened to be read only')) : writer.write(job)),
      read: new StoreReader(new PostgresSession(pool), () => reading.manager),
      revision,
      head,
      verify: async (verifyOptions) => {
        await chained(pool, appender);
        const report = await withPostgresSnapshot(url, (snapshot) => verifySnapshot(snapshot, verifyOptions));
        return { ...report, unprotected: await unprotected(reading) };
      },
      close: () => closers.close(),
    };
  } catch (error) {
    await closers.close();
    throw error;
  }
}

const migrationsOf = ({ migrations }: PostgresOptions): Pick<PostgresOptions, 'migrations'> => (migrations === undefined ? {} : { migrations });

async function openWriter(options: PostgresOptions, appender: Appender, revision: () => Promise<number>, closers: Closers): Promise<PostgresWriter> {
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const dataSource = await connectPostgres(options.databaseUrl, { poolSize: limits.connections, sessionOptions: WRITER_SESSION, ...migrationsOf(options) });
  closers.add(() => dataSource.destroy());
  const { empty, pending, unknown, foreign } = await schemaState(dataSource);
  if (unknown.length > 0) throw new Error(newerSentence(unknown));
  if (foreign.length > 0) throw new Error(`the database that DATABASE_URL names holds tables of another program (${foreign.slice(0, 3).join(', ')} …): nothing was changed. Give Shuijian a database of its own`);
  if (options.migrate === true && !empty && pending.length > 0 && options.backedUp !== true)
    throw new Error(`the database would be brought from an older version (${pending.join(', ')}). On PostgreSQL the program keeps no copy of its own: make one with pg_dump, then say so with --backed-up. Nothing was changed`);
  if (options.migrate === true || empty) await migrate(dataSource);
  await assertCurrent(dataSource);
  appender.start();
  closers.add(() => appender.stop());
  const writer = new PostgresWriter({ dataSource, appender, revision, now: options.now ?? Date.now, ...limits });
  closers.add(() => writer.close());
  return writer;
}

/** Waits until every entry committed before this call is in the chain, whichever process chains. */
async function chained(pool: Pool, appender: Appender): Promise<void> {
  const { rows } = await pool.query<{ position: string | null }>(`SELECT max("position") AS position FROM "${AUDIT_PENDING_TABLE}"`);
  const position = rows[0]?.position ?? null;
  if (position === null) return;
  const deadline = Date.now() + CHAINED_WITHIN_MS;
  appender.kick();
  for (;;) {
    const { rowCount } = await pool.query(`SELECT 1 FROM "${AUDIT_PENDING_TABLE}" WHERE "position" <= $1 LIMIT 1`, [position]);
    if (rowCount === 0) return;
    if (Date.now() > deadline) throw new Error(`audit entries have waited ${CHAINED_WITHIN_MS} ms to be chained: no process of this deployment chains them; start one`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** TypeORM keeps the pool in its driver. */
function poolOf(dataSource: DataSource): Pool {
  const { master } = dataSource.driver as unknown as { master: Pool };
  return master;
}
